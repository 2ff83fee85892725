#include <string.h>

#include "../cmocka_all.h"
#include "base/buf.h"
#include "fixture.h"
#include "store/assets.h"
#include "store/checkpoints.h"
#include "store/documents.h"
#include "store/imports.h"
#include "store/leaves.h"
#include "store/payloads.h"
#include "store/records.h"
#include "store/secrets.h"
#include "store/statements.h"

static const uint8_t id_one[16] = "one";

/* Runs one step inside db_write and keeps what it said. */
typedef struct {
    bool (*step)(Db *db, Fixture *fixture, Err *err);
    Fixture *fixture;
} Step;

static bool run_step(Db *db, void *ctx, Err *err) {
    const Step *step = ctx;
    return step->step(db, step->fixture, err);
}

static ErrCode write_step(Fixture *fixture, bool (*step)(Db *db, Fixture *fixture, Err *err)) {
    Step run = {step, fixture};
    Err err = {0};
    return db_write(fixture->db, run_step, &run, &err) ? ERR_NONE : err.code;
}

static bool count_row(void *ctx) {
    (*(uint64_t *)ctx)++;
    return true;
}

static DocumentsRow document(Str name, Str version, Str body, uint64_t entry) {
    return (DocumentsRow){.sha256 = hash_of_str(body),
                          .entry = entry,
                          .kind = STR("methodology.published"),
                          .programme = STR(""),
                          .name = name,
                          .version = version,
                          .body = body};
}

static bool put_documents(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    DocumentsRow rows[] = {document(STR("tree-stock"), STR("1"), STR("{\"v\":1}"), 1),
                           document(STR("tree-stock"), STR("2"), STR("{\"v\":2}"), 2),
                           document(STR("grid"), STR("1"), STR("{\"g\":1}"), 3)};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        TRY(documents_put(db, &rows[i], err));
    }
    return true;
}

static bool put_again(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    DocumentsRow row = document(STR("tree-stock"), STR("3"), STR("{\"v\":1}"), 4);
    return documents_put(db, &row, err);
}

static bool put_forged(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    DocumentsRow row = document(STR("tree-stock"), STR("3"), STR("{\"v\":3}"), 4);
    row.sha256.bytes[0] ^= 1;
    return documents_put(db, &row, err);
}

static bool count_document(void *ctx, const DocumentsRow *row, Err *err) {
    (void)row;
    (void)err;
    return count_row(ctx);
}

