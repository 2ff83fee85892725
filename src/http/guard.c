#include "http/guard.h"

#include <string.h>
#include <strings.h>

#include "base/checked.h"
#include "http/target.h"

static bool is_token_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static bool is_token(Str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (!is_token_char(text.ptr[i])) {
            return false;
        }
    }
    return text.len > 0;
}

static bool is_value(Str text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f) {
            return false;
        }
    }
    return true;
}

/* How often the field is there; `value` is the last one's. */
static size_t field_count(const RequestPair *fields, size_t count, Str name, Str *value) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (str_eq(fields[i].name, name)) {
            *value = fields[i].value;
            found++;
        }
    }
    return found;
}

static ProblemKind check_each(const RequestPair *fields, size_t count, Str *detail) {
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        bytes += fields[i].name.len + fields[i].value.len + 4;
        if (!is_token(fields[i].name) || !is_value(fields[i].value)) {
            *detail = STR("a header field has a character in it that is not allowed there");
            return PROBLEM_BAD_REQUEST;
        }
    }
    return count > GUARD_FIELDS || bytes > GUARD_BYTES ? PROBLEM_HEADERS : PROBLEM_KINDS;
}

static ProblemKind check_host(const RequestPair *fields, size_t count, Str *detail) {
    Str host = {0};
    if (field_count(fields, count, STR("host"), &host) != 1) {
        *detail = STR("a request has exactly one Host field");
        return PROBLEM_BAD_REQUEST;
    }
    if (!target_is_host(host)) {
        *detail = STR("the Host field has to be a name or an address, with or without a port");
        return PROBLEM_BAD_REQUEST;
    }
    return PROBLEM_KINDS;
}

static bool is_chunked(Str value) {
    return value.len == 7 && strncasecmp(value.ptr, "chunked", 7) == 0;
}

/* Two lengths, or a length beside a coding: two readers could see two requests where we see one. */
static ProblemKind check_framing(const RequestPair *fields, size_t count, Str *detail) {
    Str length = {0};
    Str coding = {0};
    uint64_t bytes = 0;
    size_t lengths = field_count(fields, count, STR("content-length"), &length);
    size_t codings = field_count(fields, count, STR("transfer-encoding"), &coding);
    if (lengths + codings > 1) {
        *detail = STR("a request has one Content-Length or one Transfer-Encoding, not more and not both");
        return PROBLEM_BAD_REQUEST;
    }
    if (lengths == 1 && !checked_parse_u64(length, &bytes)) {
        *detail = STR("Content-Length has to be a whole number");
        return PROBLEM_BAD_REQUEST;
    }
    return codings == 1 && !is_chunked(coding) ? PROBLEM_NOT_IMPLEMENTED : PROBLEM_KINDS;
}

ProblemKind guard_fields(const RequestPair *fields, size_t count, Str *detail) {
    ProblemKind problem = check_each(fields, count, detail);
    problem = problem == PROBLEM_KINDS ? check_host(fields, count, detail) : problem;
    return problem == PROBLEM_KINDS ? check_framing(fields, count, detail) : problem;
}

ProblemKind guard_body(const RequestPair *fields, size_t count, size_t most) {
    Str value = {0};
    uint64_t bytes = 0;
    if (field_count(fields, count, STR("transfer-encoding"), &value) > 0) {
        return most == 0 ? PROBLEM_BODY : PROBLEM_KINDS;
    }
    bool announced = field_count(fields, count, STR("content-length"), &value) > 0;
    return announced && (!checked_parse_u64(value, &bytes) || bytes > most) ? PROBLEM_BODY : PROBLEM_KINDS;
}
