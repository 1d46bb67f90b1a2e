"$ECIVET" fmt - <data/unformatted.vet
