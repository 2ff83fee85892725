/* Runs a methodology over a CSV of inputs and writes the result members of a statement and the export beside it:
 * quantify_statement METHODOLOGY UNITS RECORDS EXPORT|- STATEMENT name=value... -- FACTORS...
 * RECORDS has a column "name [unit]" per input. With "-" no export is written and no figure per record is made. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec/canonical.h"
#include "codec/csv.h"
#include "codec/hex.h"
#include "quantify/quantify.h"

enum { FILE_ROOM = 1024 * 1024, SETS_MAX = 8, PARAMETERS_MAX = 8, FLUSH_BYTES = 1024 * 1024 };

typedef struct {
    Arena arena;
    UnitTable *units;
    FactorSet sets[SETS_MAX];
    size_t set_count;
    TextPair pairs[PARAMETERS_MAX];
    TextMap parameters;
    Methodology methodology;
    QuantifyRun *run;
    FILE *export;
    Buf rows;
    uint64_t received;
} Job;

static NORETURN void stop(const char *what, const Err *err) {
    fprintf(stderr, "%s: %s\n", what, err->text);
    exit(1);
}

static Str read_file(Arena *arena, const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    char *room = arena_alloc(arena, FILE_ROOM);
    size_t len = fread(room, 1, FILE_ROOM, file);
    (void)fclose(file);
    return (Str){.ptr = room, .len = len};
}

static bool read_chunk(void *ctx, char *room, size_t size, size_t *got, Err *err) {
    FILE *file = ctx;
    *got = fread(room, 1, size, file);
    return ferror(file) == 0 || err_set(err, ERR_IO, "cannot read the records");
}

static void load(Job *job, const char *methodology, const char *units) {
    Faults faults;
    Err err = {0};
    faults_init(&faults, &job->arena, str_from_c(methodology));
    if (!unit_table_load(&job->arena, read_file(&job->arena, units), &job->units, &faults, &err)) {
        stop(units, &err);
    }
    if (!methodology_load(&job->arena, read_file(&job->arena, methodology), &job->methodology, &faults, &err)) {
        stop(methodology, &err);
    }
}

static void load_set(Job *job, const char *path) {
    Faults faults;
    Err err = {0};
    faults_init(&faults, &job->arena, str_from_c(path));
    if (job->set_count == SETS_MAX || !factor_set_load(&job->arena, read_file(&job->arena, path), job->units,
                                                       &job->sets[job->set_count++], &faults, &err)) {
        stop(path, &err);
    }
}

static void add_parameter(Job *job, const char *text) {
    Str rest = str_from_c(text);
    Str name = str_cut(&rest, '=');
    job->pairs[job->parameters.count++] = (TextPair){.tag = name, .text = rest};
    job->parameters.pairs = job->pairs;
}

/* "dbh [cm]" */
static void split_column(Str column, RecordInput *out) {
    size_t open = str_find(column, '[');
    *out = (RecordInput){.name = str_trim(str_slice(column, 0, open)),
                         .unit = str_slice(column, open + 1, column.len - open - 2),
                         .how = STR("measured")};
}

static void write_header(Job *job, const CsvRow *header, const QuantifyVerdict *verdict) {
    buf_add(&job->rows, STR("log_index,type,venue,date_local"));
    for (size_t i = 0; i < header->count; i++) {
        RecordInput input;
        split_column(header->fields[i], &input);
        buf_addf(&job->rows, ",%.*s,%.*s unit", STR_ARG(input.name), STR_ARG(input.name));
    }
    for (size_t i = 0; i < verdict->figure_count; i++) {
        buf_addf(&job->rows, ",%.*s [%.*s]", STR_ARG(verdict->figures[i].name), STR_ARG(verdict->figures[i].unit));
    }
    buf_add(&job->rows, STR("\r\n"));
}

static void write_row(Job *job, const RecordInput *inputs, size_t count, const QuantifyVerdict *verdict) {
    buf_addf(&job->rows, "%llu,tree.visit,forest,2024-01-01", (unsigned long long)job->received);
    for (size_t i = 0; i < count; i++) {
        buf_addf(&job->rows, ",%.*s,%.*s", STR_ARG(inputs[i].value), STR_ARG(inputs[i].unit));
    }
    for (size_t i = 0; i < verdict->figure_count; i++) {
        buf_addf(&job->rows, ",%.*s", STR_ARG(verdict->figures[i].value));
    }
    buf_add(&job->rows, STR("\r\n"));
    if (job->rows.len > FLUSH_BYTES) {
        (void)fwrite(job->rows.ptr, 1, job->rows.len, job->export);
        buf_clear(&job->rows);
    }
}

static void run_row(Job *job, const CsvRow *header, const CsvRow *row) {
    RecordInput inputs[LIMIT_CSV_COLUMNS];
    for (size_t i = 0; i < row->count; i++) {
        split_column(header->fields[i], &inputs[i]);
        inputs[i].value = row->fields[i];
    }
    QuantifyVerdict verdict;
    Err err = {0};
    if (!quantify_add(job->run, inputs, row->count, &verdict, &err)) {
        stop("record", &err);
    }
    if (job->export != NULL && verdict.included) {
        if (job->received == 0) {
            write_header(job, header, &verdict);
        }
        write_row(job, inputs, row->count, &verdict);
    }
    job->received++;
}

