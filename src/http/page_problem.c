#include "http/page.h"

typedef struct {
    const char *code;
    TextKey meaning;
} Meaning;

/* Every code of base/err.c that an answer can carry, and those of HTTP itself. */
static const Meaning meanings[] = {
    {"not-found", TEXT_INIT("There is nothing at this address, or it is not public. Look from the first page.")},
    {"gone", TEXT_INIT("It was erased. Its leaf stays in the log; its content does not come back.")},
    {"precondition", TEXT_INIT("It is not in the log yet, so there is no proof. Ask again later.")},
    {"bad-request", TEXT_INIT("The request is not well-formed HTTP.")},
    {"method-not-allowed", TEXT_INIT("This address can be read only. The header Allow says how.")},
    {"target-too-long", TEXT_INIT("The address is longer than 8192 bytes.")},
    {"headers-too-large", TEXT_INIT("There are too many header fields, or they are too long.")},
    {"too-large", TEXT_INIT("There is more than the program takes at once.")},
    {"not-implemented", TEXT_INIT("The request asks for a part of HTTP that the program does not have.")},
    {"busy", TEXT_INIT("Too much is going on. Ask again after the seconds in Retry-After.")},
    {"unavailable", TEXT_INIT("It cannot be done just now. Ask again in a moment.")},
    {"corrupt",
     TEXT_INIT("What is stored is not what was committed to the log. The operator finds the damage with banyan "
               "fsck and restores it from a backup.")},
    {"io", TEXT_INIT("The server could not read or write. Its operator sees why in its log.")},
    {"no-space", TEXT_INIT("The server's disk is full.")},
    {"internal", TEXT_INIT("A fault of the program. Please report it with the time.")},
    {"denied", TEXT_INIT("Who asks may not do this.")},
    {"conflict", TEXT_INIT("Something else is there already under this name.")},
    {"usage", TEXT_INIT("Something that was asked for contradicts itself.")},
    {"arithmetic", TEXT_INIT("A computation has no result, such as a division by zero.")},
    {"unknown-version", TEXT_INIT("It is written in a version that this program does not know.")},
    {"invalid-json", TEXT_INIT("It is not JSON as this program reads it; the detail names line and column.")},
    {"invalid-canonical", TEXT_INIT("It is JSON, but not in its one canonical form (RFC 8785).")},
    {"invalid-encoding", TEXT_INIT("A number, time, id or text is not in its one form.")},
    {"invalid-csv", TEXT_INIT("It is not a table as RFC 4180 has it.")},
    {"invalid-yaml", TEXT_INIT("It is not YAML as this program reads it.")},
    {"invalid-formula", TEXT_INIT("A formula cannot be read, or its units do not fit.")},
    {"invalid-methodology", TEXT_INIT("A methodology has faults.")},
    {"invalid-unit", TEXT_INIT("A unit is not known, or is of another kind than asked for.")},
    {"invalid-record", TEXT_INIT("A record is not as its programme wants it.")},
    {"invalid-document", TEXT_INIT("A public document is not as it should be.")},
    {"invalid-import", TEXT_INIT("A file of records has faults; none of it was taken.")},
    {"invalid-config", TEXT_INIT("A setting is not as it should be.")},
    {"invalid-note", TEXT_INIT("A signed note is not well-formed, or its signature does not hold.")},
    {"invalid-proof", TEXT_INIT("A proof is not well-formed, or leads elsewhere.")},
    {"invalid-bundle", TEXT_INIT("It is no bundle.")},
};

static const Meaning *meaning_of(Str code) {
    for (size_t i = 0; i < COUNT_OF(meanings); i++) {
        if (str_eq(code, str_from_c(meanings[i].code))) {
            return &meanings[i];
        }
    }
    return NULL;
}

static TextKey title_of(int status) {
    switch (status) {
    case 404:
        return TEXT("Nothing is here");
    case 410:
        return TEXT("This was erased");
    case 405:
        return TEXT("This can be read only");
    case 503:
        return TEXT("Not just now");
    default:
        return status < 500 ? TEXT("This request cannot be answered") : TEXT("Something is wrong here");
    }
}

void page_problem(const Request *request, const Problem *problem, Response *response) {
    const Meaning *meaning = meaning_of(problem->code);
    buf_clear(&response->body);
    Page page = page_open(request, response);
    const Page *p = &page;
    page_begin(p, page_word(p, title_of(problem->status)));
    page_raw(p, "<p class=\"kicker\">");
    buf_addf(p->out, "%d", problem->status);
    page_raw(p, "</p>\n<h1>");
    page_say(p, title_of(problem->status));
    page_raw(p, "</h1>\n<p class=\"lead\">");
    if (meaning != NULL) {
        page_say(p, meaning->meaning);
    }
    page_raw(p, "</p>\n<dl>\n");
    page_fact(p, TEXT("Detail"),
              str_format(response->arena, "<span lang=\"en\">%.*s</span>", STR_ARG(page_escaped(p, problem->detail))));
    Str path = page_path(p, "/docs/errors");
    path = str_format(response->arena, "%.*s#%.*s", STR_ARG(path), STR_ARG(problem->code));
    page_fact(p, TEXT("Code"), page_link(p, path, page_code(p, problem->code)));
    page_raw(p, "</dl>\n<p>");
    buf_add(p->out, page_link(p, page_path(p, "/"), page_escaped(p, page_word(p, TEXT("To the first page")))));
    page_raw(p, "</p>\n");
    page_end(p);
    response->status = problem->status;
    response->cache_control = STR("no-store");
}

bool page_errors(App *app, const Request *request, Response *response, Err *err) {
    (void)app;
    (void)err;
    Page page = page_open(request, response);
    const Page *p = &page;
    page_begin(p, page_word(p, TEXT("What errors mean")));
    page_raw(p, "<h1>");
    page_say(p, TEXT("What errors mean"));
    page_raw(p, "</h1>\n<p>");
    page_fill(p, TEXT("A program gets {1} (RFC 9457); its {2} is one of these and stays what it is."),
              PAGE_ARGS(page_code(p, STR("application/problem+json")), page_code(p, STR("code"))));
    page_raw(p, "</p>\n<dl class=\"codes\">\n");
    for (size_t i = 0; i < COUNT_OF(meanings); i++) {
        buf_addf(p->out, "<dt id=\"%s\"><code>%s</code></dt><dd>", meanings[i].code, meanings[i].code);
        page_say(p, meanings[i].meaning);
        page_raw(p, "</dd>\n");
    }
    page_raw(p, "</dl>\n");
    page_end(p);
    return true;
}
