./places shapes.yaml
