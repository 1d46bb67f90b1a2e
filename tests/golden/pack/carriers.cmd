./places carriers.yaml
