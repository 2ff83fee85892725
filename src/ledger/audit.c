#include "ledger/audit.h"

#include <stdio.h>
#include <string.h>

#include "ledger/publish.h"
#include "ledger/tilework.h"
#include "store/checkpoints.h"
#include "store/entries.h"
#include "store/leaves.h"

typedef struct {
    const AuditSubject *subject;
    AuditFault fault;
    void *ctx;
    uint64_t faults;
    Arena *arena;
    FilesDir log;
    PublishSizes sizes; /* of all checkpoints, in order */
    size_t next;        /* the next of sizes to be met */
    uint64_t last;      /* the largest of sizes */
    Tilework work;
    const char *prefix; /* directory being walked */
} Audit;

static const char rewrite_advice[] = "`banyan log rewrite` writes it again from the database";
static const char restore_advice[] = "restore banyan.db from a backup";

static bool say(Audit *audit, Str sentence, Err *err) {
    audit->faults++;
    return audit->fault(audit->ctx, sentence, err);
}

static bool say_file(Audit *audit, const char *path, const char *what, const char *advice, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    return say(audit, str_format(&arena, "%s/%s: %s; %s", audit->log.path, path, what, advice), err);
}

static bool say_row(Audit *audit, const char *table, uint64_t key, const char *what, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    return say(audit, str_format(&arena, "%s %llu: %s; %s", table, (unsigned long long)key, what, restore_advice), err);
}

/* Compares one file with what it has to hold. A file that cannot be read is a fault like any other. */
static bool check_file(Audit *audit, const char *path, Bytes expected, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    Bytes found = {0};
    Err failure = {0};
    if (!files_read(&arena, &audit->log, path, expected.len + 1, &found, &failure)) {
        const char *what = failure.code == ERR_NOT_FOUND ? "is missing" : "cannot be read or is too long";
        return say_file(audit, path, what, rewrite_advice, err);
    }
    return bytes_eq(found, expected) ||
           say_file(audit, path, "holds other bytes than its entries give", rewrite_advice, err);
}

/* The full tile stands for a partial one that was deleted. */
static bool covered_by_full(const Audit *audit, const TileId *tile) {
    Arena arena CLEANUP(arena_done) = {0};
    TileId full = *tile;
    full.width = TILE_WIDTH;
    bool complete = tile_width(audit->last, tile->level, tile->index) == TILE_WIDTH;
    return tile->width < TILE_WIDTH && complete && !files_exists(&audit->log, str_c(&arena, tile_path(&arena, tile))) &&
           files_exists(&audit->log, str_c(&arena, tile_path(&arena, &full)));
}

static bool check_tile(void *ctx, const TileId *tile, Bytes bytes, Err *err) {
    Audit *audit = ctx;
    Arena arena CLEANUP(arena_done) = {0};
    return covered_by_full(audit, tile) || check_file(audit, str_c(&arena, tile_path(&arena, tile)), bytes, err);
}

static bool check_signature(Audit *audit, const CheckpointsRow *row, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    Checkpoint checkpoint = {0};
    Err failure = {0};
    if (!checkpoint_open(&arena, row->note, &audit->subject->keys->log.key, &checkpoint, &failure)) {
        Str what = str_format(&arena, "its note does not open with the log key (%s)", failure.text);
        return say_row(audit, "checkpoints", row->size, what.ptr, err);
    }
    return (checkpoint.size == row->size && hash_eq(&checkpoint.root, &row->root)) ||
           say_row(audit, "checkpoints", row->size, "its note is of another size or root than its row", err);
}

static bool check_root(Audit *audit, uint64_t size, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    CheckpointsRow row = {0};
    Hash root = merkle_root(&audit->work.frontier);
    TRY(checkpoints_get(&arena, audit->subject->db, size, &row, err));
    TRY(hash_eq(&root, &row.root) ||
        say_row(audit, "checkpoints", size, "its root is not the root of the leaves it covers", err));
    return check_signature(audit, &row, err);
}

static bool at_size(Audit *audit, Err *err) {
    uint64_t size = audit->work.frontier.size;
    while (audit->next < audit->sizes.count && audit->sizes.sizes[audit->next] == size) {
        TRY(check_root(audit, size, err));
        TRY(tilework_partials(&audit->work, err));
        audit->next++;
    }
    return true;
}

static void say_progress(const Audit *audit) {
    const LedgerProgress *progress = audit->subject->progress;
    if (progress != NULL) {
        progress->step(progress->ctx, audit->work.frontier.size, audit->last);
    }
}

/* Tiles are compared with the leaf hashes, bundles with the entries, and both with each other: so a single change is named
 * where it is. */
static bool check_leaf(void *ctx, const LeavesRow *row, Err *err) {
    Audit *audit = ctx;
    Hash hash = merkle_leaf(str_bytes(row->leaf));
    TRY(row->index == audit->work.frontier.size ||
        say_row(audit, "leaves", row->index, "stands behind a gap in the indexes", err));
    TRY(hash_eq(&hash, &row->hash) ||
        say_row(audit, "entries", row->entry, "its text is not what its leaf's hash was made of", err));
    TRY(tilework_add(&audit->work, &row->hash, str_bytes(row->leaf), err));
    say_progress(audit);
    return at_size(audit, err);
}

