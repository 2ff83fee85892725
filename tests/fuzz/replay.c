/* Runs a fuzz target over every file of its corpus folder, in name order, and reports as TAP. A property that does not
 * hold aborts in the target, which fails the whole program; an empty or missing corpus fails too. */
#include <dirent.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { REPLAY_BYTES = 1024 * 1024, REPLAY_PATH = 4096 };

static int is_file(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

static int replay(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return 0;
    }
    /* The exact size is allocated, so that a read past the end is caught. */
    char *room = malloc(REPLAY_BYTES);
    size_t size = room == NULL ? 0 : fread(room, 1, REPLAY_BYTES, file);
    int complete = room != NULL && feof(file) != 0;
    uint8_t *data = complete ? realloc(room, size == 0 ? 1 : size) : NULL;
    if (data != NULL) {
        (void)LLVMFuzzerTestOneInput(data, size);
    }
    free(complete && data != NULL ? (char *)data : room);
    (void)fclose(file);
    return data != NULL;
}

int main(int argc, char **argv) {
    struct dirent **entries = NULL;
    int count = argc == 2 ? scandir(argv[1], &entries, is_file, alphasort) : -1;
    if (count <= 0) {
        printf("1..1\nnot ok 1 - no corpus in %s\n", argc == 2 ? argv[1] : "(usage: replay FOLDER)");
        return 1;
    }
    int failed = 0;
    printf("1..%d\n", count);
    for (int i = 0; i < count; i++) {
        char path[REPLAY_PATH];
        (void)snprintf(path, sizeof(path), "%s/%s", argv[1], entries[i]->d_name);
        int ok = replay(path);
        printf("%s %d - %s\n", ok ? "ok" : "not ok", i + 1, entries[i]->d_name);
        (void)fflush(stdout);
        failed += !ok;
        free(entries[i]);
    }
    free(entries);
    return failed != 0;
}
