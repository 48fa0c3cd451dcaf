-- v0.1.0, commit 3f456f8e7f81: the database as its migrations leave it.
-- Written by scripts/released-schema.ts. It stays as it is: this is what newsrooms are upgraded from.

CREATE TABLE keys (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  hash       TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
, scopes TEXT NOT NULL DEFAULT
  '["articles:write","articles:publish","articles:withdraw","sections:write","keys:manage","export:read"]', sections TEXT, expires_at INTEGER, last_used_at INTEGER, superseded_at INTEGER) STRICT;

CREATE TABLE sections (
  id   INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL
, position INTEGER NOT NULL DEFAULT 0, description TEXT, was_left INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE articles (
  id           INTEGER PRIMARY KEY,               -- taken from `counters`
  revision     INTEGER NOT NULL,                  -- the current one
  sequence     INTEGER UNIQUE,                    -- place in the sitemaps: given at first publication, for good
  slug         TEXT NOT NULL,                     -- the current one; `slugs` keeps them unique
  section_id   INTEGER NOT NULL REFERENCES sections (id),
  status       TEXT NOT NULL CHECK (status IN ('draft', 'scheduled', 'published', 'withdrawn')),
  title        TEXT NOT NULL,
  excerpt      TEXT NOT NULL,                     -- the summary, or the start of the body; without pinyin
  keywords     TEXT NOT NULL,                     -- JSON array of strings
  author       TEXT,
  language     TEXT,                              -- BCP 47; null: the site's
  source_name  TEXT,
  source_url   TEXT,
  published_at INTEGER,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL, publish_at INTEGER, encoded_slug TEXT, images TEXT,                  -- the last accepted change: the sitemaps' lastmod
  CHECK (status <> 'published' OR (sequence IS NOT NULL AND published_at IS NOT NULL))
) STRICT;

CREATE INDEX articles_newest ON articles (published_at DESC, id DESC) WHERE status = 'published';

CREATE INDEX articles_newest_of_section ON articles (section_id, published_at DESC, id DESC)
  WHERE status = 'published';

CREATE TABLE slugs (
  slug       TEXT PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles (id),
  retired    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX slugs_retired ON slugs (article_id) WHERE retired = 1;

CREATE TABLE revisions (
  article_id INTEGER NOT NULL REFERENCES articles (id),
  number     INTEGER NOT NULL,
  content    BLOB NOT NULL,     -- what the editor wrote: deflated JSON
  html       BLOB,              -- the rendered body, deflated; only the current revision keeps it
  key_id     INTEGER NOT NULL REFERENCES keys (id),
  created_at INTEGER NOT NULL, erased_at INTEGER, content_size INTEGER, html_size INTEGER,
  PRIMARY KEY (article_id, number)
) STRICT;

CREATE TABLE sitemap_shards (
  number         INTEGER PRIMARY KEY,
  first_sequence INTEGER NOT NULL UNIQUE,
  capacity       INTEGER NOT NULL,
  count          INTEGER NOT NULL DEFAULT 0,   -- articles in it that readers can see
  changed_at     INTEGER NOT NULL              -- never goes back
) STRICT;

CREATE TABLE editions (
  page    TEXT PRIMARY KEY,
  edition TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE counters (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id       INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL,
  key_id   INTEGER REFERENCES keys (id),   -- null: the command line, or the clock
  action   TEXT NOT NULL,                  -- article.create, section.rename, key.revoke, …
  subject  TEXT NOT NULL,                  -- the article's or key's number, the section's slug
  revision INTEGER                         -- the revision it was done to; null where there was none
, token TEXT) STRICT;

CREATE INDEX articles_due ON articles (publish_at) WHERE status = 'scheduled';

CREATE INDEX articles_not_public ON articles (status, id) WHERE status <> 'published';

CREATE INDEX articles_of_section ON articles (section_id, id);

CREATE INDEX articles_updated ON articles (updated_at, id);

CREATE TABLE origins (
  system     TEXT NOT NULL,
  id         TEXT NOT NULL,
  article_id INTEGER NOT NULL REFERENCES articles (id),
  PRIMARY KEY (system, id)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE secrets (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT;

CREATE TABLE outbox (
  kind     TEXT NOT NULL,               -- purge: a tag at the edge; overwrite: a page's copy in KV
  subject  TEXT NOT NULL,               -- the tag or the page's name
  version  TEXT NOT NULL,               -- the edition that owes it: what comes later starts over
  times    INTEGER NOT NULL DEFAULT 3,  -- how often it is still to be done: at once, and on two ticks
  attempts INTEGER NOT NULL DEFAULT 0,  -- how often it has failed in a row
  next_at  INTEGER NOT NULL,            -- when it may be tried (again), in UTC seconds: also a lease
  dead_at  INTEGER, is_gone INTEGER, paid INTEGER NOT NULL DEFAULT 0, pages TEXT,                     -- when it was given up
  PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE lists (
  id     INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE,         -- section/news, keyword/发展, author/张三, month/2024-07
  length INTEGER NOT NULL DEFAULT 0,   -- places given out
  count  INTEGER NOT NULL DEFAULT 0    -- articles in them that readers can see
) STRICT;

CREATE TABLE list_entries (
  list_id    INTEGER NOT NULL REFERENCES lists (id),
  position   INTEGER NOT NULL,             -- 1 and on
  article_id INTEGER NOT NULL REFERENCES articles (id),
  shown      INTEGER NOT NULL DEFAULT 0,   -- published, and (still) in this list
  PRIMARY KEY (list_id, position)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX list_entries_of_article ON list_entries (article_id, list_id);

CREATE INDEX outbox_pings ON outbox (kind, is_gone, next_at)
  WHERE is_gone IS NOT NULL AND dead_at IS NULL;

CREATE INDEX outbox_dead ON outbox (dead_at) WHERE dead_at IS NOT NULL;

CREATE TABLE engines (
  name     TEXT PRIMARY KEY,
  next_at  INTEGER NOT NULL DEFAULT 0,  -- when it may be told again: also a lease, so that one tick does
  quota_at INTEGER NOT NULL DEFAULT 0,  -- until then it takes no more pages, save those that are gone
  attempts INTEGER NOT NULL DEFAULT 0,  -- how often it has failed in a row
  fault    TEXT                         -- what it said to the last call; null when that went well
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE search USING fts5 (
  tokens,
  content = '',
  contentless_delete = 1,
  detail = none,
  tokenize = "ascii tokenchars ':'"
);

CREATE TABLE previews (
  hash       TEXT PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles (id),
  key_id     INTEGER NOT NULL REFERENCES keys (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX previews_expires ON previews (expires_at);

CREATE INDEX sections_in_order ON sections (position, id, slug, name);

INSERT INTO editions (page, edition) VALUES ('feed', lower(hex(randomblob(10))));
INSERT INTO editions (page, edition) VALUES ('home', lower(hex(randomblob(10))));
INSERT INTO editions (page, edition) VALUES ('lists', lower(hex(randomblob(10))));
INSERT INTO editions (page, edition) VALUES ('news-sitemap', lower(hex(randomblob(10))));
INSERT INTO editions (page, edition) VALUES ('robots', lower(hex(randomblob(10))));
INSERT INTO editions (page, edition) VALUES ('site', lower(hex(randomblob(10))));
INSERT INTO editions (page, edition) VALUES ('sitemap', lower(hex(randomblob(10))));
INSERT INTO editions (page, edition) VALUES ('sitemap/1', lower(hex(randomblob(10))));
INSERT INTO counters (name, value) VALUES ('article', 0);
INSERT INTO counters (name, value) VALUES ('section', 0);
INSERT INTO secrets (name, value) VALUES ('previews', randomblob(32));
INSERT INTO outbox (kind, subject, version, times, attempts, next_at, dead_at, is_gone, paid, pages) VALUES ('purge', 'missing', lower(hex(randomblob(10))), 3, 0, unixepoch(), NULL, NULL, 0, NULL);
INSERT INTO engines (name, next_at, quota_at, attempts, fault) VALUES ('baidu', 0, 0, 0, NULL);
INSERT INTO engines (name, next_at, quota_at, attempts, fault) VALUES ('indexnow', 0, 0, 0, NULL);
INSERT INTO engines (name, next_at, quota_at, attempts, fault) VALUES ('websub', 0, 0, 0, NULL);

CREATE TRIGGER list_entries_added AFTER INSERT ON list_entries
BEGIN
  UPDATE lists SET length = NEW.position, count = count + NEW.shown WHERE id = NEW.list_id;
END;

CREATE TRIGGER list_entries_shown AFTER UPDATE OF shown ON list_entries
BEGIN
  UPDATE lists SET count = count + NEW.shown - OLD.shown WHERE id = NEW.list_id;
END;

CREATE TRIGGER articles_moved AFTER UPDATE OF section_id ON articles
WHEN NEW.section_id <> OLD.section_id
BEGIN
  UPDATE sections SET was_left = 1 WHERE id = OLD.section_id;
END;

CREATE TRIGGER editions_changed AFTER UPDATE OF edition ON editions
WHEN NOT EXISTS (SELECT 1 FROM outbox WHERE kind = 'write' AND subject = NEW.edition)
BEGIN
  INSERT INTO outbox (kind, subject, version, next_at)
  VALUES ('purge', NEW.page, NEW.edition, unixepoch())
  ON CONFLICT (kind, subject) DO UPDATE SET
    version = excluded.version, paid = 0, times = 3, attempts = 0, next_at = excluded.next_at, dead_at = NULL;
END;

CREATE TRIGGER editions_made AFTER INSERT ON editions
WHEN NOT EXISTS (SELECT 1 FROM outbox WHERE kind = 'write' AND subject = NEW.edition)
BEGIN
  INSERT INTO outbox (kind, subject, version, next_at)
  VALUES ('purge', 'missing', NEW.edition, unixepoch())
  ON CONFLICT (kind, subject) DO UPDATE SET
    version = excluded.version, paid = 0, times = 3, attempts = 0, next_at = excluded.next_at, dead_at = NULL;
END;

-- What wrangler keeps of the migrations that have run.
CREATE TABLE d1_migrations (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
);
INSERT INTO d1_migrations (name) VALUES ('0001_newsroom.sql'), ('0002_safe_writes.sql'), ('0003_outbox.sql'), ('0004_key_overlap.sql'), ('0005_lists.sql'), ('0006_engines.sql'), ('0008_search.sql'), ('0009_debts.sql'), ('0011_previews.sql'), ('0012_sections.sql'), ('0013_sizes.sql'), ('0014_owed_by_writes.sql'), ('0015_tokens.sql');
