/*
 * The few compiler attributes and macros that every module uses.
 *
 * Source: gcc 12 and clang 14 attribute lists; C23 attributes are refused by clang 14 in C17 mode.
 */
#ifndef BANYAN_BASE_DEFS_H
#define BANYAN_BASE_DEFS_H

/* A result that must be looked at. */
#define CHECKED                         __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_at, args_at) __attribute__((format(printf, format_at, args_at)))
#define NORETURN                        __attribute__((noreturn))
/* Calls fn(&variable) when the variable goes out of scope, in reverse order of declaration. */
#define CLEANUP(fn) __attribute__((cleanup(fn)))

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* The only macro that hides a return: passes a failure on to the caller. */
#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        if (!(call)) {                                                                                                 \
            return false;                                                                                              \
        }                                                                                                              \
    } while (0)

#endif
