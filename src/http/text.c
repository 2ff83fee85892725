#include "http/text.h"

#include "http/text_table.h"

enum { TEXT_WEIGHT_WHOLE = 1000 };

const TextLanguage *text_languages(size_t *count) {
    const TextTable *table = text_table();
    *count = table->language_count + 1;
    return table->offered;
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Language tags are compared without regard to case (RFC 5646 section 2.1.1). */
static bool same_tag(Str a, Str b) {
    if (a.len != b.len) {
        return false;
    }
    for (size_t i = 0; i < a.len; i++) {
        if (lower(a.ptr[i]) != lower(b.ptr[i])) {
            return false;
        }
    }
    return true;
}

static Str primary(Str tag) {
    return str_slice(tag, 0, str_find(tag, '-'));
}

static Str exact(Str tag) {
    size_t count = 0;
    const TextLanguage *languages = text_languages(&count);
    for (size_t i = 0; i < count; i++) {
        if (same_tag(languages[i].tag, tag)) {
            return languages[i].tag;
        }
    }
    return (Str){0};
}

bool text_offered(Str tag) {
    return exact(tag).len > 0;
}

/* The same tag, else a language of the same primary subtag: zh-TW is served by zh-Hant. */
static Str nearest(Str tag) {
    size_t count = 0;
    const TextLanguage *languages = text_languages(&count);
    Str found = exact(tag);
    for (size_t i = 0; i < count && found.len == 0; i++) {
        found = same_tag(primary(languages[i].tag), primary(tag)) ? languages[i].tag : found;
    }
    return found;
}

/* Thousandths of ";q=0.8" (RFC 9110 section 12.4.2); what cannot be read counts as 0. */
static int weight(Str parameters) {
    Str text = str_trim(parameters);
    if (text.len == 0) {
        return TEXT_WEIGHT_WHOLE;
    }
    if (!str_starts(text, STR("q=")) || text.len < 3 || (text.ptr[2] != '0' && text.ptr[2] != '1')) {
        return 0;
    }
    int whole = text.ptr[2] == '1' ? TEXT_WEIGHT_WHOLE : 0;
    int unit = TEXT_WEIGHT_WHOLE / 10;
    for (size_t i = 4; i < text.len && unit > 0 && text.ptr[i] >= '0' && text.ptr[i] <= '9'; i++, unit /= 10) {
        whole += (text.ptr[i] - '0') * unit;
    }
    return whole > TEXT_WEIGHT_WHOLE ? TEXT_WEIGHT_WHOLE : whole;
}

Str text_choose(Str wanted, Str accept) {
    Str best = wanted.len > 0 ? exact(wanted) : (Str){0};
    int best_weight = 0;
    if (best.len > 0) {
        return best;
    }
    for (Str rest = accept; rest.ptr != NULL;) {
        Str parameters = str_cut(&rest, ',');
        Str range = str_trim(str_cut(&parameters, ';'));
        Str found = nearest(range);
        int asked = weight(parameters);
        if (found.len > 0 && asked > best_weight) {
            best = found;
            best_weight = asked;
        }
    }
    return best.len > 0 ? best : STR("en");
}

static const TextTableLanguage *find_language(Str tag) {
    const TextTable *table = text_table();
    for (size_t i = 0; i < table->language_count; i++) {
        if (str_eq(table->languages[i].language.tag, tag)) {
            return &table->languages[i];
        }
    }
    return NULL;
}

Str text_of(Str language, TextKey key) {
    const TextTable *table = text_table();
    const TextTableLanguage *found = find_language(language);
    size_t low = 0;
    size_t high = found == NULL ? 0 : table->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(key.english, table->keys[middle]);
        if (order == 0) {
            return found->said[middle];
        }
        low = order > 0 ? middle + 1 : low;
        high = order < 0 ? middle : high;
    }
    return key.english;
}
