/*
 * Whether this machine and this instance are fit to run: a list of findings with what to do.
 *
 * Owns: texts live in the arena. Errors: only where it could not look at all.
 */
#ifndef BANYAN_APP_DOCTOR_H
#define BANYAN_APP_DOCTOR_H

#include "app/app.h"

typedef struct {
    const char *name; /* such as "clock" */
    bool good;
    Str text; /* what was seen, and what to do where it is not good */
} DoctorFinding;

typedef struct {
    const DoctorFinding *findings;
    size_t count;
    bool good;
} DoctorDone;

CHECKED bool doctor_run(Arena *arena, const AppEnv *env, DoctorDone *out, Err *err);

#endif