static void run_records(Job *job, const char *path) {
    Err err = {0};
    CsvReader *reader = NULL;
    FILE *file = fopen(path, "rb");
    if (file == NULL || !csv_open(&job->arena, read_chunk, file, &reader, &err)) {
        stop(path, &err);
    }
    const CsvRow *row = NULL;
    for (;;) {
        if (!csv_next(reader, &row, &err)) {
            stop(path, &err);
        }
        if (row == NULL) {
            break;
        }
        run_row(job, csv_header(reader), row);
    }
    (void)fclose(file);
    if (job->export != NULL) {
        (void)fwrite(job->rows.ptr, 1, job->rows.len, job->export);
        (void)fclose(job->export);
    }
}

static Json text_json(Str text) {
    return json_string(text);
}

static Json interval_json(Arena *arena, Str low, Str high, bool level) {
    Json out = json_object();
    json_set(arena, &out, STR("low"), text_json(low));
    json_set(arena, &out, STR("high"), text_json(high));
    if (level) {
        json_set(arena, &out, STR("level"), text_json(STR("0.95")));
    }
    return out;
}

static Json result_json(Arena *arena, const QuantifyResult *result) {
    Json out = json_object();
    json_set(arena, &out, STR("name"), text_json(result->result->name));
    json_set(arena, &out, STR("unit"), text_json(result->result->unit.text));
    json_set(arena, &out, STR("value"), text_json(result->value));
    json_set(arena, &out, STR("full"), text_json(result->full));
    if (result->interval) {
        json_set(arena, &out, STR("se"), text_json(result->se));
        json_set(arena, &out, STR("interval"), interval_json(arena, result->low, result->high, true));
        json_set(arena, &out, STR("interval_full"), interval_json(arena, result->low_full, result->high_full, false));
    }
    return out;
}

static Json factors_json(Job *job, const QuantifyOutcome *outcome) {
    Json out = json_array();
    for (size_t i = 0; i < outcome->factor_count; i++) {
        Json one = json_object();
        json_set(&job->arena, &one, STR("name"), text_json(outcome->factors[i].use->name));
        json_set(&job->arena, &one, STR("value"), text_json(outcome->factors[i].factor->value));
        Str sha256 = hex_encode(&job->arena, hash_bytes(&outcome->factors[i].set->sha256));
        json_set(&job->arena, &one, STR("sha256"), text_json(sha256));
        json_push(&job->arena, &out, one);
    }
    return out;
}

static Json head_json(Job *job, const QuantifyOutcome *outcome) {
    Arena *arena = &job->arena;
    Json parameters = json_object();
    for (size_t i = 0; i < job->parameters.count; i++) {
        json_set(arena, &parameters, job->pairs[i].tag, text_json(job->pairs[i].text));
    }
    Json programme = json_object();
    json_set(arena, &programme, STR("parameters"), parameters);
    Json methodology = json_object();
    json_set(arena, &methodology, STR("sha256"), text_json(hex_encode(arena, hash_bytes(&job->methodology.sha256))));
    Json counts = json_object();
    json_set(arena, &counts, STR("accepted"), json_int((int64_t)outcome->included));
    json_set(arena, &counts, STR("received"), json_int((int64_t)job->received));
    Json out = json_object();
    json_set(arena, &out, STR("programme"), programme);
    json_set(arena, &out, STR("methodology"), methodology);
    json_set(arena, &out, STR("counts"), counts);
    return out;
}

static void write_statement(Job *job, const QuantifyOutcome *outcome, const char *path) {
    Json out = head_json(job, outcome);
    Json results = json_array();
    for (size_t i = 0; i < outcome->result_count; i++) {
        json_push(&job->arena, &results, result_json(&job->arena, &outcome->results[i]));
    }
    json_set(&job->arena, &out, STR("results"), results);
    json_set(&job->arena, &out, STR("factors"), factors_json(job, outcome));
    Str text = canonical_text(&job->arena, &out);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(text.ptr, 1, text.len, file) != text.len || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
}

int main(int argc, char **argv) {
    Job job = {0};
    Err err = {0};
    int at = 6;
    if (argc < 8) {
        fprintf(stderr, "usage: see the head of the source\n");
        return 2;
    }
    load(&job, argv[1], argv[2]);
    for (; at < argc && strcmp(argv[at], "--") != 0; at++) {
        add_parameter(&job, argv[at]);
    }
    for (at++; at < argc; at++) {
        load_set(&job, argv[at]);
    }
    job.export = strcmp(argv[4], "-") == 0 ? NULL : fopen(argv[4], "wb");
    job.rows.arena = &job.arena;
    QuantifyContext context = {.units = job.units,
                               .sets = job.sets,
                               .set_count = job.set_count,
                               .parameters = &job.parameters,
                               .figures = job.export != NULL};
    if (!quantify_begin(&job.arena, &job.methodology, &context, &job.run, &err)) {
        stop("begin", &err);
    }
    run_records(&job, argv[3]);
    QuantifyOutcome outcome;
    if (!quantify_end(job.run, &outcome, &err)) {
        stop("end", &err);
    }
    write_statement(&job, &outcome, argv[5]);
    arena_done(&job.arena);
    quantify_done();
    return 0;
}
