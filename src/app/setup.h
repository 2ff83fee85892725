/*
 * Making a new instance: directory, databases, keys, settings, the empty log and the rule set that screens records.
 *
 * Errors: ERR_CONFLICT where an instance is there already; it is left as it was. What the layers below report.
 */
#ifndef BANYAN_APP_SETUP_H
#define BANYAN_APP_SETUP_H

#include "app/app.h"

typedef struct {
    Str directory;
    Str origin;
    Str log_key; /* the line that verifiers configure */
} SetupDone;

CHECKED bool setup_init(Arena *arena, const AppEnv *env, SetupDone *out, Err *err);

#endif
