/* One fast pass over a chunk: where it ends, and what must be known of its bytes beforehand. */
#ifndef EV_MANIFEST_SURVEY_H
#define EV_MANIFEST_SURVEY_H

#include "str.h"

typedef struct ev_survey {
  bool high;         /* a byte above 0x7f */
  bool returns;      /* a CR */
  bool braces;       /* `{{` */
  bool dots;         /* `.` at the start of a line */
  bool controls;     /* DEL, or a control character other than a tab or a line break */
  uint32_t newlines; /* LFs */
} ev_survey;

/* Surveys from `from`, the start of a line, up to the next line that starts with `---`, whose offset it
 * gives; the source's size when there is none. */
size_t ev_survey_chunk(ev_str source, size_t from, ev_survey *out);

/* Line breaks as an editor counts them: LF, CRLF, CR. */
uint32_t ev_count_lines(ev_str text);
/* Whether NEL, LS or PS stands in the text. */
bool ev_has_exotic_break(ev_str text);

#endif
