#include "app/progress.h"

#include <stddef.h>

void progress_tell(const Progress *progress, const char *what, uint64_t done, uint64_t total) {
    if (progress->tell != NULL) {
        progress->tell(progress->ctx, what, done, total);
    }
}
