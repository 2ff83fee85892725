/*
 * The terms under which a programme runs: its documents, methodology, factor sets, venues and rules, read from the log's
 * public documents.
 *
 * Owns: everything lives in the arena given. Errors: ERR_NOT_FOUND names what is not registered and how to register it;
 *       ERR_INVALID_DOCUMENT where parameters do not suit the methodology.
 */
#ifndef BANYAN_APP_TERMS_H
#define BANYAN_APP_TERMS_H

#include "app/app.h"
#include "app/ruleset.h"
#include "domain/organisation.h"
#include "domain/programme.h"
#include "domain/venue.h"
#include "quantify/inputs.h"
#include "quantify/quantify.h"

typedef struct {
    Programme programme;
    Hash programme_sha256;
    Organisation organisation;
    Methodology methodology;
    QuantifyContext context; /* units, factor sets, parameters */
    InputsCheck *inputs;
    const Venue *venues;
    size_t venue_count;
    Ruleset rules;
} Terms;

/* As they are now. */
CHECKED bool terms_load(App *app, Str programme, Terms *out, Err *err);
/* The programme's latest document alone. */
CHECKED bool terms_programme(App *app, Str programme, Programme *out, Hash *sha256, Err *err);
/* The programme, with exactly the methodology and factor sets of these hashes: as an earlier statement used them. */
typedef struct {
    Str programme;
    Hash methodology;
    const Hash *sets;
    size_t set_count;
} TermsPins;
CHECKED bool terms_pinned(App *app, const TermsPins *pins, Terms *out, Err *err);

/* Units and the latest published factor sets that a methodology refers to; no parameters. */
CHECKED bool terms_context(App *app, const Methodology *methodology, QuantifyContext *out, Err *err);
CHECKED bool terms_units(Arena *arena, const UnitTable **out, Err *err);
/* Whether the programme's methodology is published here and its parameters choose factors that exist. */
CHECKED bool terms_check(App *app, const Programme *programme, Err *err);
/* NULL where it is not a venue of the programme. */
const Venue *terms_venue(const Terms *terms, Str id);

#endif
