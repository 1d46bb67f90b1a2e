/* Records of a JSON report against the outcome that it tells of. */
#ifndef EV_FUZZ_RECORDS_H
#define EV_FUZZ_RECORDS_H

#include <jansson.h>

#include "scan.h"

/* Abort where a record, read back, says other than the outcome; bytes that are no UTF-8 are not compared. */
void records_check_finding(const json_t *record, const ev_outcome *outcome, size_t index);
void records_check_problem(const json_t *record, const ev_outcome *outcome, size_t index);
void records_check_skip(const json_t *record, const ev_outcome *outcome, size_t index);
void records_check_summary(const json_t *record, const ev_tally *tally);

/* How many of each there are. */
size_t records_problems(const ev_outcome *outcome);
size_t records_skips(const ev_outcome *outcome);

#endif
