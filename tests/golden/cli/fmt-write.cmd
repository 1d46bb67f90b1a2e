work=$(mktemp -d) && trap "rm -rf $work" EXIT && cp data/unformatted.vet $work && cd $work && "$ECIVET" fmt . && ls && cat unformatted.vet && "$ECIVET" fmt --check .
