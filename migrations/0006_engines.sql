-- Search engines and feed hubs are told of pages through the outbox too: its kinds `indexnow`,
-- `baidu` and `websub`, their subject a path. One row a page, so an edit and then a withdrawal tell
-- the withdrawal alone. Told once; a ping's next_at is the moment of its news: newest goes first.
ALTER TABLE outbox ADD COLUMN is_gone INTEGER;  -- 1: gone; 0: there; null: not a ping

-- There may be as many pings as articles, and they may wait for days.
CREATE INDEX outbox_pings ON outbox (kind, is_gone, next_at)
  WHERE is_gone IS NOT NULL AND dead_at IS NULL;
CREATE INDEX outbox_dead ON outbox (dead_at) WHERE dead_at IS NOT NULL;

-- Those who are told. What fails is the engine, not one of thousands of rows, so the engine waits.
CREATE TABLE engines (
  name     TEXT PRIMARY KEY,
  next_at  INTEGER NOT NULL DEFAULT 0,  -- when it may be told again: also a lease, so that one tick does
  quota_at INTEGER NOT NULL DEFAULT 0,  -- until then it takes no more pages, save those that are gone
  attempts INTEGER NOT NULL DEFAULT 0,  -- how often it has failed in a row
  fault    TEXT                         -- what it said to the last call; null when that went well
) STRICT, WITHOUT ROWID;

INSERT INTO engines (name) VALUES ('indexnow'), ('baidu'), ('websub');
