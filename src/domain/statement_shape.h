/*
 * The tables of a statement's parts, from which statements are read, judged and written.
 *
 * Owns: constant tables. Errors: none.
 */
#ifndef BANYAN_DOMAIN_STATEMENT_SHAPE_H
#define BANYAN_DOMAIN_STATEMENT_SHAPE_H

#include "domain/shape.h"

extern const Shape statement_shape_organisation;
extern const Shape statement_shape_programme;
extern const Shape statement_shape_methodology;
extern const Shape statement_shape_period;
extern const Shape statement_shape_result;
extern const Shape statement_shape_activity;
extern const Shape statement_shape_factor;
extern const Shape statement_shape_formula;
extern const Shape statement_shape_counts;
extern const Shape statement_shape_coverage;
extern const Shape statement_shape_frame;
extern const Shape statement_shape_log;
extern const Shape statement_shape_supersedes;

#endif
