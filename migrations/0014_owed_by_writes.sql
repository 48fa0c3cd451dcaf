-- What a write owes the edge is one row, whatever the number of pages it touches: kind `write`, its subject
-- and version the edition that the write gave. The batch puts it there before it touches anything.
-- `pages` is what is to be purged, a JSON array of pages' names. It is null until the request that wrote has
-- paid for the first time, as only that request has them together; who finds it null purges everything.
ALTER TABLE outbox ADD COLUMN pages TEXT;

-- The same triggers, for whoever changes an edition without such a row: the Worker before this one, and
-- people with a console. They still owe a row for each page.
DROP TRIGGER editions_changed;
DROP TRIGGER editions_made;

CREATE TRIGGER editions_changed AFTER UPDATE OF edition ON editions
WHEN NOT EXISTS (SELECT 1 FROM outbox WHERE kind = 'write' AND subject = NEW.edition)
BEGIN
  INSERT INTO outbox (kind, subject, version, next_at)
  VALUES ('purge', NEW.page, NEW.edition, unixepoch())
  ON CONFLICT (kind, subject) DO UPDATE SET
    version = excluded.version, paid = 0, times = 3, attempts = 0, next_at = excluded.next_at, dead_at = NULL;
END;

-- A page that is new has no copies at the edge, but the 404 that stood in its place may have.
CREATE TRIGGER editions_made AFTER INSERT ON editions
WHEN NOT EXISTS (SELECT 1 FROM outbox WHERE kind = 'write' AND subject = NEW.edition)
BEGIN
  INSERT INTO outbox (kind, subject, version, next_at)
  VALUES ('purge', 'missing', NEW.edition, unixepoch())
  ON CONFLICT (kind, subject) DO UPDATE SET
    version = excluded.version, paid = 0, times = 3, attempts = 0, next_at = excluded.next_at, dead_at = NULL;
END;
