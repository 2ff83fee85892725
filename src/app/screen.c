#include "app/screen.h"

#include "codec/hex.h"

bool screen_write(Arena *arena, Db *db, const Intake *intake, const ScreenTarget *target, const VaultChance *chance,
                  Err *err) {
    const Terms *terms = intake->terms;
    Check check = {.v = 1,
                   .programme = terms->programme.id,
                   .records = *target->records,
                   .rules = {.id = terms->rules.id, .sha256 = hex_encode(arena, hash_bytes(&terms->rules.sha256))},
                   .verdict = CHECK_SCREENED,
                   .checked_at = intake->server.received_at};
    RecordField fields[CHECK_FIELDS];
    check_fields(arena, &check, fields);
    VaultContent content = {.kind = STR("record.checked"),
                            .programme = check.programme,
                            .fields = fields,
                            .count = CHECK_FIELDS,
                            .payload = check_json(arena, &check)};
    VaultItem item = {0};
    TRY(vault_seal(arena, &content, chance, &item, err));
    EntriesNew entry = {.programme = check.programme,
                        .kind = content.kind,
                        .subject = target->subject,
                        .accepted_minute = intake->now_min};
    uint64_t number = 0;
    return vault_write(db, &entry, &item, &number, err);
}
