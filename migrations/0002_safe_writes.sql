-- What keys may do, and what safe writes need.

-- Keys made before scopes existed could do everything, and still can.
ALTER TABLE keys ADD COLUMN scopes TEXT NOT NULL DEFAULT
  '["articles:write","articles:publish","articles:withdraw","sections:write","keys:manage","export:read"]';
ALTER TABLE keys ADD COLUMN sections TEXT;         -- JSON array of slugs the key is limited to; null: all
ALTER TABLE keys ADD COLUMN expires_at INTEGER;
ALTER TABLE keys ADD COLUMN last_used_at INTEGER;  -- written at most hourly

-- Who did what, when, to which revision. One row in the batch of every write.
CREATE TABLE audit (
  id       INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL,
  key_id   INTEGER REFERENCES keys (id),   -- null: the command line, or the clock
  action   TEXT NOT NULL,                  -- article.create, section.rename, key.revoke, …
  subject  TEXT NOT NULL,                  -- the article's or key's number, the section's slug
  revision INTEGER                         -- the revision it was done to; null where there was none
) STRICT;

-- The planned moment of a scheduled article. Only these are looked for by the clock.
ALTER TABLE articles ADD COLUMN publish_at INTEGER;
CREATE INDEX articles_due ON articles (publish_at) WHERE status = 'scheduled';

-- For editors' lists: what is not public, one section, and what has changed since.
CREATE INDEX articles_not_public ON articles (status, id) WHERE status <> 'published';
CREATE INDEX articles_of_section ON articles (section_id, id);
CREATE INDEX articles_updated ON articles (updated_at, id);

-- Where an article came from, for those who keep two systems in step.
CREATE TABLE origins (
  system     TEXT NOT NULL,
  id         TEXT NOT NULL,
  article_id INTEGER NOT NULL REFERENCES articles (id),
  PRIMARY KEY (system, id)
) STRICT, WITHOUT ROWID;

-- Answers to requests that may be sent again. Written in the batch of the write itself.
CREATE TABLE idempotency_keys (
  key_id     INTEGER NOT NULL REFERENCES keys (id),
  path       TEXT NOT NULL,
  key        TEXT NOT NULL,
  body_hash  TEXT NOT NULL,      -- SHA-256 of the body as it was sent
  article_id INTEGER NOT NULL,
  answer     BLOB NOT NULL,      -- deflated
  created_at INTEGER NOT NULL,   -- a record counts for 24 hours
  PRIMARY KEY (key_id, path, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
CREATE INDEX idempotency_keys_article ON idempotency_keys (article_id);

-- A revision that had to be erased: its content is empty, its number and author stay.
ALTER TABLE revisions ADD COLUMN erased_at INTEGER;

-- Signed preview links, until migration 11 had them written down. Nothing reads it any more.
CREATE TABLE secrets (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT;

INSERT INTO secrets (name, value) VALUES ('previews', randomblob(32));
