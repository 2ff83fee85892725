#include "proof/receipt.h"

#include <string.h>

#include "codec/base64.h"
#include "codec/canonical.h"
#include "codec/hex.h"
#include "codec/rfc3339.h"
#include "codec/uuid.h"
#include "proof/digest.h"
#include "proof/members.h"

enum { RECEIPT_VERSION = 1, RECEIPT_DEPTH = 2, RECEIPT_NODES = 256, MINUTE_S = 60 };

static void add_text(Buf *out, const char *member, Str value) {
    buf_addf(out, ",\"%s\":", member);
    canonical_string(out, value);
}

static Str minute_text(Arena *arena, int64_t minute) {
    return rfc3339_format(arena, (Rfc3339){.at_s = minute * MINUTE_S});
}

/* `{"accepted":...,"commitment":...,"id":...`: how both the signed body and the whole receipt begin. */
static void add_head(Buf *out, const Receipt *receipt) {
    buf_add(out, STR("{\"accepted\":"));
    canonical_string(out, minute_text(out->arena, receipt->accepted_min));
    add_text(out, "commitment", digest_url(out->arena, &receipt->commitment));
    add_text(out, "id", receipt->id);
}

/* What the batch's tree is over. */
static Hash leaf_of(Arena *arena, const Receipt *receipt) {
    ArenaMark mark = arena_mark(arena);
    Buf body = {.arena = arena};
    add_head(&body, receipt);
    add_text(&body, "origin", receipt->origin);
    add_text(&body, "publish_by", minute_text(arena, receipt->publish_by_min));
    buf_addf(&body, ",\"v\":%d}", RECEIPT_VERSION);
    Hash leaf = merkle_leaf(buf_bytes(&body));
    arena_rewind(arena, mark);
    return leaf;
}

/* The text that is signed: it cannot be taken for a checkpoint, which has no such first line and another key. */
static Str signed_text(Arena *arena, Str origin, uint64_t size, const Hash *root) {
    Buf out = {.arena = arena};
    buf_add(&out, STR("banyan/receipt/v1\n"));
    buf_add(&out, origin);
    buf_addf(&out, "\n%llu\n", (unsigned long long)size);
    buf_add(&out, digest_std(arena, root));
    buf_add_byte(&out, '\n');
    return buf_str(&out);
}

static bool check_batch(const Receipt *receipts, size_t count, Err *err) {
    if (count == 0) {
        return err_set(err, ERR_INTERNAL, "a batch of receipts has at least one");
    }
    for (size_t i = 0; i < count; i++) {
        if (!str_eq(receipts[i].origin, receipts[0].origin) || !note_key_name(receipts[i].origin)) {
            return err_set(err, ERR_INTERNAL, "the receipts of a batch are of one log, and name it");
        }
    }
    return true;
}

/* The proofs of a batch, level by level: row r holds the roots of the complete subtrees of 2^r leaves. */
static bool fill_paths(Arena *arena, Receipt *receipts, size_t count, Hash *root, Err *err) {
    Hash *leaves = ARENA_ARRAY(arena, count, Hash);
    for (size_t i = 0; i < count; i++) {
        leaves[i] = leaf_of(arena, &receipts[i]);
    }
    MerkleRows rows = merkle_rows(arena, leaves, count);
    TRY(merkle_root_of(merkle_rows_node, &rows, count, root, err));
    for (size_t i = 0; i < count; i++) {
        receipts[i].index = i;
        receipts[i].size = count;
        TRY(merkle_prove_inclusion(merkle_rows_node, &rows, i, count, &receipts[i].path, err));
    }
    return true;
}

bool receipt_sign(Arena *arena, Receipt *receipts, size_t count, const NoteSigner *signer, Err *err) {
    TRY(check_batch(receipts, count, err));
    Hash root;
    TRY(fill_paths(arena, receipts, count, &root, err));
    uint8_t signature[SIGN_SIGNATURE_BYTES];
    sign_make(&signer->secret, str_bytes(signed_text(arena, receipts[0].origin, count, &root)), signature);
    for (size_t i = 0; i < count; i++) {
        receipts[i].key_id = signer->key.id;
        memcpy(receipts[i].signature, signature, sizeof(signature));
    }
    return true;
}

Str receipt_text(Arena *arena, const Receipt *receipt) {
    Buf out = {.arena = arena};
    add_head(&out, receipt);
    buf_addf(&out, ",\"index\":%llu,\"key\":\"%08x\"", (unsigned long long)receipt->index, receipt->key_id);
    add_text(&out, "origin", receipt->origin);
    buf_add(&out, STR(",\"path\":["));
    for (size_t i = 0; i < receipt->path.count; i++) {
        buf_addf(&out, i > 0 ? ",\"" : "\"");
        buf_add(&out, digest_url(arena, &receipt->path.hashes[i]));
        buf_add_byte(&out, '"');
    }
    buf_add_byte(&out, ']');
    add_text(&out, "publish_by", minute_text(arena, receipt->publish_by_min));
    if (receipt->has_secret) {
        add_text(&out, "secret", base64_url_encode(arena, (Bytes){receipt->secret, sizeof(receipt->secret)}));
    }
    add_text(&out, "signature", base64_url_encode(arena, (Bytes){receipt->signature, sizeof(receipt->signature)}));
    buf_addf(&out, ",\"size\":%llu,\"v\":%d}", (unsigned long long)receipt->size, RECEIPT_VERSION);
    return buf_str(&out);
}

