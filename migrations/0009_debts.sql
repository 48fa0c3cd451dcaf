-- How often a debt was paid; how often it has to be is for src/delivery/outbox.ts to say. `times` stays
-- for the Worker that is still running.
ALTER TABLE outbox ADD COLUMN paid INTEGER NOT NULL DEFAULT 0;

UPDATE outbox SET paid = 3 - times WHERE is_gone IS NULL;

-- The same triggers, which now start the count again, and say when the debt was made: the request that
-- makes it has it to itself for a while, and how long outbox.ts says too.
DROP TRIGGER editions_changed;
DROP TRIGGER editions_made;

CREATE TRIGGER editions_changed AFTER UPDATE OF edition ON editions
BEGIN
  INSERT INTO outbox (kind, subject, version, next_at)
  VALUES ('purge', NEW.page, NEW.edition, unixepoch())
  ON CONFLICT (kind, subject) DO UPDATE SET
    version = excluded.version, paid = 0, times = 3, attempts = 0, next_at = excluded.next_at, dead_at = NULL;
END;

-- A page that is new has no copies at the edge, but the 404 that stood in its place may have.
CREATE TRIGGER editions_made AFTER INSERT ON editions
BEGIN
  INSERT INTO outbox (kind, subject, version, next_at)
  VALUES ('purge', 'missing', NEW.edition, unixepoch())
  ON CONFLICT (kind, subject) DO UPDATE SET
    version = excluded.version, paid = 0, times = 3, attempts = 0, next_at = excluded.next_at, dead_at = NULL;
END;
