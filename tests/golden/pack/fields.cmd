./places fields.yaml
