# What lint cannot tell for certain it does not tell.
printf '%s\n' 'use k8s' 'param more: set of glob = {}' 'fn short(s: string): bool = length(s) < 3' \
  'rule U error "undecided" {' '  for c in containers(pod), e in c.env' \
  '  where c.image is set and e.name is set' \
  '  where e.name in more or e.name == "a"' \
  '  where c.image in glob { "a*" } and e.name in glob { "b*" "a" }' \
  '  require c.image in glob { "ab*" } or short(c.image)' \
  '  require not short(e.name) or e.name in { "a" "b" }' \
  '  forbid  c.image == e.name' \
  '  forbid  (c.resources.limits["memory"] ?? 0) > 1Gi and (c.resources.limits["memory"] ?? 0) < 1Mi' '}' \
  'rule V error "idioms" { where pod.spec.hostNetwork  forbid true  at pod.spec.hostNetwork }' \
  'rule W error "unknown" { where pod.spec.hostIPC  require unknown "nobody knows"  at pod.spec.hostIPC }' | "$ECIVET" lint -
