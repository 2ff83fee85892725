/* A bundle under attack: every bit flipped, and every part altered by somebody who recomputes all that he can. */
#include <string.h>

#include "codec/base64.h"
#include "proof/bundle.h"
#include "proof/disclosure.h"

#include "bundle_test.h"

#include "../cmocka_all.h"

static Str flipped(Arena *arena, Str text, size_t bit) {
    char *changed = arena_copy(arena, text.ptr, text.len);
    changed[bit / 8] = (char)((uint8_t)changed[bit / 8] ^ (1u << (bit % 8)));
    return (Str){changed, text.len};
}

/* Holds with the bit flipped; with the statement at hand where there is one. */
static bool holds(Arena *arena, const BundleTest *test, Str text, Str statement) {
    Bundle bundle = {.kind = {0}};
    Verdict verdict = {.holds = false};
    if (!bundle_parse(arena, text, &bundle, NULL) ||
        !bundle_verify(arena, &bundle, &test->log.signer.key, &verdict, NULL)) {
        return false;
    }
    if (verdict.holds && statement.len > 0 && !bundle_verify_statement(arena, &bundle, statement, &verdict, NULL)) {
        return false;
    }
    return verdict.holds;
}

static void every_flipped_bit_is_refused(void **state) {
    (void)state;
    Arena arena = {0};
    BundleTest test;
    Str text = {0};
    bundle_test_begin(&arena, &test);
    assert_true(bundle_make(&arena, &test.bundle, &text, NULL));
    assert_true(holds(&arena, &test, text, test.statement));
    for (size_t bit = 0; bit < 8 * text.len; bit++) {
        ArenaMark mark = arena_mark(&arena);
        if (holds(&arena, &test, flipped(&arena, text, bit), test.statement)) {
            fail_msg("bit %zu of byte %zu is not looked at", bit % 8, bit / 8);
        }
        arena_rewind(&arena, mark);
    }
    arena_done(&arena);
}

static size_t place_behind(Str text, Str before) {
    size_t at = 0;
    while (!str_starts(str_slice(text, at, text.len), before)) {
        at++;
    }
    return at + before.len;
}

/* Without the statement, its name and the size of its frame are all that cannot be checked (a path is the same for
 * several sizes), and the verdict says that they were not. */
static void without_the_statement_only_its_name_and_size_are_unchecked(void **state) {
    (void)state;
    Arena arena = {0};
    BundleTest test;
    Str text = {0};
    bundle_test_begin(&arena, &test);
    assert_true(bundle_make(&arena, &test.bundle, &text, NULL));
    size_t name = place_behind(text, STR("\"statement\":\""));
    size_t size = place_behind(text, STR("\"size\":"));
    for (size_t bit = 0; bit < 8 * text.len; bit++) {
        ArenaMark mark = arena_mark(&arena);
        bool about_it = bit / 8 == size || (bit / 8 >= name && bit / 8 < name + COMMITMENT_HASH_TEXT);
        if (!about_it && holds(&arena, &test, flipped(&arena, text, bit), (Str){0})) {
            fail_msg("bit %zu of byte %zu is not looked at", bit % 8, bit / 8);
        }
        arena_rewind(&arena, mark);
    }
    Verdict verdict = bundle_test_verdict(&arena, &test, &test.bundle);
    Buf details = {.arena = &arena};
    verdict_details(&details, &verdict);
    buf_add_byte(&details, '\0');
    assert_non_null(strstr(details.ptr, "not checked: give it with --statement"));
    arena_done(&arena);
}

