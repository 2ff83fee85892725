#include "app/visible.h"

#include "app/terms.h"
#include "codec/uuid.h"

bool visible_records(const Programme *programme) {
    return programme->disclosure == PROGRAMME_OPEN;
}

bool visible_state(Str statement_state) {
    return str_eq(statement_state, STR("issued")) || str_eq(statement_state, STR("superseded")) ||
           str_eq(statement_state, STR("withdrawn"));
}

bool visible_programme(App *app, Str id, Programme *out, Err *err) {
    Hash sha256;
    Programme programme = {0};
    Err refused = {0};
    if (text_slug(id, &refused) && terms_programme(app, id, &programme, &sha256, &refused)) {
        *out = programme;
        return true;
    }
    bool missing = refused.code == ERR_NOT_FOUND || refused.code == ERR_INVALID_ENCODING;
    return missing ? err_set(err, ERR_NOT_FOUND, "there is no programme '%.*s' here", STR_ARG(text_shown(id)))
                   : err_set(err, refused.code, "%s", refused.text);
}

bool visible_open(App *app, Str id, Programme *out, Err *err) {
    Programme programme = {0};
    TRY(visible_programme(app, id, &programme, err));
    if (!visible_records(&programme)) {
        return err_set(err, ERR_NOT_FOUND, "programme '%.*s' shows its statements only, no single records",
                       STR_ARG(text_shown(id)));
    }
    *out = programme;
    return true;
}

bool visible_statement(App *app, Str id, IssueShown *out, Err *err) {
    uint8_t bytes[UUID_BYTES];
    StatementsRow row = {0};
    Err refused = {0};
    if (uuid_parse(id, bytes, &refused) && statements_find(app->arena, app->store.db, bytes, &row, &refused) &&
        visible_state(row.state)) {
        return issue_show(app, id, (Str){0}, out, err);
    }
    bool missing = row.state.len > 0 || refused.code == ERR_NOT_FOUND || refused.code == ERR_INVALID_ENCODING;
    return missing ? err_set(err, ERR_NOT_FOUND, "there is no statement '%.*s' here", STR_ARG(text_shown(id)))
                   : err_set(err, refused.code, "%s", refused.text);
}
