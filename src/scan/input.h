/* Inside the scan room: reading. */
#ifndef EV_INPUT_H
#define EV_INPUT_H

#include "scan.h"

/* Reads to the end of an open file, behind what `out` holds. `regular`: anything but a regular file is
 * refused. False with the reason, when it holds more than `limit` bytes too. */
bool ev_descriptor_read(int descriptor, bool regular, size_t limit, ev_buf *out, ev_read_failure *why);

#endif
