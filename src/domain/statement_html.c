#include "domain/statement_html.h"

#include "codec/rfc3339.h"
#include "domain/html.h"
#include "domain/statement_html_body.h"
#include "domain/statement_html_style.h"

static void title(Buf *out, const Statement *statement, Str language) {
    int64_t end = 0;
    html_text(out, text_in(&statement->programme.name, language));
    html_raw(out, ", ");
    html_text(out, statement->period.start);
    if (date_parse(statement->period.end, &end, NULL)) {
        html_raw(out, " to ");
        html_text(out, date_format(out->arena, end - 1));
    }
}

void statement_html(Buf *out, const Statement *statement, const StatementPosition *position, Str language) {
    StatementHtmlWords words = {.language = language};
    html_raw(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"referrer\" content=\"no-referrer\">\n<title>Statement: ");
    title(out, statement, language);
    html_raw(out, "</title>\n<style>\n");
    statement_html_style(out);
    html_raw(out, "</style>\n</head>\n<body>\n<main>\n");
    statement_html_body(out, statement, position, &words);
    html_raw(out, "</main>\n</body>\n</html>\n");
}
