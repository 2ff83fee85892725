#include "codec/names.h"

#include <stdlib.h>

static int by_name_then_place(const void *left, const void *right) {
    const NamesEntry *a = left;
    const NamesEntry *b = right;
    int order = str_cmp(a->name, b->name);
    if (order != 0) {
        return order;
    }
    return a->at < b->at ? -1 : a->at > b->at;
}

bool names_repeated(NamesEntry *entries, size_t count, NamesEntry *out) {
    if (count < 2) {
        return false;
    }
    qsort(entries, count, sizeof(NamesEntry), by_name_then_place);
    const NamesEntry *found = NULL;
    for (size_t i = 1; i < count; i++) {
        bool repeats = str_eq(entries[i - 1].name, entries[i].name);
        if (repeats && (found == NULL || entries[i].at < found->at)) {
            found = &entries[i];
        }
    }
    if (found == NULL) {
        return false;
    }
    *out = *found;
    return true;
}