static bool parse_minute(Members *members, Str name, int64_t *out) {
    Str text = {0};
    Rfc3339 time = {0};
    TRY(members_text(members, name, &text));
    if (!rfc3339_parse(text, &time, NULL) || time.at_s % MINUTE_S != 0 || !str_ends(text, STR("Z"))) {
        return err_set(members->err, members->code, "\"%.*s\" of %s is not a whole minute such as 2026-01-31T08:05:00Z",
                       STR_ARG(name), members->what);
    }
    *out = time.at_s / MINUTE_S;
    return true;
}

static bool decode_exactly(Members *members, Str name, Str text, uint8_t *out, size_t size) {
    Bytes bytes = {0};
    if (!base64_url_decode(members->arena, text, &bytes, NULL) || bytes.len != size) {
        return err_set(members->err, members->code, "\"%.*s\" of %s is not base64url of %zu bytes", STR_ARG(name),
                       members->what, size);
    }
    memcpy(out, bytes.ptr, size);
    return true;
}

static bool parse_key_id(Members *members, Receipt *receipt) {
    Str text = {0};
    Bytes bytes = {0};
    TRY(members_text(members, STR("key"), &text));
    if (!hex_decode(members->arena, text, &bytes, NULL) || bytes.len != NOTE_KEY_ID_BYTES) {
        return err_set(members->err, members->code, "\"key\" of %s is not 8 hexadecimal digits", members->what);
    }
    receipt->key_id = note_key_id_read(bytes.ptr);
    return true;
}

static bool parse_promise(Members *members, Receipt *receipt) {
    uint8_t uuid[UUID_BYTES];
    TRY(members_text(members, STR("origin"), &receipt->origin));
    TRY(members_text(members, STR("id"), &receipt->id));
    if (!note_key_name(receipt->origin) || !uuid_parse(receipt->id, uuid, NULL)) {
        return err_set(members->err, members->code, "\"origin\" or \"id\" of %s is not a log's name or a UUID",
                       members->what);
    }
    TRY(members_digest(members, STR("commitment"), &receipt->commitment));
    TRY(parse_minute(members, STR("accepted"), &receipt->accepted_min));
    return parse_minute(members, STR("publish_by"), &receipt->publish_by_min);
}

static bool parse_path(Members *members, Receipt *receipt) {
    const Hash *hashes = NULL;
    size_t count = 0;
    TRY(members_number(members, STR("index"), &receipt->index));
    TRY(members_number(members, STR("size"), &receipt->size));
    TRY(members_digests(members, STR("path"), &hashes, &count));
    if (count > LIMIT_PROOF_HASHES) {
        return err_set(members->err, members->code, "the path of %s has %zu hashes; the most is %d", members->what,
                       count, LIMIT_PROOF_HASHES);
    }
    memcpy(receipt->path.hashes, hashes, count * sizeof(Hash));
    receipt->path.count = count;
    return true;
}

static bool parse_secret(Members *members, Receipt *receipt) {
    const Json *secret = NULL;
    TRY(members_optional(members, STR("secret"), JSON_STRING, &secret));
    receipt->has_secret = secret != NULL;
    return secret == NULL ||
           decode_exactly(members, STR("secret"), secret->as.string, receipt->secret, sizeof(receipt->secret));
}

bool receipt_parse(Arena *arena, Str text, Receipt *out, Err *err) {
    Json json = {0};
    Receipt receipt = {.origin = {0}};
    Str signature = {0};
    TRY(canonical_parse(arena, text, (JsonLimits){RECEIPT_TEXT_BYTES, RECEIPT_DEPTH, RECEIPT_NODES}, &json, err));
    Members members = {.arena = arena, .object = &json, .what = "a receipt", .code = ERR_INVALID_DOCUMENT, .err = err};
    TRY(members_begin(&members));
    TRY(members_version(&members, RECEIPT_VERSION));
    TRY(parse_promise(&members, &receipt));
    TRY(parse_path(&members, &receipt));
    TRY(parse_key_id(&members, &receipt));
    TRY(parse_secret(&members, &receipt));
    TRY(members_text(&members, STR("signature"), &signature));
    TRY(decode_exactly(&members, STR("signature"), signature, receipt.signature, sizeof(receipt.signature)));
    TRY(members_end(&members));
    *out = receipt;
    return true;
}

bool receipt_verify(Arena *arena, const Receipt *receipt, const NoteKey *key, Err *err) {
    if (receipt->key_id != key->id) {
        return err_set(err, ERR_INVALID_PROOF, "the receipt is signed with key %08x, not with %08x of %.*s",
                       receipt->key_id, key->id, STR_ARG(str_slice(key->name, 0, NOTE_KEY_NAME_BYTES)));
    }
    Hash leaf = leaf_of(arena, receipt);
    Hash root;
    if (!merkle_path_root(&leaf, receipt->index, receipt->size, &receipt->path, &root, err)) {
        return err_at(err, "the receipt's place in its batch");
    }
    Str text = signed_text(arena, receipt->origin, receipt->size, &root);
    return sign_verify(key->public_key, str_bytes(text), receipt->signature) ||
           err_set(err, ERR_INVALID_PROOF, "the receipt's signature is not over this receipt");
}
