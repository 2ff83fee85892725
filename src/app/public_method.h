/*
 * Published methodologies and factor sets, read for people.
 *
 * Shape: formulas as they are written by hand, in the order of the methodology's lists. A factor whose key is chosen by a
 *        parameter of the programme has no `factor`.
 * Owns: results live in the app's arena.
 * Errors: ERR_NOT_FOUND; ERR_CORRUPT for a document that is not what its hash says.
 */
#ifndef BANYAN_APP_PUBLIC_METHOD_H
#define BANYAN_APP_PUBLIC_METHOD_H

#include "app/app.h"
#include "domain/methodology.h"
#include "quantify/factor_set.h"
#include "quantify/methodology_test.h"

typedef struct {
    Str body; /* canonical JSON */
    Str sha256;
    bool logged;
    uint64_t index;
} PublicMethodDocument;

typedef struct {
    Str set;
    Str version; /* the latest published of the set; empty where none is */
    Str key;
    const Factor *factor; /* NULL where a parameter chooses the key */
} PublicMethodFactor;

typedef struct {
    PublicMethodDocument document;
    Methodology methodology;
    const Str *formulas;   /* readable, one for each */
    const Str *conditions; /* readable, one for each */
    const PublicMethodFactor *factors;
    Str uncertainty;                     /* in English; empty where nothing can have an error */
    const MethodologyTestOutcome *tests; /* run anew; NULL where they cannot be run */
} PublicMethod;

CHECKED bool public_method_show(App *app, Str id, Str version, PublicMethod *out, Err *err);
/* The document alone. */
CHECKED bool public_method_document(App *app, Str id, Str version, PublicMethodDocument *out, Err *err);

typedef struct {
    PublicMethodDocument document;
    FactorSet set;
} PublicMethodSet;

CHECKED bool public_method_set(App *app, Str id, Str version, PublicMethodSet *out, Err *err);
CHECKED bool public_method_set_document(App *app, Str id, Str version, PublicMethodDocument *out, Err *err);

#endif
