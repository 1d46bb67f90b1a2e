"$ECIVET" test data/broken.vet
