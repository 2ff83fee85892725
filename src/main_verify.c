/* banyan-verify: decides, without a network and without a data directory, whether what a bundle shows is what a log
 * committed. It links base, codec, crypto and proof and nothing else of Banyan. */
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec/canonical.h"
#include "proof/bundle.h"

enum { EXIT_HOLDS = 0, EXIT_DOES_NOT = 1, EXIT_UNDECIDED = 2 };
enum { KEY_FILE_BYTES = 4096 };

/* A test builds this program with less, to see it run out. */
#ifndef BANYAN_VERIFY_MEMORY
#define BANYAN_VERIFY_MEMORY 67108864
#endif

typedef struct {
    const char *bundle;
    const char *log_key;
    const char *statement;
} Options;

/* All memory there is: input that needs more is answered with LIMIT instead of growing. */
static _Alignas(16) char memory[BANYAN_VERIFY_MEMORY];
static bool as_json;

static const char help[] =
    "banyan-verify BUNDLE --log-key FILE [--statement FILE] [--json]\n"
    "\n"
    "Says whether what a bundle shows is what a log committed, in one sentence and then in detail.\n"
    "\n"
    "  BUNDLE            a .banyan file, or - for standard input\n"
    "  --log-key FILE    the log's public key, one line such as log.example/banyan+2b98fece+AVEP...;\n"
    "                    get it from somebody you trust, not from who gave you the bundle\n"
    "  --statement FILE  a statement (its JSON, or its own bundle): is the record counted in it?\n"
    "  --json            the answer as JSON\n"
    "  --help, --version\n"
    "\n"
    "It proves what was committed and when it was in the log, not that it is true.\n"
    "Exit: 0 it holds, 1 it does not, 2 it could not be decided.\n";

static int undecided(const char *code, const char *sentence) {
    char room[64 * ERR_TEXT_BYTES];
    Arena arena;
    arena_init_fixed(&arena, room, sizeof(room), NULL);
    Buf out = {.arena = &arena};
    if (as_json) {
        buf_addf(&out, "{\"code\":\"%s\",\"sentence\":", code);
        canonical_string(&out, str_from_c(sentence));
        buf_add(&out, STR(",\"verdict\":\"undecided\"}\n"));
    } else {
        buf_add(&out, STR("Could not decide: "));
        verdict_plain(&out, str_from_c(sentence));
        buf_add_byte(&out, '\n');
    }
    (void)fwrite(out.ptr, 1, out.len, stdout);
    return EXIT_UNDECIDED;
}

static void memory_full(void) {
    exit(undecided("limit", "the input needs more memory than this program allows itself"));
}

static bool read_file(Arena *arena, const char *path, size_t limit, Str *out, Err *err) {
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "rb");
    if (file == NULL) {
        return err_set(err, ERR_IO, "%s cannot be opened: %s", path, strerror(errno));
    }
    char *bytes = arena_alloc(arena, limit + 1);
    size_t len = fread(bytes, 1, limit + 1, file);
    bool failed = ferror(file) != 0;
    if (!standard) {
        (void)fclose(file);
    }
    if (failed) {
        return err_set(err, ERR_IO, "%s cannot be read", path);
    }
    if (len > limit) {
        return err_set(err, ERR_TOO_LARGE, "%s has more than %zu bytes", path, limit);
    }
    *out = (Str){bytes, len};
    return true;
}

static bool read_log_key(Arena *arena, const char *path, NoteKey *key, Err *err) {
    Str text = {0};
    TRY(read_file(arena, path, KEY_FILE_BYTES, &text, err));
    if (!note_key_parse(arena, text, key, err)) {
        return err_at(err, "%s", path);
    }
    return key->type == NOTE_ED25519 ||
           err_set(err, ERR_INVALID_NOTE, "%s: this is the key of a witness; a log's key is asked for", path);
}

/* The statement may come as its own bundle: then it is verified too, and its document taken. */
static bool read_statement(Arena *arena, const char *path, const NoteKey *log, Str *out, Verdict *verdict, Err *err) {
    Str text = {0};
    Bundle bundle = {.kind = {0}};
    Verdict own = {.holds = true};
    TRY(read_file(arena, path, LIMIT_DOCUMENT_BYTES, &text, err));
    *out = text;
    if (!bundle_parse(arena, text, &bundle, NULL)) {
        return true;
    }
    TRY(bundle_verify(arena, &bundle, log, &own, err));
    if (!own.holds) {
        verdict->holds = false;
        verdict->code = "statement-does-not-hold";
        verdict->sentence = str_format(arena, "the bundle of the statement does not hold: %.*s", STR_ARG(own.sentence));
    }
    *out = bundle.document;
    return true;
}

