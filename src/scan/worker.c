#include "worker.h"

#include "input.h"

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

/* ---- large inputs: a part at a time */

#define PART (1024u * 1024u) /* bytes, or as many as its last document needs */

static bool fill(ev_worker *w, ev_input *in, size_t least, ev_read_failure *why) {
  uint64_t began = ev_worker_clock(w);
  bool read = ev_input_fill(in, &w->text, least, why);
  w->reading += ev_worker_clock(w) - began;
  return read;
}

/* Reads on until the text can be cut, or is all; *size is that of the part. */
static bool find_part(ev_worker *w, ev_input *in, size_t *size, ev_read_failure *why) {
  size_t searched = 0;
  *size = ev_stream_cut(ev_buf_view(&w->text), 0);
  while (*size == 0 && !in->ended) {
    searched = w->text.size > 3 ? w->text.size - 3 : 0;
    if (!fill(w, in, w->text.size + w->text.size / 2 + PART, why)) return false;
    *size = ev_stream_cut(ev_buf_view(&w->text), searched);
  }
  if (in->ended) *size = w->text.size;
  return true;
}

static bool next_part(ev_worker *w, ev_input *in, size_t passed, ev_read_failure *why) {
  size_t left = w->text.size - passed;
  if (left) memmove(w->text.at, w->text.at + passed, left);
  w->text.size = left;
  return fill(w, in, PART, why);
}

/* The first part is there; what is found does not depend on where parts end. */
static bool vet_parts(ev_worker *w, ev_input *in, ev_str shown, ev_read_failure *why) {
  size_t size = 0;
  ev_vet_begin(w->vetter, shown);
  for (;;) {
    if (!find_part(w, in, &size, why)) return false;
    bool more = ev_vet_part(w->vetter, ev_str_slice(ev_buf_view(&w->text), 0, size));
    if (!more || (in->ended && size == w->text.size)) return true;
    if (!next_part(w, in, size, why)) return false;
  }
}

static bool vet_input(ev_worker *w, ev_input *in, ev_str shown, ev_read_failure *why) {
  if (!fill(w, in, PART, why)) return false;
  if (!in->ended && ev_stream_has_parts(ev_buf_view(&w->text))) return vet_parts(w, in, shown, why);
  if (!fill(w, in, SIZE_MAX, why)) return false;
  ev_vet_begin(w->vetter, shown);
  (void)ev_vet_part(w->vetter, ev_buf_view(&w->text));
  return true;
}

const ev_outcome *ev_worker_vet(ev_worker *w, const ev_target *target) {
  ev_read_failure why;
  ev_input in;
  ev_str shown = ev_target_shown(target);
  uint64_t began = ev_worker_clock(w);
  if (w->text.capacity > KEEP || w->text.failed) ev_buf_free(&w->text);
  w->text.size = 0;
  bool vetted = ev_input_open(&in, target, w->file_limit, &why);
  w->reading = ev_worker_clock(w) - began;
  if (vetted) {
    vetted = vet_input(w, &in, shown, &why);
    ev_input_close(&in);
  }
  if (vetted) return ev_vet_end(w->vetter);
  return ev_vet_unread(w->vetter, shown, why.code, ev_str_of(why.message));
}
