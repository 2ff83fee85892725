#include "domain/check.h"

#include "domain/lexical.h"
#include "domain/shape_write.h"

enum { FLAGS = 1000 };

static const Str verdicts[] = {STR_INIT(""), STR_INIT("screened"), STR_INIT("flagged")};
static const ShapeWords verdict_words = SHAPE_WORDS(verdicts);

static const ShapeMember flag_members[] = {
    {.name = STR_INIT("reason"), .kind = SHAPE_TEXT, .offset = offsetof(CheckFlag, reason), .max = TEXT_LONG_BYTES},
    {.name = STR_INIT("record"),
     .kind = SHAPE_STRING,
     .optional = true,
     .offset = offsetof(CheckFlag, record),
     .check = lexical_uuid},
    {.name = STR_INIT("rule"), .kind = SHAPE_STRING, .offset = offsetof(CheckFlag, rule), .check = text_name},
};
static const Shape flag_shape = SHAPE_OF(CheckFlag, flag_members, NULL);

static bool records_rules(const void *value, Err *err) {
    const CheckRecords *records = value;
    bool one = records->record.len > 0;
    bool batch = records->root.len > 0 && records->size > 0;
    bool part = records->root.len > 0 || records->size > 0;
    if (one && records->file.len > 0) {
        return err_set(err, ERR_INVALID_RECORD, "file: names the file of a batch; one record has none");
    }
    return (one && !part) || (batch && !one) ||
           err_set(err, ERR_INVALID_RECORD, "needs either record, for one, or root with size, for a batch");
}

static const ShapeMember records_members[] = {
    {.name = STR_INIT("file"),
     .kind = SHAPE_STRING,
     .optional = true,
     .offset = offsetof(CheckRecords, file),
     .check = lexical_hash},
    {.name = STR_INIT("record"),
     .kind = SHAPE_STRING,
     .optional = true,
     .offset = offsetof(CheckRecords, record),
     .check = lexical_uuid},
    {.name = STR_INIT("root"),
     .kind = SHAPE_STRING,
     .optional = true,
     .offset = offsetof(CheckRecords, root),
     .check = lexical_hash},
    {.name = STR_INIT("size"),
     .kind = SHAPE_NUMBER,
     .optional = true,
     .offset = offsetof(CheckRecords, size),
     .min = 1},
};
static const Shape records_shape = SHAPE_OF(CheckRecords, records_members, records_rules);

static const ShapeMember rules_members[] = {
    {.name = STR_INIT("id"), .kind = SHAPE_STRING, .offset = offsetof(CheckRules, id), .check = lexical_rules_id},
    {.name = STR_INIT("sha256"), .kind = SHAPE_STRING, .offset = offsetof(CheckRules, sha256), .check = lexical_hash},
};
static const Shape rules_shape = SHAPE_OF(CheckRules, rules_members, NULL);

static bool rules(const void *value, Err *err) {
    const Check *check = value;
    if (check->verdict == CHECK_FLAGGED && check->flag_count == 0) {
        return err_set(err, ERR_INVALID_RECORD, "flags: is empty although the verdict is flagged; say why");
    }
    if (check->verdict == CHECK_SCREENED && check->flag_count > 0) {
        return err_set(err, ERR_INVALID_RECORD, "verdict: is screened although there are flags; right is flagged");
    }
    for (size_t i = 0; i < check->flag_count; i++) {
        if ((check->flags[i].record.len > 0) == (check->records.record.len > 0)) {
            return err_set(err, ERR_INVALID_RECORD,
                           "flags[%zu].record: a flag names its record in the check of a batch, and only there", i + 1);
        }
    }
    return true;
}

static const ShapeMember members[] = {
    {.name = STR_INIT("checked_at"),
     .kind = SHAPE_STRING,
     .offset = offsetof(Check, checked_at),
     .check = lexical_time},
    {.name = STR_INIT("flags"),
     .kind = SHAPE_LIST,
     .offset = offsetof(Check, flags),
     .count_offset = offsetof(Check, flag_count),
     .max = FLAGS,
     .shape = &flag_shape},
    {.name = STR_INIT("programme"), .kind = SHAPE_STRING, .offset = offsetof(Check, programme), .check = text_slug},
    {.name = STR_INIT("records"), .kind = SHAPE_OBJECT, .offset = offsetof(Check, records), .shape = &records_shape},
    {.name = STR_INIT("rules"), .kind = SHAPE_OBJECT, .offset = offsetof(Check, rules), .shape = &rules_shape},
    {.name = STR_INIT("v"), .kind = SHAPE_VERSION, .offset = offsetof(Check, v)},
    {.name = STR_INIT("verdict"), .kind = SHAPE_ENUM, .offset = offsetof(Check, verdict), .words = &verdict_words},
};
_Static_assert(COUNT_OF(members) == CHECK_FIELDS, "every member of a check is committed");

static const Shape shape = SHAPE_OF(Check, members, rules);

static const Str order[CHECK_FIELDS] = {STR_INIT("v"),         STR_INIT("programme"), STR_INIT("records"),
                                        STR_INIT("rules"),     STR_INIT("verdict"),   STR_INIT("flags"),
                                        STR_INIT("checked_at")};

bool check_parse(Arena *arena, const Json *json, Check *out, Err *err) {
    return shape_parse(arena, &shape, json, ERR_INVALID_RECORD, out, err);
}

Str check_json(Arena *arena, const Check *check) {
    return shape_write_text(arena, &shape, check);
}

void check_fields(Arena *arena, const Check *check, RecordField out[CHECK_FIELDS]) {
    shape_write_fields(arena, &shape, check, order, out);
}

Str check_verdict_name(CheckVerdict verdict) {
    return shape_word(&verdict_words, verdict);
}
