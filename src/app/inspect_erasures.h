/*
 * Erasures checked against the documents that announced them.
 *
 * Shape: every mark refers to an entry of kind `erasure`, and each such document has as many marks as it counts.
 * Owns: borrows the arena for the run. Errors: only where it could not look; what is wrong is told to `fault`.
 */
#ifndef BANYAN_APP_INSPECT_ERASURES_H
#define BANYAN_APP_INSPECT_ERASURES_H

#include "app/app.h"

typedef void (*InspectFault)(void *ctx, Str sentence);

CHECKED bool inspect_erasures(App *app, InspectFault fault, void *ctx, Err *err);

#endif
