/*
 * Clearing secrets from memory so that the compiler cannot leave it out.
 */
#ifndef BANYAN_CRYPTO_WIPE_H
#define BANYAN_CRYPTO_WIPE_H

#include <stddef.h>

void wipe(void *memory, size_t size);

#endif
