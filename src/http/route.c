#include "http/route.h"

/* One way to read a path as a template: what its parameters are, and how many bytes are literal. */
typedef struct {
    Str params[ROUTE_PARAMS];
    size_t count;
    size_t literal;
} Fit;

static bool take_literal(Str *template, Str *path, Fit *fit) {
    Str part = str_slice(*template, 0, str_find(*template, '{'));
    if (!str_starts(*path, part)) {
        return false;
    }
    *template = str_slice(*template, part.len, template->len);
    *path = str_slice(*path, part.len, path->len);
    fit->literal += part.len;
    return true;
}

/* A parameter reaches to the end of its segment, less what the template has behind it there. */
static bool take_param(Str *template, Str *path, Fit *fit) {
    size_t close = str_find(*template, '}');
    bool rest = close > 1 && template->ptr[close - 1] == '*';
    Str after = str_slice(*template, close + 1, template->len);
    Str suffix = str_slice(after, 0, str_find(after, '/'));
    size_t end = rest ? path->len : str_find(*path, '/');
    if (fit->count == ROUTE_PARAMS || end <= suffix.len || !str_ends(str_slice(*path, 0, end), suffix)) {
        return false;
    }
    fit->params[fit->count++] = str_slice(*path, 0, end - suffix.len);
    *path = str_slice(*path, end - suffix.len, path->len);
    *template = after;
    return true;
}

static bool fits(const Route *route, Str path, Fit *out) {
    Fit fit = {.count = 0};
    Str template = str_from_c(route->template);
    while (template.len > 0) {
        bool taken = template.ptr[0] == '{' ? take_param(&template, &path, &fit) : take_literal(&template, &path, &fit);
        if (!taken) {
            return false;
        }
    }
    if (path.len > 0) {
        return false;
    }
    *out = fit;
    return true;
}

/* The most literal bytes among the templates that fit; false where none does. */
static bool best_literal(RouteTable table, Str path, size_t *out) {
    bool found = false;
    size_t best = 0;
    for (size_t i = 0; i < table.count; i++) {
        Fit fit = {.count = 0};
        if (fits(&table.routes[i], path, &fit)) {
            best = !found || fit.literal > best ? fit.literal : best;
            found = true;
        }
    }
    *out = best;
    return found;
}

static void allow_add(Buf *allow, RequestMethod method) {
    buf_addf(allow, "%s%s%s", allow->len > 0 ? ", " : "", request_method_name(method),
             method == REQUEST_GET ? ", HEAD" : "");
}

static void match_take(RouteMatch *match, const Route *route, const Fit *fit) {
    match->route = route;
    match->param_count = fit->count;
    for (size_t i = 0; i < fit->count; i++) {
        match->params[i] = fit->params[i];
    }
}

RouteVerdict route_find(Arena *arena, RouteTable table, RequestMethod method, Str path, RouteMatch *out) {
    RequestMethod asked = method == REQUEST_HEAD ? REQUEST_GET : method;
    RouteMatch match = {.route = NULL};
    Buf allow = {.arena = arena};
    size_t literal = 0;
    if (!best_literal(table, path, &literal)) {
        return ROUTE_NONE;
    }
    for (size_t i = 0; i < table.count && match.route == NULL; i++) {
        Fit fit = {.count = 0};
        if (!fits(&table.routes[i], path, &fit) || fit.literal != literal) {
            continue;
        }
        allow_add(&allow, table.routes[i].method);
        if (table.routes[i].method == asked) {
            match_take(&match, &table.routes[i], &fit);
        }
    }
    match.allow = match.route == NULL ? buf_str(&allow) : (Str){0};
    *out = match;
    return match.route == NULL ? ROUTE_WRONG_METHOD : ROUTE_FOUND;
}
