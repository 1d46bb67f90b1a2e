# Writes a repository as platform teams have them, the same one each time:
#   awk -v folder=DIR -v count=N -f bench/write.awk -f bench/mixed.awk
# Of a hundred files 24 hold pods or workloads (some beside a service), 12 services, 10 settings, 6 settings with long
# texts, 3 schemas of custom resources, 8 roles, 6 other objects, 12 unrendered templates, 8 values, 3 JSON, 4 pipelines,
# 4 no manifests at all.

function words(n,    i, text) {
  text = pick("The A This Each Every")
  for (i = 0; i < n; i++) text = text " " pick("controller object cluster field status that is for with kind name value list of the and pods an update")
  return text
}

function service(app) {
  head("v1", "Service", app)
  put(0, "spec:")
  put(2, "type: " pick("ClusterIP NodePort LoadBalancer"))
  put(2, "selector:")
  put(4, "app.kubernetes.io/name: " app)
  put(2, "ports:")
  put(2, "- name: http")
  put(4, "port: 80")
  put(4, "targetPort: 8080")
}

function settings(app,    i, n) {
  head("v1", "ConfigMap", app)
  put(0, "data:")
  n = 3 + random(20)
  for (i = 0; i < n; i++) put(2, "SETTING_" i ": \"" pick("info true 42 cn-hangzhou https://example.com/a?b=c") "\"")
}

# A dashboard, a script, a file of settings.
function long_texts(app,    i, n, kind) {
  head("v1", "ConfigMap", app)
  put(0, "data:")
  put(2, "run.sh: |")
  put(4, "#!/bin/sh")
  put(4, "set -eu")
  n = 20 + random(60)
  for (i = 0; i < n; i++) put(4, "echo \"step " i "\" && curl -fsS \"http://" app "/v1?step=" i "\" \\")
  put(4, "  || exit 1")
  put(2, "dashboard.json: |-")
  put(4, "{")
  n = 100 + random(800)
  for (i = 0; i < n; i++) put(6, "\"panel" i "\": {\"title\": \"" app "\", \"expr\": \"sum(rate(http_requests_total{job=\\\"" app "\\\"}[5m])) by (code)\", \"legend\": \"code\"},")
  put(6, "\"end\": null")
  put(4, "}")
}

function schema_level(at, depth,    i, n, type) {
  n = 2 + random(6)
  for (i = 0; i < n; i++) {
    put(at, pick("selector template strategy limits source target policy endpoint storage rules") i ":")
    put(at + 2, "description: |-")
    put(at + 4, words(6 + random(14)))
    put(at + 4, words(6 + random(14)))
    if (depth > 0 && random(3)) {
      put(at + 2, "properties:")
      schema_level(at + 4, depth - 1)
      put(at + 2, "type: object")
    } else {
      if (random(4) == 0) {
        put(at + 2, "enum:")
        put(at + 2, "- Pod")
        put(at + 2, "- Node")
      }
      put(at + 2, "type: " pick("string integer boolean array"))
    }
  }
}

function custom_resource(app, number) {
  put(0, "apiVersion: apiextensions.k8s.io/v1")
  put(0, "kind: CustomResourceDefinition")
  put(0, "metadata:")
  put(2, "name: things" number ".example.com")
  put(0, "spec:")
  put(2, "group: example.com")
  put(2, "names:")
  put(4, "kind: Thing" number)
  put(4, "plural: things" number)
  put(2, "scope: Namespaced")
  put(2, "versions:")
  put(2, "- name: v1")
  put(4, "schema:")
  put(6, "openAPIV3Schema:")
  put(8, "properties:")
  put(10, "apiVersion:")
  put(12, "description: |-")
  put(14, words(30))
  put(12, "type: string")
  put(10, "kind:")
  put(12, "description: |-")
  put(14, words(30))
  put(12, "type: string")
  put(10, "spec:")
  put(12, "properties:")
  schema_level(14, 4)
  put(12, "type: object")
  put(8, "type: object")
  put(4, "served: true")
  put(4, "storage: true")
}

function role(app,    i, n) {
  put(0, "apiVersion: rbac.authorization.k8s.io/v1")
  put(0, "kind: " pick("Role ClusterRole"))
  put(0, "metadata: {name: " app "}")
  put(0, "rules:")
  n = 1 + random(6)
  for (i = 0; i < n; i++) {
    put(0, "- apiGroups: [\"" pick("apps batch core policy") "\"]")
    put(2, "resources: [\"" pick("pods deployments jobs secrets") "\", \"services\"]")
    put(2, "verbs: [\"get\", \"list\", \"watch\"]")
  }
  put(0, "---")
  head("v1", "ServiceAccount", app)
}

