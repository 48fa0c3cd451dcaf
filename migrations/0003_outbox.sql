-- What is owed to the outside after a write. A row belongs to what it is about, so that any number
-- of writes owe one call; it is written with the write itself, by the triggers below. There are few,
-- and they go within minutes: an index would cost each write more than it saves the clock.
CREATE TABLE outbox (
  kind     TEXT NOT NULL,               -- purge: a tag at the edge; overwrite: a page's copy in KV
  subject  TEXT NOT NULL,               -- the tag or the page's name
  version  TEXT NOT NULL,               -- the edition that owes it: what comes later starts over
  times    INTEGER NOT NULL DEFAULT 3,  -- how often it is still to be done: at once, and on two ticks
  attempts INTEGER NOT NULL DEFAULT 0,  -- how often it has failed in a row
  next_at  INTEGER NOT NULL,            -- when it may be tried (again), in UTC seconds: also a lease
  dead_at  INTEGER,                     -- when it was given up
  PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;

-- A page that changes has copies at the edge: they are owed a purge. Born leased for half a minute
-- to the request that makes the change, which tries at once.
CREATE TRIGGER editions_changed AFTER UPDATE OF edition ON editions
BEGIN
  INSERT INTO outbox (kind, subject, version, next_at)
  VALUES ('purge', NEW.page, NEW.edition, unixepoch() + 30)
  ON CONFLICT (kind, subject) DO UPDATE SET
    version = excluded.version, times = 3, attempts = 0, next_at = excluded.next_at, dead_at = NULL;
END;

-- A page that is new has none, but the 404 that stood in its place may.
CREATE TRIGGER editions_made AFTER INSERT ON editions
BEGIN
  INSERT INTO outbox (kind, subject, version, next_at)
  VALUES ('purge', 'missing', NEW.edition, unixepoch() + 30)
  ON CONFLICT (kind, subject) DO UPDATE SET
    version = excluded.version, times = 3, attempts = 0, next_at = excluded.next_at, dead_at = NULL;
END;
