# A file without rules is there for others; what only it uses is its maker's business.
d=$(mktemp -d) && cd "$d" || exit
printf 'set used = { "a" }\nset unused = glob { "a*" "ab" }\n' >lib.vet
printf 'use k8s\nuse "lib.vet"\nrule A error "a" { for c in containers(pod)  forbid c.image is in used  at c.image }\n' >a.vet
printf 'use k8s\nuse "lib.vet"\nrule B error "b" { for c in containers(pod)  forbid c.image is "b"  at c.image }\n' >b.vet
for file in lib a b; do echo "== $file" && "$ECIVET" lint $file.vet; done
rm -r "$d"
