/* Outcomes: findings in their order, lines by their number, and counts. */
#include "merge.h"

#include <stdlib.h>

static int compare_findings(const void *x, const void *y) {
  const ev_finding *a = *(const ev_finding *const *)x, *b = *(const ev_finding *const *)y;
  if (a->place.line != b->place.line) return a->place.line < b->place.line ? -1 : 1;
  if (a->place.column != b->place.column) return a->place.column < b->place.column ? -1 : 1;
  int order = ev_str_compare(a->rule->id, b->rule->id);
  if (!order) order = ev_str_compare(a->path, b->path);
  if (!order) order = (a->verdict > b->verdict) - (a->verdict < b->verdict);
  return order;
}

static void count_findings(ev_outcome *outcome) {
  for (size_t i = 0; i < outcome->finding_count; i++) {
    const ev_finding *finding = outcome->findings[i];
    uint64_t *counts = finding->verdict == EV_FAIL ? outcome->tally.findings : outcome->tally.unknown;
    counts[finding->rule->severity]++;
  }
}

bool ev_outcome_finish(ev_outcome *outcome, const ev_finding_list *findings, ev_arena *arena) {
  const ev_finding **sorted = EV_NEW_ARRAY(arena, const ev_finding *, outcome->finding_count);
  if (!sorted) {
    outcome->finding_count = 0;
    return false;
  }
  size_t filled = 0;
  for (const ev_finding_list *l = findings; l && filled < outcome->finding_count; l = l->next)
    sorted[filled++] = l->finding;
  outcome->finding_count = filled;
  if (filled) qsort(sorted, filled, sizeof *sorted, compare_findings);
  outcome->findings = sorted;
  count_findings(outcome);
  return true;
}

static ev_str find_line(ev_line_list lines, uint32_t line) {
  size_t low = 0, high = lines.count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (lines.at[middle].line == line) return lines.at[middle].text;
    if (lines.at[middle].line < line)
      low = middle + 1;
    else
      high = middle;
  }
  return (ev_str){NULL, 0};
}

ev_str ev_outcome_line(const ev_outcome *outcome, uint32_t line) {
  ev_str found = find_line(outcome->lines, line);
  return found.at ? found : find_line(outcome->problem_lines, line);
}

/* ---- counts */

void ev_tally_add(ev_tally *to, const ev_tally *from) {
  to->files += from->files;
  to->documents += from->documents;
  to->objects += from->objects;
  to->ruled_out += from->ruled_out;
  to->bytes += from->bytes;
  to->pods += from->pods;
  to->pods_passed_over += from->pods_passed_over;
  for (size_t i = 0; i < EV_SEVERITIES; i++) {
    to->findings[i] += from->findings[i];
    to->unknown[i] += from->unknown[i];
  }
  to->errors += from->errors;
  to->skipped += from->skipped;
  to->cut = to->cut || from->cut;
  to->unlisted = to->unlisted || from->unlisted;
  to->not_begun += from->not_begun;
  for (size_t i = 0; i < EV_PHASES; i++) to->spent[i] += from->spent[i];
}

uint64_t ev_tally_unknown(const ev_tally *tally) {
  uint64_t sum = 0;
  for (size_t i = 0; i < EV_SEVERITIES; i++) sum += tally->unknown[i];
  return sum;
}

bool ev_tally_interrupted(const ev_tally *tally) {
  return tally->cut || tally->unlisted || tally->not_begun > 0;
}
