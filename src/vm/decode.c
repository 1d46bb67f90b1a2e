/* JSON inside a string of the manifest, as a typed value. A text that is not what its type says is one
 * finding, at the first offending byte. */
#include "limit.h"
#include "machine.h"

/* Each text is decoded once an object. */
struct ev_decoded {
  uint32_t decode;
  const ev_node *holder;
  ev_node *root; /* NULL: refused */
  ev_decoded *next;
};

/* The first thing that is wrong. */
typedef struct fault {
  const ev_node *at;
  ev_place place;
  ev_buf what;
} fault;

typedef struct level {
  const ev_node *child; /* the next to be looked at, shadowed ones included */
  uint32_t type;        /* of the collection */
  bool repeats;         /* a map in which some key comes twice */
  ev_join seen;         /* its keys so far, then */
} level;

typedef struct check {
  ev_vm *vm;
  fault *fault;
  level levels[EV_MAX_FLOW_DEPTH + 1];
  uint32_t depth;
} check;

static const ev_vtype *type_at(const check *c, uint32_t type) { return &c->vm->bundle->types[type]; }

/* Or does the text end, or is it malformed, before it does? */
static bool has_end(const ev_node *node) { return node->place.end_line != 0; }

/* Its first character. */
static ev_place first_of(const ev_node *node) {
  const ev_place *p = &node->place;
  return (ev_place){p->line, p->column, p->line, p->column + 1};
}

/* ---- what may be wrong; each gives false after filling the fault */

static bool wrong_type(check *c, uint32_t type, const ev_node *node) {
  *c->fault = (fault){.at = node, .place = has_end(node) ? node->place : first_of(node)};
  ev_buf_text(&c->fault->what, "found ");
  ev_shape_found(&c->fault->what, node);
  ev_buf_text(&c->fault->what, " where ");
  ev_shape_expected(&c->fault->what, c->vm->bundle, type);
  ev_buf_text(&c->fault->what, " is expected");
  return false;
}

static bool wrong_key(check *c, const ev_node *key, const char *what) {
  *c->fault = (fault){.at = key, .place = key->place};
  ev_buf_text(&c->fault->what, "the key \"");
  ev_buf_visible(&c->fault->what, key->text);
  ev_buf_format(&c->fault->what, "\" %s", what);
  return false;
}

static bool missing_key(check *c, const ev_node *map, ev_str name) {
  *c->fault = (fault){.at = map, .place = first_of(map)};
  ev_buf_text(&c->fault->what, "the key \"");
  ev_buf_visible(&c->fault->what, name);
  ev_buf_text(&c->fault->what, "\" is missing");
  return false;
}

/* ---- the walk, in the order of the text */

static bool has_required(check *c, uint32_t record, const ev_node *map) {
  const ev_brecord *r = &c->vm->bundle->records[record];
  if (!has_end(map)) return true; /* what is missing may have been meant to follow */
  for (uint32_t i = 0; i < r->field_count && ev_machine_spend(c->vm, 1); i++) {
    const ev_bfield *f = &c->vm->bundle->fields[r->first_field + i];
    if (f->required && !ev_node_get((ev_node *)(uintptr_t)map, f->name, c->vm->run->arena))
      return missing_key(c, map, f->name);
  }
  return true;
}

static bool has_shadowed(const ev_node *map) {
  for (const ev_node *n = map->first; n; n = n->next)
    if (n->flags & EV_FLAG_SHADOWED) return true;
  return false;
}

static bool is_first(check *c, level *l, const ev_node *key) {
  ev_value name = ev_value_string(key->text);
  if (!l->repeats) return true;
  if (ev_join_find(c->vm, &l->seen, &name)) return wrong_key(c, key, "is given twice");
  ev_join_add(c->vm, &l->seen, &name, &name);
  return true;
}

/* The type of a child; EV_NONE where anything may stand. False if its key may not be there. */
static bool child_type(check *c, level *l, const ev_node *child, uint32_t *type) {
  const ev_vtype *t = type_at(c, l->type);
  *type = t->ref;
  if (t->kind == EV_VT_LIST) return true;
  if (!is_first(c, l, child->key)) return false;
  if (t->kind == EV_VT_MAP) return true;
  uint32_t field = ev_record_field(c->vm->bundle, t->ref, child->key->text);
  const ev_bfield *f = field == EV_NONE ? NULL : &c->vm->bundle->fields[field];
  bool known = f && f->class_ != EV_BF_ELSEWHERE;
  if (!known && c->vm->bundle->records[t->ref].closed) return wrong_key(c, child->key, "is not known here");
  *type = known && f->class_ == EV_BF_TYPED ? field : EV_NONE;
  return true;
}

