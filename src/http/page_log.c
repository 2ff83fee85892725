#include "app/proving.h"
#include "http/page.h"

static void link_item(const Page *p, const char *path, TextKey label) {
    page_raw(p, "<li><a href=\"");
    page_raw(p, path);
    page_raw(p, "\"><code>");
    page_raw(p, path);
    page_raw(p, "</code></a>: ");
    page_say(p, label);
    page_raw(p, "</li>\n");
}

static void files(const Page *p) {
    page_section(p, "files", TEXT("Files"));
    page_raw(p, "<p>");
    page_say(
        p,
        TEXT(
            "The log is static files in the layout of C2SP tlog-tiles, so that anybody can copy and check all of it."));
    page_raw(p, "</p>\n<ul>\n");
    link_item(p, "/log/checkpoint", TEXT("the latest checkpoint, signed"));
    page_raw(p, "<li><code>/log/tile/0/000</code>, <code>/log/tile/0/000.p/<var>W</var></code>: ");
    page_say(p, TEXT("tiles of hashes; W is the width of one that is not full yet"));
    page_raw(p, "</li>\n<li><code>/log/tile/entries/000</code>, <code>/log/tile/entries/000.p/<var>W</var></code>: ");
    page_say(p, TEXT("the entries themselves, 256 in a bundle"));
    page_raw(p, "</li>\n");
    link_item(p, "/log.json", TEXT("this page as JSON"));
    page_raw(p, "</ul>\n");
    page_section_end(p);
}

static void block(const Page *p, const char *id, TextKey title, TextKey words, Str text) {
    page_section(p, id, title);
    page_raw(p, "<p>");
    page_say(p, words);
    page_raw(p, "</p>\n<pre><code>");
    page_text(p, text);
    page_raw(p, "</code></pre>\n");
    page_section_end(p);
}

bool page_log(App *app, const Request *request, Response *response, Err *err) {
    ProvingHead head = {0};
    TRY(proving_head(app, &head, err));
    Page page = page_open(request, response);
    const Page *p = &page;
    page_begin(p, page_word(p, TEXT("The log")));
    page_raw(p, "<header><h1>");
    page_say(p, TEXT("The log"));
    page_raw(p, "</h1>\n<p class=\"lead\">");
    page_say(
        p, TEXT("An entry names nobody: it is a commitment, or the hash of a public document. What is once in the log "
                "stays, and every later checkpoint includes it."));
    page_raw(p, "</p></header>\n<dl>\n");
    page_fact_text(p, TEXT("Name"), head.origin);
    page_fact(p, TEXT("Entries"), page_number(p, head.size));
    page_fact_hash(p, TEXT("Root"), head.root);
    page_raw(p, "</dl>\n");
    block(p, "key", TEXT("Key"),
          TEXT("The line that a verifier configures. Compare it with what you have from somewhere else: a key that "
               "comes only "
               "from the site it is to check proves nothing."),
          head.key);
    block(p, "checkpoint", TEXT("Checkpoint"), TEXT("What the log's key signed last: name, number of entries, root."),
          head.checkpoint);
    files(p);
    page_end(p);
    return true;
}