static void every_flipped_bit_of_a_document_is_refused(void **state) {
    (void)state;
    Arena arena = {0};
    BundleTest test;
    Str text = {0};
    bundle_test_begin(&arena, &test);
    Hash digest = hash_of_str(test.statement);
    Bundle bundle = {.kind = STR("statement.issued"), .document = test.statement};
    bundle.proof = proof_test_log(&arena, &test.log, leaf_document(&arena, bundle.kind, &digest));
    assert_true(bundle_make(&arena, &bundle, &text, NULL));
    assert_true(holds(&arena, &test, text, (Str){0}));
    for (size_t bit = 0; bit < 8 * text.len; bit++) {
        ArenaMark mark = arena_mark(&arena);
        assert_false(holds(&arena, &test, flipped(&arena, text, bit), (Str){0}));
        arena_rewind(&arena, mark);
    }
    arena_done(&arena);
}

/* --- attacks with everything recomputed --- */

static Str disclosure_of(Arena *arena, const char *name, const char *value) {
    Str text = str_format(arena, "[\"AAAAAAAAAAAAAAAAAAAAAA\",\"%s\",%s]", name, value);
    return base64_url_encode(arena, str_bytes(text));
}

/* Everything below the log's signature made new for the digests that stand in the bundle now. */
static void log_again(Arena *arena, BundleTest *test, const ProofTestLog *log) {
    Bundle *bundle = &test->bundle;
    Hash commitment = commitment_of_digests(bundle->kind, bundle->programme, bundle->digests, bundle->digest_count);
    bundle->proof = proof_test_log(arena, log, leaf_committed(arena, &commitment));
    bundle->counted = NULL;
}

static Hash *own_digests(Arena *arena, BundleTest *test) {
    Hash *digests = arena_copy(arena, test->bundle.digests, test->bundle.digest_count * sizeof(Hash));
    test->bundle.digests = digests;
    return digests;
}

static Str *own_disclosures(Arena *arena, BundleTest *test, size_t more) {
    Str *texts = ARENA_ARRAY(arena, test->bundle.disclosure_count + more, Str);
    memcpy(texts, test->bundle.disclosures, test->bundle.disclosure_count * sizeof(Str));
    test->bundle.disclosures = texts;
    test->bundle.disclosure_count += more;
    return texts;
}

static BundleList *own_list(Arena *arena, BundleTest *test) {
    BundleList *list = arena_copy(arena, test->bundle.lists, sizeof(BundleList));
    test->bundle.lists = list;
    return list;
}

typedef void (*Attack)(Arena *arena, BundleTest *test);

static void own_key_own_name(Arena *arena, BundleTest *test) {
    ProofTestLog log = test->log;
    log.origin = STR("log.example/forger");
    log.signer = proof_test_signer(log.origin, 66);
    log_again(arena, test, &log);
}

static void own_key_same_name(Arena *arena, BundleTest *test) {
    ProofTestLog log = test->log;
    log.signer = proof_test_signer(log.origin, 66);
    log_again(arena, test, &log);
}

static void own_key_same_name_and_id(Arena *arena, BundleTest *test) {
    ProofTestLog log = test->log;
    log.signer = proof_test_signer(log.origin, 66);
    log.signer.key.id = test->log.signer.key.id;
    log_again(arena, test, &log);
}

static void own_root(Arena *arena, BundleTest *test) {
    TlogProof proof = {.index = 0};
    TlogProof forged = {.index = 0};
    Str real = test->bundle.proof;
    own_key_same_name_and_id(arena, test);
    assert_true(tlog_proof_parse(arena, real, &proof, NULL) &&
                tlog_proof_parse(arena, test->bundle.proof, &forged, NULL));
    /* The forged text above the log's real signature line. */
    size_t text_end = forged.checkpoint.len;
    while (!str_starts(str_slice(forged.checkpoint, text_end, 2), STR("\n\n"))) {
        text_end--;
    }
    size_t line = proof.checkpoint.len;
    while (!str_starts(str_slice(proof.checkpoint, line, 2), STR("\n\n"))) {
        line--;
    }
    forged.index = 40;
    forged.checkpoint = str_format(arena, "%.*s%.*s", STR_ARG(str_slice(forged.checkpoint, 0, text_end)),
                                   STR_ARG(str_slice(proof.checkpoint, line, proof.checkpoint.len)));
    forged.checkpoint = proof_test_replace(arena, forged.checkpoint, STR("\n50\n"), STR("\n51\n"));
    test->bundle.proof = tlog_proof_text(arena, &forged);
}

