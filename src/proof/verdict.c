#include "proof/verdict.h"

#include "codec/canonical.h"
#include "codec/hex.h"
#include "codec/utf8.h"
#include "proof/digest.h"

static const Str state_names[] = {[VERDICT_WITHHELD] = STR_INIT("withheld"),
                                  [VERDICT_SHOWN] = STR_INIT("shown"),
                                  [VERDICT_ABSENT] = STR_INIT("absent"),
                                  [VERDICT_LIST] = STR_INIT("list")};

static const Str counted_names[] = {[VERDICT_NOT_COUNTED] = STR_INIT("not shown"),
                                    [VERDICT_COUNTED_UNCHECKED] = STR_INIT("claimed, not checked"),
                                    [VERDICT_COUNTED] = STR_INIT("counted")};

static void add_text(Buf *out, const char *member, Str value) {
    buf_addf(out, ",\"%s\":", member);
    canonical_string(out, value);
}

/* Values are canonical JSON already. */
static void add_items(Buf *out, const VerdictField *field) {
    buf_add(out, STR("\"items\":["));
    for (size_t i = 0; i < field->count; i++) {
        bool shown = field->items[i].ptr != NULL;
        buf_add(out, i > 0 ? STR(",") : STR(""));
        buf_add(out, shown ? STR("{\"state\":\"shown\",\"value\":") : STR("{\"state\":\"withheld\""));
        buf_add(out, field->items[i]);
        buf_add_byte(out, '}');
    }
    buf_add(out, STR("],"));
}

static void add_field(Buf *out, const VerdictField *field) {
    buf_add_byte(out, '{');
    if (field->state == VERDICT_LIST) {
        add_items(out, field);
    }
    buf_add(out, STR("\"name\":"));
    canonical_string(out, field->name);
    add_text(out, "state", state_names[field->state]);
    if (field->state == VERDICT_SHOWN) {
        buf_add(out, STR(",\"value\":"));
        buf_add(out, field->value);
    }
    buf_add_byte(out, '}');
}

static void add_subject(Buf *out, const Verdict *verdict) {
    buf_add(out, STR(",\"counted\":"));
    canonical_string(out, counted_names[verdict->counted]);
    if (verdict->document.len > 0) {
        buf_add(out, STR(",\"document\":"));
        buf_add(out, verdict->document);
    }
    buf_add(out, STR(",\"fields\":["));
    for (size_t i = 0; i < verdict->count; i++) {
        buf_add(out, i > 0 ? STR(",") : STR(""));
        add_field(out, &verdict->fields[i]);
    }
    buf_addf(out, "],\"index\":%llu", (unsigned long long)verdict->index);
    add_text(out, "kind", verdict->kind);
    add_text(out, "leaf", verdict->leaf);
    add_text(out, "origin", verdict->origin);
    if (verdict->programme.len > 0) {
        add_text(out, "programme", verdict->programme);
    }
    add_text(out, "root", digest_url(out->arena, &verdict->root));
}

Str verdict_json(Arena *arena, const Verdict *verdict) {
    Buf text = {.arena = arena};
    buf_add(&text, STR("{\"code\":"));
    canonical_string(&text, str_from_c(verdict->code));
    if (verdict->holds) {
        add_subject(&text, verdict);
    }
    add_text(&text, "sentence", verdict->sentence);
    if (verdict->holds) {
        buf_addf(&text, ",\"size\":%llu", (unsigned long long)verdict->size);
    }
    if (verdict->holds && verdict->counted != VERDICT_NOT_COUNTED) {
        add_text(&text, "statement", hex_encode(arena, hash_bytes(&verdict->statement)));
    }
    if (verdict->holds) {
        add_text(&text, "subject", digest_url(arena, &verdict->subject));
    }
    add_text(&text, "verdict", verdict->holds ? STR("holds") : STR("does not hold"));
    buf_add_byte(&text, '}');
    return buf_str(&text);
}

/* C0, DEL and C1; the marks, embeddings, overrides and isolates of UAX #9. */
static bool is_hidden(uint32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

void verdict_plain(Buf *out, Str text) {
    if (!utf8_valid(text)) {
        buf_add(out, STR("(not UTF-8)"));
        return;
    }
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t c = utf8_next(text, &at);
        if (is_hidden(c)) {
            buf_addf(out, "\\u%04x", c);
        } else {
            buf_add(out, str_slice(text, start, at - start));
        }
    }
}

static void list_items(Buf *out, const VerdictField *field) {
    for (size_t i = 0; i < field->count; i++) {
        if (field->items[i].ptr != NULL) {
            buf_addf(out, "  shown     %.*s, item %zu of %zu: ", STR_ARG(field->name), i + 1, field->count);
            verdict_plain(out, field->items[i]);
            buf_add_byte(out, '\n');
        }
    }
}

static void list_field(Buf *out, const VerdictField *field) {
    if (field->state == VERDICT_LIST) {
        buf_addf(out, "  list      %.*s: %zu items\n", STR_ARG(field->name), field->count);
        list_items(out, field);
    } else if (field->state != VERDICT_WITHHELD) {
        buf_addf(out, "  %-9.*s %.*s", STR_ARG(state_names[field->state]), STR_ARG(field->name));
        if (field->state == VERDICT_SHOWN) {
            buf_add(out, STR(": "));
            verdict_plain(out, field->value);
        }
        buf_add_byte(out, '\n');
    }
}

static void list_withheld(Buf *out, const Verdict *verdict) {
    const char *before = "  withheld  ";
    for (size_t i = 0; i < verdict->count; i++) {
        if (verdict->fields[i].state == VERDICT_WITHHELD) {
            buf_addf(out, "%s%.*s", before, STR_ARG(verdict->fields[i].name));
            before = ", ";
        }
    }
    if (before[0] == ',') {
        buf_add_byte(out, '\n');
    }
}

static void list_counted(Buf *out, const Verdict *verdict) {
    if (verdict->counted != VERDICT_NOT_COUNTED) {
        buf_addf(out, "  counted   in the statement with the SHA-256 %.*s%s\n",
                 STR_ARG(hex_encode(out->arena, hash_bytes(&verdict->statement))),
                 verdict->counted == VERDICT_COUNTED ? ""
                                                     : ", as the bundle says; not checked: give it with --statement");
    }
}

void verdict_details(Buf *out, const Verdict *verdict) {
    if (!verdict->holds) {
        return;
    }
    buf_addf(out, "  kind      %.*s\n", STR_ARG(verdict->kind));
    if (verdict->programme.len > 0) {
        buf_add(out, STR("  programme "));
        verdict_plain(out, verdict->programme);
        buf_add_byte(out, '\n');
    }
    for (size_t i = 0; i < verdict->count; i++) {
        list_field(out, &verdict->fields[i]);
    }
    list_withheld(out, verdict);
    if (verdict->document.len > 0) {
        buf_add(out, STR("  document  "));
        verdict_plain(out, verdict->document);
        buf_add_byte(out, '\n');
    }
    buf_addf(out, "  log       %.*s, entry %llu of %llu, root %.*s\n", STR_ARG(verdict->origin),
             (unsigned long long)verdict->index, (unsigned long long)verdict->size,
             STR_ARG(digest_std(out->arena, &verdict->root)));
    buf_addf(out, "  leaf      %.*s\n", STR_ARG(verdict->leaf));
    list_counted(out, verdict);
}