static bool check_leaves(Audit *audit, Err *err) {
    Db *db = audit->subject->db;
    uint64_t leaves = 0;
    TRY(publish_sizes(audit->arena, db, 0, &audit->sizes, err));
    audit->last = audit->sizes.count > 0 ? audit->sizes.sizes[audit->sizes.count - 1] : 0;
    TRY(at_size(audit, err));
    TRY(leaves_each(db, 0, audit->last, check_leaf, audit, err));
    TRY(leaves_count(db, &leaves, err));
    return leaves == audit->last ||
           say_row(audit, "leaves", leaves, "is their number, and not that of the largest checkpoint", err);
}

/* The file may be behind the database after a crash, which ledger_recover makes good. */
static bool check_published(Audit *audit, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    CheckpointsRow last = {0};
    Err failure = {0};
    if (!checkpoints_last(&arena, audit->subject->db, &last, &failure)) {
        return failure.code == ERR_NOT_FOUND
                   ? say_file(audit, "checkpoint", "was never signed", "run `banyan init` again", err)
                   : err_set(err, failure.code, "%s", failure.text);
    }
    return check_file(audit, "checkpoint", str_bytes(last.note), err);
}

/* The first of the sizes that is at least `size`, or UINT64_MAX. */
static uint64_t size_from(const PublishSizes *sizes, uint64_t size) {
    size_t low = 0;
    size_t high = sizes->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sizes->sizes[middle] < size) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < sizes->count ? sizes->sizes[low] : UINT64_MAX;
}

/* Whether a checkpoint was signed at whose size this tile has this width. */
static bool width_was_published(const Audit *audit, const TileId *tile) {
    unsigned shift = TILE_HEIGHT * tile->level;
    uint64_t hashes = audit->last >> shift;
    if (tile->index > hashes / TILE_WIDTH) {
        return false;
    }
    uint64_t first = (tile->index * TILE_WIDTH + tile->width) << shift;
    uint64_t size = size_from(&audit->sizes, first);
    return size != UINT64_MAX && tile_width(size, tile->level, tile->index) == tile->width;
}

static bool belongs(const Audit *audit, const char *path) {
    TileId tile = {0};
    if (strcmp(path, "checkpoint") == 0) {
        return true;
    }
    return tile_path_parse(str_from_c(path), &tile, NULL) && width_was_published(audit, &tile);
}

static bool check_name(void *ctx, const char *name, bool is_dir, Err *err) {
    Audit *audit = ctx;
    char path[FILES_NAME_BYTES];
    int len = snprintf(path, sizeof path, "%s%s%s", audit->prefix, audit->prefix[0] == '\0' ? "" : "/", name);
    if (len < 0 || len >= (int)sizeof path) {
        return say_file(audit, audit->prefix, "holds a name that is too long", "remove that file", err);
    }
    if (is_dir) {
        const char *outer = audit->prefix;
        audit->prefix = path;
        bool done = files_each(&audit->log, path, check_name, audit, err);
        audit->prefix = outer;
        return done;
    }
    return belongs(audit, path) || say_file(audit, path, "does not belong to the log", "remove it", err);
}

static bool check_names(Audit *audit, Err *err) {
    audit->prefix = "";
    return files_each(&audit->log, ".", check_name, audit, err);
}

static bool check_public_key(Audit *audit, const char *name, const NoteKey *key, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    Bytes found = {0};
    Str expected = str_format(&arena, "%.*s\n", STR_ARG(note_key_text(&arena, key)));
    bool same = files_read(&arena, audit->subject->data, name, 1024, &found, NULL) &&
                str_eq(bytes_str(found), expected);
    return same || say(audit,
                       str_format(&arena, "%s/%s: is not the public key of its secret one; restore it from a backup",
                                  audit->subject->data->path, name),
                       err);
}

static bool check_keys(Audit *audit, Err *err) {
    const Keys *keys = audit->subject->keys;
    return check_public_key(audit, "keys/log.pub", &keys->log.key, err) &&
           check_public_key(audit, "keys/receipt.pub", &keys->receipt.key, err) &&
           check_public_key(audit, "keys/statement.pub", &keys->statement.key, err);
}

static bool audit_all(Audit *audit, Err *err) {
    TRY(check_keys(audit, err));
    TRY(check_leaves(audit, err));
    TRY(check_published(audit, err));
    return check_names(audit, err);
}

bool audit_log(const AuditSubject *subject, AuditFault fault, void *ctx, uint64_t *faults, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    Audit audit = {.subject = subject, .fault = fault, .ctx = ctx, .arena = &arena};
    TRY(files_make_in(subject->data, "log", FILES_SHARED, &audit.log, err));
    tilework_init(&audit.work, &arena, check_tile, &audit);
    bool done = audit_all(&audit, err);
    files_close(&audit.log);
    if (done) {
        *faults = audit.faults;
    }
    return done;
}
