#include "codec/number.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Beyond this any number of at most NUMBER_TEXT_BYTES is zero or infinite. */
enum { EXPONENT_BOUND = 10000, EXPONENT_BYTES = 16 };

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Reads an optional sign and digits, held within the bound. */
static int read_exponent(Str text) {
    bool negative = text.len > 0 && text.ptr[0] == '-';
    int value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (is_digit(text.ptr[i]) && value < EXPONENT_BOUND) {
            value = value * 10 + (text.ptr[i] - '0');
        }
    }
    return negative ? -value : value;
}

/* digits x 10^exponent; `room` has EXPONENT_BYTES behind the digits. */
static double convert(char *room, size_t digits, int exponent) {
    (void)snprintf(room + digits, EXPONENT_BYTES, "e%d", exponent);
    return strtod(room, NULL);
}

bool number_parse(Str text, double *out) {
    char room[NUMBER_TEXT_BYTES + EXPONENT_BYTES];
    assert(text.len <= NUMBER_TEXT_BYTES);
    size_t digits = 0;
    int fraction = 0;
    bool behind_point = false;
    size_t i = 0;
    for (; i < text.len && text.ptr[i] != 'e' && text.ptr[i] != 'E'; i++) {
        if (is_digit(text.ptr[i])) {
            room[digits++] = text.ptr[i];
            fraction += behind_point ? 1 : 0;
        }
        behind_point = behind_point || text.ptr[i] == '.';
    }
    int exponent = read_exponent(str_slice(text, i + 1, text.len)) - fraction;
    double magnitude = convert(room, digits, exponent);
    if (isinf(magnitude)) {
        return false;
    }
    *out = text.ptr[0] == '-' ? -magnitude : magnitude;
    return true;
}

static bool gives_back(const NumberDigits *number, double value) {
    char room[NUMBER_DIGITS + EXPONENT_BYTES];
    memcpy(room, number->digits, (size_t)number->count);
    return convert(room, (size_t)number->count, number->exponent - number->count) == value;
}

/* The decimal of `count` digits nearest to value. */
static NumberDigits nearest(double value, int count) {
    char text[NUMBER_DIGITS + 2 * EXPONENT_BYTES];
    int len = snprintf(text, sizeof(text), "%.*e", count - 1, value);
    NumberDigits number = {0};
    int i = 0;
    for (; i < len && text[i] != 'e'; i++) {
        if (is_digit(text[i])) {
            number.digits[number.count++] = text[i];
        }
    }
    number.exponent = read_exponent((Str){.ptr = text + i + 1, .len = (size_t)(len - i - 1)}) + 1;
    return number;
}

/* The next larger decimal of as many digits. */
static NumberDigits next_up(NumberDigits number) {
    int i = number.count - 1;
    while (i >= 0 && number.digits[i] == '9') {
        number.digits[i--] = '0';
    }
    if (i < 0) {
        number.digits[0] = '1';
        number.exponent++;
    } else {
        number.digits[i]++;
    }
    return number;
}

/* Below a power of two doubles stand twice as close as above it: the nearest decimal of some length, lying below, may
 * belong to the neighbour while the next one up still gives the value back. */
static bool shortest_of(double value, int count, NumberDigits *out) {
    NumberDigits number = nearest(value, count);
    if (!gives_back(&number, value)) {
        number = next_up(number);
        if (!gives_back(&number, value)) {
            return false;
        }
    }
    while (number.count > 1 && number.digits[number.count - 1] == '0') {
        number.count--;
    }
    *out = number;
    return true;
}

NumberDigits number_shortest(double value) {
    NumberDigits number = {0};
    /* A normal double keeps any decimal of DBL_DIG digits, so a shorter one shows as trailing zeros at that length. */
    int count = value < DBL_MIN ? 1 : DBL_DIG;
    while (!shortest_of(value, count, &number)) {
        count++;
        assert(count <= NUMBER_DIGITS);
    }
    return number;
}
