# What is taken of a folder: every file here has one finding, so that the list of findings is the list of files.
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder" || exit
pod='{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, securityContext: {privileged: true}}]}}'
mkdir -p top/.git top/deploy/old top/deploy/new/old top/.github
for file in top/a.yaml top/deploy/b.yaml top/deploy/c.yml top/deploy/old/d.JSON top/deploy/new/e.yaml \
  top/deploy/new/old/f.yaml top/deploy/new/g.tpl top/.github/h.yaml; do echo "$pod" >$file; done
taken() {
  echo "check $*"
  "$ECIVET" check --format ndjson --select ECI301 "$@" | grep -o '"file": "[^"]*"\|"code": "[^"]*"'
}
taken top
taken --exclude old/ top
taken --exclude 'deploy/**' --exclude '!new/' top
taken --include deploy/new top
taken --include '*.yaml' --exclude /deploy/old --exclude '/deploy/new/old' top
taken top/.github top/deploy/new/g.tpl
printf '# not ours\n/a.yaml\n/deploy/old/\n*.yml\n' >top/.gitignore
printf '*\n!b.yaml\n!new/\n!e.yaml\n' >top/deploy/.ecivetignore
taken top
taken --gitignore top
echo '-- from below: what stands above counts too, up to the top of the repository'
(cd top/deploy/old && taken --gitignore .)
(cd top/deploy/new && taken .)
echo '-- what is named is taken'
taken --gitignore --exclude c.yml top/deploy/c.yml
echo '-- an ignore file that is too large, one that is a link, one that cannot be read'
head -c 70000 /dev/zero | tr '\0' 'a' >top/deploy/new/.ecivetignore
ln -s /etc/passwd top/deploy/old/.ecivetignore
rm top/deploy/.ecivetignore top/.gitignore
mkdir top/.ecivetignore
taken top
