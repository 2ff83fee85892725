#include "http/page_part.h"

#include "domain/html.h"

static Str bounds(const Page *p, const StatementResult *result) {
    Buf out = {.arena = p->response->arena};
    Str low = page_figure(p, result->interval.low, STR("1"));
    Str high = page_figure(p, result->interval.high, result->unit);
    html_fill(&out, page_word(p, TEXT("{1} to {2} with 95\xC2\xA0% probability")), PAGE_ARGS(low, high), 2);
    return buf_str(&out);
}

static bool has_usual_interval(const StatementResult *result) {
    return result->interval.low.len > 0 && str_eq(result->interval.level, STR("0.95"));
}

void page_part_headline(const Page *p, const Statement *statement) {
    if (statement->result_count == 0) {
        return;
    }
    const StatementResult *result = &statement->results[statement->result_count - 1];
    page_raw(p, "<p class=\"figure\">");
    html_grouped(p->out, result->value);
    page_raw(p, "<span class=\"unit\">");
    html_unit(p->out, result->unit);
    page_raw(p, "</span></p>\n<p>");
    page_map(p, &result->label);
    page_raw(p, "</p>\n<p class=\"soft\">");
    if (has_usual_interval(result)) {
        buf_add(p->out, bounds(p, result));
    } else {
        page_say(p, TEXT("No uncertainty is declared for this figure."));
    }
    page_raw(p, "</p>\n<p><span class=\"mark no\">");
    page_text(p, page_assurance(p, statement->state));
    page_raw(p, "</span></p>\n");
}

Str page_part_result(const Page *p, const StatementResult *result) {
    Buf out = {.arena = p->response->arena};
    html_grouped(&out, result->value);
    html_unit(&out, result->unit);
    if (has_usual_interval(result)) {
        html_raw(&out, "<small>");
        buf_add(&out, bounds(p, result));
        html_raw(&out, "</small>");
    }
    return buf_str(&out);
}

void page_part_check(const Page *p, Str bundle) {
    page_raw(p, "<ol>\n<li>");
    page_fill(p, TEXT("Get {1} from a source you trust; it is small, and needs no network."),
              PAGE_ARGS(STR("<code>banyan-verify</code>")));
    page_raw(p, "</li>\n<li>");
    page_fill(p, TEXT("Save the log's key, one line, as {1}. Compare it with what others know of it."),
              PAGE_ARGS(page_link(p, page_path(p, "/log"), STR("<code>log.pub</code>"))));
    page_raw(p, "</li>\n<li>");
    if (bundle.len > 0) {
        page_fill(p, TEXT("Save the {1} and ask for the verdict:"),
                  PAGE_ARGS(page_link(p, bundle, page_escaped(p, page_word(p, TEXT("bundle (.banyan)"))))));
    } else {
        page_say(p, TEXT("Save the bundle of a record or of a statement, and ask for the verdict:"));
    }
    Str file = bundle;
    for (Str rest = bundle; rest.ptr != NULL;) {
        file = str_cut(&rest, '/');
    }
    file = str_slice(file, 0, str_find(file, '?'));
    page_raw(p, "<pre><code>banyan-verify ");
    page_text(p, file.len > 0 ? file : STR("record.banyan"));
    page_raw(p, " --log-key log.pub</code></pre></li>\n</ol>\n");
}

static TextKey record_sentence(PublicRecordVerdict verdict) {
    static const TextKey sentences[] = {
        [PUBLIC_RECORD_HOLDS] = TEXT_INIT("This record is what was committed to the log; nothing was changed since."),
        [PUBLIC_RECORD_ERASED] = TEXT_INIT("This record was erased. Its leaf stays in the log, and holds."),
        [PUBLIC_RECORD_MISSING] = TEXT_INIT(
            "This record does NOT hold: its content is missing, and no erasure says why."),
        [PUBLIC_RECORD_CHANGED] = TEXT_INIT(
            "This record does NOT hold: what is stored is not what was committed to the log."),
        [PUBLIC_RECORD_UNLOGGED] = TEXT_INIT(
            "This record does NOT hold: the stored entry is not the one that the log holds."),
        [PUBLIC_RECORD_MISLABELED] = TEXT_INIT(
            "This record does NOT hold: the lists of this site say something else than what was committed."),
    };
    return sentences[verdict];
}

void page_part_record_verdict(const Page *p, const PublicRecord *record) {
    bool holds = record->verdict == PUBLIC_RECORD_HOLDS;
    bool erased = record->verdict == PUBLIC_RECORD_ERASED;
    page_verdict(p, holds ? PAGE_GOOD : erased ? PAGE_CAREFUL : PAGE_BAD, record_sentence(record->verdict));
    page_raw(p, "<p>");
    if (holds) {
        page_say(
            p,
            TEXT("This server compared the stored record with its leaf just now. You need not believe it: the bundle "
                 "proves the same without this server."));
    } else if (erased) {
        page_say(p,
                 TEXT("Its content and key were destroyed, as the person concerned or the law may ask. Proofs of other "
                      "records stay as they are."));
    } else {
        page_say(
            p, TEXT("Nothing that is stored under this leaf is shown, because it cannot be trusted. The operator finds "
                    "the damage with banyan fsck and restores it from a backup."));
    }
    page_raw(p, "</p>\n");
    page_verdict_end(p);
}

Str page_part_how(const Page *p, Str how) {
    typedef struct {
        const char *how;
        TextKey word;
    } Word;
    static const Word words[] = {
        {"measured", TEXT_INIT("measured")},   {"counted", TEXT_INIT("counted")},
        {"invoiced", TEXT_INIT("invoiced")},   {"surveyed", TEXT_INIT("surveyed")},
        {"estimated", TEXT_INIT("estimated")}, {"default", TEXT_INIT("default value")},
        {"imputed", TEXT_INIT("imputed")},
    };
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (str_eq(how, str_from_c(words[i].how))) {
            return page_word(p, words[i].word);
        }
    }
    return how;
}
