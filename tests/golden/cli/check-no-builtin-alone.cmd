"$ECIVET" check --no-builtin ../../../examples/faulty/sysctls.yaml
