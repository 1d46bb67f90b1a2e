./places annotation-cut.yaml
