"$ECIVET" compile --no-builtin -o /dev/null cyclic-import-self.vet
