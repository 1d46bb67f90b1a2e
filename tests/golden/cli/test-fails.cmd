"$ECIVET" test data/failing.vet
