/* Manifests: YAML and JSON bytes to compact node trees with exact positions, read as kubectl reads them
 * (docs/yaml.md has the whole table). This room knows no rules and no Kubernetes fields.
 *
 * A stream is read document by document; each document's tree lives in the reader's arena and is gone with
 * the next call of ev_reader_next. Text is borrowed from the input where it stands there verbatim, else
 * held in the arena. */
#ifndef EV_MANIFEST_H
#define EV_MANIFEST_H

#include "arena.h"
#include "diag.h"
#include "num.h"
#include "str.h"

/* What JSON type a node has once kubectl has converted it. */
typedef enum ev_node_kind {
  EV_NODE_NULL,
  EV_NODE_BOOL,
  EV_NODE_INT,   /* -2^63 .. 2^64-1, an integral float such as 1.0 or 1e3 included; see ev_node_int */
  EV_NODE_FLOAT, /* any other number: fraction, or integer outside 64 bits */
  EV_NODE_STRING,
  EV_NODE_LIST,
  EV_NODE_MAP
} ev_node_kind;

typedef enum ev_node_style {
  EV_STYLE_PLAIN,
  EV_STYLE_SINGLE,
  EV_STYLE_DOUBLE, /* also every JSON string */
  EV_STYLE_LITERAL,
  EV_STYLE_FOLDED,
  EV_STYLE_BLOCK, /* collections */
  EV_STYLE_FLOW
} ev_node_style;

enum ev_node_flags {
  EV_FLAG_ALIAS =
      1, /* root of a copy made for an alias, or entry that came by `<<: *alias`; `alias` is the site */
  EV_FLAG_SHADOWED =
      2, /* a map value whose key comes again later (or was overwritten by a merge): not counted */
  EV_FLAG_TEMPLATE = 4,   /* a string, or key, that holds `{{` and, after it, `}}` */
  EV_FLAG_MERGED = 8,     /* a map entry that came by `<<`; its key and value stand where they were written */
  EV_FLAG_AMBIGUOUS = 16, /* `1: x` beside `"1": y`: which one survives is random in kubectl; verdicts are
                           * unknown. Set on the shadowed entries and on the one that is shown. */
  EV_FLAG_UNFIT = 32      /* a value or a key that JSON cannot hold; only inside what is shadowed */
};

/* 1-based line and column (code points); the end is exclusive. A scalar starts at its first character, quote
 * or `|` included, tag and anchor not; a block collection at its first key or `-`; an empty value at its key
 * (or at its `-`); a collection ends after the last character of its last leaf (an empty one after its
 * bracket). */
typedef struct ev_place {
  uint32_t line, column, end_line, end_column;
} ev_place;

typedef struct ev_node ev_node;
struct ev_node {
  uint8_t kind;  /* ev_node_kind */
  uint8_t style; /* ev_node_style */
  uint8_t flags;
  uint8_t decoded; /* this node is the root of decoded text: `parent` is the string that holds it, path goes
                      on with '!' */
  uint32_t index;  /* of a list element, from 0; of a key, for the reader: what type it had */
  ev_node *parent; /* NULL for the root; of a key: the mapping */
  ev_node *key; /* of a map value: its key, a string node after conversion; of a key: itself, so that its path
                 * is its entry's; NULL otherwise */
  ev_node *next; /* next sibling in the parent */
  union {
    struct {          /* lists and mappings */
      ev_node *first; /* children, in source order, shadowed ones included (check the flag) */
      void *cache;    /* for the reader: hash index of a large map, built on first use */
    };
    ev_str text; /* scalars: STRING its value; others the source's spelling */
  };
  uint32_t count;  /* children that count (not shadowed) */
  uint32_t offset; /* byte offset in the input where the scalar or collection starts */
  ev_place place;
  ev_node *alias; /* EV_FLAG_ALIAS: a string node placed at the `*alias` text, which is its text; else NULL */
};

