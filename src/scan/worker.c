#include "worker.h"

/* Buffers of large files are given back, so that one such file does not cost memory to the end. */
#define KEEP (4u * 1024u * 1024u)

#define PART       (1024u * 1024u) /* bytes, or as many as its last document needs */
#define NOTE_EVERY (256u * 1024u)  /* bytes that are vetted */

/* Findings that are handed over before the end of an input. */
#ifdef EV_TINY
#define MANY 1u
#else
#define MANY 1000u
#endif

static bool start_profile(ev_worker *w) {
  size_t count = ev_profile_count(w->vet->bundle);
  w->profile = ev_realloc(NULL, count * sizeof *w->profile);
  if (!w->profile) return false;
  memset(w->profile, 0, count * sizeof *w->profile);
  ev_vetter_profile(w->vetter, w->profile);
  return true;
}

/* ---- how far the input at hand has come */

static void note(void *context) {
  ev_worker *w = context;
  ev_vet_state state = ev_vetter_state(w->vetter);
  bool sized = w->input->expected > 0;
  ev_at_hand at_hand = {.count = 1,
                        .endless = !sized,
                        .bytes = sized ? state.bytes : w->input->total,
                        .size = w->input->expected,
                        .documents = state.documents,
                        .findings = state.findings};
  w->noted = state.bytes;
  w->note(w->note_context, &at_hand);
}

void ev_worker_tell(ev_worker *w, void (*to)(void *context, const ev_at_hand *at_hand), void *context) {
  w->note = to;
  w->note_context = context;
  w->read.tick = note;
  w->read.tick_context = w;
}

void ev_worker_hand_over(ev_worker *w, void (*take)(void *context, const ev_outcome *outcome),
                         void *context) {
  w->take = take;
  w->take_context = context;
}

static void hand_over(ev_worker *w) {
  uint64_t found = ev_vetter_state(w->vetter).findings;
  if (!w->take || found - w->taken < MANY) return;
  w->taken = found;
  w->take(w->take_context, ev_vet_take(w->vetter));
}

/* An interruption ends what is large; what is small is finished sooner than it is asked for. */
static bool goes_on(void *context) {
  ev_worker *w = context;
  if (w->note && ev_vetter_state(w->vetter).bytes >= w->noted + NOTE_EVERY) note(w);
  if (!w->ending && w->text.size > 2 * PART && ev_stop_requested(w->read.stop)) w->left = true;
  return !w->left;
}

/* ---- start and end */

bool ev_worker_start(ev_worker *w, const ev_vet_options *vet, const ev_scan_options *options) {
  *w = (ev_worker){.vet = vet,
                   .vetter = ev_vetter_new(vet),
                   .read = {.limit = options->file_limit, .stop = options->stop}};
  if (w->vetter) ev_vetter_watch(w->vetter, goes_on, w);
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
  if (!in->ended && ev_stop_requested(w->read.stop)) return ev_input_stopped(why);
  return fill(w, in, PART, why);
}

/* False where the run was interrupted in its midst. *more: what follows is of interest. */
static bool vet_part(ev_worker *w, size_t size, bool *more, ev_read_failure *why) {
  *more = ev_vet_part(w->vetter, ev_str_slice(ev_buf_view(&w->text), 0, size));
  return !w->left || ev_input_stopped(why);
}

/* The first part is there; what is found does not depend on where parts end. */
static bool vet_parts(ev_worker *w, ev_input *in, ev_read_failure *why) {
  size_t size = 0;
  bool more = true;
  for (;;) {
    if (!find_part(w, in, &size, why)) return false;
    if (!vet_part(w, size, &more, why)) return false;
    if (!more || (in->ended && size == w->text.size)) return true;
    hand_over(w);
    if (!next_part(w, in, size, why)) return false;
  }
}

static bool vet_input(ev_worker *w, ev_input *in, ev_read_failure *why) {
  if (!fill(w, in, PART, why)) return false;
  if (!in->ended && ev_stream_has_parts(ev_buf_view(&w->text))) return vet_parts(w, in, why);
  bool more;
  return fill(w, in, SIZE_MAX, why) && vet_part(w, w->text.size, &more, why);
}

/* Of an input that was left in the midst, what has been read and not vetted: the documents that are whole. */
static void vet_the_rest(ev_worker *w) {
  ev_str text = ev_buf_view(&w->text);
  size_t size = ev_stream_has_parts(text) ? ev_stream_cut(text, 0) : 0;
  w->ending = true;
  if (size && !w->left) (void)ev_vet_part(w->vetter, ev_str_slice(text, 0, size));
}

const ev_outcome *ev_worker_vet(ev_worker *w, const ev_target *target) {
  ev_read_failure why;
  ev_input in;
  uint64_t began = ev_worker_clock(w);
  if (w->text.capacity > KEEP || w->text.failed) ev_buf_free(&w->text);
  w->text.size = 0;
  w->input = &in;
  w->noted = w->taken = 0;
  w->left = w->ending = false;
  ev_vet_begin(w->vetter, ev_target_shown(target));
  bool vetted = ev_input_open(&in, target, &w->read, &why);
  w->reading = ev_worker_clock(w) - began;
  if (vetted) {
    vetted = vet_input(w, &in, &why);
    ev_input_close(&in);
  }
  if (vetted) return ev_vet_end(w->vetter);
  if (why.stopped) vet_the_rest(w);
  return ev_vet_cut(w->vetter, &why);
}
