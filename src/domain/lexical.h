/*
 * The one written form of each kind of short text that is not human language.
 *
 * Shape: each function says yes or names the text and what would be right. Owns: nothing.
 * Errors: ERR_INVALID_ENCODING.
 * Source: docs/formats/record.md, "Written forms".
 */
#ifndef BANYAN_DOMAIN_LEXICAL_H
#define BANYAN_DOMAIN_LEXICAL_H

#include "base/err.h"
#include "base/str.h"

CHECKED bool lexical_uuid(Str text, Err *err);
/* 64 lower-case hexadecimal digits. */
CHECKED bool lexical_hash(Str text, Err *err);
/* RFC 3339 of whole seconds with its offset. */
CHECKED bool lexical_time(Str text, Err *err);
CHECKED bool lexical_date(Str text, Err *err);
/* [A-Za-z0-9_-]{4,64} */
CHECKED bool lexical_pseudonym(Str text, Err *err);
/* [a-z0-9][a-z0-9.-]*, at most 32 characters. */
CHECKED bool lexical_version(Str text, Err *err);
/* type/subtype of RFC 6838 in lower case, without parameters. */
CHECKED bool lexical_media_type(Str text, Err *err);
/* ISO 3166-1 alpha-2 form. */
CHECKED bool lexical_country(Str text, Err *err);
/* slug/number, such as basic-checks/1. */
CHECKED bool lexical_rules_id(Str text, Err *err);
/* A unit as written: 1 to 32 visible characters without blank. Which units there are is the methodology's matter. */
CHECKED bool lexical_unit(Str text, Err *err);
/* Unpadded base64url, at most 256 characters. */
CHECKED bool lexical_base64url(Str text, Err *err);
/* IANA time zone name form, such as Asia/Taipei. */
CHECKED bool lexical_zone(Str text, Err *err);
/* Version of the time zone database, such as 2025b. */
CHECKED bool lexical_tzdata(Str text, Err *err);
/* Host name and optional path of a log, as in its checkpoint: visible ASCII without plus sign. */
CHECKED bool lexical_origin(Str text, Err *err);
/* A decimal from 0 to 1. */
CHECKED bool lexical_share(Str text, Err *err);

#endif