/* null is absence, where that is allowed. */
static bool null_ok(const check *c, const level *l, uint32_t child) {
  if (type_at(c, l->type)->kind != EV_VT_RECORD) return type_at(c, child)->kind == EV_VT_OPTIONAL;
  return !c->vm->bundle->fields[child].required;
}

static bool enter(check *c, uint32_t type, const ev_node *node) {
  const ev_vtype *t = type_at(c, type);
  if (t->kind != EV_VT_LIST && t->kind != EV_VT_MAP && t->kind != EV_VT_RECORD) return true;
  if (t->kind == EV_VT_RECORD && !has_required(c, t->ref, node)) return false;
  if (c->depth > EV_MAX_FLOW_DEPTH) return wrong_type(c, type, node);
  c->levels[c->depth] = (level){.child = node->first, .type = type};
  c->levels[c->depth].repeats = node->kind == EV_NODE_MAP && has_shadowed(node);
  c->depth++;
  return true;
}

static bool check_value(check *c, uint32_t type, const ev_node *node) {
  type = ev_vtype_present(c->vm->bundle, type);
  if (!ev_shape_ok(c->vm->bundle, type, node)) return wrong_type(c, type, node);
  return enter(c, type, node);
}

/* A value of which only its key is in the tree: it is malformed, and that is said of it. */
static bool is_malformed(const ev_node *node) { return node->kind == EV_NODE_NULL && !has_end(node); }

static bool check_child(check *c) {
  level *l = &c->levels[c->depth - 1];
  const ev_node *child = l->child;
  uint32_t type;
  l->child = child->next;
  if (!child_type(c, l, child, &type)) return false;
  if (type == EV_NONE || is_malformed(child)) return true;
  bool in_record = type_at(c, l->type)->kind == EV_VT_RECORD;
  if (child->kind == EV_NODE_NULL && null_ok(c, l, type)) return true;
  if (in_record) type = c->vm->bundle->fields[type].type;
  return check_value(c, type, child);
}

static bool check_tree(ev_vm *vm, uint32_t type, const ev_node *root, fault *found) {
  check c = {.vm = vm, .fault = found};
  bool ok = check_value(&c, type, root);
  while (ok && c.depth > 0 && ev_machine_spend(vm, 1)) {
    if (c.levels[c.depth - 1].child)
      ok = check_child(&c);
    else
      c.depth--;
  }
  return ok;
}

/* ---- findings */

static void say(ev_vm *vm, const ev_bdecode *decode, ev_found *f, ev_buf *what) {
  if (decode->say == EV_NONE) return;
  ev_machine_push(vm, ev_value_string(ev_text_take(vm, &vm->scratch, what)));
  ev_machine_enter(vm, decode->say, f);
}

static void report(ev_vm *vm, const ev_bdecode *decode, const ev_node *holder, fault *found) {
  bool rendered = !(holder->flags & EV_FLAG_TEMPLATE);
  if (!rendered && found->at->decoded)
    found->at = holder; /* what the text will be is not known: its path is the string's */
  ev_found *f = ev_finding_add(vm, decode->rule, rendered ? EV_FAIL : EV_VERDICT_UNKNOWN, found->at,
                               found->place);
  if (f) {
    if (!rendered) f->reason = EV_STR("the text is an unrendered template");
    ev_finding_end(vm, f);
    say(vm, decode, f, &found->what);
  }
  ev_buf_free(&found->what);
}

/* ---- decoding */

static uint32_t bucket_of(const ev_vm *vm, uint32_t decode, const ev_node *holder) {
  uint64_t h = ((uint64_t)(uintptr_t)holder >> 4) * 0x9e3779b97f4a7c15u + decode;
  return (uint32_t)(h >> 32) & (vm->decoded_buckets - 1);
}

void ev_decode_forget(ev_vm *vm) {
  vm->decoded = NULL;
  vm->decoded_buckets = vm->decoded_count = 0;
}

static bool grow(ev_vm *vm) {
  ev_decoded **old = vm->decoded;
  uint32_t count = vm->decoded_buckets;
  uint32_t larger = count ? count * 2 : 8;
  ev_decoded **buckets = EV_NEW_ARRAY(vm->run->arena, ev_decoded *, larger);
  if (!buckets) return false;
  vm->decoded = buckets;
  vm->decoded_buckets = larger;
  for (uint32_t i = 0; i < count; i++)
    for (ev_decoded *d = old[i], *next; d; d = next) {
      next = d->next;
      ev_decoded **bucket = &buckets[bucket_of(vm, d->decode, d->holder)];
      d->next = *bucket;
      *bucket = d;
    }
  return true;
}

