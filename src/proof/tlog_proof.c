#include "proof/tlog_proof.h"

#include "base/buf.h"
#include "base/checked.h"
#include "codec/base64.h"
#include "proof/digest.h"

static const Str header = STR_INIT("c2sp.org/tlog-proof@v1");

Str tlog_proof_text(Arena *arena, const TlogProof *proof) {
    Buf out = {.arena = arena};
    buf_add(&out, header);
    buf_addf(&out, "\nindex %llu\n", (unsigned long long)proof->index);
    for (size_t i = 0; i < proof->path.count; i++) {
        buf_add(&out, digest_std(arena, &proof->path.hashes[i]));
        buf_add_byte(&out, '\n');
    }
    buf_add_byte(&out, '\n');
    buf_add(&out, proof->checkpoint);
    return buf_str(&out);
}

/* Cuts a line that has its line end. */
static bool cut_line(Str *rest, Str *line, Err *err) {
    *line = str_cut(rest, '\n');
    return rest->ptr != NULL || err_set(err, ERR_INVALID_PROOF, "the log proof ends in the middle of its lines");
}

/* What the decoder said, as a fault of the proof. */
static bool fail_decoding(Err *err, const char *where, size_t number) {
    if (err != NULL) {
        err->code = ERR_INVALID_PROOF;
        err->kind = err_kind(ERR_INVALID_PROOF);
    }
    return number == 0 ? err_at(err, "%s of the log proof", where)
                       : err_at(err, "%s %zu of the log proof", where, number);
}

static bool parse_head(Arena *arena, Str *rest, TlogProof *proof, Err *err) {
    Str line = {0};
    TRY(cut_line(rest, &line, err));
    if (!str_eq(line, header)) {
        return err_set(err, ERR_INVALID_PROOF, "a log proof begins with the line %.*s", STR_ARG(header));
    }
    TRY(cut_line(rest, &line, err));
    if (str_starts(line, STR("extra "))) {
        Bytes ignored = {0};
        if (!base64_decode(arena, str_slice(line, STR("extra ").len, line.len), &ignored, err)) {
            return fail_decoding(err, "extra line", 0);
        }
        proof->has_extra = true;
        TRY(cut_line(rest, &line, err));
    }
    Str digits = str_slice(line, STR("index ").len, line.len);
    if (!str_starts(line, STR("index ")) || !checked_parse_u64(digits, &proof->index)) {
        return err_set(err, ERR_INVALID_PROOF, "a log proof has a line \"index\" with the entry's number");
    }
    return true;
}

static bool parse_path(Arena *arena, Str *rest, MerkleProof *path, Err *err) {
    Str line = {0};
    TRY(cut_line(rest, &line, err));
    while (line.len > 0) {
        if (path->count == LIMIT_PROOF_HASHES) {
            return err_set(err, ERR_INVALID_PROOF, "a log proof has at most %d hashes", LIMIT_PROOF_HASHES);
        }
        if (!digest_std_parse(arena, line, &path->hashes[path->count], err)) {
            return fail_decoding(err, "hash", path->count + 1);
        }
        path->count++;
        TRY(cut_line(rest, &line, err));
    }
    return true;
}

bool tlog_proof_parse(Arena *arena, Str text, TlogProof *out, Err *err) {
    TlogProof proof = {.index = 0};
    Str rest = text;
    TRY(parse_head(arena, &rest, &proof, err));
    TRY(parse_path(arena, &rest, &proof.path, err));
    proof.checkpoint = rest;
    *out = proof;
    return true;
}
