# Inputs of one family, of about SIZE bytes, for bench/doubling: awk -v family=NAME -v size=BYTES -f families.awk
# Each is shaped to make some algorithm costly; `-v family=list` names them all.

function repeat(text, times,    out) {
  out = ""
  while (times > 0) {
    if (times % 2) out = out text
    text = text text
    times = int(times / 2)
  }
  return out
}

function pod(spec) { return "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n" spec }
function many(format, step,    i, n) { # lines that differ by a number
  n = int(size / step)
  for (i = 0; i < n; i++) printf format, i
}

BEGIN {
  names = "keys keys-twice keys-alike items documents comments blank-lines plain-scalar quoted-scalar escapes block-scalar" \
    " folded-lines wide-line flow-pairs open-flow flow-in-limit block-depth anchors aliases alias-of-list merges merge-chain tags json json-strings" \
    " json-numbers json-stream sysctls sysctls-alike sysctls-wrong capabilities containers containers-shared findings-in-a-line host-sysctls" \
    " host-sysctls-broken use-specs labels annotations list-items nested-lists template-lines directives unknown-keys carriage-returns not-utf8"
  if (family == "list") { n = split(names, all, " "); for (i = 1; i <= n; i++) print all[i]; exit }
  if (family == "keys") { print pod("  a: b"); print "extra:"; many("  key%08d: value\n", 20) }
  else if (family == "keys-twice") { print pod("  a: b"); many("key%d: value\n", 14); many("key%d: value\n", 14) }
  else if (family == "keys-alike") { print pod("  a: b"); print "  nodeSelector:"; many("    same: v%d\n", 16) }
  else if (family == "items") { print pod("  a: b"); print "extra:"; many("- item %d\n", 14) }
  else if (family == "documents") many("---\na: %d\n", 11)
  else if (family == "comments") { print pod("  a: b"); many("# comment %d\n", 16) }
  else if (family == "blank-lines") { print pod("  a: b"); print repeat("\n", size); print "x: y" }
  else if (family == "plain-scalar") print pod("  a: " repeat("x", size))
  else if (family == "quoted-scalar") print pod("  a: \"" repeat("x", size) "\"")
  else if (family == "escapes") print pod("  a: \"" repeat("\\u00e4\\n\\x41", size / 12) "\"")
  else if (family == "block-scalar") { print pod("  a: |"); many("    line %d\n", 16) }
  else if (family == "folded-lines") { print pod("  a: >"); many("    line %d\n\n", 16) }
  else if (family == "wide-line") print pod("  containers: [" repeat("{name: a, securityContext: {privileged: true}}, ", size / 48) "]")
  else if (family == "flow-pairs") print pod("  a: {" repeat("a: b, ", size / 6) "}")
  else if (family == "open-flow") print pod("  a: " repeat("[", size))
  else if (family == "flow-in-limit") print pod("  a: " repeat("[", 100) repeat("a,", size / 2) repeat("]", 100))
  else if (family == "block-depth") print repeat("- ", size / 2) "a"
  else if (family == "anchors") { print pod("  a: b"); print "extra:"; many("- &a%d x\n", 14) }
  else if (family == "aliases") { print pod("  a: &a b"); print "extra:"; many("- *a # %d\n", 13) }
  else if (family == "alias-of-list") { print pod("  a: &a [1,2,3,4,5,6,7,8]"); print "extra:"; many("- *a # %d\n", 13) }
  else if (family == "merges") { print pod("  a: &a {x: y}"); print "extra:"; many("- <<: *a # %d\n", 17) }
  else if (family == "merge-chain") { print "m0: &m0 {k0: v}"; n = int(size / 40); for (i = 1; i < n; i++) printf "m%d: &m%d {<<: *m%d, k%d: v}\n", i, i, i - 1, i }
  else if (family == "tags") { print pod("  a: b"); print "extra:"; many("- !tag%d x\n", 14) }
  else if (family == "json") { printf "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"x\":["; print repeat("{\"a\":1},", size / 8) "0]}}" }
  else if (family == "json-strings") { printf "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"x\":["; print repeat("\"\\ud83d\\ude00\",", size / 15) "0]}}" }
  else if (family == "json-numbers") { printf "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"x\":"; print repeat("9", size) "}}" }
  else if (family == "json-stream") { n = int(size / 10); for (i = 0; i < n; i++) printf "{\"a\":%d}\n", i }
  else if (family == "sysctls") { print pod("  securityContext:\n    sysctls:"); many("    - {name: net.x%d, value: \"1\"}\n", 36) }
  else if (family == "sysctls-alike") { print pod("  securityContext:\n    sysctls:"); many("    - {name: net.x, value: \"%d\"}\n", 35) }
  else if (family == "sysctls-wrong") { print pod("  securityContext:\n    sysctls:"); many("    - {name: kernel.x%d, value: \"\"}\n", 36) }
  else if (family == "capabilities") { print pod("  containers:\n  - name: a\n    securityContext:\n      capabilities:\n        add:"); many("        - CAP_X%d\n", 19) }
  else if (family == "containers") { print pod("  containers:"); many("  - {name: c%d, image: a, securityContext: {runAsUser: 0, runAsNonRoot: true}}\n", 78) }
  else if (family == "containers-shared") { print pod("  securityContext: {runAsUser: 0, runAsNonRoot: true}\n  containers:"); many("  - {name: c%d, image: a}\n", 27) }
  else if (family == "findings-in-a-line") { printf "%s", pod("  securityContext: {sysctls: ["); n = int(size / 32); for (i = 0; i < n; i++) printf "{name: kernel.x%d, value: \"\"}, ", i; print "]}" }
  else if (family == "host-sysctls") { printf "apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    k8s.aliyun.com/eci-host-sysctls: '["; n = int(size / 40); for (i = 0; i < n; i++) printf "{\"name\":\"kernel.x%d\",\"value\":\"1\"},", i; print "{\"name\":\"a\",\"value\":\"1\"}]'\nspec: {containers: []}" }
  else if (family == "host-sysctls-broken") print "apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    k8s.aliyun.com/eci-host-sysctls: '" repeat("[", size) "'\nspec: {}"
  else if (family == "use-specs") print "apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    k8s.aliyun.com/eci-use-specs: '" repeat("2-4Gi,", size / 6) "2-4Gi'\nspec: {securityContext: {sysctls: [{name: vm.min_free_kbytes, value: \"1\"}]}}"
  else if (family == "labels") { print "apiVersion: v1\nkind: Pod\nspec: {}\nmetadata:\n  labels:"; many("    label%d: 1\n", 15) }
  else if (family == "annotations") { print "apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {}}}\nmetadata:\n  annotations:"; many("    k8s.aliyun.com/eci-x%d: a\n", 30) }
  else if (family == "list-items") { print "apiVersion: v1\nkind: List\nitems:"; many("- {apiVersion: v1, kind: Pod, metadata: {name: p%d}, spec: {hostNetwork: x}}\n", 76) }
  else if (family == "nested-lists") { n = int(size / 80); for (i = 0; i < 30; i++) printf "{apiVersion: v1, kind: List, items: [\n"; for (i = 0; i < n; i++) printf "{apiVersion: v1, kind: Pod, metadata: {name: p%d}, spec: {hostNetwork: x}},\n", i; print repeat("]}", 30) }
  else if (family == "template-lines") { print "apiVersion: v1\nkind: Pod\nspec:"; many("  {{- if .x%d }}\n", 17) }
  else if (family == "directives") many("%%YAML 1.%d\n", 12)
  else if (family == "unknown-keys") { print pod("  securityContext:"); many("    runAsUsr%d: 1\n", 20) }
  else if (family == "carriage-returns") { printf "apiVersion: v1\rkind: Pod\rspec:\r"; many("  key%08d: v\r", 17) }
  else if (family == "not-utf8") { print pod("  a: b"); print repeat("#\xff\n", size / 3) }
  else { print "families.awk: no family " family >"/dev/stderr"; exit 2 }
}