static bool decide(Arena *arena, const Options *options, Verdict *verdict, Err *err) {
    Str text = {0};
    Str statement = {0};
    NoteKey log = {.type = 0};
    Bundle bundle = {.kind = {0}};
    TRY(read_log_key(arena, options->log_key, &log, err));
    TRY(read_file(arena, options->bundle, LIMIT_BUNDLE_BYTES, &text, err));
    if (!bundle_parse(arena, text, &bundle, err)) {
        return err_at(err, "%s is not a bundle that can be read", options->bundle);
    }
    TRY(bundle_verify(arena, &bundle, &log, verdict, err));
    if (options->statement == NULL || !verdict->holds) {
        return true;
    }
    TRY(read_statement(arena, options->statement, &log, &statement, verdict, err));
    if (verdict->holds && !bundle_verify_statement(arena, &bundle, statement, verdict, err)) {
        return err_at(err, "%s", options->statement);
    }
    return true;
}

static int report(Arena *arena, const Verdict *verdict) {
    Buf out = {.arena = arena};
    if (as_json) {
        buf_add(&out, verdict_json(arena, verdict));
        buf_add_byte(&out, '\n');
    } else {
        buf_add(&out, verdict->holds ? STR("This holds: ") : STR("This does NOT hold: "));
        verdict_plain(&out, verdict->sentence);
        buf_add(&out, STR(".\n"));
        verdict_details(&out, verdict);
    }
    bool written = fwrite(out.ptr, 1, out.len, stdout) == out.len && fflush(stdout) == 0;
    if (!written) {
        return EXIT_UNDECIDED;
    }
    return verdict->holds ? EXIT_HOLDS : EXIT_DOES_NOT;
}

/* The value of an option, as `--name VALUE` or `--name=VALUE`; moves *at behind what it took. */
static bool take_option(int argc, char **argv, int *at, const char *name, const char **value) {
    size_t len = strlen(name);
    const char *word = argv[*at];
    if (strncmp(word, name, len) != 0 || (word[len] != '\0' && word[len] != '=')) {
        return false;
    }
    if (word[len] == '=') {
        *value = word + len + 1;
        return true;
    }
    *value = *at + 1 < argc ? argv[++*at] : NULL;
    return true;
}

static bool parse_options(int argc, char **argv, Options *options, Err *err) {
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0 || take_option(argc, argv, &i, "--log-key", &options->log_key) ||
            take_option(argc, argv, &i, "--statement", &options->statement)) {
            continue;
        }
        if (options->bundle != NULL || (argv[i][0] == '-' && argv[i][1] != '\0')) {
            return err_set(err, ERR_USAGE, "\"%s\" is not understood; see banyan-verify --help", argv[i]);
        }
        options->bundle = argv[i];
    }
    return (options->bundle != NULL && options->log_key != NULL) ||
           err_set(err, ERR_USAGE, "a BUNDLE and --log-key FILE are needed; see banyan-verify --help");
}

static bool has_word(int argc, char **argv, const char *word) {
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], word) == 0) {
            return true;
        }
    }
    return false;
}

int main(int argc, char **argv) {
    Arena arena;
    Options options = {.bundle = NULL};
    Verdict verdict = {.holds = false};
    Err err = {.code = ERR_NONE};
    as_json = has_word(argc, argv, "--json");
    if (has_word(argc, argv, "--help")) {
        return fputs(help, stdout) < 0 ? EXIT_UNDECIDED : EXIT_HOLDS;
    }
    if (has_word(argc, argv, "--version")) {
        return puts("banyan-verify " BANYAN_VERSION) < 0 ? EXIT_UNDECIDED : EXIT_HOLDS;
    }
    if (sodium_init() < 0) {
        return undecided("internal", "libsodium cannot be used on this machine");
    }
    arena_init_fixed(&arena, memory, sizeof(memory), memory_full);
    if (!parse_options(argc, argv, &options, &err) || !decide(&arena, &options, &verdict, &err)) {
        return undecided(err_name(err.code), err.text);
    }
    return report(&arena, &verdict);
}
