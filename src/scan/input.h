/* Inside the scan room: reading. */
#ifndef EV_INPUT_H
#define EV_INPUT_H

#include "scan.h"

/* An open file that is read bit by bit. Each function is false with the reason, also where the file holds
 * more bytes than the limit. */
typedef struct ev_input {
  int descriptor;
  size_t expected; /* bytes of a regular file, 0 where that is not known */
  size_t total;    /* bytes read */
  ev_read_options options;
  bool keeps_waiting; /* it is no regular file: reading may take for ever */
  bool ended;
} ev_input;

bool ev_input_open(ev_input *input, const ev_target *target, const ev_read_options *options,
                   ev_read_failure *why);
/* Says that the run was interrupted; false. */
bool ev_input_stopped(ev_read_failure *why);
/* Reads behind what `out` holds, until it holds at least so many bytes or the input has ended. */
bool ev_input_fill(ev_input *input, ev_buf *out, size_t least, ev_read_failure *why);
void ev_input_close(ev_input *input);

/* Reads to the end of an open file, behind what `out` holds. `regular`: anything but a regular file is
 * refused. */
bool ev_descriptor_read(int descriptor, bool regular, size_t limit, ev_buf *out, ev_read_failure *why);

#endif
