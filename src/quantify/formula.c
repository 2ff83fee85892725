#include "quantify/formula.h"

#include "base/decimal.h"
#include "base/limits.h"

typedef struct {
    Arena *arena;
    Str text;
    size_t at;
    uint32_t depth;
    uint32_t nodes;
    size_t *fault_at;
    Err *err;
} Parser;

typedef struct {
    const char *name;
    FormulaKind kind;
    uint32_t count;
} Function;

static const Function functions[] = {
    {"if", FORMULA_IF, 3},   {"exp", FORMULA_EXP, 1}, {"ln", FORMULA_LN, 1},   {"sqrt", FORMULA_SQRT, 1},
    {"abs", FORMULA_ABS, 1}, {"min", FORMULA_MIN, 2}, {"max", FORMULA_MAX, 2}, {"sum", FORMULA_SUM, 1},
};

static FormulaNode *parse_comparison(Parser *parser);
static FormulaNode *parse_unary(Parser *parser);

static FormulaNode *refuse(Parser *parser, size_t at, const char *text) {
    *parser->fault_at = at;
    (void)err_set(parser->err, ERR_INVALID_FORMULA, "%s", text);
    return NULL;
}

static FormulaNode *new_node(Parser *parser, FormulaKind kind, size_t at) {
    if (parser->nodes == LIMIT_FORMULA_NODES) {
        *parser->fault_at = at;
        (void)err_set(parser->err, ERR_TOO_LARGE, "more than %d parts; divide the formula", LIMIT_FORMULA_NODES);
        return NULL;
    }
    parser->nodes++;
    FormulaNode *node = ARENA_NEW(parser->arena, FormulaNode);
    node->kind = kind;
    node->at = (uint32_t)at;
    return node;
}

static FormulaNode *join(Parser *parser, FormulaKind kind, size_t at, FormulaNode *left, FormulaNode *right) {
    FormulaNode *node = left == NULL || right == NULL ? NULL : new_node(parser, kind, at);
    if (node != NULL) {
        node->count = 2;
        node->args[0] = left;
        node->args[1] = right;
    }
    return node;
}

static bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* The next byte that is no blank, or NUL at the end. */
static char peek(Parser *parser) {
    while (parser->at < parser->text.len &&
           (parser->text.ptr[parser->at] == ' ' || parser->text.ptr[parser->at] == '\n' ||
            parser->text.ptr[parser->at] == '\t')) {
        parser->at++;
    }
    return parser->at < parser->text.len ? parser->text.ptr[parser->at] : '\0';
}

static bool take(Parser *parser, const char *token) {
    (void)peek(parser);
    if (!str_starts(str_slice(parser->text, parser->at, parser->text.len), str_from_c(token))) {
        return false;
    }
    parser->at += str_from_c(token).len;
    return true;
}

static Str take_word(Parser *parser) {
    size_t from = parser->at;
    while (parser->at < parser->text.len) {
        char c = parser->text.ptr[parser->at];
        if (!is_lower(c) && !is_digit(c) && c != '_') {
            break;
        }
        parser->at++;
    }
    return str_slice(parser->text, from, parser->at - from);
}

/* [g/cm3] behind a number; a unit may hold brackets itself: [kgCO2e[AR5]]. */
static bool take_unit(Parser *parser, Str *out) {
    size_t from = parser->at + 1;
    int depth = 0;
    while (parser->at < parser->text.len) {
        char c = parser->text.ptr[parser->at++];
        if (c <= ' ' || c > '~') {
            return refuse(parser, parser->at - 1, "a unit has no blanks or special characters; write [g/cm3]") != NULL;
        }
        depth += c == '[' ? 1 : 0;
        depth -= c == ']' ? 1 : 0;
        if (depth == 0) {
            *out = str_slice(parser->text, from, parser->at - 1 - from);
            return out->len > 0 || refuse(parser, from, "the brackets are empty; write a unit such as [cm]") != NULL;
        }
    }
    return refuse(parser, from, "the unit is not closed; write ] behind it") != NULL;
}

static FormulaNode *parse_number(Parser *parser) {
    size_t from = parser->at;
    while (parser->at < parser->text.len &&
           (is_digit(parser->text.ptr[parser->at]) || parser->text.ptr[parser->at] == '.')) {
        parser->at++;
    }
    FormulaNode *node = new_node(parser, FORMULA_NUMBER, from);
    if (node == NULL) {
        return NULL;
    }
    node->text = str_slice(parser->text, from, parser->at - from);
    Err err = {0};
    if (!decimal_check(node->text, &err)) {
        return refuse(parser, from, err.text);
    }
    if (peek(parser) == '[' && !take_unit(parser, &node->unit)) {
        return NULL;
    }
    return node;
}

static const Function *function_of(Str name) {
    for (size_t i = 0; i < COUNT_OF(functions); i++) {
        if (str_eq(name, str_from_c(functions[i].name))) {
            return &functions[i];
        }
    }
    return NULL;
}

static FormulaNode *fill_call(Parser *parser, const Function *function, FormulaNode *node) {
    node->count = function->count;
    for (uint32_t i = 0; i < function->count; i++) {
        if (i > 0 && !take(parser, ",")) {
            return refuse(parser, parser->at, "an argument is missing; write if(condition, then, else), min(a, b)");
        }
        node->args[i] = parse_comparison(parser);
        if (node->args[i] == NULL) {
            return NULL;
        }
    }
    if (!take(parser, ")")) {
        return refuse(parser, parser->at, "the call is not closed here; write ) after its last argument");
    }
    return node;
}

