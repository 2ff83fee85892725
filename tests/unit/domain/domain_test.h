/*
 * What the tests of documents share: a good document in YAML, and edits of it that must be refused.
 */
#ifndef BANYAN_TESTS_DOMAIN_TEST_H
#define BANYAN_TESTS_DOMAIN_TEST_H

#include "base/err.h"
#include "codec/json.h"

/* One edit of a good document and the sentence it must be refused with. */
typedef struct {
    const char *from; /* must occur in the document */
    const char *to;
    const char *message;
} DomainTestEdit;

/* Parses and, where it went well, prints the canonical document again. */
typedef bool (*DomainTestParse)(Arena *arena, const Json *json, Str *printed, Err *err);

/* The text as JSON by way of YAML. */
Json domain_test_json(Arena *arena, const char *yaml);
/* The whole of a file of tests/unit/domain/data, ended by NUL. */
const char *domain_test_file(Arena *arena, const char *name);
Str domain_test_replace(Arena *arena, const char *text, const char *from, const char *to);
/* The document is taken, printed in canonical form, and what was printed is taken again and printed alike. */
void domain_test_taken(const char *yaml, DomainTestParse parse);
/* The document is taken and printed as exactly this canonical text. */
void domain_test_printed(const char *yaml, DomainTestParse parse, const char *canonical);
/* Every edit is refused with its sentence. */
void domain_test_refused(const char *yaml, DomainTestParse parse, const DomainTestEdit *edits, size_t count);
void domain_test_str(Str actual, const char *expected);

#endif
