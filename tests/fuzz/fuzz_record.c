/* What is taken as a payload encodes to the same bytes; what is taken as an act prints in a form that is taken again and
 * prints alike; a state that has a name is found by it. */
#include <stdlib.h>

#include "codec/canonical.h"
#include "domain/record.h"
#include "domain/state.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

static void try_payload(Arena *arena, Str text) {
    Record record = {0};
    Err err = {0};
    if (!record_parse(arena, text, &record, &err)) {
        require(err.code != ERR_NONE && record.act.v == 0);
        return;
    }
    RecordText encoded = {0};
    require(record_encode(arena, &record, &encoded, &err));
    require(str_eq(encoded.payload, text));
    RecordField fields[RECORD_FIELDS];
    record_fields(arena, &record, fields);
    for (size_t i = 0; i < RECORD_FIELDS; i++) {
        require(str_eq(fields[i].value, encoded.fields[i].value) && fields[i].count == encoded.fields[i].count);
    }
}

static void try_act(Arena *arena, Str text) {
    Json json = {0};
    Act act = {0};
    Err err = {0};
    if (!json_parse(arena, text, JSON_LIMITS_DOCUMENT, &json, &err) || !act_parse(arena, &json, &act, &err)) {
        require(err.code != ERR_NONE);
        return;
    }
    require(act_check(&act, &err));
    Str printed = act_json(arena, &act);
    require(str_eq(printed, canonical_text(arena, &json)));
    require(act_time_check(&act.time, &err));
    if (!act_verify_device(arena, &act, &err)) {
        require(err.code != ERR_NONE);
    }
}

static void try_state(Str text) {
    State state = STATE_NONE;
    if (state_parse(text, &state, NULL)) {
        require(str_eq(state_name(state), text));
    } else {
        require(state == STATE_NONE);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Str text = {.ptr = (const char *)data, .len = size};
    try_payload(&arena, text);
    try_act(&arena, text);
    try_state(text);
    arena_done(&arena);
    return 0;
}
