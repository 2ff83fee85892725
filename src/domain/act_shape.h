/*
 * The table from which acts are read, judged and written, for the modules that embed an act.
 *
 * Owns: constant tables. Errors: none.
 */
#ifndef BANYAN_DOMAIN_ACT_SHAPE_H
#define BANYAN_DOMAIN_ACT_SHAPE_H

#include "domain/act.h"
#include "domain/shape.h"

/* Of Act; ACT_FIELDS members in canonical order. */
extern const Shape act_shape;
/* The words an input's `how` may be. */
extern const ShapeWords act_shape_how;
extern const ShapeWords act_shape_assisted;
extern const ShapeWords act_shape_clock;
extern const ShapeWords act_shape_place_source;

/* Rules over several fields of one input list: each name once. */
CHECKED bool act_shape_inputs(const Act *act, Err *err);

/* The word of a maintenance state. */
Str act_shape_state(ActState value);

#endif