/* The key signed for a name that is not its own. */
static void other_origin(Arena *arena, BundleTest *test) {
    TlogProof proof = {.index = 0};
    Checkpoint checkpoint = {.size = 0};
    Note note = {.count = 0};
    assert_true(tlog_proof_parse(arena, test->bundle.proof, &proof, NULL));
    assert_true(note_parse(arena, proof.checkpoint, &note, NULL));
    assert_true(checkpoint_parse(arena, note.text, &checkpoint, NULL));
    Str text = {0};
    checkpoint.origin = STR("log.example/second");
    assert_true(checkpoint_format(arena, &checkpoint, &text, NULL));
    assert_true(note_sign(arena, text, &test->log.signer, 1, &proof.checkpoint, NULL));
    test->bundle.proof = tlog_proof_text(arena, &proof);
}

static void extended_checkpoint(Arena *arena, BundleTest *test) {
    TlogProof proof = {.index = 0};
    Note note = {.count = 0};
    assert_true(tlog_proof_parse(arena, test->bundle.proof, &proof, NULL));
    assert_true(note_parse(arena, proof.checkpoint, &note, NULL));
    Str text = str_format(arena, "%.*smore\n", STR_ARG(note.text));
    assert_true(note_sign(arena, text, &test->log.signer, 1, &proof.checkpoint, NULL));
    test->bundle.proof = tlog_proof_text(arena, &proof);
}

static void second_signature(Arena *arena, BundleTest *test) {
    NoteSigner other = proof_test_signer(STR("witness.example/w"), 9);
    Str line = note_signature_line(arena, STR("anything\n"), &other);
    test->bundle.proof = str_format(arena, "%.*s%.*s", STR_ARG(test->bundle.proof), STR_ARG(line));
}

static void unreadable_checkpoint(Arena *arena, BundleTest *test) {
    test->bundle.proof = proof_test_replace(arena, test->bundle.proof, STR("\n50\n"), STR("\n050\n"));
}

static void extra_line(Arena *arena, BundleTest *test) {
    test->bundle.proof = proof_test_replace(arena, test->bundle.proof, STR("\nindex 41\n"),
                                            STR("\nextra AAAA\nindex 41\n"));
}

static void unreadable_proof(Arena *arena, BundleTest *test) {
    test->bundle.proof = proof_test_replace(arena, test->bundle.proof, STR("\nindex 41\n"), STR("\nindex 041\n"));
}

static void swapped_leaf(Arena *arena, BundleTest *test) {
    ProofTestRecord other;
    proof_test_record(arena, &other, 2);
    test->bundle.proof = proof_test_log(arena, &test->log, leaf_committed(arena, &other.opening.commitment));
}

static void other_index(Arena *arena, BundleTest *test) {
    test->bundle.proof = proof_test_replace(arena, test->bundle.proof, STR("\nindex 41\n"), STR("\nindex 40\n"));
}

static void other_programme(Arena *arena, BundleTest *test) {
    (void)arena;
    test->bundle.programme = STR("cloudforest");
}

static void missing_digest(Arena *arena, BundleTest *test) {
    (void)arena;
    test->bundle.digest_count--;
}

/* A new value, its digest put in place of the old one: the record is then not the logged one. */
static void other_value_and_digest(Arena *arena, BundleTest *test) {
    Str *texts = own_disclosures(arena, test, 0);
    texts[0] = disclosure_of(arena, "type", "\"tree.plant\"");
    own_digests(arena, test)[3] = hash_of_str(texts[0]);
}

static void other_value(Arena *arena, BundleTest *test) {
    own_disclosures(arena, test, 0)[0] = disclosure_of(arena, "type", "\"tree.plant\"");
}

static void absent_for_withheld(Arena *arena, BundleTest *test) {
    own_disclosures(arena, test, 1)[2] = disclosure_of(arena, "recorded_by", "null");
}

