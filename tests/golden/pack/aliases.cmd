./places aliases.yaml