static ev_decoded *find(ev_vm *vm, uint32_t decode, const ev_node *holder) {
  ev_decoded *d = vm->decoded_buckets ? vm->decoded[bucket_of(vm, decode, holder)] : NULL;
  while (d && (d->decode != decode || d->holder != holder)) d = d->next;
  return d;
}

static void remember(ev_vm *vm, uint32_t decode, const ev_node *holder, ev_node *root) {
  ev_decoded *d = EV_NEW(vm->run->arena, ev_decoded);
  if (!d || (vm->decoded_count >= vm->decoded_buckets && !grow(vm))) {
    ev_machine_fail(vm);
    return;
  }
  ev_decoded **bucket = &vm->decoded[bucket_of(vm, decode, holder)];
  *d = (ev_decoded){decode, holder, root, *bucket};
  *bucket = d;
  vm->decoded_count++;
}

/* The root of a well-formed text, else NULL after the finding. */
static ev_node *decode_text(ev_vm *vm, uint32_t index, const ev_node *holder) {
  const ev_bdecode *decode = &vm->bundle->decodes[index];
  ev_json_error error = {0};
  fault found = {0};
  if (!ev_machine_spend(vm, holder->text.size)) return NULL;
  bool is_null = holder->kind == EV_NODE_NULL; /* Kubernetes reads it as the empty text */
  ev_node *root = is_null ? NULL : ev_json_decode(vm->run->arena, vm->run->source, holder, &error);
  if (root && check_tree(vm, decode->type, root, &found)) return root;
  if (!root && vm->run->arena->failed) {
    ev_machine_fail(vm);
    return NULL;
  }
  /* A wrong value before the place where the text is malformed is the first offending byte. */
  bool malformed = !root && (!error.partial || check_tree(vm, decode->type, error.partial, &found));
  if (vm->stopped) { /* without steps what stands before that place is not known */
    ev_buf_free(&found.what);
    return NULL;
  }
  if (malformed) {
    found = (fault){.at = holder, .place = is_null ? holder->place : error.place};
    ev_buf_text(&found.what,
                error.message ? error.message : "found the end of the text where a value was expected");
  }
  report(vm, decode, holder, &found);
  return NULL;
}

static ev_value decoded_value(ev_vm *vm, uint32_t decode, const ev_node *holder, ev_node *root) {
  return root ? ev_read_element(vm, vm->bundle->decodes[decode].type, root) : ev_value_refused(holder);
}

/* The node whose text is to be decoded, or NULL. A text that was computed has no places to point at. */
static const ev_node *holder_of(const ev_value *v) {
  const ev_node *n = v->origin;
  if (!n || n->flags & EV_FLAG_AMBIGUOUS) return NULL;
  if (n->kind == EV_NODE_NULL) return v->kind == EV_V_STRING && v->text.size == 0 ? n : NULL;
  if (n->kind != EV_NODE_STRING) return NULL;
  if (v->kind == EV_V_UNKNOWN) return v->as_it_stands ? n : NULL;
  return v->kind == EV_V_STRING && ev_str_equal(v->text, n->text) ? n : NULL;
}

static ev_value empty_value(const ev_vm *vm, uint32_t type, const ev_value *from) {
  ev_vtype_kind kind = vm->bundle->types[type].kind;
  if (kind != EV_VT_LIST && kind != EV_VT_RECORD && kind != EV_VT_MAP) return ev_value_absent();
  return (ev_value){.kind = EV_V_NODE, .type = type, .origin = from->origin};
}

static ev_value without_holder(const ev_vm *vm, uint32_t decode, const ev_value *v) {
  if (v->kind == EV_V_ABSENT) return empty_value(vm, vm->bundle->decodes[decode].type, v);
  return ev_value_is_poison(v) ? *v : ev_value_doubt(v, "the text does not stand so in the manifest");
}

void ev_op_DECODE(ev_vm *vm, const uint32_t *o) {
  ev_value *v = vm->sp - 1; /* stays below the frame in which a finding's message is made */
  const ev_node *holder = holder_of(v);
  ev_decoded *known = holder ? find(vm, o[0], holder) : NULL;
  if (!holder) {
    *v = without_holder(vm, o[0], v);
  } else if (known) {
    *v = decoded_value(vm, o[0], holder, known->root);
  } else {
    ev_node *root = decode_text(vm, o[0], holder);
    remember(vm, o[0], holder, root);
    *v = decoded_value(vm, o[0], holder, root);
  }
}
