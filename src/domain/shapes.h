/*
 * Shapes that several documents share.
 *
 * Owns: constant tables. Errors: none.
 */
#ifndef BANYAN_DOMAIN_SHAPES_H
#define BANYAN_DOMAIN_SHAPES_H

#include "domain/shape.h"

extern const Shape shapes_point;                /* PlacePoint */
extern const Shape shapes_identifier;           /* OrganisationId */
extern const Shape shapes_zone;                 /* ProgrammeZone */
extern const ShapeWords shapes_programme_kinds; /* ProgrammeKind */

#endif
