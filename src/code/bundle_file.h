/* The bundle file's layout, for its writer and its reader.
 *
 * Header: "VETC", version (32 bits), size of all that follows the header (64), FNV-1a of it (64). Then the
 * arrays of ev_bundle in their order, each a 32-bit count and its elements. Everything is little endian; a
 * truth value is a byte, 0 or 1; a string or list a 32-bit count and its bytes or elements; a 128-bit integer
 * its 16 bytes; an automaton a byte that says whether there is one, states, classes, the classes of the 256
 * bytes, the table, and a byte a state. Nothing follows the last array. */
#ifndef EV_BUNDLE_FILE_H
#define EV_BUNDLE_FILE_H

#include "bundle.h"

#define EV_BUNDLE_MAGIC  "VETC"
#define EV_BUNDLE_HEADER 24u /* bytes */

#endif
