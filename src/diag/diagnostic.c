/* Diagnostics and the list that holds them. */
#include "diag.h"

#include <stdarg.h>
#include <stdio.h>

const char *ev_severity_name(ev_severity severity) {
  static const char *const names[] = {"note", "warning", "error"};
  return names[severity];
}

void ev_diagnostics_init(ev_diagnostics *list, ev_arena *arena) { *list = (ev_diagnostics){.arena = arena}; }

/* The formatted text in the arena; at == NULL when memory ran out. */
__attribute__((format(printf, 2, 0))) static ev_str format_text(ev_arena *arena, const char *format,
                                                                va_list args) {
  va_list again;
  va_copy(again, args);
  int length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  size_t size = length < 0 ? 0 : (size_t)length;
  char *text = ev_arena_alloc(arena, size + 1);
  if (!text) return (ev_str){NULL, 0};
  if (size) (void)vsnprintf(text, size + 1, format, args);
  return (ev_str){text, size};
}

static void count(ev_diagnostics *list, ev_severity severity) {
  if (severity == EV_ERROR) list->errors++;
  if (severity == EV_WARNING) list->warnings++;
}

static void append(ev_diagnostics *list, ev_diagnostic *d) {
  if (list->last)
    list->last->next = d;
  else
    list->first = d;
  list->last = d;
}

ev_diagnostic *ev_diagnose(ev_diagnostics *list, ev_severity severity, const char *code,
                           const ev_source *source, ev_span span, const char *format, ...) {
  count(list, severity);
  va_list args;
  va_start(args, format);
  ev_str message = format_text(list->arena, format, args);
  va_end(args);
  ev_diagnostic *d = message.at ? EV_NEW(list->arena, ev_diagnostic) : NULL;
  if (!d) return NULL;
  *d = (ev_diagnostic){severity, code, source, span, message, {NULL, 0}, NULL, NULL};
  append(list, d);
  return d;
}

void ev_diagnostic_help(ev_diagnostics *list, ev_diagnostic *d, const char *format, ...) {
  if (!d) return;
  va_list args;
  va_start(args, format);
  d->help = format_text(list->arena, format, args);
  va_end(args);
}

void ev_diagnostic_relate(ev_diagnostics *list, ev_diagnostic *d, const ev_source *source, ev_span span,
                          const char *format, ...) {
  if (!d) return;
  va_list args;
  va_start(args, format);
  ev_str message = format_text(list->arena, format, args);
  va_end(args);
  ev_related *related = message.at ? EV_NEW(list->arena, ev_related) : NULL;
  if (!related) return;
  *related = (ev_related){source, span, message, NULL};
  ev_related **link = &d->related;
  while (*link) link = &(*link)->next;
  *link = related;
}

static bool before_or_same(const ev_diagnostic *a, const ev_diagnostic *b) {
  if (a->span.start != b->span.start) return a->span.start < b->span.start;
  return a->span.end <= b->span.end;
}

/* Merges two sorted lists; of equals, those of `a` come first. */
static ev_diagnostic *merge(ev_diagnostic *a, ev_diagnostic *b) {
  ev_diagnostic *merged = NULL, **link = &merged;
  while (a && b) {
    ev_diagnostic **least = before_or_same(a, b) ? &a : &b;
    *link = *least;
    link = &(*link)->next;
    *least = *link;
  }
  *link = a ? a : b;
  return merged;
}

/* Bottom-up merge sort: runs[i] is empty or a sorted list of 2^i diagnostics, older ones in higher runs. */
static ev_diagnostic *sort_by_span(ev_diagnostic *list) {
  ev_diagnostic *runs[64] = {NULL};
  while (list) {
    ev_diagnostic *run = list;
    list = list->next;
    run->next = NULL;
    size_t i = 0;
    for (; runs[i]; i++) {
      run = merge(runs[i], run);
      runs[i] = NULL;
    }
    runs[i] = run;
  }
  ev_diagnostic *sorted = NULL;
  for (size_t i = 0; i < 64; i++) sorted = merge(runs[i], sorted);
  return sorted;
}

/* Takes the diagnostics of the first one's source out of `*list`, in order. */
static ev_diagnostic *take_source(ev_diagnostic **list) {
  const ev_source *source = (*list)->source;
  ev_diagnostic *taken = NULL, **end = &taken;
  while (*list) {
    ev_diagnostic *d = *list;
    if (d->source != source) {
      list = &d->next;
      continue;
    }
    *list = d->next;
    d->next = NULL;
    *end = d;
    end = &d->next;
  }
  return taken;
}

void ev_diagnostics_sort(ev_diagnostics *list) {
  ev_diagnostic *left = list->first;
  list->first = list->last = NULL;
  while (left) {
    append(list, sort_by_span(take_source(&left)));
    while (list->last->next) list->last = list->last->next;
  }
}
