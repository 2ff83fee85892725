/* Runs a fuzz target over every file of its corpus folder, in name order, and reports as TAP. A property that does not
 * hold aborts in the target, which fails the whole program; an empty or missing corpus fails too. */
#include <dirent.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { REPLAY_BYTES = 1024 * 1024, REPLAY_PATH = 4096 };

static int is_file(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

/* Hands over a copy of exactly `size` bytes, so that a read past the end is caught. */
static void run_once(const char *bytes, size_t size) {
    uint8_t *data = malloc(size + (size == 0));
    if (data == NULL) {
        abort();
    }
    memcpy(data, bytes, size);
    (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
}

static int replay(const char *path, char *room) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return 0;
    }
    size_t size = fread(room, 1, REPLAY_BYTES, file);
    int complete = feof(file) != 0;
    (void)fclose(file);
    if (complete) {
        run_once(room, size);
    }
    return complete;
}

int main(int argc, char **argv) {
    struct dirent **entries = NULL;
    int count = argc == 2 ? scandir(argv[1], &entries, is_file, alphasort) : -1;
    if (count <= 0) {
        printf("1..1\nnot ok 1 - no corpus in %s\n", argc == 2 ? argv[1] : "(usage: replay FOLDER)");
        return 1;
    }
    char *room = malloc(REPLAY_BYTES);
    int failed = 0;
    printf("1..%d\n", count);
    for (int i = 0; i < count; i++) {
        char path[REPLAY_PATH];
        (void)snprintf(path, sizeof(path), "%s/%s", argv[1], entries[i]->d_name);
        int ok = room != NULL && replay(path, room);
        printf("%s %d - %s\n", ok ? "ok" : "not ok", i + 1, entries[i]->d_name);
        (void)fflush(stdout);
        failed += !ok;
        free(entries[i]);
    }
    free(entries);
    free(room);
    return failed != 0;
}
