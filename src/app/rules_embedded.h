/*
 * The rule set basic-checks/1 as it was when the program was built.
 */
#ifndef BANYAN_APP_RULES_EMBEDDED_H
#define BANYAN_APP_RULES_EMBEDDED_H

#include "base/str.h"

/* rules/basic-checks-1.yaml. */
Str rules_embedded(void);

#endif
