./places users.yaml
