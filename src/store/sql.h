/*
 * SQL text that can only be a literal.
 *
 * Shape: SQL("...") accepts string literals and nothing else, so that no value is ever concatenated into a statement. The
 *        text serves SQLite and PostgreSQL: parameters are `$name`, types in schema files are tokens (sql/README.md).
 */
#ifndef BANYAN_STORE_SQL_H
#define BANYAN_STORE_SQL_H

typedef struct {
    const char *text;
} Sql;

#define SQL(literal) ((Sql){"" literal ""})

#endif