static void opened_twice(Arena *arena, BundleTest *test) {
    Str *texts = own_disclosures(arena, test, 1);
    texts[2] = texts[1];
    texts[1] = disclosure_of(arena, "type", "\"tree.plant\"");
}

/* A dishonest operator commits one field under another's name, and could so open that one in two ways. */
static void committed_elsewhere(Arena *arena, BundleTest *test) {
    Str *texts = own_disclosures(arena, test, 0);
    texts[0] = disclosure_of(arena, "type", "\"tree.plant\"");
    own_digests(arena, test)[20] = hash_of_str(texts[0]);
    log_again(arena, test, &test->log);
}

static void unknown_field(Arena *arena, BundleTest *test) {
    own_disclosures(arena, test, 0)[0] = disclosure_of(arena, "colour", "\"green\"");
}

static void out_of_order(Arena *arena, BundleTest *test) {
    Str *texts = own_disclosures(arena, test, 0);
    Str first = texts[0];
    texts[0] = texts[1];
    texts[1] = first;
}

static void unreadable_disclosure(Arena *arena, BundleTest *test) {
    own_disclosures(arena, test, 0)[0] = base64_url_encode(arena, str_bytes(STR("[1]")));
}

/* Only an operator can commit a list as a value; it opens one way, but not the way of its kind. */
static void list_as_value(Arena *arena, BundleTest *test) {
    Str *texts = own_disclosures(arena, test, 1);
    texts[2] = disclosure_of(arena, "inputs", "[]");
    own_digests(arena, test)[11] = hash_of_str(texts[2]);
    test->bundle.list_count = 0;
    log_again(arena, test, &test->log);
}

static void value_as_list(Arena *arena, BundleTest *test) {
    own_list(arena, test)->field = STR("note");
}

static void list_without_an_item(Arena *arena, BundleTest *test) {
    own_list(arena, test)->count = 2;
}

static void list_opened_twice(Arena *arena, BundleTest *test) {
    BundleList *lists = ARENA_ARRAY(arena, 2, BundleList);
    lists[0] = test->bundle.lists[0];
    lists[1] = test->bundle.lists[0];
    test->bundle.lists = lists;
    test->bundle.list_count = 2;
}

static void list_beside_absence(Arena *arena, BundleTest *test) {
    own_disclosures(arena, test, 1)[2] = disclosure_of(arena, "inputs", "null");
}

static void list_salt(Arena *arena, BundleTest *test) {
    own_list(arena, test)->salt = STR("AAAA");
}

static void forged_item(Arena *arena, BundleTest *test) {
    Str *texts = ARENA_ARRAY(arena, 1, Str);
    BundleList *list = own_list(arena, test);
    texts[0] = disclosure_of(arena, "inputs", "{\"name\":\"dbh\",\"value\":\"99\"}");
    list->disclosures = texts;
}

static void item_of_another_list(Arena *arena, BundleTest *test) {
    Str *texts = ARENA_ARRAY(arena, 1, Str);
    BundleList *list = own_list(arena, test);
    texts[0] = disclosure_of(arena, "evidence", "1");
    list->disclosures = texts;
}

static void item_twice(Arena *arena, BundleTest *test) {
    Str *texts = ARENA_ARRAY(arena, 2, Str);
    BundleList *list = own_list(arena, test);
    texts[0] = list->disclosures[0];
    texts[1] = list->disclosures[0];
    list->disclosures = texts;
    list->disclosure_count = 2;
}

static BundleCounted *own_counted(Arena *arena, BundleTest *test) {
    BundleCounted *counted = arena_copy(arena, test->bundle.counted, sizeof(BundleCounted));
    test->bundle.counted = counted;
    return counted;
}

static void counted_elsewhere(Arena *arena, BundleTest *test) {
    own_counted(arena, test)->index = 2;
}

