./places annotation.yaml
