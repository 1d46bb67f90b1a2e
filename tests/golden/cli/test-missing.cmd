"$ECIVET" test nowhere.vet
