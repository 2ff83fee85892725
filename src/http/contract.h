/*
 * The HTTP contract in the forms in which it is served.
 *
 * Shape: made from api/openapi.yaml by tools/contract/generate.py when the program is built: the YAML as it is written,
 *        the same as JSON, the reference page in HTML, and its version.
 * Owns: nothing; the texts live as long as the program.
 */
#ifndef BANYAN_HTTP_CONTRACT_H
#define BANYAN_HTTP_CONTRACT_H

#include "base/str.h"

Str contract_yaml(void);
Str contract_json(void);
Str contract_page(void);
Str contract_version(void);

#endif
