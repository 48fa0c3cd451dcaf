-- The newsroom. Every *_at is whole UTC seconds since 1970. Tables are STRICT. What others refer to
-- comes first: a dump is read back in this order.

-- Editors' credentials. Only the SHA-256 of a key is kept: a stolen database opens nothing.
CREATE TABLE keys (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  hash       TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;

CREATE TABLE sections (
  id   INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL
) STRICT;

-- What lists need of an article, and its present state. The text itself is in `revisions`.
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
  updated_at   INTEGER NOT NULL,                  -- the last accepted change: the sitemaps' lastmod
  CHECK (status <> 'published' OR (sequence IS NOT NULL AND published_at IS NOT NULL))
) STRICT;

-- Lists show the newest first. Rows end in the id, so the order is total.
CREATE INDEX articles_newest ON articles (published_at DESC, id DESC) WHERE status = 'published';
CREATE INDEX articles_newest_of_section ON articles (section_id, published_at DESC, id DESC)
  WHERE status = 'published';

-- Every slug an article has or had. Retired ones redirect and are never given to another article.
CREATE TABLE slugs (
  slug       TEXT PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles (id),
  retired    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX slugs_retired ON slugs (article_id) WHERE retired = 1;

-- Every version of every article. What its editor wrote never changes, unless it has to be erased; once
-- superseded it is packed anew, without its rendering. The primary key is the lock: of two editors who
-- both insert revision n + 1, one fails, and the whole batch with it.
CREATE TABLE revisions (
  article_id INTEGER NOT NULL REFERENCES articles (id),
  number     INTEGER NOT NULL,
  content    BLOB NOT NULL,     -- what the editor wrote: deflated JSON
  html       BLOB,              -- the rendered body, deflated; only the current revision keeps it
  key_id     INTEGER NOT NULL REFERENCES keys (id),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (article_id, number)
) STRICT;

-- The numbered sitemaps. Shard n holds the sequence numbers from first_sequence, `capacity` of them.
CREATE TABLE sitemap_shards (
  number         INTEGER PRIMARY KEY,
  first_sequence INTEGER NOT NULL UNIQUE,
  capacity       INTEGER NOT NULL,
  count          INTEGER NOT NULL DEFAULT 0,   -- articles in it that readers can see
  changed_at     INTEGER NOT NULL              -- never goes back
) STRICT;

-- The present state of every page, as an opaque value that no URL ever has twice.
CREATE TABLE editions (
  page    TEXT PRIMARY KEY,
  edition TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Pages that exist before the first article. Random, so that a rebuilt database repeats no edition.
INSERT INTO editions (page, edition)
SELECT value, lower(hex(randomblob(10)))
FROM json_each('["site", "home", "robots", "sitemap", "sitemap/1"]');

-- Numbers handed out one by one. A number taken by a write that then fails stays unused.
CREATE TABLE counters (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO counters (name, value) VALUES ('article', 0);
