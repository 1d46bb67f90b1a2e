# a long text that aliases repeat: what findings copy of it is bounded by the steps
{
  printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: b\n'
  printf '    securityContext:\n      capabilities:\n        add:\n        - &a %s\n' "$(printf '%0100000d' 0)x"
  yes '        - *a' | head -n 1000
} | "$ECIVET" check - | tail -n 8
