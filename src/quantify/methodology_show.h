/*
 * A methodology for readers: what it asks for, what it computes, with formulas as they are written by hand.
 *
 * Owns: texts live in the arena. Errors: none; a formula that does not parse is shown as written.
 */
#ifndef BANYAN_QUANTIFY_METHODOLOGY_SHOW_H
#define BANYAN_QUANTIFY_METHODOLOGY_SHOW_H

#include "domain/methodology.h"

/* Plain text of the whole methodology in the language of the tag. */
Str methodology_show(Arena *arena, const Methodology *methodology, Str tag);
/* "agb_tree = 0.0673 kg × (...)^0.976", for statements. */
Str methodology_show_formula(Arena *arena, const MethodologyFormula *formula);
/* How the interval of a result was made, in English, for statements; empty where nothing can have an error. */
Str methodology_show_uncertainty(Arena *arena, const Methodology *methodology);

#endif
