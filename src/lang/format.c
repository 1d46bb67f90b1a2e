/* The formatter's door. */
#include "format.h"

#include "vet.tab.h"

static void write_use(ev_formatter *f) {
  ev_format_word(f);
  ev_format_token(f);
}

static void begin(ev_formatter *f) {
  f->at_decl = true;
  ev_format_item(f, f->next == 0);
}

static void write_file(ev_formatter *f) {
  for (const ev_use *use = f->file->uses; use; use = use->next) {
    begin(f);
    write_use(f);
  }
  for (const ev_decl *decl = f->file->decls; decl && !f->failed; decl = decl->next) {
    begin(f);
    ev_format_decl(f, decl);
    ev_layout_run(&f->layout);
  }
  ev_format_item(f, f->next == 0);
  ev_layout_run(&f->layout);
}

static bool succeeded(const ev_formatter *f) {
  bool all_written = f->next + 1 == f->count;
  return all_written && !f->failed && !f->arena.failed && !f->layout.failed && !f->lines.failed &&
         !f->lines.text.failed;
}

void ev_format(ev_buf *out, const ev_file *file) {
  ev_formatter f;
  if (ev_format_open(&f, file)) write_file(&f);
  if (succeeded(&f))
    ev_lines_write(&f.lines, out);
  else
    out->failed = true;
  ev_format_close(&f);
}
