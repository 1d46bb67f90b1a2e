# A pipe is vetted as it is read, and that it is too large is known only in its midst: what was found by then is shown, and
# all of that is counted.
pod='---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, securityContext: {privileged: true}}]}\n# %01000d\n'
pods=$(printf -- "$pod" 0)
report=$(for ((i = 0; i < 3000; i++)); do echo "$pods"; done |
  "$ECIVET" check --format ndjson --max-file-size 3000000 -)
echo "exit $?"
shown=$(grep -c '"type": "finding"' <<<"$report")
counted=$(sed -nE 's/.*"findings": \{"error": ([0-9]+),.*/\1/p' <<<"$report")
echo "$([ "$shown" -gt 0 ] && echo some) findings, $([ "$shown" = "$counted" ] && echo all) of them counted"
grep '"type": "error"' <<<"$report"
