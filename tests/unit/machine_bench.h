/* A pod and a bundle for tests of the machine, and functions of that pod that are assembled and called. */
#ifndef MACHINE_BENCH_H
#define MACHINE_BENCH_H

#include "assemble.h"
#include "machine.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* The records, sets, tables and parameters that rows speak of. */
ev_bundle *bench_bundle(void);

typedef struct bench {
  ev_bundle *bundle; /* owned from bench_open on */
  ev_vm *vm;
  ev_reader *reader;
  ev_document document;
  ev_run run;
} bench;

/* Verifies the bundle, and reads the pod. */
void bench_open(bench *t, ev_bundle *bundle);
void bench_close(bench *t);
/* The function's value of the pod, as text. */
void bench_call(bench *t, uint32_t chunk, ev_buf *out);

/* A function's result type, its code without RETURN, and what it gives. Its locals: the pod, int, string?,
 * [int], bool, Item, [string]. */
typedef struct bench_row {
  const char *result, *code, *expected;
} bench_row;

void bench_check(const bench_row *rows, size_t count);
#define CHECK(rows) bench_check(rows, COUNT(rows))

#endif
