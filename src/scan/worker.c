#include "worker.h"

/* Buffers of large files are given back, so that one such file does not cost memory to the end. */
#define KEEP (4u * 1024u * 1024u)

static bool start_profile(ev_worker *w) {
  size_t count = w->vet->bundle->rules_count + (size_t)1;
  w->profile = ev_realloc(NULL, count * sizeof *w->profile);
  if (!w->profile) return false;
  memset(w->profile, 0, count * sizeof *w->profile);
  ev_vetter_profile(w->vetter, w->profile);
  return true;
}

bool ev_worker_start(ev_worker *w, const ev_vet_options *vet, const ev_scan_options *options) {
  *w = (ev_worker){.vet = vet, .vetter = ev_vetter_new(vet), .file_limit = options->file_limit};
  if (w->vetter && (!options->profile || start_profile(w))) return true;
  ev_worker_free(w);
  return false;
}

void ev_worker_free(ev_worker *w) {
  ev_vetter_free(w->vetter);
  ev_buf_free(&w->text);
  ev_free(w->profile);
}

uint64_t ev_worker_clock(const ev_worker *w) { return w->vet->clock ? w->vet->clock() : 0; }

const ev_outcome *ev_worker_vet(ev_worker *w, const ev_target *target) {
  ev_read_failure why;
  ev_str shown = ev_target_shown(target);
  uint64_t began = ev_worker_clock(w);
  if (w->text.capacity > KEEP || w->text.failed) ev_buf_free(&w->text);
  bool whole = ev_target_read(target, w->file_limit, &w->text, &why);
  w->reading = ev_worker_clock(w) - began;
  if (whole) return ev_vet(w->vetter, shown, ev_buf_view(&w->text));
  return ev_vet_unread(w->vetter, shown, why.code, ev_str_of(why.message));
}
