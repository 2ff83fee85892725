/*
 * A directory of a test's own, made fresh and removed with all that is in it.
 *
 * Owns: scratch_make gives a path that scratch_remove frees.
 */
#ifndef BANYAN_TESTS_SCRATCH_H
#define BANYAN_TESTS_SCRATCH_H

char *scratch_make(void);
void scratch_remove(char *path);

#endif
