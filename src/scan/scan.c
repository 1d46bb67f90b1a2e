#include "scan.h"

static const ev_outcome *vet_target(ev_vetter *vetter, const ev_target *target, size_t limit, ev_buf *text) {
  ev_read_failure why;
  ev_str shown = ev_target_shown(target);
  if (ev_target_read(target, limit, text, &why)) return ev_vet(vetter, shown, ev_buf_view(text));
  return ev_vet_unread(vetter, shown, why.code, ev_str_of(why.message));
}

/* Buffers of large files are given back, so that one such file does not cost memory to the end. */
#define KEEP (4u * 1024u * 1024u)

static void reuse(ev_buf *text) {
  if (text->capacity > KEEP || text->failed) ev_buf_free(text);
}

bool ev_scan(const ev_targets *targets, const ev_vet_options *options, size_t file_limit,
             ev_outcome_taker take, void *context) {
  ev_vetter *vetter = ev_vetter_new(options);
  if (!vetter) return false;
  ev_buf text = {0};
  for (size_t i = 0; i < targets->count; i++) {
    take(context, vet_target(vetter, &targets->at[i], file_limit, &text));
    reuse(&text);
  }
  ev_buf_free(&text);
  ev_vetter_free(vetter);
  return true;
}
