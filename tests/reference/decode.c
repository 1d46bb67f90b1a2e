/* Text that holds JSON, as a typed value. A text that cannot be read so is one finding, at the first thing
 * that is wrong, and its value is refused. */
#include "reference.h"

/* ---- the node that holds the text: only what stands in the manifest has places to point at */

static const ev_node *holder_of(const ref_value *v) {
  const ev_node *n = v->origin;
  if (!n || n->flags & EV_FLAG_AMBIGUOUS) return NULL;
  if (n->kind == EV_NODE_NULL) return v->kind == REF_STRING && v->text.size == 0 ? n : NULL;
  if (n->kind != EV_NODE_STRING) return NULL;
  if (v->kind == REF_UNKNOWN) return v->verbatim ? n : NULL;
  return v->kind == REF_STRING && ev_str_equal(v->text, n->text) ? n : NULL;
}

static ref_value without_holder(const ev_type *type, const ref_value *v) {
  if (v->kind == REF_ABSENT) return (ref_value){.kind = REF_NODE, .type = type, .origin = v->origin};
  if (ref_is_poison(v)) return *v;
  return ref_from(ref_unknown(EV_STR("the text does not stand so in the manifest")), v);
}

/* ---- what is wrong */

static void report(ref_run *run, const ev_decl *decode, const ev_node *holder, ref_fault fault) {
  bool unknown = holder->flags & EV_FLAG_TEMPLATE;
  /* What the text will be is not known: the whole of it is the string's. */
  if (unknown && fault.at->decoded) fault.at = holder;
  ref_finding *f = ref_add_finding(run, decode, unknown, fault.at, fault.place);
  if (unknown) f->reason = EV_STR("the text is an unrendered template");
  f->message = ref_message(run, decode, &fault.what, 1);
  ref_note_alias(run, f);
}

/* Malformed text is wrong where a value in front of that place is not; else it is the text that is. */
static ref_fault malformed(ref_run *run, const ev_decl *decode, const ev_node *holder,
                           const ev_json_error *error) {
  ref_fault fault;
  if (error->partial && !ref_json_fits(run, decode->checked, error->partial, &fault)) return fault;
  return (ref_fault){holder, error->place, ev_str_of(error->message)};
}

static ev_node *read(ref_run *run, const ev_decl *decode, const ev_node *holder) {
  ev_json_error error = {0};
  ref_fault fault;
  if (holder->kind == EV_NODE_NULL) { /* Kubernetes reads it as the empty text */
    fault = (ref_fault){holder, holder->place,
                        EV_STR("found the end of the text where a value was expected")};
    report(run, decode, holder, fault);
    return NULL;
  }
  ev_node *root = ev_json_decode(run->arena, run->source, holder, &error);
  if (root && ref_json_fits(run, decode->checked, root, &fault)) return root;
  report(run, decode, holder, root ? fault : malformed(run, decode, holder, &error));
  return NULL;
}

static const ref_decoded *decoded(ref_run *run, const ev_decl *decode, const ev_node *holder) {
  ref_decoded *d = run->decoded;
  while (d && (d->decode != decode || d->holder != holder)) d = d->next;
  if (d) return d;
  d = EV_NEW(run->arena, ref_decoded);
  *d = (ref_decoded){decode, holder, read(run, decode, holder), run->decoded};
  run->decoded = d;
  return d;
}

ref_value ref_decode(ref_run *run, const ev_decl *decode, ref_value text) {
  const ev_node *holder = holder_of(&text);
  if (!holder) return without_holder(decode->checked, &text);
  const ref_decoded *d = decoded(run, decode, holder);
  return d->root ? ref_read_element(decode->checked, d->root) : ref_refused(holder);
}
