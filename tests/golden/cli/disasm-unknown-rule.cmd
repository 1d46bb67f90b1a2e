"$ECIVET" disasm data/team.vet --rule TEAM03
