/*
 * One activity datum of a record: a named quantity with its unit and how it was come by.
 *
 * Shape: value is a decimal in the one lexical form of base/decimal.h; instrument is empty when none is named.
 * Owns: nothing; views.
 */
#ifndef BANYAN_DOMAIN_RECORD_INPUT_H
#define BANYAN_DOMAIN_RECORD_INPUT_H

#include "base/str.h"

typedef struct {
    Str name;
    Str value;
    Str unit;
    Str how;
    Str instrument;
} RecordInput;

#endif
