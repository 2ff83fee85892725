-- Append-only. What may be forgotten is in payloads; everything else here is kept for as long as the log.

CREATE TABLE marks (
  name @TEXT@ NOT NULL PRIMARY KEY,
  value @TEXT@ NOT NULL
) @CLUSTERED@;

CREATE TABLE entries (
  entry @KEY@ NOT NULL PRIMARY KEY CHECK (entry > 0),
  programme @TEXT@ NOT NULL,
  kind @TEXT@ NOT NULL CHECK (kind <> ''),
  subject @BLOB@ NOT NULL CHECK (length(subject) = 16),
  leaf @TEXT@ NOT NULL CHECK (leaf <> ''),
  act_hash @BLOB@ CHECK (length(act_hash) = 32),
  accepted_minute @BIGINT@ NOT NULL
) @TABLE@;

-- A submission is found through the derived records; what was said about it afterwards through this.
CREATE INDEX entries_about ON entries (programme, subject, entry) WHERE kind <> 'record.submitted';

CREATE TABLE leaves (
  idx @KEY@ NOT NULL PRIMARY KEY CHECK (idx >= 0),
  entry @BIGINT@ NOT NULL UNIQUE REFERENCES entries (entry),
  leaf_hash @BLOB@ NOT NULL CHECK (length(leaf_hash) = 32)
) @TABLE@;

CREATE TABLE checkpoints (
  size @KEY@ NOT NULL PRIMARY KEY CHECK (size >= 0),
  root @BLOB@ NOT NULL CHECK (length(root) = 32),
  note @TEXT@ NOT NULL
) @TABLE@;

CREATE TABLE documents (
  entry @KEY@ NOT NULL PRIMARY KEY REFERENCES entries (entry),
  sha256 @BLOB@ NOT NULL UNIQUE CHECK (length(sha256) = 32),
  kind @TEXT@ NOT NULL,
  programme @TEXT@ NOT NULL,
  name @TEXT@ NOT NULL,
  version @TEXT@ NOT NULL,
  body @TEXT@ NOT NULL
) @TABLE@;

CREATE INDEX documents_by_name ON documents (kind, programme, name, entry);

CREATE TABLE erasures (
  entry @KEY@ NOT NULL PRIMARY KEY REFERENCES entries (entry),
  erasure @BIGINT@ NOT NULL REFERENCES entries (entry)
) @TABLE@;

-- Which entries count in a statement, in frame order: it cannot be found again once one of them was erased.
CREATE TABLE frames (
  statement @BLOB@ NOT NULL CHECK (length(statement) = 16),
  chunk @BIGINT@ NOT NULL CHECK (chunk >= 0),
  entries @BLOB@ NOT NULL,
  PRIMARY KEY (statement, chunk)
) @CLUSTERED@;

-- Erasable: encrypted, and deleted only for an entry that has its line in erasures.
CREATE TABLE payloads (
  entry @KEY@ NOT NULL PRIMARY KEY REFERENCES entries (entry),
  box @BLOB@ NOT NULL
) @TABLE@;
