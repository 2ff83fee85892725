/*
 * An arena: memory for one request, job or command, freed as a whole.
 *
 * Shape: blocks that grow from 16 KiB to 1 MiB, or one fixed block the caller lent.
 * Owns: arena_done frees every block; pointers from an arena live until arena_done or arena_rewind past them. Blocks that
 *       were rewound past are kept for the next allocations, so a loop asks the system for memory only once.
 * Errors: none. Out of memory calls `full` where one is set (the public verifier reports LIMIT there) and aborts
 *         otherwise; sizes from outside are checked against base/limits.h before they get here.
 */
#ifndef BANYAN_BASE_ARENA_H
#define BANYAN_BASE_ARENA_H

#include <stddef.h>

#include "base/defs.h"

typedef struct ArenaBlock ArenaBlock;

typedef struct {
    ArenaBlock *block;  /* newest block; NULL while nothing was allocated */
    ArenaBlock *spare;  /* blocks that were rewound past, the oldest first */
    char *at;           /* next free byte of the newest block */
    char *end;          /* one past the last byte of the newest block */
    void (*full)(void); /* called instead of abort when a fixed block is used up; must not return */
    int fixed;          /* the block is the caller's and never grows */
} Arena;

typedef struct {
    ArenaBlock *block;
    char *at;
} ArenaMark;

/* {0} is a valid empty growing arena. */
void arena_init_fixed(Arena *arena, void *memory, size_t size, void (*full)(void));
void arena_done(Arena *arena);

/* Zeroed memory, aligned for any type; size 0 gives a unique pointer. */
void *arena_alloc(Arena *arena, size_t size);
/* count * size with the product checked. */
void *arena_array(Arena *arena, size_t count, size_t size);
void *arena_copy(Arena *arena, const void *bytes, size_t size);

#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, count, type) ((type *)arena_array((arena), (count), sizeof(type)))

/* Rewinding gives up what came after the mark: for loops that reuse their memory. */
ArenaMark arena_mark(const Arena *arena);
void arena_rewind(Arena *arena, ArenaMark mark);

#endif
