#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_ALIGN = 16, ARENA_FIRST = 16 * 1024, ARENA_LARGEST = 1024 * 1024 };

struct ArenaBlock {
    ArenaBlock *older;
    size_t size; /* usable bytes behind the header */
};

/* The header keeps the alignment of what follows it. */
_Static_assert(sizeof(ArenaBlock) % ARENA_ALIGN == 0, "block header breaks alignment");

static char *block_start(ArenaBlock *block) {
    return (char *)(block + 1);
}

static NORETURN void arena_out_of_memory(const Arena *arena) {
    if (arena->full != NULL) {
        arena->full();
    }
    abort();
}

void arena_init_fixed(Arena *arena, void *memory, size_t size, void (*full)(void)) {
    char *start = memory;
    size_t skip = (ARENA_ALIGN - (uintptr_t)start % ARENA_ALIGN) % ARENA_ALIGN;
    *arena = (Arena){.full = full, .fixed = 1};
    arena->at = start + (skip < size ? skip : size);
    arena->end = start + size;
}

static void free_blocks(ArenaBlock *block) {
    while (block != NULL) {
        ArenaBlock *older = block->older;
        free(block);
        block = older;
    }
}

void arena_done(Arena *arena) {
    free_blocks(arena->block);
    free_blocks(arena->spare);
    *arena = (Arena){.full = arena->full};
}

/* A spare block that is large enough, or NULL. Smaller ones before it are freed, so that spare blocks never pile up. */
static ArenaBlock *take_spare(Arena *arena, size_t need) {
    while (arena->spare != NULL) {
        ArenaBlock *block = arena->spare;
        arena->spare = block->older;
        if (block->size >= need) {
            return block;
        }
        free(block);
    }
    return NULL;
}

static ArenaBlock *new_block(const Arena *arena, size_t need) {
    size_t size = arena->block == NULL ? ARENA_FIRST : arena->block->size * 2;
    size = size > ARENA_LARGEST ? ARENA_LARGEST : size;
    size = size < need ? need : size;
    if (size > SIZE_MAX - sizeof(ArenaBlock)) {
        arena_out_of_memory(arena);
    }
    ArenaBlock *block = malloc(sizeof(ArenaBlock) + size);
    if (block == NULL) {
        arena_out_of_memory(arena);
    }
    block->size = size;
    return block;
}

static void arena_grow(Arena *arena, size_t need) {
    if (arena->fixed) {
        arena_out_of_memory(arena);
    }
    ArenaBlock *block = take_spare(arena, need);
    if (block == NULL) {
        block = new_block(arena, need);
    }
    block->older = arena->block;
    arena->block = block;
    arena->at = block_start(block);
    arena->end = arena->at + block->size;
}

static void *arena_take(Arena *arena, size_t size) {
    if (size > SIZE_MAX - ARENA_ALIGN) {
        arena_out_of_memory(arena);
    }
    size_t need = size == 0 ? ARENA_ALIGN : (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    if (need > (size_t)(arena->end - arena->at)) {
        arena_grow(arena, need);
    }
    void *memory = arena->at;
    arena->at += need;
    return memory;
}

void *arena_alloc(Arena *arena, size_t size) {
    return memset(arena_take(arena, size), 0, size);
}

void *arena_array(Arena *arena, size_t count, size_t size) {
    size_t total = 0;
    if (__builtin_mul_overflow(count, size, &total)) {
        arena_out_of_memory(arena);
    }
    return arena_alloc(arena, total);
}

void *arena_copy(Arena *arena, const void *bytes, size_t size) {
    void *memory = arena_take(arena, size);
    if (size > 0) {
        memcpy(memory, bytes, size);
    }
    return memory;
}

ArenaMark arena_mark(const Arena *arena) {
    return (ArenaMark){.block = arena->block, .at = arena->at};
}

void arena_rewind(Arena *arena, ArenaMark mark) {
    while (arena->block != mark.block) {
        ArenaBlock *block = arena->block;
        arena->block = block->older;
        block->older = arena->spare;
        arena->spare = block;
    }
    arena->at = mark.at;
    if (!arena->fixed) {
        arena->end = mark.block == NULL ? NULL : block_start(mark.block) + mark.block->size;
    }
}
