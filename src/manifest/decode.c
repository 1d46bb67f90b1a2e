/* JSON inside a string of a manifest. */
#include "json.h"
#include "limit.h"
#include "unfold.h"

static void locate(void *context, size_t at, ev_point *out) { *out = ev_unfold_to(context, at); }

static ev_place wide_one(ev_point at) { return (ev_place){at.line, at.column, at.line, at.column + 1}; }

ev_place ev_node_text_place(ev_str source, const ev_node *string, uint32_t at) {
  ev_unfold unfold;
  ev_unfold_start(&unfold, source, string);
  return wide_one(ev_unfold_to(&unfold, at));
}

/* The end of a block scalar's text is behind its last line break; it is shown where the scalar ends. */
static ev_place within(ev_place place, const ev_node *holder) {
  const ev_place *end = &holder->place;
  bool behind = place.line > end->end_line || (place.line == end->end_line && place.column > end->end_column);
  if (!behind) return place;
  return (ev_place){end->end_line, end->end_column, end->end_line, end->end_column + 1};
}

static void report(const ev_json *json, ev_str source, const ev_node *holder, ev_json_error *error) {
  if (!error) return;
  error->at = (uint32_t)json->error_at;
  error->message = json->message;
  error->partial = json->root;
  error->place = within(ev_node_text_place(source, holder, error->at), holder);
}

static bool only_blanks_follow(ev_json *json) {
  json->at = ev_json_skip_blanks(json->text, json->at);
  if (json->at >= json->text.size) return true;
  json->error_at = json->at;
  json->message = "expected nothing after the JSON value";
  return false;
}

ev_node *ev_json_decode(ev_arena *arena, ev_str source, const ev_node *holder, ev_json_error *error) {
  ev_unfold unfold;
  ev_tree tree = {.arena = arena, .most_nodes = EV_MAX_NODES, .most_quirks = EV_MAX_FINDINGS};
  ev_json json = {
      .tree = &tree, .text = holder->text, .depth = EV_MAX_FLOW_DEPTH, .locate = locate, .context = &unfold};
  ev_unfold_start(&unfold, source, holder);
  ev_node *root = ev_json_value(&json);
  if (root && !only_blanks_follow(&json)) root = NULL;
  if (json.root) {
    json.root->decoded = 1;
    json.root->parent = (ev_node *)(uintptr_t)holder;
  }
  if (!root && json.message) {
    report(&json, source, holder, error);
  }
  return root;
}