/* Where readers differ or kubectl does what few expect: the findings K8S003 to K8S006 of the pack. */
typedef enum ev_quirk_kind {
  EV_QUIRK_DUPLICATE,   /* a key twice; node = second key, other = first key */
  EV_QUIRK_BOOLEAN_KEY, /* plain key that YAML 1.1 reads as bool; node = the key */
  EV_QUIRK_TRAILING, /* content after `...`, or after a complete value, which kubectl ignores; only `place`:
                        its first line */
  EV_QUIRK_DIVERGENT /* read differently by other tools: late merge (node = the `<<`, other = the key that it
                      * overwrites), quoted <<, local tag, !!binary, trailing comma, NEL; `place` is that text
                      */
} ev_quirk_kind;

typedef struct ev_quirk {
  ev_quirk_kind kind;
  ev_place place;
  const ev_node *in;    /* the mapping (or the list, scalar) it was found in; NULL for TRAILING */
  const ev_node *node;  /* the key or value concerned; may be NULL */
  const ev_node *other; /* DUPLICATE: the first key; of a late merge: the key overwritten; else NULL */
  const char *what;     /* DIVERGENT: static text, e.g. "a merge after the key that it overwrites" */
  struct ev_quirk *next;
} ev_quirk;

typedef struct ev_document {
  uint32_t index;   /* from 0: the number of lines before it that start with `---`, or of JSON values */
  ev_node *root;    /* NULL when empty, comments only, or null */
  ev_quirk *quirks; /* in source order, as many as the limit allows */
  bool more_quirks; /* there are others */
  bool is_json;
  ev_str text; /* the chunk */
} ev_document;

typedef enum ev_read_status {
  EV_READ_DOCUMENT,  /* *document is filled (also for empty ones: root NULL) */
  EV_READ_ERROR,     /* kubectl could not read this document, or a limit was hit; *error is filled; go on */
  EV_READ_TEMPLATE,  /* unreadable and with an unrendered `{{`: *error has the first such line; go on */
  EV_READ_RULED_OUT, /* the filter wants nothing of this document, which was not parsed */
  EV_READ_END,
  EV_READ_NO_MEMORY /* the document could not be held; the reader may go on with the next */
} ev_read_status;

typedef struct ev_read_error {
  uint32_t document;
  uint32_t line, column; /* 0 when there is none */
  /* Static: yaml-syntax, json-syntax, bad-utf8, control-character, encoding, bad-separator, key-not-scalar,
   * bad-merge, unknown-alias, self-alias, bad-tag, bad-base64, not-finite, alias-limit, depth-limit,
   * node-limit, document-too-large, file-too-large; with EV_READ_TEMPLATE: template. */
  const char *code;
  ev_str message; /* in the reader's arena, until the next call */
  ev_str help;    /* may be empty */
} ev_read_error;

typedef struct ev_manifest_limits {
  size_t document_bytes;
  uint32_t flow_depth;
  uint32_t block_depth;
  uint32_t alias_nodes; /* nodes made by expanding aliases and merges, a document */
  uint32_t nodes;       /* all nodes of a document */
  uint32_t quirks;      /* of a document; of more of them only that there are more is told */
} ev_manifest_limits;

/* The defaults of base/limit.h. */
ev_manifest_limits ev_manifest_limits_default(void);

typedef struct ev_reader ev_reader;

/* NULL when out of memory. `limits` NULL means the defaults. */
ev_reader *ev_reader_new(const ev_manifest_limits *limits);
void ev_reader_free(ev_reader *reader);

/* Whether nothing of a document is wanted, told from its bytes; they may be those of a document that cannot
 * be read. */
typedef bool (*ev_document_filter)(const void *context, ev_str document);
/* From the next start on, asks this before it parses. NULL, as at first: parses every document. */
void ev_reader_filter(ev_reader *reader, ev_document_filter rules_out, const void *context);

/* From now on libyaml reads every document of YAML, also those that the quicker reader knows. The trees are
 * the same. */
void ev_reader_be_thorough(ev_reader *reader);

