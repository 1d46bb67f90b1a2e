/* A reader, and what it gave last, for the tests of src/manifest. */
#ifndef EV_READING_H
#define EV_READING_H

#include "manifest.h"

extern ev_reader *reader;
extern ev_document document;
extern ev_read_error error;

/* What cmocka calls before and after each test. */
int make_reader(void **state);
int free_reader(void **state);

/* The root of the first document, which must be readable. */
ev_node *read_root(const char *text);
ev_node *get(ev_node *map, const char *key);
/* Compares dump_places of the first document. */
void expect_places(const char *text, const char *expected);

#endif
