-- Receivers of other people, told of what readers can see: docs/decisions/0038-webhooks.md. Rows stay when a
-- webhook is removed, without its secrets, so that no number is given twice.
CREATE TABLE webhooks (
  id            INTEGER PRIMARY KEY,
  name          TEXT NOT NULL,
  url           TEXT NOT NULL,
  events        TEXT NOT NULL,              -- JSON array of types, like article.published
  sections      TEXT,                       -- JSON array of the slugs it is limited to; null: all
  secret        TEXT NOT NULL,              -- signs, so it is kept as it is
  former_secret TEXT,                       -- signs beside it until former_until
  former_until  INTEGER,
  version       INTEGER NOT NULL DEFAULT 1, -- moves on with each change of the above
  key_id        INTEGER NOT NULL REFERENCES keys (id),  -- who made it
  created_at    INTEGER NOT NULL,
  stopped       TEXT CHECK (stopped IN ('paused', 'gone')),  -- by somebody, or by its receiver (410); null: told
  removed_at    INTEGER,
  -- What fails is the receiver, so the webhook waits, and its debts in the outbox lie still.
  next_at       INTEGER NOT NULL DEFAULT 0, -- when it may be told again
  leased_until  INTEGER NOT NULL DEFAULT 0, -- by the tick that tells it: one at a time, so nothing overtakes
  attempts      INTEGER NOT NULL DEFAULT 0, -- how often it has failed in a row
  called_at     INTEGER,                    -- the last call
  fault         TEXT,                       -- what came of that; null when it went well
  tested_at     INTEGER
) STRICT;

-- While there are webhooks there is a counter of that name. Each write of an article asks for it: to find that a
-- key is not there reads no row, and an empty table reads one.
CREATE TRIGGER webhooks_added AFTER INSERT ON webhooks
BEGIN
  INSERT INTO counters (name, value) VALUES ('webhooks', 1) ON CONFLICT (name) DO NOTHING;
END;

CREATE TRIGGER webhooks_removed AFTER UPDATE OF removed_at ON webhooks
WHEN NOT EXISTS (SELECT 1 FROM webhooks WHERE removed_at IS NULL)
BEGIN
  DELETE FROM counters WHERE name = 'webhooks';
END;

-- Debts to webhooks are of the kind `webhook/1`, their subject an article's number. `news` is what the article
-- itself does not say later: JSON, see src/delivery/hooks/news.ts. An article has one debt for each webhook: what
-- comes later takes its place, so nobody is told what was so before after what is so now. What was never told
-- as published still is, and the address that was told last is kept.
ALTER TABLE outbox ADD COLUMN news TEXT;

CREATE TRIGGER articles_told_first AFTER INSERT ON articles
WHEN NEW.status = 'published' AND EXISTS (SELECT 1 FROM counters WHERE name = 'webhooks')
BEGIN
  INSERT INTO outbox (kind, subject, version, next_at, is_gone, news)
  SELECT 'webhook/' || w.id, CAST(NEW.id AS TEXT), lower(hex(randomblob(10))), unixepoch(), 0,
    json_object('type', 'article.published', 'at', unixepoch(), 'slug', NEW.slug, 'section', s.slug,
      'status', 'published', 'revision', NEW.revision)
  FROM webhooks w CROSS JOIN sections s ON s.id = NEW.section_id
  WHERE w.removed_at IS NULL
    AND (w.sections IS NULL OR s.slug IN (SELECT value FROM json_each(w.sections)))
    AND 'article.published' IN (SELECT value FROM json_each(w.events));
END;

CREATE TRIGGER articles_told AFTER UPDATE OF revision ON articles
WHEN NEW.revision <> OLD.revision AND 'published' IN (OLD.status, NEW.status)
  AND EXISTS (SELECT 1 FROM counters WHERE name = 'webhooks')
BEGIN
  INSERT INTO outbox (kind, subject, version, next_at, is_gone, news)
  SELECT hook, CAST(NEW.id AS TEXT), lower(hex(randomblob(10))), unixepoch(), type = 'article.withdrawn',
    json_object('type', type, 'at', unixepoch(), 'slug', NEW.slug, 'section', section,
      'status', iif(NEW.status = 'published', 'published', 'withdrawn'), 'revision', NEW.revision,
      'former', iif(was_told AND OLD.slug <> NEW.slug, OLD.slug, NULL))
  FROM (
    SELECT hook, events, section, was_told, is_told,
      CASE WHEN NOT is_told THEN 'article.withdrawn' WHEN was_told THEN 'article.changed'
        ELSE 'article.published' END AS type
    FROM (
      -- For who is limited to sections, an article that moves in or out comes or goes.
      SELECT 'webhook/' || w.id AS hook, w.events, after.slug AS section,
        OLD.status = 'published' AND (w.sections IS NULL
          OR before.slug IN (SELECT value FROM json_each(w.sections))) AS was_told,
        NEW.status = 'published' AND (w.sections IS NULL
          OR after.slug IN (SELECT value FROM json_each(w.sections))) AS is_told
      FROM webhooks w CROSS JOIN sections before ON before.id = OLD.section_id
        CROSS JOIN sections after ON after.id = NEW.section_id
      WHERE w.removed_at IS NULL))
  WHERE (was_told OR is_told)
    -- What is not to be told starts over what is still owed, whose news it makes old.
    AND (type IN (SELECT value FROM json_each(events))
      OR EXISTS (SELECT 1 FROM outbox o WHERE o.kind = hook AND o.subject = CAST(NEW.id AS TEXT)))
  ON CONFLICT (kind, subject) DO UPDATE SET
    version = excluded.version, attempts = 0, next_at = excluded.next_at, dead_at = NULL,
    is_gone = excluded.is_gone,
    news = json_set(excluded.news,
      '$.type', iif(excluded.news ->> 'type' = 'article.changed'
        AND outbox.news ->> 'type' = 'article.published', 'article.published', excluded.news ->> 'type'),
      '$.former', nullif(coalesce(outbox.news ->> 'former', iif(outbox.is_gone, outbox.news ->> 'slug', NULL),
        excluded.news ->> 'former'), excluded.news ->> 'slug'));
END;
