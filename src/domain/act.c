#include "domain/act.h"

#include "codec/base64.h"
#include "codec/rfc3339.h"
#include "crypto/sign.h"
#include "domain/act_shape.h"
#include "domain/shape_write.h"

/* A compressed and an uncompressed point of P-256. */
enum { P256_COMPRESSED = 33, P256_UNCOMPRESSED = 65 };

bool act_parse(Arena *arena, const Json *json, Act *out, Err *err) {
    return shape_parse(arena, &act_shape, json, ERR_INVALID_RECORD, out, err);
}

bool act_check(const Act *act, Err *err) {
    return shape_check(&act_shape, act, ERR_INVALID_RECORD, err);
}

Str act_json(Arena *arena, const Act *act) {
    return shape_write_text(arena, &act_shape, act);
}

bool act_time_check(const ActTime *time, Err *err) {
    Rfc3339 start;
    Rfc3339 end;
    TRY(rfc3339_parse(time->start, &start, err));
    TRY(rfc3339_parse(time->end, &end, err));
    return start.at_s <= end.at_s ||
           err_set(err, ERR_INVALID_RECORD, "end: %.*s is before start %.*s; right is the same time or later",
                   STR_ARG(time->end), STR_ARG(time->start));
}

unsigned act_place_digits(Str type) {
    bool plot = str_eq(type, STR("plot")) || str_starts(type, STR("plot."));
    return plot ? PLACE_DIGITS_PLOT : PLACE_DIGITS;
}

static bool device_key(Arena *arena, const ActDevice *device, Bytes *key, Err *err) {
    if (!base64_url_decode(arena, device->key, key, err)) {
        return err_at(err, "device.key");
    }
    if (key->len == P256_COMPRESSED || key->len == P256_UNCOMPRESSED) {
        return err_set(err, ERR_INVALID_RECORD,
                       "device.key: a P-256 key cannot be verified yet; sign with an Ed25519 key of 32 bytes");
    }
    return key->len == SIGN_PUBLIC_BYTES ||
           err_set(err, ERR_INVALID_RECORD, "device.key: has %zu bytes; right is an Ed25519 key of 32 bytes", key->len);
}

static bool device_signature(Arena *arena, const ActDevice *device, Bytes *signature, Err *err) {
    if (!base64_url_decode(arena, device->signature, signature, err)) {
        return err_at(err, "device.signature");
    }
    return signature->len == SIGN_SIGNATURE_BYTES ||
           err_set(err, ERR_INVALID_RECORD,
                   "device.signature: has %zu bytes; right is an Ed25519 signature of 64 bytes", signature->len);
}

static uint32_t device_null_bit(void) {
    for (uint32_t i = 0; i < act_shape.count; i++) {
        if (str_eq(act_shape.members[i].name, STR("device"))) {
            return (uint32_t)1 << i;
        }
    }
    return 0;
}

bool act_verify_device(Arena *arena, const Act *act, Err *err) {
    if (act->device.key.len == 0) {
        return err_set(err, ERR_DENIED, "device: this act carries no device signature");
    }
    Bytes key = {0};
    Bytes signature = {0};
    TRY(device_key(arena, &act->device, &key, err));
    TRY(device_signature(arena, &act->device, &signature, err));
    Act unsigned_act = *act;
    unsigned_act.device = (ActDevice){0};
    unsigned_act.nulls &= ~device_null_bit();
    Str message = act_json(arena, &unsigned_act);
    return sign_verify(key.ptr, str_bytes(message), signature.ptr) ||
           err_set(err, ERR_DENIED,
                   "device.signature: does not fit this act and key; the act was changed after signing, "
                   "or another key signed it");
}

bool act_counts_as_dead(ActState state) {
    return state == ACT_STATE_DEAD || state == ACT_STATE_MISSING || state == ACT_STATE_UNKNOWN;
}

Str act_state_name(ActState state) {
    return act_shape_state(state);
}
