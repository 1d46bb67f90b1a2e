"$ECIVET" compile --no-builtin -o /dev/null recursion-self.vet
