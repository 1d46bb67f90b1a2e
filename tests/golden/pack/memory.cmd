./places memory.yaml
