./places sysctls.yaml