static void documents_are_found_by_hash_name_and_entry(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    DocumentsRow row = {0};
    uint64_t count = 0;
    bool there = false;
    Hash hash = hash_of_str(STR("{\"v\":1}"));
    assert_true(fixture_fill(fixture, 4, 8, &err));
    assert_int_equal(write_step(fixture, put_documents), ERR_NONE);
    assert_true(documents_get(&fixture->arena, fixture->db, &hash, &row, &err));
    assert_true(str_eq(row.version, STR("1")) && str_eq(row.body, STR("{\"v\":1}")));
    DocumentsRow like = {.kind = STR("methodology.published"), .name = STR("tree-stock")};
    assert_true(documents_find(&fixture->arena, fixture->db, &like, &row, &err));
    assert_true(str_eq(row.version, STR("2")));
    like.version = STR("1");
    assert_true(documents_find(&fixture->arena, fixture->db, &like, &row, &err));
    assert_int_equal(row.entry, 1);
    like.version = STR("9");
    assert_false(documents_find(&fixture->arena, fixture->db, &like, &row, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_true(documents_of_entry(&fixture->arena, fixture->db, 3, &row, &err));
    assert_true(str_eq(row.name, STR("grid")));
    assert_true(documents_exists(fixture->db, &hash, &there, &err) && there);
    assert_true(documents_each(fixture->db, STR("methodology.published"), STR(""), count_document, &count, &err));
    assert_int_equal(count, 3);
    assert_true(documents_each(fixture->db, STR("programme.opened"), STR(""), count_document, &count, &err));
    assert_int_equal(count, 3);
}

static void a_document_is_stored_once_and_only_under_its_own_hash(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    assert_true(fixture_fill(fixture, 4, 8, &err));
    assert_int_equal(write_step(fixture, put_documents), ERR_NONE);
    assert_int_equal(write_step(fixture, put_again), ERR_CONFLICT);
    assert_int_equal(write_step(fixture, put_forged), ERR_CORRUPT);
    fixture_force(fixture, "DROP TRIGGER documents_update; UPDATE documents SET body = '{}' WHERE entry = 1");
    Hash hash = hash_of_str(STR("{\"v\":1}"));
    DocumentsRow row = {0};
    assert_false(documents_get(&fixture->arena, fixture->db, &hash, &row, &err));
    assert_int_equal(err.code, ERR_CORRUPT);
}

static bool count_record(void *ctx, const RecordsRow *row, Err *err) {
    (void)row;
    (void)err;
    return count_row(ctx);
}

static bool vary_records(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    return records_set_state(db, STR("trees"), 2, STR("accepted"), err) &&
           db_run(db, SQL("UPDATE records SET date_local = '2026-04-02', venue = 'south' WHERE entry = 3"), DB_NO_ARGS,
                  err);
}

static bool change_missing(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    return records_set_state(db, STR("trees"), 999, STR("accepted"), err);
}

static bool put_twice(Db *db, Fixture *fixture, Err *err) {
    RecordsRow row = {0};
    TRY(records_of_entry(&fixture->arena, db, STR("trees"), 1, &row, err));
    row.entry = 50;
    return records_put(db, &row, err);
}

static bool hear_count(void *ctx, const RecordsCount *count, Err *err) {
    (void)err;
    buf_addf(ctx, "%.*s %.*s %llu;", STR_ARG(count->type), STR_ARG(count->state), (unsigned long long)count->count);
    return true;
}

static void records_are_filtered_and_counted(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint64_t count = 0;
    assert_true(fixture_fill(fixture, 600, 8, &err));
    assert_int_equal(write_step(fixture, vary_records), ERR_NONE);
    const struct {
        RecordsFilter filter;
        uint64_t count;
    } rows[] = {
        {{.programme = STR("trees")}, 600},
        {{.programme = STR("other")}, 0},
        {{.programme = STR("trees"), .state = STR("accepted")}, 1},
        {{.programme = STR("trees"), .venue = STR("south")}, 1},
        {{.programme = STR("trees"), .type = STR("tree.visit")}, 600},
        {{.programme = STR("trees"), .from = STR("2026-04-02")}, 1},
        {{.programme = STR("trees"), .until = STR("2026-04-02")}, 599},
        {{.programme = STR("trees"), .from = STR("2026-03-01"), .until = STR("2026-03-01")}, 0},
        {{.programme = STR("trees"), .after = 598}, 2},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        uint64_t seen = 0;
        assert_true(records_count(fixture->db, &rows[i].filter, &count, &err));
        assert_true(records_each(fixture->db, &rows[i].filter, count_record, &seen, &err));
        assert_int_equal(count, rows[i].count);
        assert_int_equal(seen, rows[i].count);
    }
    Buf text = {.arena = &fixture->arena};
    assert_true(records_counts(fixture->db, STR("trees"), hear_count, &text, &err));
    assert_true(str_eq(buf_str(&text), STR("tree.visit accepted 1;tree.visit submitted 599;")));
    assert_int_equal(write_step(fixture, change_missing), ERR_NOT_FOUND);
    assert_int_equal(write_step(fixture, put_twice), ERR_CONFLICT);
}

static bool two_of_one_id(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    RecordsRow row = {.programme = STR("trees"), .entry = 70, .state = STR("submitted")};
    memcpy(row.id, id_one, sizeof row.id);
    TRY(records_put(db, &row, err));
    row.entry = 71;
    return records_put(db, &row, err);
}

/* One batch written, one on its way, one that fills. */
enum { MANY = 2 * RECORDS_WAITING + 10 };

static bool many_and_read(Db *db, Fixture *fixture, Err *err) {
    RecordsRow row = {.programme = STR("many"), .state = STR("submitted")};
    RecordsRow found = {0};
    RecordsFilter all = {.programme = STR("many")};
    uint64_t count = 0;
    for (uint64_t i = 0; i < MANY; i++) {
        row.entry = i + 1;
        memcpy(row.id, &(uint64_t){(i + 1) * 0x9E3779B97F4A7C15U}, 8);
        row.type = i % 2 == 0 ? STR("a") : STR("b");
        TRY(records_put(db, &row, err));
    }
    TRY(records_get(&fixture->arena, db, STR("many"), row.id, &found, err));
    TRY(records_count(db, &all, &count, err));
    bool right = found.entry == row.entry && str_eq(found.type, STR("b")) && count == MANY;
    return right || err_set(err, ERR_INTERNAL, "not what was put");
}

static bool put_and_fail(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    RecordsRow row = {.programme = STR("failed"), .entry = 1, .state = STR("submitted")};
    TRY(records_put(db, &row, err));
    return err_set(err, ERR_INVALID_RECORD, "no");
}

static bool count_failed(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    RecordsFilter all = {.programme = STR("failed")};
    uint64_t count = 9;
    TRY(records_count(db, &all, &count, err));
    return count == 0 || err_set(err, ERR_INTERNAL, "left over");
}

/* Rows wait in memory until somebody asks, or until there are too many of them, or until the end. */
static void rows_that_wait_are_seen_and_refused_like_others(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    RecordsRow row = {0};
    RecordsFilter all = {.programme = STR("many")};
    uint64_t count = 0;
    assert_int_equal(write_step(fixture, two_of_one_id), ERR_CONFLICT);
    assert_int_equal(write_step(fixture, many_and_read), ERR_NONE);
    assert_true(records_count(fixture->db, &all, &count, &err));
    assert_int_equal(count, MANY);
    assert_int_equal(write_step(fixture, many_and_read), ERR_CONFLICT);
    assert_int_equal(write_step(fixture, put_and_fail), ERR_INVALID_RECORD);
    assert_true(records_count(fixture->db, &(RecordsFilter){.programme = STR("failed")}, &count, &err));
    assert_int_equal(count, 0);
    assert_int_equal(write_step(fixture, put_and_fail), ERR_INVALID_RECORD);
    assert_int_equal(write_step(fixture, count_failed), ERR_NONE);
    assert_false(records_get(&fixture->arena, fixture->db, STR("trees"), id_one, &row, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_false(records_put(fixture->db, &row, &err));
    assert_int_equal(err.code, ERR_INTERNAL);
}

static bool payload_twice(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    return payloads_put(db, 1, str_bytes(STR("other")), err);
}

static bool payload_of_nothing(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    return payloads_put(db, 77, str_bytes(STR("other")), err);
}

static bool secret_twice(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    uint8_t secret[SECRETS_BYTES] = {0};
    return secrets_put(db, 1, STR("trees"), secret, err);
}

static void an_entry_has_one_payload_and_one_secret(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    Bytes box = {0};
    uint8_t secret[SECRETS_BYTES];
    uint64_t count = 0;
    bool there = true;
    assert_true(fixture_fill(fixture, 2, 8, &err));
    assert_int_equal(write_step(fixture, payload_twice), ERR_CONFLICT);
    assert_int_not_equal(write_step(fixture, payload_of_nothing), ERR_NONE);
    assert_int_equal(write_step(fixture, secret_twice), ERR_CONFLICT);
    assert_false(payloads_get(&fixture->arena, fixture->db, 3, &box, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_false(secrets_get(fixture->db, 3, secret, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_true(payloads_exists(fixture->db, 3, &there, &err));
    assert_false(there);
    assert_true(payloads_count(fixture->db, &count, &err));
    assert_int_equal(count, 2);
}

static bool put_assets(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    for (unsigned i = 0; i < 600; i++) {
        AssetsRow row = {.programme = i % 2 == 0 ? STR("trees") : STR("roofs"),
                         .entry = 1,
                         .type = STR("tree"),
                         .venue = STR("v"),
                         .state = STR("alive")};
        row.id[0] = (uint8_t)(i * 7);
        row.id[1] = (uint8_t)(i >> 3);
        row.id[15] = (uint8_t)i;
        TRY(assets_put(db, &row, err));
    }
    AssetsRow row = {.programme = STR("one"), .entry = 1, .type = STR("t"), .venue = STR("v"), .state = STR("alive")};
    memcpy(row.id, id_one, sizeof row.id);
    return assets_put(db, &row, err) && assets_set_state(db, STR("one"), id_one, STR("dead"), err);
}

static bool asset_again(Db *db, Fixture *fixture, Err *err) {
    AssetsRow row = {0};
    TRY(assets_get(&fixture->arena, db, STR("one"), id_one, &row, err));
    return assets_put(db, &row, err);
}

static bool ascending(void *ctx, const AssetsRow *row, Err *err) {
    AssetsRow *last = ctx;
    if (last->entry > 0 && memcmp(last->id, row->id, sizeof row->id) >= 0) {
        return err_set(err, ERR_INTERNAL, "out of order");
    }
    uint64_t count = last->entry + 1;
    *last = *row;
    last->entry = count;
    return true;
}

static void assets_are_listed_in_order_of_id(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    AssetsRow row = {0};
    uint64_t count = 0;
    assert_int_equal(write_step(fixture, put_assets), ERR_NONE);
    assert_int_equal(write_step(fixture, asset_again), ERR_CONFLICT);
    assert_true(assets_each(fixture->db, STR("trees"), ascending, &row, &err));
    assert_int_equal(row.entry, 300);
    assert_true(assets_count(fixture->db, STR("roofs"), &count, &err));
    assert_int_equal(count, 300);
    assert_true(assets_get(&fixture->arena, fixture->db, STR("one"), id_one, &row, &err));
    assert_true(str_eq(row.state, STR("dead")));
    assert_false(assets_get(&fixture->arena, fixture->db, STR("trees"), id_one, &row, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
}

static StatementsRow statement_row(uint8_t first, uint64_t entry) {
    StatementsRow row = {.programme = STR("trees"), .entry = entry, .state = STR("issued")};
    row.id[0] = first;
    row.document = hash_of_str(STR("statement"));
    return row;
}

static bool put_statements(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    StatementsRow first = statement_row(9, 1);
    StatementsRow second = statement_row(3, 2);
    second.has_supersedes = true;
    memcpy(second.supersedes, first.id, sizeof first.id);
    TRY(statements_put(db, &first, err) && statements_put(db, &second, err));
    first.state = STR("superseded");
    return statements_change(db, &first, err);
}

static bool statement_again(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    StatementsRow row = statement_row(9, 5);
    return statements_put(db, &row, err);
}

static bool statement_missing(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    StatementsRow row = statement_row(77, 5);
    return statements_change(db, &row, err);
}

static bool count_statement(void *ctx, const StatementsRow *row, Err *err) {
    (void)row;
    (void)err;
    return count_row(ctx);
}

static void statements_change_state_and_are_found_by_id(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    StatementsRow row = {0};
    uint64_t count = 0;
    assert_int_equal(write_step(fixture, put_statements), ERR_NONE);
    StatementsRow first = statement_row(9, 1);
    StatementsRow second = statement_row(3, 2);
    assert_true(statements_get(&fixture->arena, fixture->db, STR("trees"), first.id, &row, &err));
    assert_true(str_eq(row.state, STR("superseded")));
    assert_false(row.has_supersedes);
    assert_true(statements_find(&fixture->arena, fixture->db, second.id, &row, &err));
    assert_true(row.has_supersedes && hash_eq(&row.document, &second.document));
    assert_memory_equal(row.supersedes, first.id, sizeof first.id);
    assert_true(statements_each(fixture->db, STR(""), count_statement, &count, &err));
    assert_int_equal(count, 2);
    assert_int_equal(write_step(fixture, statement_again), ERR_CONFLICT);
    assert_int_equal(write_step(fixture, statement_missing), ERR_NOT_FOUND);
}

static bool put_import(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    ImportsRow row = {.programme = STR("trees"), .file = hash_of_str(STR("file")), .rows = 10, .first_entry = 4};
    return imports_put(db, &row, err);
}

static bool count_import(void *ctx, const ImportsRow *row, Err *err) {
    (void)row;
    (void)err;
    return count_row(ctx);
}

static void a_file_is_imported_once_into_a_programme(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    ImportsRow row = {0};
    uint64_t count = 0;
    Hash file = hash_of_str(STR("file"));
    assert_int_equal(write_step(fixture, put_import), ERR_NONE);
    assert_int_equal(write_step(fixture, put_import), ERR_CONFLICT);
    assert_true(imports_get(&fixture->arena, fixture->db, STR("trees"), &file, &row, &err));
    assert_int_equal(row.rows, 10);
    assert_int_equal(row.first_entry, 4);
    assert_false(imports_get(&fixture->arena, fixture->db, STR("roofs"), &file, &row, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_true(imports_each(fixture->db, STR("trees"), count_import, &count, &err));
    assert_int_equal(count, 1);
}

static bool put_leaves(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    for (uint64_t i = 0; i < 3; i++) {
        LeavesRow row = {.index = i, .entry = 3 - i, .hash = hash_of_str(STR("leaf"))};
        TRY(leaves_append(db, &row, err));
    }
    CheckpointsRow checkpoint = {.size = 3, .root = hash_of_str(STR("root")), .note = STR("note")};
    return checkpoints_put(db, &checkpoint, err);
}

static bool leaf_twice(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    LeavesRow row = {.index = 3, .entry = 1};
    return leaves_append(db, &row, err);
}

static bool leaf_with_gap(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    LeavesRow row = {.index = 4, .entry = 4};
    return leaves_append(db, &row, err);
}

static bool smaller_checkpoint(Db *db, Fixture *fixture, Err *err) {
    (void)fixture;
    CheckpointsRow checkpoint = {.size = 2, .note = STR("note")};
    return checkpoints_put(db, &checkpoint, err);
}

static void leaves_have_no_gaps_and_checkpoints_only_grow(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint64_t waiting[8] = {0};
    size_t count = 0;
    uint64_t number = 0;
    LeavesRow leaf = {0};
    CheckpointsRow checkpoint = {0};
    assert_true(fixture_fill(fixture, 5, 8, &err));
    assert_true(leaves_pending(fixture->db, 0, waiting, 8, &count, &err));
    assert_int_equal(count, 5);
    assert_false(checkpoints_last(&fixture->arena, fixture->db, &checkpoint, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_int_equal(write_step(fixture, put_leaves), ERR_NONE);
    assert_int_equal(write_step(fixture, leaf_twice), ERR_PRECONDITION);
    assert_int_equal(write_step(fixture, leaf_with_gap), ERR_PRECONDITION);
    assert_int_equal(write_step(fixture, smaller_checkpoint), ERR_PRECONDITION);
    assert_true(leaves_pending(fixture->db, 0, waiting, 1, &count, &err));
    assert_int_equal(count, 1);
    assert_int_equal(waiting[0], 4);
    assert_true(leaves_waiting(fixture->db, &number, &err));
    assert_int_equal(number, 2);
    assert_true(leaves_of_entry(fixture->db, 1, &leaf, &err));
    assert_int_equal(leaf.index, 2);
    assert_false(leaves_of_entry(fixture->db, 4, &leaf, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_true(checkpoints_covering(&fixture->arena, fixture->db, 2, &checkpoint, &err));
    assert_int_equal(checkpoint.size, 3);
    assert_false(checkpoints_covering(&fixture->arena, fixture->db, 3, &checkpoint, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(documents_are_found_by_hash_name_and_entry, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_document_is_stored_once_and_only_under_its_own_hash, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(records_are_filtered_and_counted, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(rows_that_wait_are_seen_and_refused_like_others, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(an_entry_has_one_payload_and_one_secret, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(assets_are_listed_in_order_of_id, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(statements_change_state_and_are_found_by_id, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_file_is_imported_once_into_a_programme, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(leaves_have_no_gaps_and_checkpoints_only_grow, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
