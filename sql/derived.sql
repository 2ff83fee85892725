-- Derived: replayed from entries and payloads. No clock, no autoincrement, no float; an erased record leaves a stub.

CREATE TABLE records (
  programme @TEXT@ NOT NULL,
  entry @BIGINT@ NOT NULL,
  id @BLOB@ NOT NULL CHECK (length(id) = 16),
  type @TEXT@ NOT NULL,
  venue @TEXT@ NOT NULL,
  asset @BLOB@ CHECK (length(asset) = 16),
  date_local @TEXT@ NOT NULL,
  state @TEXT@ NOT NULL,
  PRIMARY KEY (programme, entry)
) @CLUSTERED@;

CREATE UNIQUE INDEX records_by_id ON records (programme, id);

CREATE TABLE assets (
  programme @TEXT@ NOT NULL,
  id @BLOB@ NOT NULL CHECK (length(id) = 16),
  entry @BIGINT@ NOT NULL,
  type @TEXT@ NOT NULL,
  venue @TEXT@ NOT NULL,
  state @TEXT@ NOT NULL,
  PRIMARY KEY (programme, id)
) @CLUSTERED@;

CREATE TABLE statements (
  programme @TEXT@ NOT NULL,
  id @BLOB@ NOT NULL CHECK (length(id) = 16),
  entry @BIGINT@ NOT NULL,
  document @BLOB@ NOT NULL CHECK (length(document) = 32),
  state @TEXT@ NOT NULL,
  supersedes @BLOB@ CHECK (length(supersedes) = 16),
  PRIMARY KEY (programme, id)
) @CLUSTERED@;

CREATE UNIQUE INDEX statements_by_id ON statements (id);

CREATE TABLE imports (
  programme @TEXT@ NOT NULL,
  file @BLOB@ NOT NULL CHECK (length(file) = 32),
  row_count @BIGINT@ NOT NULL,
  first_entry @BIGINT@ NOT NULL,
  PRIMARY KEY (programme, file)
) @CLUSTERED@;
