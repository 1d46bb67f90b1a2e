"$ECIVET" check --no-builtin --rules data/use/main.vet --rules data/use/parts data/use/pod.yaml
