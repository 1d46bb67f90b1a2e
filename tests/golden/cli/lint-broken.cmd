printf 'rule R error "r" { require pod }\n' | "$ECIVET" lint -
