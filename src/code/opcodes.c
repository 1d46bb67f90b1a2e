#include "bundle.h"

const ev_opcode_info ev_opcodes[EV_OPCODES] = {
#define EV_OP(name, operands, effect, meaning) {#name, operands, effect, meaning, sizeof(operands)},
#include "opcodes.def"
#undef EV_OP
};

const ev_builtin_info ev_builtins[EV_BUILTINS] = {
#define EV_BUILTIN(id, name, parameters, result, meaning) {name, parameters, result, meaning},
#include "builtins.def"
#undef EV_BUILTIN
};

static void add_row(ev_buf *out, const ev_opcode_info *op) {
  ev_buf_format(out, "| `%s` | `%s` | `%s` | %s |\n", op->name, op->operands[0] ? op->operands : " ",
                op->effect, op->meaning);
}

void ev_opcodes_markdown(ev_buf *out) {
  ev_buf_text(
      out,
      "# Opcodes\n\n"
      "Made from `src/code/opcodes.def`. An instruction is a 32-bit word and one more for each operand:\n"
      "k constant, l local, j jump target (a later instruction), b an earlier NEXT, f field, s set, p "
      "param,\n"
      "t table, y type, c function, d decode, u builtin, n number, i iterator slot, m join slot, x column,\n"
      "g text.\n\n"
      "Stack: b bool, n number, s string, v any value, T one type throughout, T? optional, L list of T,\n"
      "M map of T, r record, w row, * see the meaning. The top is at the right.\n\n"
      "| opcode | operands | stack | meaning |\n|---|---|---|---|\n");
  for (size_t i = 0; i < EV_OPCODES; i++) add_row(out, &ev_opcodes[i]);
}
