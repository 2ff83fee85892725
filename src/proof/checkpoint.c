#include "proof/checkpoint.h"

#include "base/buf.h"
#include "base/checked.h"
#include "proof/digest.h"

static bool cut_line(Str *rest, Str *line) {
    *line = str_cut(rest, '\n');
    return rest->ptr != NULL;
}

static bool check_extensions(Str lines, Err *err) {
    Str rest = lines;
    while (rest.len > 0) {
        Str line = {0};
        if (!cut_line(&rest, &line) || line.len == 0) {
            return err_set(err, ERR_INVALID_NOTE, "the extension lines of a checkpoint are not empty");
        }
    }
    return true;
}

bool checkpoint_parse(Arena *arena, Str text, Checkpoint *out, Err *err) {
    Checkpoint checkpoint = {0};
    Str rest = text;
    Str size = {0};
    Str root = {0};
    if (!cut_line(&rest, &checkpoint.origin) || !cut_line(&rest, &size) || !cut_line(&rest, &root)) {
        return err_set(err, ERR_INVALID_NOTE, "a checkpoint has a line each for origin, size and root");
    }
    if (checkpoint.origin.len == 0 || checkpoint.origin.len > CHECKPOINT_ORIGIN_BYTES) {
        return err_set(err, ERR_INVALID_NOTE, "the origin of a checkpoint has 1 to %d bytes, not %zu",
                       (int)CHECKPOINT_ORIGIN_BYTES, checkpoint.origin.len);
    }
    if (!checked_parse_u64(size, &checkpoint.size) || checkpoint.size > INT64_MAX) {
        return err_set(err, ERR_INVALID_NOTE, "\"%.*s\" is not a log's size; write digits without leading zeros",
                       STR_ARG(str_slice(size, 0, 40)));
    }
    if (!digest_std_parse(arena, root, &checkpoint.root, NULL)) {
        return err_set(err, ERR_INVALID_NOTE, "\"%.*s\" is not a root; it is base64 of 32 bytes",
                       STR_ARG(str_slice(root, 0, 60)));
    }
    TRY(check_extensions(rest, err));
    checkpoint.extensions = rest;
    *out = checkpoint;
    return true;
}

bool checkpoint_format(Arena *arena, const Checkpoint *checkpoint, Str *out, Err *err) {
    if (!note_key_name(checkpoint->origin)) {
        return err_set(err, ERR_INVALID_NOTE,
                       "\"%.*s\" cannot be a log's origin; it has 1 to 255 bytes and no blank or plus sign",
                       STR_ARG(str_slice(checkpoint->origin, 0, 100)));
    }
    if (checkpoint->extensions.len > 0) {
        return err_set(err, ERR_INVALID_NOTE, "our checkpoints have no extension lines");
    }
    Buf text = {.arena = arena};
    buf_add(&text, checkpoint->origin);
    buf_addf(&text, "\n%llu\n", (unsigned long long)checkpoint->size);
    buf_add(&text, digest_std(arena, &checkpoint->root));
    buf_add_byte(&text, '\n');
    *out = buf_str(&text);
    return true;
}

bool checkpoint_sign(Arena *arena, const Checkpoint *checkpoint, const NoteSigner *log, Str *out, Err *err) {
    Str text = {0};
    if (!str_eq(checkpoint->origin, log->key.name)) {
        return err_set(err, ERR_INVALID_NOTE, "the key of %.*s cannot sign for the log %.*s", STR_ARG(log->key.name),
                       STR_ARG(str_slice(checkpoint->origin, 0, CHECKPOINT_ORIGIN_BYTES)));
    }
    TRY(checkpoint_format(arena, checkpoint, &text, err));
    return note_sign(arena, text, log, 1, out, err);
}

bool checkpoint_open(Arena *arena, Str note, const NoteKey *log, Checkpoint *out, Err *err) {
    Note parsed = {0};
    Checkpoint checkpoint = {0};
    TRY(note_parse(arena, note, &parsed, err));
    TRY(checkpoint_parse(arena, parsed.text, &checkpoint, err));
    if (!str_eq(checkpoint.origin, log->name)) {
        return err_set(err, ERR_INVALID_NOTE, "the checkpoint is of the log %.*s and the key of %.*s",
                       STR_ARG(checkpoint.origin), STR_ARG(log->name));
    }
    TRY(note_verify(arena, &parsed, log, 1, NULL, err));
    *out = checkpoint;
    return true;
}
