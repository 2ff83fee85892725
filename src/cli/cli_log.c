#include <inttypes.h>

#include "app/proving.h"
#include "app/sequence.h"
#include "cli/cli.h"

static bool read_head(CommandRun *run, ProvingHead *head, Err *err) {
    App app CLEANUP(app_close) = {0};
    TRY(cli_open(run, APP_READ, &app, err));
    return proving_head(&app, head, err);
}

static bool run_status(CommandRun *run, Err *err) {
    ProvingHead head = {0};
    TRY(read_head(run, &head, err));
    cli_line(run, "Log", "%.*s", STR_ARG(head.origin));
    cli_line(run, "Size", "%" PRIu64 " leaves", head.size);
    cli_line(run, "Root", "%.*s", STR_ARG(head.root));
    cli_line(run, "Waiting", "%" PRIu64, head.waiting);
    cli_line(run, "Key", "%.*s", STR_ARG(head.key));
    if (head.waiting > 0) {
        cli_next(run, "banyan log sequence");
    }
    cli_set(run, &run->result, "origin", head.origin);
    cli_set_number(run, &run->result, "size", head.size);
    cli_set(run, &run->result, "root", head.root);
    cli_set_number(run, &run->result, "waiting", head.waiting);
    cli_set(run, &run->result, "key", head.key);
    return true;
}

static bool run_checkpoint(CommandRun *run, Err *err) {
    ProvingHead head = {0};
    TRY(read_head(run, &head, err));
    buf_add(&run->text, head.checkpoint);
    cli_set(run, &run->result, "checkpoint", head.checkpoint);
    return true;
}

static bool run_key(CommandRun *run, Err *err) {
    ProvingHead head = {0};
    TRY(read_head(run, &head, err));
    buf_addf(&run->text, "%.*s\n", STR_ARG(head.key));
    cli_set(run, &run->result, "key", head.key);
    return true;
}

static bool run_sequence(CommandRun *run, Err *err) {
    SequenceDone done = {0};
    App app CLEANUP(app_close) = {0};
    TRY(cli_open(run, APP_WRITE, &app, err));
    TRY(sequence_run(&app, &done, err));
    cli_line(run, "Appended", "%" PRIu64, done.appended);
    cli_line(run, "Waiting", "%" PRIu64 "%s", done.waiting, done.waiting > 0 ? " (not due yet)" : "");
    cli_line(run, "Size", "%" PRIu64 " leaves", done.size);
    cli_set_number(run, &run->result, "appended", done.appended);
    cli_set_number(run, &run->result, "waiting", done.waiting);
    cli_set_number(run, &run->result, "size", done.size);
    return true;
}

static bool run_rewrite(CommandRun *run, Err *err) {
    SequenceDone done = {0};
    App app CLEANUP(app_close) = {0};
    TRY(cli_open(run, APP_INSPECT, &app, err));
    TRY(sequence_rewrite(&app, &done, err));
    cli_line(run, "Written", "%" PRIu64 " leaves", done.size);
    cli_set_number(run, &run->result, "size", done.size);
    cli_next(run, "banyan fsck");
    return true;
}

static bool need_number(const CommandRun *run, const char *name, uint64_t *out, Err *err) {
    Str text = {0};
    TRY(command_need(run, name, &text, err));
    return command_number(run, name, 0, out, err);
}

static bool run_prove(CommandRun *run, Err *err) {
    uint64_t index = 0;
    ProvingInclusion proof = {0};
    App app CLEANUP(app_close) = {0};
    TRY(need_number(run, "index", &index, err));
    TRY(cli_open(run, APP_READ, &app, err));
    TRY(proving_inclusion(&app, index, &proof, err));
    buf_add(&run->text, proof.text);
    cli_set_number(run, &run->result, "index", index);
    cli_set(run, &run->result, "leaf", proof.leaf);
    cli_set(run, &run->result, "proof", proof.text);
    return true;
}

static bool run_consistency(CommandRun *run, Err *err) {
    uint64_t from = 0;
    ProvingConsistency proof = {0};
    Json hashes = json_array();
    App app CLEANUP(app_close) = {0};
    TRY(need_number(run, "from", &from, err));
    TRY(cli_open(run, APP_READ, &app, err));
    TRY(proving_consistency(&app, from, &proof, err));
    for (size_t i = 0; i < proof.count; i++) {
        json_push(run->arena, &hashes, json_string(proof.hashes[i]));
    }
    buf_add(&run->text, proof.text);
    cli_set_number(run, &run->result, "from", proof.from);
    cli_set_number(run, &run->result, "to", proof.to);
    cli_set_json(run, &run->result, "hashes", hashes);
    cli_set(run, &run->result, "proof", proof.text);
    return true;
}

static const CommandOption prove_options[] = {{"index", "N", "index of the leaf, from 0"}};
static const CommandOption consistency_options[] = {{"from", "SIZE", "an earlier size of the log, from 1"}};

static const Command status = {
    .name = "status", .summary = "Show name, size, root and key of the log.", .run = run_status};
static const Command checkpoint = {
    .name = "checkpoint", .summary = "Print the log's latest signed checkpoint.", .run = run_checkpoint};
static const Command key = {
    .name = "key", .summary = "Print the log's public key, as verifiers configure it.", .run = run_key};
static const Command sequence = {
    .name = "sequence",
    .summary = "Put on the log what waits, as far as its programme allows.",
    .details = "Programmes that publish hourly or daily are shuffled at the end of their hour or day; run this\n"
               "from time to time until the server does.",
    .run = run_sequence,
};
static const Command rewrite = {
    .name = "rewrite",
    .summary = "Write every file of the log again from the database.",
    .details = "For tiles, bundles or a checkpoint that were lost or damaged, once 'banyan fsck' has named them. The\n"
               "leaves have to give the root that was signed for them; nothing is signed anew.",
    .run = run_rewrite,
};
static const Command prove = {
    .name = "prove",
    .summary = "Print a proof that a leaf is in the log (C2SP tlog-proof).",
    .options = prove_options,
    .option_count = COUNT_OF(prove_options),
    .run = run_prove,
};
static const Command consistency = {
    .name = "consistency",
    .summary = "Print a proof that the log only grew since it had a given size.",
    .options = consistency_options,
    .option_count = COUNT_OF(consistency_options),
    .run = run_consistency,
};
static const Command *const children[] = {&status, &checkpoint, &key, &sequence, &rewrite, &prove, &consistency};

const Command cli_log = {
    .name = "log",
    .summary = "The transparency log: head, key, proofs.",
    .children = children,
    .child_count = COUNT_OF(children),
};
