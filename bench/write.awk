# What the generators of bench/ share: words drawn at random, the same ones each time, and parts of manifests.

function random(n) { # 0 .. n-1; the same in every awk
  seed = (seed * 16807) % 2147483647
  return seed % n
}
function pick(list,    n, words) {
  n = split(list, words, " ")
  return words[random(n) + 1]
}
function put(indent, text) { printf "%*s%s\n", indent, "", text > file }

# Starts a file of a folder that holds a hundred.
function start(number, name) {
  directory = folder "/" int(number / 100)
  if (number % 100 == 0) system("mkdir -p " directory)
  file = directory "/" name
}

function labels(at, app) {
  put(at, "labels:")
  put(at + 2, "app.kubernetes.io/name: " app)
  put(at + 2, "app.kubernetes.io/component: " pick("web api worker cache queue"))
  if (random(2)) put(at + 2, "team: " pick("shop search billing platform"))
}

function env(at,    i, n) {
  n = random(6)
  if (!n) return
  put(at, "env:")
  for (i = 0; i < n; i++) {
    put(at + 2, "- name: " pick("LOG_LEVEL REGION DB_HOST CACHE_URL FEATURE_X GOMAXPROCS") "_" i)
    if (random(3)) put(at + 4, "value: \"" pick("info cn-hangzhou 4 true db.shop.svc:3306 redis://cache:6379/0") "\"")
    else {
      put(at + 4, "valueFrom:")
      put(at + 6, "secretKeyRef:")
      put(at + 8, "name: credentials")
      put(at + 8, "key: password")
    }
  }
}

function probe(at, name) {
  put(at, name ":")
  put(at + 2, "httpGet:")
  put(at + 4, "path: /healthz")
  put(at + 4, "port: 8080")
  put(at + 2, "initialDelaySeconds: " random(30))
  put(at + 2, "periodSeconds: 10")
}

function container(at, app, i) {
  put(at, "- name: " app "-" i)
  at += 2
  put(at, "image: registry.cn-hangzhou.aliyuncs.com/shop/" app ":1." random(40) "." random(10))
  if (random(2)) put(at, "args: [\"--port=8080\", \"--workers=" random(16) "\"]")
  if (random(2)) {
    put(at, "ports:")
    put(at + 2, "- containerPort: 8080")
  }
  env(at)
  put(at, "resources:")
  put(at + 2, "requests: {cpu: " pick("250m 500m 1 2") ", memory: " pick("256Mi 512Mi 1Gi 4Gi") "}")
  put(at + 2, "limits:")
  put(at + 4, "cpu: \"" pick("1 2 4") "\"")
  put(at + 4, "memory: " pick("1Gi 2Gi 4Gi 8Gi"))
  if (random(2)) probe(at, "readinessProbe")
  if (random(3) == 0) probe(at, "livenessProbe")
  if (random(2)) {
    put(at, "securityContext:")
    put(at + 2, "runAsNonRoot: true")
    put(at + 2, "runAsUser: 1000")
    if (random(2)) put(at + 2, "capabilities: {drop: [\"ALL\"], add: [NET_BIND_SERVICE]}")
  }
  if (random(2)) {
    put(at, "volumeMounts:")
    put(at + 2, "- name: data")
    put(at + 4, "mountPath: /var/lib/" app)
  }
}

function spec(at, app,    i, n) {
  if (random(3) == 0) {
    put(at, "securityContext:")
    put(at + 2, "fsGroup: 1000")
    put(at + 2, "sysctls:")
    put(at + 4, "- name: net.core.somaxconn")
    put(at + 6, "value: \"1024\"")
  }
  put(at, "containers:")
  n = 1 + (random(3) == 0) + (random(6) == 0)
  for (i = 0; i < n; i++) container(at + 2, app, i)
  put(at, "volumes:")
  put(at + 2, "- name: data")
  put(at + 4, "emptyDir: {}")
  if (random(3) == 0) put(at, "nodeSelector: {type: virtual-kubelet}")
}

function head(version, kind, app) {
  put(0, "apiVersion: " version)
  put(0, "kind: " kind)
  put(0, "metadata:")
  put(2, "name: " app)
  put(2, "namespace: shop")
  labels(2, app)
}

# A pod, or a workload that makes pods.
function workload(app, is_pod) {
  if (is_pod) {
    head("v1", "Pod", app)
    put(0, "spec:")
    spec(2, app)
    return
  }
  head("apps/v1", pick("Deployment StatefulSet"), app)
  put(0, "spec:")
  put(2, "replicas: " random(10))
  put(2, "selector: {matchLabels: {app.kubernetes.io/name: " app "}}")
  put(2, "template:")
  put(4, "metadata:")
  labels(6, app)
  put(4, "spec:")
  spec(6, app)
}
