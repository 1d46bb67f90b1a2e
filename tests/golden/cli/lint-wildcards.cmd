"$ECIVET" lint data/wildcards.vet
