#include "domain/shape_path.h"

#include <stdio.h>
#include <string.h>

#include "domain/text.h"

enum { PATH_BYTES = 400 };

static size_t path_write(const ShapePath *path, char *out, size_t size) {
    if (path == NULL) {
        return 0;
    }
    size_t at = path_write(path->up, out, size);
    int len = path->item > 0
                  ? snprintf(out + at, size - at, "[%zu]", path->item)
                  : snprintf(out + at, size - at, "%s%.*s", at > 0 ? "." : "", STR_ARG(text_shown(path->name)));
    return len < 0 || (size_t)len >= size - at ? size - 1 : at + (size_t)len;
}

/* Whether a text begins with a path of its own, such as "lon: " or "flags[2].record: ". */
static bool begins_with_path(const char *text) {
    size_t len = strcspn(text, ":");
    return len > 0 && text[len] == ':' && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_.[]") == len;
}

bool shape_path_fail(const ShapePath *path, Err *err) {
    char text[PATH_BYTES] = "";
    size_t len = path_write(path, text, sizeof(text));
    if (len == 0) {
        return false;
    }
    if (!begins_with_path(err->text)) {
        return err_at(err, "%s", text);
    }
    Err below = *err;
    return err_set(err, below.code, "%s.%s", text, below.text);
}
