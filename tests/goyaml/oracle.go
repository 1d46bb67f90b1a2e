// What kubectl makes of texts: its own YAML library, behind its own way of cutting a stream into documents
// (apimachinery pkg/util/yaml/decoder.go). Reads texts, each behind its size in four bytes, little endian; prints a
// line for each: its documents, JSON or "refused", joined by the byte 1, without those that are null.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"sigs.k8s.io/yaml"
)

const refused = "refused"

// As dump_string of tests/unit/manifest_dump.c.
func writeString(out *strings.Builder, s string) {
	out.WriteByte('"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			out.Write([]byte{'\\', c})
		case c == '\n':
			out.WriteString("\\n")
		case c < 0x20:
			fmt.Fprintf(out, "\\u%04x", c)
		default:
			out.WriteByte(c)
		}
	}
	out.WriteByte('"')
}

// A number as kubectl's JSON has it, however the text spells it.
func numberText(n json.Number) string {
	text := n.String()
	if _, err := strconv.ParseInt(text, 10, 64); err == nil {
		return strings.Replace(text, "-0", "0", 1)
	}
	if _, err := strconv.ParseUint(text, 10, 64); err == nil {
		return text
	}
	value, err := n.Float64()
	if err != nil {
		return text
	}
	written, _ := json.Marshal(value)
	if string(written) == "-0" {
		return "0"
	}
	return string(written)
}

func writeValue(out *strings.Builder, value interface{}) {
	switch v := value.(type) {
	case map[string]interface{}:
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		out.WriteByte('{')
		for i, key := range keys {
			if i > 0 {
				out.WriteByte(',')
			}
			writeString(out, key)
			out.WriteByte(':')
			writeValue(out, v[key])
		}
		out.WriteByte('}')
	case []interface{}:
		out.WriteByte('[')
		for i, element := range v {
			if i > 0 {
				out.WriteByte(',')
			}
			writeValue(out, element)
		}
		out.WriteByte(']')
	case string:
		writeString(out, v)
	case json.Number:
		out.WriteString(numberText(v))
	default:
		fmt.Fprint(out, map[interface{}]string{nil: "null", true: "true", false: "false"}[v])
	}
}

func addJSON(documents []string, text []byte) []string {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value interface{}
	if decoder.Decode(&value) != nil {
		return append(documents, refused)
	}
	if value == nil {
		return documents
	}
	var out strings.Builder
	writeValue(&out, value)
	return append(documents, out.String())
}

func addYAML(documents []string, text []byte) (result []string) {
	defer func() {
		if recover() != nil {
			result = append(documents, refused)
		}
	}()
	converted, err := yaml.YAMLToJSON(text)
	if err != nil {
		return append(documents, refused)
	}
	return addJSON(documents, converted)
}

// The lines as bufio.Reader.ReadLine gives them, each with a line feed.
func lines(text []byte) [][]byte {
	var all [][]byte
	for len(text) > 0 {
		end := bytes.IndexByte(text, '\n')
		line := text
		if end >= 0 {
			line = bytes.TrimSuffix(text[:end], []byte("\r"))
			text = text[end+1:]
		} else {
			text = nil
		}
		all = append(all, append(append([]byte{}, line...), '\n'))
	}
	return all
}

func addChunks(documents []string, text []byte) []string {
	var chunk []byte
	malformed := false
	for _, line := range append(lines(text), nil) {
		separator := bytes.HasPrefix(line, []byte("---"))
		if line != nil && !separator {
			chunk = append(chunk, line...)
			continue
		}
		if !malformed && len(chunk) > 0 {
			documents = addYAML(documents, chunk)
		}
		chunk, malformed = nil, false
		rest := strings.TrimSpace(strings.TrimPrefix(string(line), "---"))
		if separator && rest != "" && rest[0] != '#' {
			documents = append(documents, refused)
			malformed = true
		}
	}
	return documents
}

// Behind a first JSON value the rest of its line belongs to it; then YAML may follow.
func addStream(documents []string, text []byte) []string {
	decoder := json.NewDecoder(bytes.NewReader(text))
	for count, at := 0, 0; ; count++ {
		var value json.RawMessage
		err := decoder.Decode(&value)
		if err == nil {
			documents = addJSON(documents, value)
			at = int(decoder.InputOffset())
			continue
		}
		if err == io.EOF {
			return documents
		}
		if count > 1 {
			return append(documents, refused)
		}
		for count == 1 && at < len(text) && text[at] < 0x80 && unicode.IsSpace(rune(text[at])) {
			at++
			if text[at-1] == '\n' {
				break
			}
		}
		return addChunks(documents, text[at:])
	}
}

func read(text []byte) []string {
	head := text
	if len(head) > 4096 {
		head = head[:4096]
	}
	if bytes.HasPrefix(bytes.TrimLeftFunc(head, unicode.IsSpace), []byte("{")) {
		return addStream(nil, text)
	}
	return addChunks(nil, text)
}

func main() {
	in, out := bufio.NewReader(os.Stdin), bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		var size uint32
		if binary.Read(in, binary.LittleEndian, &size) != nil {
			return
		}
		text := make([]byte, size)
		if _, err := io.ReadFull(in, text); err != nil {
			return
		}
		fmt.Fprintln(out, strings.Join(read(text), "\x01"))
	}
}