static void counted_root(Arena *arena, BundleTest *test) {
    own_counted(arena, test)->root.bytes[0] ^= 1;
}

typedef struct {
    const char *name;
    Attack attack;
    const char *code;
} Case;

static const Case cases[] = {
    {"own key, own name", own_key_own_name, "other-log"},
    {"own key, the log's name", own_key_same_name, "other-key"},
    {"own key, the log's name and key id", own_key_same_name_and_id, "signature-forged"},
    {"own root over the log's signature", own_root, "signature-forged"},
    {"the log's key for another origin", other_origin, "other-origin"},
    {"a checkpoint with more lines", extended_checkpoint, "checkpoint-extended"},
    {"a second signature line", second_signature, "other-signatures"},
    {"a checkpoint that cannot be read", unreadable_checkpoint, "checkpoint-malformed"},
    {"an extra line", extra_line, "proof-extra"},
    {"a proof that cannot be read", unreadable_proof, "proof-malformed"},
    {"the proof of another leaf", swapped_leaf, "not-in-log"},
    {"another index", other_index, "not-in-log"},
    {"another programme", other_programme, "not-in-log"},
    {"a digest less", missing_digest, "digest-count"},
    {"another value with its digest", other_value_and_digest, "not-in-log"},
    {"another value", other_value, "value-forged"},
    {"absent for withheld", absent_for_withheld, "absence-forged"},
    {"a field opened twice", opened_twice, "opened-twice"},
    {"a field committed as another", committed_elsewhere, "misplaced"},
    {"a field its kind does not have", unknown_field, "unknown-field"},
    {"disclosures out of order", out_of_order, "out-of-order"},
    {"a disclosure that cannot be read", unreadable_disclosure, "disclosure-malformed"},
    {"a list as a value", list_as_value, "list-as-value"},
    {"a value as a list", value_as_list, "value-as-list"},
    {"a list without one of its items", list_without_an_item, "list-forged"},
    {"a list opened twice", list_opened_twice, "opened-twice"},
    {"a list beside its absence", list_beside_absence, "absence-forged"},
    {"a list's salt", list_salt, "list-salt"},
    {"another item", forged_item, "item-forged"},
    {"an item of another list", item_of_another_list, "item-misplaced"},
    {"an item twice", item_twice, "item-twice"},
    {"another place in the frame", counted_elsewhere, "not-in-frame"},
    {"another frame", counted_root, "not-in-frame"},
};

static void each_attack_is_refused_with_its_own_code(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena arena = {0};
        BundleTest test;
        bundle_test_begin(&arena, &test);
        cases[i].attack(&arena, &test);
        Verdict verdict = bundle_test_verdict(&arena, &test, &test.bundle);
        if (verdict.holds || strcmp(verdict.code, cases[i].code) != 0) {
            fail_msg("%s: %s", cases[i].name, verdict.code);
        }
        assert_true(verdict.sentence.len > 20);
        arena_done(&arena);
    }
}

static Verdict verdict_of(Arena *arena, size_t index) {
    BundleTest test;
    bundle_test_begin(arena, &test);
    cases[index].attack(arena, &test);
    return bundle_test_verdict(arena, &test, &test.bundle);
}

/* One code, one sentence; two codes, two sentences. */
static void each_reason_has_its_own_sentence(void **state) {
    (void)state;
    Arena arena = {0};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Verdict one = verdict_of(&arena, i);
        for (size_t j = i + 1; j < COUNT_OF(cases); j++) {
            Verdict other = verdict_of(&arena, j);
            bool same = strcmp(one.code, other.code) == 0;
            assert_true(same || !str_eq(one.sentence, other.sentence));
        }
    }
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_flipped_bit_is_refused),
        cmocka_unit_test(without_the_statement_only_its_name_and_size_are_unchecked),
        cmocka_unit_test(every_flipped_bit_of_a_document_is_refused),
        cmocka_unit_test(each_attack_is_refused_with_its_own_code),
        cmocka_unit_test(each_reason_has_its_own_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
