/* Prints doubles for comparison with other programs, or reads number texts.
 *
 * `jcs_numbers print`: 8-byte little-endian bit patterns on stdin, the canonical text of each on a line.
 * `jcs_numbers parse`: a JSON number per line on stdin, the bits of its double as 16 hexadecimal digits on a line. */
#include <endian.h>
#include <stdio.h>
#include <string.h>

#include "codec/canonical.h"

enum { LINE_BYTES = 4096 };

static int print_all(void) {
    uint64_t bits = 0;
    while (fread(&bits, sizeof(bits), 1, stdin) == 1) {
        char out[CANONICAL_DOUBLE_BYTES + 1];
        double value = 0;
        bits = le64toh(bits);
        memcpy(&value, &bits, sizeof(value));
        size_t len = canonical_double(out, value);
        out[len] = '\n';
        if (fwrite(out, 1, len + 1, stdout) != len + 1) {
            return 1;
        }
    }
    return ferror(stdin) != 0;
}

static int parse_line(Str line) {
    Arena arena = {0};
    Json number = {0};
    Err err = {0};
    uint64_t bits = 0;
    bool read = json_parse(&arena, line, JSON_LIMITS_DOCUMENT, &number, &err);
    double value = number.type == JSON_INT ? (double)number.as.integer : number.as.number;
    memcpy(&bits, &value, sizeof(bits));
    int printed = read ? printf("%016llx\n", (unsigned long long)bits) : printf("%s\n", err_name(err.code));
    arena_done(&arena);
    return printed < 0;
}

static int parse_all(void) {
    char line[LINE_BYTES];
    while (fgets(line, sizeof(line), stdin) != NULL) {
        if (parse_line(str_trim(str_from_c(line))) != 0) {
            return 1;
        }
    }
    return ferror(stdin) != 0;
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "print") == 0) {
        return print_all();
    }
    return argc == 2 && strcmp(argv[1], "parse") == 0 ? parse_all() : 2;
}