static FormulaNode *parse_call(Parser *parser, Str name, size_t at) {
    const Function *function = function_of(name);
    if (function == NULL) {
        return refuse(parser, at,
                      "this is no function; the functions are if, exp, ln, sqrt, abs, min, max, sum(over: records, a)");
    }
    FormulaNode *node = new_node(parser, function->kind, at);
    if (node == NULL) {
        return NULL;
    }
    if (function->kind == FORMULA_SUM &&
        !(take(parser, "over") && take(parser, ":") && take(parser, "records") && take(parser, ","))) {
        return refuse(parser, parser->at, "a sum says over what; write sum(over: records, a)");
    }
    return fill_call(parser, function, node);
}

static FormulaNode *parse_name(Parser *parser) {
    size_t at = parser->at;
    Str name = take_word(parser);
    if (take(parser, "(")) {
        return parse_call(parser, name, at);
    }
    if (function_of(name) != NULL) {
        return refuse(parser, at, "this is the name of a function; write its arguments in parentheses");
    }
    FormulaNode *node = new_node(parser, FORMULA_NAME, at);
    if (node != NULL) {
        node->text = name;
    }
    return node;
}

static FormulaNode *parse_group(Parser *parser) {
    FormulaNode *node = parse_comparison(parser);
    if (node != NULL && !take(parser, ")")) {
        return refuse(parser, parser->at, "a parenthesis is not closed here; write ) or an operator");
    }
    return node;
}

static FormulaNode *parse_atom(Parser *parser) {
    char c = peek(parser);
    if (is_digit(c)) {
        return parse_number(parser);
    }
    if (is_lower(c)) {
        return parse_name(parser);
    }
    if (take(parser, "(")) {
        return parse_group(parser);
    }
    if (c == '\0') {
        return refuse(parser, parser->at, "the formula ends here; a number, a name or a parenthesis would go on");
    }
    return refuse(parser, parser->at,
                  "this is no number, name or parenthesis; write numbers as 12.5 and names in small letters");
}

static FormulaNode *parse_power(Parser *parser) {
    FormulaNode *left = parse_atom(parser);
    size_t at = parser->at;
    if (left != NULL && take(parser, "^")) {
        return join(parser, FORMULA_POWER, at, left, parse_unary(parser));
    }
    return left;
}

static FormulaNode *parse_negative(Parser *parser) {
    size_t at = parser->at;
    if (!take(parser, "-")) {
        return parse_power(parser);
    }
    FormulaNode *inner = parse_unary(parser);
    FormulaNode *node = inner == NULL ? NULL : new_node(parser, FORMULA_NEGATE, at);
    if (node != NULL) {
        node->count = 1;
        node->args[0] = inner;
    }
    return node;
}

/* Every recursion passes here, so depth is counted here. */
static FormulaNode *parse_unary(Parser *parser) {
    (void)peek(parser);
    if (parser->depth == LIMIT_FORMULA_DEPTH) {
        *parser->fault_at = parser->at;
        (void)err_set(parser->err, ERR_TOO_LARGE, "nested deeper than %d; divide the formula", LIMIT_FORMULA_DEPTH);
        return NULL;
    }
    parser->depth++;
    FormulaNode *node = parse_negative(parser);
    parser->depth--;
    return node;
}

static FormulaNode *parse_product(Parser *parser) {
    FormulaNode *node = parse_unary(parser);
    while (node != NULL) {
        char c = peek(parser);
        size_t at = parser->at;
        if (c != '*' && c != '/') {
            break;
        }
        parser->at++;
        node = join(parser, c == '*' ? FORMULA_MULTIPLY : FORMULA_DIVIDE, at, node, parse_unary(parser));
    }
    return node;
}

static FormulaNode *parse_sum(Parser *parser) {
    FormulaNode *node = parse_product(parser);
    while (node != NULL) {
        char c = peek(parser);
        size_t at = parser->at;
        if (c != '+' && c != '-') {
            break;
        }
        parser->at++;
        node = join(parser, c == '+' ? FORMULA_ADD : FORMULA_SUBTRACT, at, node, parse_product(parser));
    }
    return node;
}

static bool take_comparison(Parser *parser, FormulaKind *kind) {
    /* Longer tokens first. */
    static const struct {
        const char *token;
        FormulaKind kind;
    } tokens[] = {{"<=", FORMULA_LESS_EQUAL}, {">=", FORMULA_GREATER_EQUAL}, {"==", FORMULA_EQUAL},
                  {"!=", FORMULA_UNEQUAL},    {"<", FORMULA_LESS},           {">", FORMULA_GREATER}};
    for (size_t i = 0; i < COUNT_OF(tokens); i++) {
        if (take(parser, tokens[i].token)) {
            *kind = tokens[i].kind;
            return true;
        }
    }
    return false;
}

static FormulaNode *parse_comparison(Parser *parser) {
    FormulaNode *left = parse_sum(parser);
    (void)peek(parser);
    size_t at = parser->at;
    FormulaKind kind = FORMULA_LESS;
    if (left != NULL && take_comparison(parser, &kind)) {
        return join(parser, kind, at, left, parse_sum(parser));
    }
    return left;
}

bool formula_parse(Arena *arena, Str text, const FormulaNode **out, size_t *at, Err *err) {
    Parser parser = {.arena = arena, .text = text, .fault_at = at, .err = err};
    *at = 0;
    if (text.len > LIMIT_FORMULA_BYTES) {
        return err_set(err, ERR_TOO_LARGE, "the formula has %zu bytes; at most %d are read", text.len,
                       LIMIT_FORMULA_BYTES);
    }
    FormulaNode *node = parse_comparison(&parser);
    if (node == NULL) {
        return false;
    }
    if (peek(&parser) != '\0' || parser.at < text.len) {
        return refuse(&parser, parser.at, "the formula should end or go on with an operator here") != NULL;
    }
    *out = node;
    return true;
}
