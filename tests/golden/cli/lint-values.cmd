"$ECIVET" lint data/values.vet
