"$ECIVET" check --no-builtin --rules data/use/wrong.vet data/use/pod.yaml
