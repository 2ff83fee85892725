#include "quantify/publish.h"

/* 1.96 = 196 / 100, the declared quantile. */
enum { QUANTILE_NUM = 196, QUANTILE_DEN = 100 };

bool publish_error_of_range(Quantity *se, const Quantity *width, Err *err) {
    return quantity_scale(se, width, QUANTILE_DEN, (uint64_t)2 * QUANTILE_NUM, err);
}

static bool publish_interval(Arena *arena, const Quantity *value, const Quantity *se, QuantifyResult *out, Err *err) {
    Quantity *room = quantity_array(arena, 3);
    Quantity *half = &room[0];
    Quantity *low = &room[1];
    Quantity *high = &room[2];
    TRY(quantity_scale(half, se, QUANTILE_NUM, QUANTILE_DEN, err));
    TRY(quantity_sub(low, value, half, err));
    TRY(quantity_add(high, value, half, err));
    int places = out->result->follow ? quantity_place(half, PUBLISH_PLACE_DIGITS) : (int)out->result->decimals;
    out->interval = true;
    out->value = quantity_fixed(arena, value, places);
    out->low = quantity_fixed(arena, low, places);
    out->high = quantity_fixed(arena, high, places);
    out->se = quantity_short(arena, se, PUBLISH_FULL_DIGITS);
    out->low_full = quantity_short(arena, low, PUBLISH_FULL_DIGITS);
    out->high_full = quantity_short(arena, high, PUBLISH_FULL_DIGITS);
    return true;
}

bool publish_result(Arena *arena, const Quantity *value, const Quantity *se, QuantifyResult *out, Err *err) {
    out->full = quantity_short(arena, value, PUBLISH_FULL_DIGITS);
    out->figure = quantity_short(arena, value, PUBLISH_FIGURE_DIGITS);
    if (se == NULL || quantity_sign(se) == 0) {
        out->value = quantity_fixed(arena, value, (int)out->result->decimals);
        return true;
    }
    return publish_interval(arena, value, se, out, err);
}
