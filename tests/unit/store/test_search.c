#include "store/search.h"

#include <string.h>

#include "../cmocka_all.h"
#include "../scratch.h"
#include "sys/entropy.h"

#define MEBIBYTE ((size_t)1024 * 1024)

enum { BIG = 3 * 1024 * 1024, NEEDLE = 100 };

typedef struct {
    char *path;
    FilesDir dir;
    Arena arena;
    uint8_t *big;
    uint8_t needle[NEEDLE];
} Place;

static void place_make(Place *place) {
    uint64_t counter = 5;
    Entropy entropy = entropy_counted(&counter);
    *place = (Place){.path = scratch_make()};
    place->big = arena_alloc(&place->arena, BIG);
    assert_true(files_open(str_from_c(place->path), &place->dir, NULL));
    assert_true(entropy_fill(&entropy, place->big, BIG, NULL));
    assert_true(entropy_fill(&entropy, place->needle, NEEDLE, NULL));
}

static void place_done(Place *place) {
    files_close(&place->dir);
    arena_done(&place->arena);
    scratch_remove(place->path);
}

static bool found_whole(Place *place) {
    Str file = {0};
    assert_true(search_whole(&place->arena, &place->dir, (Bytes){place->needle, NEEDLE}, &file, NULL));
    return file.len > 0;
}

static bool found_pieces(Place *place) {
    Str file = {0};
    Bytes needle = {place->needle, NEEDLE};
    assert_true(search_pieces(&place->arena, &place->dir, &needle, 1, &file, NULL));
    return file.len > 0;
}

/* Around the border of the parts a file is read in, at its beginning and at its end, in a directory below. */
static void a_needle_is_found_wherever_it_lies(void **state) {
    (void)state;
    static const size_t places[] = {0, 1, MEBIBYTE - 1, MEBIBYTE - 50, MEBIBYTE, 2 * MEBIBYTE - 99, BIG - NEEDLE};
    Place place;
    place_make(&place);
    assert_true(files_write(&place.dir, "a/b/c", FILES_SHARED, (Bytes){place.big, BIG}, NULL));
    assert_false(found_whole(&place));
    assert_false(found_pieces(&place));
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        uint8_t kept[NEEDLE];
        memcpy(kept, place.big + places[i], NEEDLE);
        memcpy(place.big + places[i], place.needle, NEEDLE);
        assert_true(files_write(&place.dir, "a/b/c", FILES_SHARED, (Bytes){place.big, BIG}, NULL));
        assert_true(found_whole(&place));
        assert_true(found_pieces(&place));
        memcpy(place.big + places[i], kept, NEEDLE);
    }
    place_done(&place);
}

static void any_remnant_of_31_bytes_is_found(void **state) {
    (void)state;
    Place place;
    place_make(&place);
    for (size_t from = 0; from + 31 <= NEEDLE; from++) {
        memcpy(place.big + 5000, place.needle + from, 31);
        assert_true(files_write(&place.dir, "x", FILES_SHARED, (Bytes){place.big, 8192}, NULL));
        assert_true(found_pieces(&place));
        assert_false(found_whole(&place));
    }
    place_done(&place);
}

static void a_needle_that_cannot_be_searched_is_refused(void **state) {
    (void)state;
    Place place;
    Str file = {0};
    Err err = {0};
    place_make(&place);
    Bytes needle = {place.needle, 15};
    assert_false(search_pieces(&place.arena, &place.dir, &needle, 1, &file, &err));
    assert_int_equal(err.code, ERR_INTERNAL);
    assert_false(search_whole(&place.arena, &place.dir, (Bytes){0}, &file, &err));
    assert_int_equal(err.code, ERR_INTERNAL);
    place_done(&place);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_needle_is_found_wherever_it_lies),
        cmocka_unit_test(any_remnant_of_31_bytes_is_found),
        cmocka_unit_test(a_needle_that_cannot_be_searched_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
