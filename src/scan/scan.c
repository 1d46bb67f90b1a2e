/* The targets, shared out among threads. Each takes the next one; what is kept of the outcomes is committed
 * in order, by whichever thread finds the next one there. What a large target has so far need not wait for
 * its end where nothing before it is left. */
#include "worker.h"

#include <pthread.h>
#include <sys/stat.h>

/* Where what was kept of outcomes that wait for an earlier one holds more bytes, no new target is begun. */
#define MOST_WAITING (4u * 1024u * 1024u)
/* Where that of a target that is not yet vetted does, its thread waits, too: more than as many findings hold
 * as are reported of a target when nobody asks for more. */
#define MOST_OF_ONE (8u * 1024u * 1024u)

#define TARGETS_A_THREAD 8u /* fewer are not worth a thread, unless one takes its time */
#define LARGE_FILE       (1 << 20)
#define MOST_THREADS     64u

/* What is kept of one target. */
typedef struct result {
  void *kept;
  size_t size;
  bool ready;
} result;

typedef struct pool {
  const ev_targets *targets;
  const ev_scan_options *options;
  const ev_scan_sink *sink;
  pthread_mutex_t lock;     /* of what follows */
  pthread_cond_t committed; /* `head` has moved */
  size_t next;              /* target to begin */
  size_t head;              /* target to commit */
  size_t waiting;           /* bytes of the results that are not yet committed */
  result *results;          /* of each target */
  bool committing;          /* by some thread, outside the lock */
  ev_scan_state state;
} pool;

typedef struct member {
  pool *pool;
  ev_worker worker;
  ev_at_hand at_hand; /* what the pool's has of it */
  size_t index;       /* of the target at hand */
  result result;      /* what is kept of it so far */
  uint64_t rendering; /* nanoseconds that it took */
  pthread_t thread;
} member;

static void lock(pool *p) { (void)pthread_mutex_lock(&p->lock); }
static void unlock(pool *p) { (void)pthread_mutex_unlock(&p->lock); }

/* ---- taking turns; the lock is held */

static bool is_over(const pool *p) {
  return p->next == p->targets->count || ev_stop_requested(p->options->stop);
}

/* The target that all wait for is always begun, so that somebody goes on. */
static bool must_wait(const pool *p) { return p->waiting > MOST_WAITING && p->next != p->head; }

static bool take_target(pool *p, size_t *index) {
  while (!is_over(p) && must_wait(p)) (void)pthread_cond_wait(&p->committed, &p->lock);
  if (is_over(p)) return false;
  *index = p->next++;
  return true;
}

/* Outside the lock: writing may take its time. */
static void commit_outside(pool *p, void *kept, bool more) {
  ev_scan_state state = p->state;
  unlock(p);
  if (kept) p->sink->commit(p->sink->context, kept, more);
  if (p->sink->progress) p->sink->progress(p->sink->context, &state);
  lock(p);
}

static void commit_ready(pool *p) {
  if (p->committing) return;
  p->committing = true;
  while (p->head < p->next && p->results[p->head].ready) {
    const result *r = &p->results[p->head++];
    p->waiting -= r->size;
    if (r->kept || p->sink->progress) commit_outside(p, r->kept, false);
  }
  p->committing = false;
  (void)pthread_cond_broadcast(&p->committed);
}

/* ---- targets at hand; the lock is held */

static void replace_at_hand(member *m, const ev_at_hand *by) {
  ev_at_hand *sum = &m->pool->state.at_hand;
  sum->count += by->count - m->at_hand.count;
  sum->endless += by->endless - m->at_hand.endless;
  sum->bytes += by->bytes - m->at_hand.bytes;
  sum->size += by->size - m->at_hand.size;
  sum->documents += by->documents - m->at_hand.documents;
  sum->findings += by->findings - m->at_hand.findings;
  m->at_hand = *by;
}

/* By one thread at a time. */
static void commit_early(pool *p, void *kept) {
  p->committing = true;
  commit_outside(p, kept, true);
  p->committing = false;
  commit_ready(p); /* what was put there meanwhile */
}

static void show_progress(pool *p) {
  if (!p->committing) commit_early(p, NULL); /* who commits shows it, too */
}

static void put_result(member *m, size_t index, const ev_tally *tally) {
  pool *p = m->pool;
  replace_at_hand(m, &(ev_at_hand){0});
  p->results[index] = m->result;
  p->waiting += m->result.size;
  p->state.vetted++;
  ev_tally_add(&p->state.tally, tally);
  commit_ready(p);
}

/* ---- one thread */

static void keep(member *m, const ev_outcome *outcome) {
  const ev_scan_sink *sink = m->pool->sink;
  uint64_t began = ev_worker_clock(&m->worker);
  m->result.kept = sink->render(sink->context, m->result.kept, outcome, &m->result.size);
  m->rendering += ev_worker_clock(&m->worker) - began;
}

/* Is it the target that all wait for, and does nobody else commit? */
static bool may_commit(const member *m) { return m->pool->head == m->index && !m->pool->committing; }

