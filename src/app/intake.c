#include "app/intake.h"

#include "codec/uuid.h"

void intake_begin(const App *app, const Terms *terms, RecordSource source, Intake *out) {
    Intake intake = {.terms = terms, .now_min = app_now_min(app)};
    hmac_key(&intake.act_key, (Bytes){.ptr = app->keys.act, .len = sizeof(app->keys.act)});
    intake.server = (RecordServer){.received_at = app_now_text(app, app->arena), .source = source};
    *out = intake;
}

static bool check_venue(const Terms *terms, const Act *act, Err *err) {
    if (act->venue.len == 0 || terms_venue(terms, act->venue) != NULL) {
        return true;
    }
    return err_set(err, ERR_INVALID_RECORD,
                   "venue: '%.*s' is not a venue of programme %.*s; register it with 'banyan venue add'",
                   STR_ARG(act->venue), STR_ARG(terms->programme.id));
}

bool intake_check(const Intake *intake, const Act *act, Err *err) {
    const Terms *terms = intake->terms;
    if (!str_eq(act->programme, terms->programme.id)) {
        return err_set(err, ERR_INVALID_RECORD, "programme: '%.*s', but this is programme %.*s",
                       STR_ARG(act->programme), STR_ARG(terms->programme.id));
    }
    TRY(inputs_check_type(&terms->methodology, act->type, err));
    TRY(check_venue(terms, act, err));
    return inputs_check(terms->inputs, act->inputs, act->input_count, err);
}

/* The act's own texts may be views of a row that goes. */
static bool fill_row(Arena *arena, const Act *act, const RecordServer *server, RecordsRow *row, Err *err) {
    *row = (RecordsRow){.programme = str_copy(arena, act->programme),
                        .type = str_copy(arena, act->type),
                        .venue = str_copy(arena, act->venue),
                        .date_local = server->date_local,
                        .has_asset = act->asset.len > 0};
    TRY(uuid_parse(act->id, row->id, err));
    return !row->has_asset || uuid_parse(act->asset, row->asset, err);
}

bool intake_identify(Arena *arena, const Intake *intake, const Act *act, IntakeItem *out, Err *err) {
    Record record = {.act = *act, .server = intake->server};
    const Venue *venue = terms_venue(intake->terms, act->venue);
    IntakeItem item = {0};
    TRY(record_derive(arena, act, venue == NULL ? NULL : &venue->place_coarse, &record.server, err));
    TRY(record_encode(arena, &record, &item.text, err));
    TRY(fill_row(arena, act, &record.server, &item.row, err));
    Hash plain = hash_of_str(item.text.act);
    item.act_hash = hmac_of(&intake->act_key, hash_bytes(&plain));
    *out = item;
    return true;
}

bool intake_seal(Arena *arena, const VaultChance *chance, IntakeItem *item, Err *err) {
    VaultContent content = {.kind = STR("record.submitted"),
                            .programme = item->row.programme,
                            .fields = item->text.fields,
                            .count = RECORD_FIELDS,
                            .payload = item->text.payload};
    return vault_seal(arena, &content, chance, &item->item, err);
}

bool intake_write(Db *db, const Intake *intake, IntakeItem *item, State state, Err *err) {
    EntriesNew entry = {.programme = item->row.programme,
                        .kind = STR("record.submitted"),
                        .subject = item->row.id,
                        .act_hash = &item->act_hash,
                        .accepted_minute = intake->now_min};
    TRY(vault_write(db, &entry, &item->item, &item->row.entry, err));
    item->row.state = state_name(state);
    return records_put(db, &item->row, err);
}

bool intake_find(Arena *arena, Db *db, const IntakeItem *item, IntakeFound *out, Err *err) {
    RecordsRow row = {0};
    EntriesRow entry = {0};
    Err missing = {0};
    if (!records_get(arena, db, item->row.programme, item->row.id, &row, &missing)) {
        *out = INTAKE_NEW;
        return missing.code == ERR_NOT_FOUND || err_set(err, missing.code, "%s", missing.text);
    }
    if (str_eq(row.state, state_name(STATE_ERASED))) {
        *out = INTAKE_ERASED;
        return true;
    }
    TRY(entries_get(arena, db, row.entry, &entry, err));
    *out = entry.has_act_hash && hash_eq(&entry.act_hash, &item->act_hash) ? INTAKE_SAME : INTAKE_OTHER;
    return true;
}