function other_object(app) {
  if (random(2)) {
    head("networking.k8s.io/v1", "Ingress", app)
    put(0, "spec:")
    put(2, "rules:")
    put(2, "- host: " app ".example.com")
    put(4, "http:")
    put(6, "paths:")
    put(6, "- path: /")
    put(8, "pathType: Prefix")
    put(8, "backend: {service: {name: " app ", port: {number: 80}}}")
  } else {
    head("autoscaling/v2", "HorizontalPodAutoscaler", app)
    put(0, "spec:")
    put(2, "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: " app "}")
    put(2, "minReplicas: 1")
    put(2, "maxReplicas: " 2 + random(20))
  }
}

function unrendered(app) {
  put(0, "{{- if .Values." pick("enabled worker.enabled ingress.enabled") " }}")
  put(0, "apiVersion: " pick("v1 apps/v1 batch/v1"))
  put(0, "kind: " pick("Deployment Service ConfigMap CronJob"))
  put(0, "metadata:")
  put(2, "name: {{ include \"chart.fullname\" . }}-" app)
  put(2, "labels:")
  put(4, "{{- include \"chart.labels\" . | nindent 4 }}")
  put(0, "spec:")
  put(2, "replicas: {{ .Values.replicas }}")
  put(2, "template:")
  put(4, "spec:")
  put(6, "{{- with .Values.imagePullSecrets }}")
  put(6, "imagePullSecrets:")
  put(8, "{{- toYaml . | nindent 8 }}")
  put(6, "{{- end }}")
  put(6, "containers:")
  put(8, "- name: {{ .Chart.Name }}")
  put(10, "image: \"{{ .Values.image.repository }}:{{ .Values.image.tag }}\"")
  put(0, "{{- end }}")
}

function values(app,    i, n) {
  put(0, "# Values of " app ".")
  put(0, "replicas: 2")
  n = 5 + random(30)
  for (i = 0; i < n; i++) {
    put(0, "# " words(8))
    put(0, "option" i ":")
    put(2, "enabled: " pick("true false"))
    put(2, "image: {repository: shop/" app ", tag: \"1." i "\"}")
    put(2, "resources: {}")
  }
}

function json(app,    i, n) {
  n = 10 + random(200)
  put(0, "{")
  put(2, "\"name\": \"" app "\",")
  put(2, "\"dependencies\": {")
  for (i = 0; i < n; i++) put(4, "\"package-" i "\": \"^" random(20) "." random(20) ".0\",")
  put(4, "\"last\": \"1.0.0\"")
  put(2, "}")
  put(0, "}")
}

function pipeline(app,    i, n) {
  put(0, "name: " app)
  put(0, "on:")
  put(2, "push:")
  put(4, "branches: [main]")
  put(0, "jobs:")
  n = 1 + random(4)
  for (i = 0; i < n; i++) {
    put(2, "job" i ":")
    put(4, "runs-on: ubuntu-latest")
    put(4, "steps:")
    put(6, "- uses: actions/checkout@v4")
    put(6, "- name: build")
    put(8, "run: |")
    put(10, "make all && \\")
    put(12, "make test")
    put(8, "env: {TOKEN: \"${TOKEN}\"}")
  }
}

function no_manifest(app) {
  if (random(2)) {
    put(0, "services:")
    put(2, app ":")
    put(4, "image: shop/" app)
    put(4, "ports: [\"80:80\"]")
    put(4, "environment:")
    put(6, "- LOG_LEVEL=info")
  } else {
    put(0, "- hosts: all")
    put(2, "tasks:")
    put(2, "- name: install " app)
    put(4, "apt: {name: " app ", state: present}")
  }
}

function write(kind, app, number) {
  if (kind < 20) workload(app, kind % 3)
  else if (kind < 24) { service(app); put(0, "---"); workload(app, 0) }
  else if (kind < 36) service(app)
  else if (kind < 46) settings(app)
  else if (kind < 52) long_texts(app)
  else if (kind < 55) custom_resource(app, number)
  else if (kind < 63) role(app)
  else if (kind < 69) other_object(app)
  else if (kind < 81) unrendered(app)
  else if (kind < 89) values(app)
  else if (kind < 92) json(app)
  else if (kind < 96) pipeline(app)
  else no_manifest(app)
}

BEGIN {
  seed = 20240229
  for (i = 0; i < count; i++) {
    kind = (i * 37) % 100
    start(i, i (kind >= 89 && kind < 92 ? ".json" : ".yaml"))
    write(kind, pick("cart catalog checkout search ledger mailer") "-" i, i)
    close(file)
  }
}
