./places annotation-malformed.yaml
