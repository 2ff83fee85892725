/*
 * The SQL files of sql/ as they were when the program was built.
 *
 * Source: sql/embed.py writes the arrays.
 */
#ifndef BANYAN_STORE_SCHEMA_TEXT_H
#define BANYAN_STORE_SCHEMA_TEXT_H

extern const char schema_text_enduring_0001_entries_sql[];
extern const char schema_text_keys_0001_secrets_sql[];
extern const char schema_text_derived_sql[];
extern const char schema_text_guards_sqlite_sql[];

#endif
