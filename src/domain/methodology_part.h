/*
 * The lists of a methodology: parameters, inputs, factors, conditions, formulas, results, tests, references.
 *
 * Owns: lists live in the reader's arena. Errors: none; faults go to the reader's list.
 */
#ifndef BANYAN_DOMAIN_METHODOLOGY_PART_H
#define BANYAN_DOMAIN_METHODOLOGY_PART_H

#include "domain/methodology_read.h"

void methodology_part_read(const MethodologyReader *reader, const Yaml *map, Methodology *out);

#endif
