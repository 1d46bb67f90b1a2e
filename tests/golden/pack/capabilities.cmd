./places capabilities.yaml
