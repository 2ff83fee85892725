#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"

enum { FILE_ROOM = 4 * 1024 * 1024 };

Str support_read(Arena *arena, const char *folder, const char *name) {
    char *path = str_c(arena, str_format(arena, "%s/%s", folder, name));
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return (Str){0};
    }
    char *room = arena_alloc(arena, FILE_ROOM);
    size_t len = fread(room, 1, FILE_ROOM, file);
    (void)fclose(file);
    return (Str){.ptr = room, .len = len};
}

static void load_set(Fixture *fixture, const char *name, FactorSet *out) {
    Str text = support_read(&fixture->arena, BANYAN_SOURCE_ROOT "/factors", name);
    Faults faults;
    Err err = {0};
    faults_init(&faults, &fixture->arena, str_from_c(name));
    if (!factor_set_load(&fixture->arena, text, fixture->units, out, &faults, &err)) {
        fail_msg("%s: %s", name, err.text);
    }
}

Str support_test_data(Arena *arena, const char *name) {
    const char *folder = getenv("BANYAN_TEST_DATA");
    return support_read(arena, folder == NULL ? BANYAN_SOURCE_ROOT "/../shared/data" : folder, name);
}

void support_open(Fixture *fixture) {
    *fixture = (Fixture){0};
    Faults faults;
    Err err = {0};
    faults_init(&faults, &fixture->arena, STR("units.yaml"));
    if (!unit_table_load(&fixture->arena, unit_embedded(), &fixture->units, &faults, &err)) {
        fail_msg("units.yaml: %s", err.text);
    }
    load_set(fixture, "biomass.yaml", &fixture->sets[0]);
    load_set(fixture, "grid-electricity.yaml", &fixture->sets[1]);
    fixture->context = (QuantifyContext){.units = fixture->units, .sets = fixture->sets, .set_count = 2};
}

void support_close(Fixture *fixture) {
    arena_done(&fixture->arena);
    quantify_done();
}

static void load(Fixture *fixture, Str text, Methodology *out) {
    Faults faults;
    Err err = {0};
    faults_init(&faults, &fixture->arena, STR("methodology"));
    if (!methodology_load(&fixture->arena, text, out, &faults, &err)) {
        fail_msg("%s", err.text);
    }
}

void support_methodology(Fixture *fixture, const char *name, Methodology *out) {
    load(fixture, support_read(&fixture->arena, BANYAN_SOURCE_ROOT "/methodologies", name), out);
}

void support_parse(Fixture *fixture, const char *yaml, Methodology *out) {
    load(fixture, str_from_c(yaml), out);
}

void support_equal(Str got, const char *want) {
    if (!str_eq(got, str_from_c(want))) {
        fail_msg("expected %s, got %.*s", want, STR_ARG(got));
    }
}

void support_contains(const char *text, const char *part) {
    if (strstr(text, part) == NULL) {
        fail_msg("expected '%s' in: %s", part, text);
    }
}
