-- Destroying a row here destroys the salts and the payload key of an entry. `owner` is room for the key of a subject that
-- covers several entries: NULL while an entry has a secret of its own.

CREATE TABLE secrets (
  entry @KEY@ NOT NULL PRIMARY KEY CHECK (entry > 0),
  programme @TEXT@ NOT NULL,
  owner @BLOB@,
  secret @BLOB@ NOT NULL CHECK (length(secret) = 32)
) @TABLE@;
