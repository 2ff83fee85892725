/*
 * cmocka with the headers it needs, in the order it needs them.
 */
#ifndef BANYAN_TESTS_CMOCKA_ALL_H
#define BANYAN_TESTS_CMOCKA_ALL_H

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#endif
