"$ECIVET" check --no-builtin --rules data/team.vet --strict-input data/odd/template.yaml
