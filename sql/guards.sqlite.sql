-- Append-only, enforced by the database itself: no UPDATE, no DELETE, no INSERT of a key that exists (which also stops
-- INSERT OR IGNORE, upserts and INSERT OR REPLACE, the last also through the delete inside it, with recursive_triggers).
-- That entries have no gaps is looked after before each COMMIT (entries_verify), where it costs nothing per row.

DROP TRIGGER IF EXISTS entries_insert;
CREATE TRIGGER entries_insert BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM entries WHERE entry = NEW.entry) BEGIN
  SELECT RAISE(ABORT, 'append-only: an entry takes a number of its own and never one that exists');
END;
DROP TRIGGER IF EXISTS entries_update;
CREATE TRIGGER entries_update BEFORE UPDATE ON entries BEGIN
  SELECT RAISE(ABORT, 'append-only: an entry is never changed');
END;
DROP TRIGGER IF EXISTS entries_delete;
CREATE TRIGGER entries_delete BEFORE DELETE ON entries BEGIN
  SELECT RAISE(ABORT, 'append-only: an entry is never deleted');
END;

DROP TRIGGER IF EXISTS leaves_insert;
CREATE TRIGGER leaves_insert BEFORE INSERT ON leaves
WHEN NEW.idx IS NOT (SELECT coalesce(max(idx), -1) + 1 FROM leaves)
  OR EXISTS (SELECT 1 FROM leaves WHERE entry = NEW.entry) BEGIN
  SELECT RAISE(ABORT, 'append-only: a leaf takes the next free index, and each entry has one leaf');
END;
DROP TRIGGER IF EXISTS leaves_update;
CREATE TRIGGER leaves_update BEFORE UPDATE ON leaves BEGIN
  SELECT RAISE(ABORT, 'append-only: a leaf is never changed');
END;
DROP TRIGGER IF EXISTS leaves_delete;
CREATE TRIGGER leaves_delete BEFORE DELETE ON leaves BEGIN
  SELECT RAISE(ABORT, 'append-only: a leaf is never deleted');
END;

DROP TRIGGER IF EXISTS checkpoints_insert;
CREATE TRIGGER checkpoints_insert BEFORE INSERT ON checkpoints
WHEN NEW.size IS NULL OR NEW.size <= (SELECT coalesce(max(size), -1) FROM checkpoints) BEGIN
  SELECT RAISE(ABORT, 'append-only: a checkpoint is larger than every one before it');
END;
DROP TRIGGER IF EXISTS checkpoints_update;
CREATE TRIGGER checkpoints_update BEFORE UPDATE ON checkpoints BEGIN
  SELECT RAISE(ABORT, 'append-only: a checkpoint is never changed');
END;
DROP TRIGGER IF EXISTS checkpoints_delete;
CREATE TRIGGER checkpoints_delete BEFORE DELETE ON checkpoints BEGIN
  SELECT RAISE(ABORT, 'append-only: a checkpoint is never deleted');
END;

DROP TRIGGER IF EXISTS documents_insert;
CREATE TRIGGER documents_insert BEFORE INSERT ON documents
WHEN EXISTS (SELECT 1 FROM documents WHERE entry = NEW.entry OR sha256 = NEW.sha256) BEGIN
  SELECT RAISE(ABORT, 'exists: a document is stored once');
END;
DROP TRIGGER IF EXISTS documents_update;
CREATE TRIGGER documents_update BEFORE UPDATE ON documents BEGIN
  SELECT RAISE(ABORT, 'append-only: a document is never changed');
END;
DROP TRIGGER IF EXISTS documents_delete;
CREATE TRIGGER documents_delete BEFORE DELETE ON documents BEGIN
  SELECT RAISE(ABORT, 'append-only: a document is never deleted');
END;

DROP TRIGGER IF EXISTS erasures_insert;
CREATE TRIGGER erasures_insert BEFORE INSERT ON erasures
WHEN EXISTS (SELECT 1 FROM erasures WHERE entry = NEW.entry) BEGIN
  SELECT RAISE(ABORT, 'exists: an entry is erased once');
END;
DROP TRIGGER IF EXISTS erasures_update;
CREATE TRIGGER erasures_update BEFORE UPDATE ON erasures BEGIN
  SELECT RAISE(ABORT, 'append-only: an erasure is never changed');
END;
DROP TRIGGER IF EXISTS erasures_delete;
CREATE TRIGGER erasures_delete BEFORE DELETE ON erasures BEGIN
  SELECT RAISE(ABORT, 'append-only: an erasure is never deleted');
END;

DROP TRIGGER IF EXISTS frames_insert;
CREATE TRIGGER frames_insert BEFORE INSERT ON frames
WHEN EXISTS (SELECT 1 FROM frames WHERE statement = NEW.statement AND chunk = NEW.chunk) BEGIN
  SELECT RAISE(ABORT, 'exists: a statement has one frame');
END;
DROP TRIGGER IF EXISTS frames_update;
CREATE TRIGGER frames_update BEFORE UPDATE ON frames BEGIN
  SELECT RAISE(ABORT, 'append-only: a frame is never changed');
END;
DROP TRIGGER IF EXISTS frames_delete;
CREATE TRIGGER frames_delete BEFORE DELETE ON frames BEGIN
  SELECT RAISE(ABORT, 'append-only: a frame is never deleted');
END;

-- A second payload of an entry is stopped by the primary key, and one that would replace the first by payloads_delete: a
-- trigger on the way of every import would cost more than it guards.
DROP TRIGGER IF EXISTS payloads_update;
CREATE TRIGGER payloads_update BEFORE UPDATE ON payloads BEGIN
  SELECT RAISE(ABORT, 'append-only: a payload is never changed');
END;
DROP TRIGGER IF EXISTS payloads_delete;
CREATE TRIGGER payloads_delete BEFORE DELETE ON payloads
WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE entry = OLD.entry) BEGIN
  SELECT RAISE(ABORT, 'append-only: a payload is deleted only after its erasure was recorded');
END;
