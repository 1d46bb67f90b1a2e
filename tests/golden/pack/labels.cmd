./places labels.yaml
