# Writes rules of four kinds, with the records that they need: awk -v count=N [-v computed=1] -f bench/rules.awk
# Nothing of the pack is compiled along. None finds anything in the pods of bench/pods.awk. With `computed` each compares what it
# computes from values in a way that the watches do not see through, so that only running it tells whether it finds something.
function text(value) { return computed ? "strip_suffix(" value ", pod.metadata.name ?? \"!\")" : value }
function number(value) { return computed ? "(" value " + 0 * count(pod.spec.containers))" : value }
BEGIN {
  print "record Meta { name: string? labels: map<string> }"
  print "record Limits { cpu: quantity? memory: quantity? }"
  print "record Resources { limits: Limits }"
  print "record Security { runAsUser: int? privileged: bool = false }"
  print "record Container { name: string? image: string? resources: Resources securityContext: Security args: [string] }"
  print "record Spec { containers: [Container] hostNetwork: bool = false }"
  print "record Pod { apiVersion: string? kind: string? metadata: Meta spec: Spec }"
  print "counted view pod: Pod { Pod \"v1\" Pod at . }"
  for (i = 0; i < count; i++) {
    if (i % 4 == 0)
      printf "rule T%04d error \"image\" {\n  for c in pod.spec.containers\n  where c.image is set\n  forbid " text("c.image") " in glob { \"*/team%d/*\" \"*:rc%d\" }\n  at c.image else c\n  say \"{c.image} is not for teams\"\n}\n", i, i, i
    if (i % 4 == 1)
      printf "rule T%04d warning \"user\" {\n  for c in pod.spec.containers\n  where c.securityContext.runAsUser is set\n  require " number("c.securityContext.runAsUser") " > %d\n  at c.securityContext.runAsUser\n  say \"user {c.securityContext.runAsUser} is kept for the system\"\n}\n", i, i % 1000
    if (i % 4 == 2)
      printf "rule T%04d note \"memory\" {\n  for c in pod.spec.containers\n  needs c.resources.limits.memory else \"the limit is not set\"\n  require " number("c.resources.limits.memory") " >= %dKi\n  at c.resources.limits.memory\n  say \"less than %dKi\"\n}\n", i, i + 1, i + 1
    if (i % 4 == 3)
      printf "rule T%04d error \"argument\" {\n  for c in pod.spec.containers, a in c.args\n  forbid starts_with(" text("a") ", \"--debug%d\") and not pod.spec.hostNetwork\n  at a\n  say \"{a} is for debugging\"\n}\n", i, i
  }
}
