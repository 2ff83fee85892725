#include "ledger/publish.h"

#include <string.h>

#include "ledger/tilework.h"
#include "store/leaves.h"
#include "sys/batch.h"

typedef struct {
    Arena *arena;
    PublishSizes sizes;
    size_t room;
} Collect;

static bool collect_size(void *ctx, const CheckpointsRow *row, Err *err) {
    (void)err;
    Collect *collect = ctx;
    if (collect->sizes.count == collect->room) {
        size_t room = collect->room == 0 ? 64 : collect->room * 2;
        uint64_t *larger = ARENA_ARRAY(collect->arena, room, uint64_t);
        if (collect->room > 0) {
            memcpy(larger, collect->sizes.sizes, collect->room * sizeof *larger);
        }
        collect->sizes.sizes = larger;
        collect->room = room;
    }
    collect->sizes.sizes[collect->sizes.count++] = row->size;
    return true;
}

bool publish_sizes(Arena *arena, Db *db, uint64_t from, PublishSizes *out, Err *err) {
    Collect collect = {.arena = arena};
    TRY(checkpoints_each(db, collect_size, &collect, err));
    size_t skip = 0;
    while (skip < collect.sizes.count && collect.sizes.sizes[skip] < from) {
        skip++;
    }
    *out = (PublishSizes){collect.sizes.sizes + skip, collect.sizes.count - skip};
    return true;
}

typedef struct {
    const Publish *publish;
    const CheckpointsRow *last;
    PublishSizes sizes;
    size_t next; /* the next of sizes */
    Tilework work;
    Batch batch;
} Run;

static bool emit_file(void *ctx, const TileId *tile, Bytes bytes, Err *err) {
    Run *run = ctx;
    Arena arena CLEANUP(arena_done) = {0};
    return batch_add(&run->batch, str_c(&arena, tile_path(&arena, tile)), bytes, err);
}

static bool root_agrees(const Run *run, const MerkleHead *head, Err *err) {
    Hash root = merkle_root(&run->work.frontier);
    return hash_eq(&root, &head->root) ||
           err_set(err, ERR_CORRUPT,
                   "leaves: the first %llu do not give the root that was signed for them; nothing was published; "
                   "restore banyan.db from a backup",
                   (unsigned long long)head->size);
}

static bool at_size(Run *run, Err *err) {
    const MerkleHead last = {run->last->size, run->last->root};
    uint64_t size = run->work.frontier.size;
    TRY(size != run->publish->from.size || root_agrees(run, &run->publish->from, err));
    TRY(size != last.size || root_agrees(run, &last, err));
    while (run->next < run->sizes.count && run->sizes.sizes[run->next] == size) {
        TRY(tilework_partials(&run->work, err));
        run->next++;
    }
    return true;
}

static void say_written(const Run *run) {
    const PublishProgress *say = run->publish->progress;
    uint64_t from = run->publish->from.size;
    uint64_t size = run->work.frontier.size;
    if (say->progress != NULL && size > from) {
        say->progress->step(say->progress->ctx, say->before + size - from, say->before + run->last->size - from);
    }
}

static bool add_leaf(void *ctx, const LeavesRow *row, Err *err) {
    Run *run = ctx;
    if (row->index != run->work.frontier.size) {
        return err_set(err, ERR_CORRUPT, "leaves: index %llu is missing; restore banyan.db from a backup",
                       (unsigned long long)run->work.frontier.size);
    }
    TRY(tilework_add(&run->work, &row->hash, str_bytes(row->leaf), err));
    say_written(run);
    return at_size(run, err);
}

static bool run_leaves(Run *run, Err *err) {
    if (run->publish->from.size > 0) {
        TileSource source = tiles_source(run->publish->tiles, run->publish->from.size);
        TRY(tilework_resume(&run->work, &source, err));
    }
    TRY(at_size(run, err));
    TRY(leaves_each(run->publish->db, run->work.frontier.size, run->last->size, add_leaf, run, err));
    if (run->work.frontier.size != run->last->size) {
        return err_set(err, ERR_CORRUPT, "leaves: there are %llu, a checkpoint of %llu was signed; restore banyan.db",
                       (unsigned long long)run->work.frontier.size, (unsigned long long)run->last->size);
    }
    return batch_commit(&run->batch, err);
}

/* The walk takes up at a multiple of 256, where `from` itself lies ahead: its own size is met on the way. */
bool publish_until(const Publish *publish, const CheckpointsRow *last, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    Run run = {.publish = publish, .last = last};
    TRY(publish_sizes(&arena, publish->db, publish->from.size + 1, &run.sizes, err));
    tilework_init(&run.work, &arena, emit_file, &run);
    batch_init(&run.batch, publish->log, FILES_SHARED);
    bool done = run_leaves(&run, err);
    batch_done(&run.batch);
    return done && files_write(publish->log, "checkpoint", FILES_SHARED, str_bytes(last->note), err);
}
