/*
 * Reading a YAML tree strictly: what is unknown, missing or of another shape is a fault with its place.
 *
 * Shape: every function gives a usable value also after a fault, so that one pass finds all of them.
 * Owns: lists live in the reader's arena; texts are views of the tree.
 * Errors: none; faults go to the reader's list.
 */
#ifndef BANYAN_DOMAIN_METHODOLOGY_READ_H
#define BANYAN_DOMAIN_METHODOLOGY_READ_H

#include "codec/yaml.h"
#include "domain/methodology.h"

typedef struct {
    Arena *arena;
    Faults *faults;
} MethodologyReader;

void methodology_read_fault(const MethodologyReader *reader, MethodologyPlace place, const char *format, ...)
    PRINTF_LIKE(3, 4);
MethodologyPlace methodology_read_place(const Yaml *value);

/* False with a fault where value is no mapping; a fault for each member that is not among `known` ("a, b, c"). */
CHECKED bool methodology_read_mapping(const MethodologyReader *reader, const Yaml *value, const char *what,
                                      const char *known);
/* Member as one-line text; `required`: a fault where it is absent or empty. */
MethodologySpan methodology_read_span(const MethodologyReader *reader, const Yaml *map, const char *key, bool required);
Str methodology_read_text(const MethodologyReader *reader, const Yaml *map, const char *key, bool required);
/* A name [a-z][a-z0-9_]*. */
Str methodology_read_name(const MethodologyReader *reader, const Yaml *map, const char *key);
/* Absent: `otherwise`. */
bool methodology_read_flag(const MethodologyReader *reader, const Yaml *map, const char *key, bool otherwise);
/* A decimal or nothing. */
MethodologySpan methodology_read_decimal(const MethodologyReader *reader, const Yaml *map, const char *key);
uint64_t methodology_read_count(const MethodologyReader *reader, const Yaml *map, const char *key, uint64_t otherwise);
/* One of the words in "a, b, c"; required. */
Str methodology_read_word(const MethodologyReader *reader, const Yaml *map, const char *key, const char *words);
/* BCP 47 tag to text. */
TextMap methodology_read_texts(const MethodologyReader *reader, const Yaml *map, const char *key, bool required);
MethodologyNames methodology_read_names(const MethodologyReader *reader, const Yaml *map, const char *key);
/* The items of a list member; an absent one has none. */
const Yaml *methodology_read_list(const MethodologyReader *reader, const Yaml *map, const char *key, size_t *count);

#endif
