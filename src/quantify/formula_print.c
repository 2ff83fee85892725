#include "quantify/formula.h"
#include "quantify/unit.h"

/* How tightly a node binds; a looser one inside a tighter one needs parentheses. */
enum { BIND_COMPARE = 1, BIND_SUM, BIND_PRODUCT, BIND_NEGATE, BIND_POWER, BIND_ATOM };

typedef struct {
    const char *plain;
    const char *readable;
    int bind;
    int left;  /* what the left operand must bind at least */
    int right; /* the same of the right one */
} Operator;

/* NULL plain: a call or an atom. */
static const Operator operators[] = {
    [FORMULA_NUMBER] = {NULL, NULL, BIND_ATOM, 0, 0},
    [FORMULA_NAME] = {NULL, NULL, BIND_ATOM, 0, 0},
    [FORMULA_NEGATE] = {"-", "−", BIND_NEGATE, BIND_NEGATE, 0},
    [FORMULA_ADD] = {" + ", " + ", BIND_SUM, BIND_SUM, BIND_PRODUCT},
    [FORMULA_SUBTRACT] = {" - ", " − ", BIND_SUM, BIND_SUM, BIND_PRODUCT},
    [FORMULA_MULTIPLY] = {" * ", " × ", BIND_PRODUCT, BIND_PRODUCT, BIND_NEGATE},
    [FORMULA_DIVIDE] = {" / ", " ÷ ", BIND_PRODUCT, BIND_PRODUCT, BIND_NEGATE},
    [FORMULA_POWER] = {" ^ ", " ^ ", BIND_POWER, BIND_ATOM, BIND_NEGATE},
    [FORMULA_LESS] = {" < ", " < ", BIND_COMPARE, BIND_SUM, BIND_SUM},
    [FORMULA_LESS_EQUAL] = {" <= ", " ≤ ", BIND_COMPARE, BIND_SUM, BIND_SUM},
    [FORMULA_GREATER] = {" > ", " > ", BIND_COMPARE, BIND_SUM, BIND_SUM},
    [FORMULA_GREATER_EQUAL] = {" >= ", " ≥ ", BIND_COMPARE, BIND_SUM, BIND_SUM},
    [FORMULA_EQUAL] = {" == ", " = ", BIND_COMPARE, BIND_SUM, BIND_SUM},
    [FORMULA_UNEQUAL] = {" != ", " ≠ ", BIND_COMPARE, BIND_SUM, BIND_SUM},
    [FORMULA_IF] = {"if(", "if(", BIND_ATOM, 0, 0},
    [FORMULA_EXP] = {"exp(", "exp(", BIND_ATOM, 0, 0},
    [FORMULA_LN] = {"ln(", "ln(", BIND_ATOM, 0, 0},
    [FORMULA_SQRT] = {"sqrt(", "√(", BIND_ATOM, 0, 0},
    [FORMULA_ABS] = {"abs(", "abs(", BIND_ATOM, 0, 0},
    [FORMULA_MIN] = {"min(", "min(", BIND_ATOM, 0, 0},
    [FORMULA_MAX] = {"max(", "max(", BIND_ATOM, 0, 0},
    [FORMULA_SUM] = {"sum(over: records, ", "Σ over records (", BIND_ATOM, 0, 0},
};

static void print(Buf *out, const FormulaNode *node, bool readable);

/* For readers a quotient inside a product stands in parentheses: a ÷ 1 g/cm³ × b would be read in two ways. */
static void print_inside(Buf *out, const FormulaNode *node, int least, bool readable) {
    bool doubtful = readable && node->kind == FORMULA_DIVIDE && least >= BIND_PRODUCT;
    bool loose = doubtful || operators[node->kind].bind < least;
    buf_add(out, loose ? STR("(") : (Str){0});
    print(out, node, readable);
    buf_add(out, loose ? STR(")") : (Str){0});
}

static void print_number(Buf *out, const FormulaNode *node, bool readable) {
    buf_add(out, node->text);
    if (node->unit.len > 0 && readable) {
        buf_addf(out, " %.*s", STR_ARG(unit_readable(out->arena, node->unit)));
    } else if (node->unit.len > 0) {
        buf_addf(out, " [%.*s]", STR_ARG(node->unit));
    }
}

static void print_call(Buf *out, const FormulaNode *node, bool readable) {
    const Operator *op = &operators[node->kind];
    buf_add(out, str_from_c(readable ? op->readable : op->plain));
    for (uint32_t i = 0; i < node->count; i++) {
        buf_add(out, i > 0 ? STR(", ") : (Str){0});
        print(out, node->args[i], readable);
    }
    buf_add(out, STR(")"));
}

static void print(Buf *out, const FormulaNode *node, bool readable) {
    const Operator *op = &operators[node->kind];
    Str token = str_from_c(readable ? op->readable : op->plain);
    if (node->kind == FORMULA_NUMBER) {
        print_number(out, node, readable);
    } else if (node->kind == FORMULA_NAME) {
        buf_add(out, node->text);
    } else if (node->kind == FORMULA_NEGATE) {
        buf_add(out, token);
        print_inside(out, node->args[0], op->left, readable);
    } else if (op->bind == BIND_ATOM) {
        print_call(out, node, readable);
    } else {
        print_inside(out, node->args[0], op->left, readable);
        buf_add(out, token);
        print_inside(out, node->args[1], op->right, readable);
    }
}

void formula_print(Buf *out, const FormulaNode *node) {
    print(out, node, false);
}

void formula_print_readable(Buf *out, const FormulaNode *node) {
    print(out, node, true);
}
