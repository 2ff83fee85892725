/*
 * Bytes looked for in every file of a directory tree, as they lie on disk.
 *
 * Shape: search_whole finds a run of bytes; search_pieces finds any 16-byte piece of the needles that begins at a multiple
 *        of 16 in them, so that a remnant of 31 bytes or more cannot hide. Needles for pieces are random bytes (a box, a
 *        secret): pieces of text would be found where they belong.
 * Owns: the path found lives in the arena. Errors: ERR_INTERNAL for a needle under 16 bytes; sys/stream.h's.
 */
#ifndef BANYAN_STORE_SEARCH_H
#define BANYAN_STORE_SEARCH_H

#include "sys/files.h"

enum { SEARCH_PIECE = 16 };

/* *file is empty where nothing was found, else the path of the first such file. */
CHECKED bool search_whole(Arena *arena, const FilesDir *dir, Bytes needle, Str *file, Err *err);
CHECKED bool search_pieces(Arena *arena, const FilesDir *dir, const Bytes *needles, size_t count, Str *file, Err *err);

#endif
