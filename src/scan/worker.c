#include "worker.h"

/* Buffers of large files are given back, so that one such file does not cost memory to the end. */
#define KEEP (4u * 1024u * 1024u)

bool ev_worker_start(ev_worker *w, const ev_vet_options *vet, size_t file_limit) {
  *w = (ev_worker){.vetter = ev_vetter_new(vet), .file_limit = file_limit};
  return w->vetter != NULL;
}

void ev_worker_free(ev_worker *w) {
  ev_vetter_free(w->vetter);
  ev_buf_free(&w->text);
}

const ev_outcome *ev_worker_vet(ev_worker *w, const ev_target *target) {
  ev_read_failure why;
  ev_str shown = ev_target_shown(target);
  if (w->text.capacity > KEEP || w->text.failed) ev_buf_free(&w->text);
  if (!ev_target_read(target, w->file_limit, &w->text, &why))
    return ev_vet_unread(w->vetter, shown, why.code, ev_str_of(why.message));
  return ev_vet(w->vetter, shown, ev_buf_view(&w->text));
}