/* Of the target that all wait for, what there is of it so far is committed. Of any other it waits, and where
 * that is much, its thread does. */
static void hand_on(void *context, const ev_outcome *outcome) {
  member *m = context;
  pool *p = m->pool;
  keep(m, outcome);
  if (!m->result.kept) return;
  lock(p);
  while (!may_commit(m) && m->result.size > MOST_OF_ONE) (void)pthread_cond_wait(&p->committed, &p->lock);
  if (may_commit(m)) {
    commit_early(p, m->result.kept);
    m->result.size = 0;
  }
  unlock(p);
}

static void make_result(member *m, size_t index, ev_tally *tally) {
  m->index = index;
  m->result = (result){.ready = true};
  m->rendering = 0;
  const ev_outcome *outcome = ev_worker_vet(&m->worker, &m->pool->targets->at[index]);
  keep(m, outcome);
  *tally = outcome->tally;
  tally->spent[EV_PHASE_READ] += m->worker.reading;
  tally->spent[EV_PHASE_REPORT] += m->rendering;
}

/* The lock is held. */
static void add_profile(const member *m) {
  ev_rule_profile *to = m->pool->options->profile;
  const ev_rule_profile *from = m->worker.profile;
  for (size_t i = 0; to && i < ev_profile_count(m->worker.vet->bundle); i++) {
    to[i].runs += from[i].runs;
    to[i].steps += from[i].steps;
    to[i].nanoseconds += from[i].nanoseconds;
  }
}

static void take_note(void *context, const ev_at_hand *at_hand) {
  member *m = context;
  lock(m->pool);
  replace_at_hand(m, at_hand);
  show_progress(m->pool);
  unlock(m->pool);
}

static void work(member *m) {
  pool *p = m->pool;
  size_t index;
  lock(p);
  while (take_target(p, &index)) {
    unlock(p);
    ev_tally tally;
    make_result(m, index, &tally);
    lock(p);
    put_result(m, index, &tally);
  }
  add_profile(m);
  unlock(p);
}

static void *run_member(void *context) {
  work(context);
  return NULL;
}

/* ---- all */

/* May it keep a thread busy for long, or waiting? */
static bool takes_time(const ev_target *target) {
  struct stat about;
  if (target->is_stdin) return true;
  return stat(target->name, &about) == 0 && (!S_ISREG(about.st_mode) || about.st_size > LARGE_FILE);
}

static uint32_t thread_count(const ev_targets *targets, uint32_t jobs) {
  size_t useful = 1 + targets->count / TARGETS_A_THREAD;
  for (size_t i = 0; i < targets->count && targets->count <= TARGETS_A_THREAD; i++)
    useful += takes_time(&targets->at[i]);
  if (useful > targets->count) useful = targets->count ? targets->count : 1;
  if (jobs > MOST_THREADS) jobs = MOST_THREADS;
  return jobs < useful ? jobs : (uint32_t)useful;
}

static bool make_member(pool *p, member *m, const ev_vet_options *vet) {
  *m = (member){.pool = p};
  if (!ev_worker_start(&m->worker, vet, p->options)) return false;
  ev_worker_hand_over(&m->worker, hand_on, m);
  if (p->sink->progress) ev_worker_tell(&m->worker, take_note, m);
  return true;
}

/* A thread that cannot be had is done without. */
static bool start_member(pool *p, member *m, const ev_vet_options *vet) {
  if (!make_member(p, m, vet)) return false;
  if (pthread_create(&m->thread, NULL, run_member, m) == 0) return true;
  ev_worker_free(&m->worker);
  return false;
}

static void run(pool *p, member *own, const ev_vet_options *vet) {
  member others[MOST_THREADS];
  uint32_t wanted = thread_count(p->targets, p->options->jobs) - 1, started = 0;
  while (started < wanted && start_member(p, &others[started], vet)) started++;
  work(own);
  for (uint32_t i = 0; i < started; i++) {
    (void)pthread_join(others[i].thread, NULL);
    ev_worker_free(&others[i].worker);
  }
}

bool ev_scan(const ev_targets *targets, const ev_vet_options *vet, const ev_scan_options *options,
             const ev_scan_sink *sink, ev_scan_state *state) {
  pool p = {.targets = targets, .options = options, .sink = sink, .state.total = targets->count};
  member own;
  ev_arena arena;
  ev_arena_init(&arena, 0);
  p.results = EV_NEW_ARRAY(&arena, result, targets->count);
  bool begun = p.results && make_member(&p, &own, vet);
  if (begun) {
    (void)pthread_mutex_init(&p.lock, NULL);
    (void)pthread_cond_init(&p.committed, NULL);
    run(&p, &own, vet);
    (void)pthread_cond_destroy(&p.committed);
    (void)pthread_mutex_destroy(&p.lock);
    ev_worker_free(&own.worker);
  }
  ev_arena_free(&arena);
  *state = p.state;
  return begun;
}
