"$ECIVET" lint data/suspicious.vet
