#include "http/fresh.h"

/* A comma may stand inside an entity tag, so the list is read tag by tag. */
bool fresh_match(Str if_none_match, Str tag) {
    Str rest = str_trim(if_none_match);
    if (str_eq(rest, STR("*"))) {
        return true;
    }
    while (rest.len > 0) {
        size_t open = str_find(rest, '"');
        Str behind = str_slice(rest, open + 1, rest.len);
        size_t close = str_find(behind, '"');
        if (open == rest.len || close == behind.len) {
            return false;
        }
        if (str_eq(str_slice(behind, 0, close), tag)) {
            return true;
        }
        rest = str_slice(behind, close + 1, behind.len);
    }
    return false;
}
