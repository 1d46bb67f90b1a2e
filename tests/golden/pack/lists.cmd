./places lists.yaml