/* Starts on an input; `text` is borrowed until the next start. More than EV_MAX_FILE_BYTES, or text in UTF-16
 * or UTF-32, gives one error and the end. */
void ev_reader_start(ev_reader *reader, ev_str text);

/* A stream may be read in parts, each after ev_reader_next gave EV_READ_END for the one before, if this says
 * so of its first EV_STREAM_HEAD bytes (or of all, where it has fewer): streams of JSON values may not. A
 * part ends where ev_stream_cut says. Lines are counted on; offsets are those of the part. */
#define EV_STREAM_HEAD 4096u
bool ev_stream_has_parts(ev_str head);
/* Where a part may end that holds this text, at or behind `from`: at the last separator line, which is left
 * to the next part; 0 where there is none. */
size_t ev_stream_cut(ev_str text, size_t from);
void ev_reader_continue(ev_reader *reader, ev_str text);
/* The number of the line in which the next part starts. */
uint32_t ev_reader_line(const ev_reader *reader);
/* How many bytes of the text, or of the part at hand, have been read. */
size_t ev_reader_offset(const ev_reader *reader);

ev_read_status ev_reader_next(ev_reader *reader, ev_document *document, ev_read_error *error);
/* The arena of the current document: for what must live exactly as long as it. */
ev_arena *ev_reader_arena(ev_reader *reader);

/* ---- looking at trees */

/* The value that counts for a key, or NULL; NULL also when `map` is NULL or no map. Expected constant time: a
 * map with more than 16 entries gets a hash index in `arena` on first use (without memory: a linear scan). */
ev_node *ev_node_get(ev_node *map, ev_str key, ev_arena *arena);
ev_node *ev_node_first(const ev_node *node); /* first child that counts, or NULL */
ev_node *ev_node_next(const ev_node *node);  /* next sibling that counts, or NULL */
bool ev_node_bool(const ev_node *node);      /* of an EV_NODE_BOOL */
/* Exact value of INT; false if it is no EV_NODE_INT. */
bool ev_node_int(const ev_node *node, ev_int *out);
/* The quantity that a string or a number spells, as Kubernetes reads it; blanks around a string are left out.
 * False: none. */
bool ev_node_quantity(const ev_node *node, ev_rat *out);
/* "spec.containers[0].name" as the finding record says: plain keys joined by '.', a key that is not
 * [A-Za-z0-9_-]+ as ["k"] with JSON's escapes, '!' before what goes on inside decoded text. The root: "". */
void ev_node_path(ev_buf *out, const ev_node *node);
/* "a string", "an integer", "a number", "a boolean", "a list", "a mapping", "null". */
const char *ev_node_kind_text(const ev_node *node);
/* As JSON: strings as they are (no quotes), "true", canonical numbers as kubectl sends them; "" for
 * collections. */
void ev_node_spelling(ev_buf *out, const ev_node *node);

/* ---- JSON inside a string */

typedef struct ev_json_error {
  ev_place place;      /* of the offending byte, in the manifest */
  uint32_t at;         /* byte offset in the decoded text */
  const char *message; /* static */
  ev_node
      *partial; /* what stood before the error, or NULL; a collection that was not closed has no end_line */
} ev_json_error;

/* Parses the value of the string node `holder` as strict JSON (RFC 8259; depth at most the flow limit) into a
 * tree in `arena` whose places point into the manifest, through folding, indentation and escapes.
 * Duplicate keys are kept as siblings, the earlier ones flagged EV_FLAG_SHADOWED.
 * Returns NULL on malformed text (*error filled) or lack of memory (arena->failed). `source` is the whole
 * input. */
ev_node *ev_json_decode(ev_arena *arena, ev_str source, const ev_node *holder, ev_json_error *error);
/* Where byte `at` of the string's value stands in the manifest (one code point wide). What stands inside
 * decoded text has its place already: its nodes are not for this function. */
ev_place ev_node_text_place(ev_str source, const ev_node *string, uint32_t at);

#endif
