/*
 * What the codec tests share: reading a file, and comparing a Str with the C string it should be.
 *
 * Owns: texts live in the arena.
 * Errors: a failing assertion; test_data gives {0} where the file is absent.
 */
#ifndef BANYAN_TESTS_CODEC_TEST_H
#define BANYAN_TESTS_CODEC_TEST_H

#include "base/err.h"
#include "base/str.h"

void assert_text(Str text, const char *expected);
/* The file below the folder that the environment variable names; {0} where it is absent. */
Str test_file(Arena *arena, const char *folder_variable, const char *path);
/* Asserts the code and that the text begins with `beginning`. */
void assert_err(const Err *err, ErrCode code, const char *beginning);

#endif
