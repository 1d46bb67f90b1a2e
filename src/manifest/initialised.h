/* libyaml comes without MemorySanitizer's marks: what it gives is marked as initialised here, and only here.
 * In other builds this is nothing. */
#ifndef EV_MANIFEST_INITIALISED_H
#define EV_MANIFEST_INITIALISED_H

#include <stdbool.h>
#include <yaml.h>

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

#if __has_feature(memory_sanitizer)

void __msan_unpoison(const volatile void *at, size_t size);

static inline void ev_initialised_text(const unsigned char *text) {
  for (; text; text++) {
    __msan_unpoison(text, 1);
    if (!*text) return;
  }
}

static inline void ev_initialised(const yaml_parser_t *parser, const yaml_event_t *event) {
  __msan_unpoison(parser, sizeof *parser);
  __msan_unpoison(event, sizeof *event);
  if (event->type == YAML_ALIAS_EVENT) ev_initialised_text(event->data.alias.anchor);
  if (event->type == YAML_SCALAR_EVENT)
    __msan_unpoison(event->data.scalar.value, event->data.scalar.length + 1);
  if (event->type != YAML_SCALAR_EVENT && event->type != YAML_SEQUENCE_START_EVENT &&
      event->type != YAML_MAPPING_START_EVENT)
    return;
  bool scalar = event->type == YAML_SCALAR_EVENT, list = event->type == YAML_SEQUENCE_START_EVENT;
  ev_initialised_text(scalar ? event->data.scalar.anchor
                      : list ? event->data.sequence_start.anchor
                             : event->data.mapping_start.anchor);
  ev_initialised_text(scalar ? event->data.scalar.tag
                      : list ? event->data.sequence_start.tag
                             : event->data.mapping_start.tag);
}

#else

static inline void ev_initialised(const yaml_parser_t *parser, const yaml_event_t *event) {
  (void)parser;
  (void)event;
}

#endif
#endif
