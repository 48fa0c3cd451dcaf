-- The tables as they stand, once all of migrations/ is applied. Written by `npm run schema`; `npm test`
-- fails while this file says anything else. Every *_at is whole UTC seconds since 1970.

-- Editors' credentials. Only the SHA-256 of a key is kept: a stolen database opens nothing.
CREATE TABLE keys (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  hash       TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER,
  -- Keys made before scopes existed could do everything, and still can.
  scopes TEXT NOT NULL DEFAULT '["articles:write","articles:publish","articles:withdraw","sections:write","keys:manage","export:read"]',
  -- JSON array of slugs the key is limited to; null: all
  sections TEXT,
  expires_at INTEGER,
  -- written at most hourly
  last_used_at INTEGER,
  -- When a rotated key stops working, apart from its own expiry, which its successors inherit.
  superseded_at INTEGER,
  -- Programs that somebody lets act for them. Their keys are keys, which end with that of whoever gave consent: by `granted_by` they are found when it is revoked, and handed on to its successor when it is rotated.
  granted_by INTEGER REFERENCES keys (id),
  -- What the program is known by: the address that is its client_id, or the name it gives itself.
  client TEXT
) STRICT;

-- Keys that are limited to sections and still work: few, where an import has made one for each author.
CREATE INDEX keys_limited ON keys (revoked_at) WHERE sections IS NOT NULL;

CREATE INDEX keys_granted ON keys (granted_by) WHERE granted_by IS NOT NULL;

CREATE TABLE sections (
  id   INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  -- they go by it, then by age
  position INTEGER NOT NULL DEFAULT 0,
  -- plain text; null: none
  description TEXT,
  -- An article has been in it and has left. A section that never had one can be removed.
  was_left INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The navigation, which every page that is made anew reads: all it shows.
CREATE INDEX sections_in_order ON sections (position, id, slug, name);

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
  -- The planned moment of a scheduled article. Only these are looked for by the clock.
  publish_at INTEGER,
  -- The slug as addresses have it, where that differs: SQL cannot percent-encode, and joins sitemaps.
  encoded_slug TEXT,
  -- Addresses of the pictures in the body, separated by spaces; null: none.
  images TEXT,
  -- What lists and pages draw of an article's lead picture: JSON, see src/articles/picture.ts; null: none.
  lead TEXT,
  -- What an article's page says of its social card: the picture, JSON, see src/articles/picture.ts; null: none was chosen.
  card TEXT,
  CHECK (status <> 'published' OR (sequence IS NOT NULL AND published_at IS NOT NULL))
) STRICT;

-- Lists show the newest first. Rows end in the id, so the order is total.
CREATE INDEX articles_newest ON articles (published_at DESC, id DESC) WHERE status = 'published';

CREATE INDEX articles_newest_of_section ON articles (section_id, published_at DESC, id DESC)
  WHERE status = 'published';

CREATE INDEX articles_due ON articles (publish_at) WHERE status = 'scheduled';

-- For editors' lists: what is not public, one section, and what has changed since.
CREATE INDEX articles_not_public ON articles (status, id) WHERE status <> 'published';

CREATE INDEX articles_of_section ON articles (section_id, id);

CREATE INDEX articles_updated ON articles (updated_at, id);

CREATE TRIGGER articles_moved AFTER UPDATE OF section_id ON articles
WHEN NEW.section_id <> OLD.section_id
BEGIN
  UPDATE sections SET was_left = 1 WHERE id = OLD.section_id;
END;

-- Published, planned or withdrawn, by whomever and however: it is settled. Only drafts are looked up.
CREATE TRIGGER articles_settled AFTER UPDATE OF status ON articles
WHEN OLD.status = 'draft' AND NEW.status <> 'draft'
BEGIN
  DELETE FROM hand_ins WHERE article_id = NEW.id;
END;

-- For the desk's list, the latest change first: of one section, and of what is not public. Every id is above 0:
-- saying so keeps these from all queries that do not, whose plans are to stay as they are.
CREATE INDEX articles_changed_of_section ON articles (section_id, updated_at DESC, id DESC)
  WHERE id > 0;

CREATE INDEX articles_changed_not_public ON articles (status, updated_at DESC, id DESC)
  WHERE status <> 'published' AND id > 0;

CREATE TRIGGER articles_hidden AFTER INSERT ON articles WHEN NEW.status <> 'published'
BEGIN
  INSERT INTO hidden_counts (section_id, status, count) VALUES (NEW.section_id, NEW.status, 1)
  ON CONFLICT (section_id, status) DO UPDATE SET count = count + 1;
  INSERT INTO lists (name)
  SELECT 'keyword/' || value FROM json_each(NEW.keywords) WHERE true ON CONFLICT DO NOTHING;
  INSERT INTO lists (name)
  SELECT 'author/' || NEW.author WHERE NEW.author IS NOT NULL ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER articles_hidden_moved AFTER UPDATE OF status, section_id ON articles
WHEN (NEW.status <> OLD.status OR NEW.section_id <> OLD.section_id)
  AND (NEW.status <> 'published' OR OLD.status <> 'published')
BEGIN
  UPDATE hidden_counts SET count = count - 1
  WHERE OLD.status <> 'published' AND section_id = OLD.section_id AND status = OLD.status;
  INSERT INTO hidden_counts (section_id, status, count)
  SELECT NEW.section_id, NEW.status, 1 WHERE NEW.status <> 'published'
  ON CONFLICT (section_id, status) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER articles_hidden_named AFTER UPDATE OF keywords, author ON articles
WHEN NEW.status <> 'published'
  AND (NEW.keywords <> OLD.keywords OR NEW.author IS NOT OLD.author)
BEGIN
  INSERT INTO lists (name)
  SELECT 'keyword/' || value FROM json_each(NEW.keywords) WHERE true ON CONFLICT DO NOTHING;
  INSERT INTO lists (name)
  SELECT 'author/' || NEW.author WHERE NEW.author IS NOT NULL ON CONFLICT DO NOTHING;
END;

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
  -- A revision that had to be erased: its content is empty, its number and author stay.
  erased_at INTEGER,
  -- Bytes of UTF-8 that a revision's text takes once inflated: what it costs to hold. NULL for what was written before, and by a Worker from before: that is counted as it is inflated.
  content_size INTEGER,
  -- counts only while `html` is there
  html_size INTEGER,
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

-- Numbers handed out one by one. A number taken by a write that then fails stays unused.
CREATE TABLE counters (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who did what, when, to which revision. One row in the batch of every write.
CREATE TABLE audit (
  id       INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL,
  key_id   INTEGER REFERENCES keys (id),   -- null: the command line, or the clock
  action   TEXT NOT NULL,                  -- article.create, section.rename, key.revoke, …
  subject  TEXT NOT NULL,                  -- the article's or key's number, the section's slug
  revision INTEGER,                         -- the revision it was done to; null where there was none
  -- By which a write whose answer got lost is looked for, within seconds and among the newest: no index. The first entry of each write carries it.
  token TEXT,
  -- The protocol that a write came by, where it is not our own: wordpress, micropub or mcp.
  client TEXT
) STRICT;

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

-- Signed preview links, until migration 11 had them written down. Nothing reads it any more.
CREATE TABLE secrets (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT;

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
  -- 1: gone; 0: there; null: not a ping
  is_gone INTEGER,
  -- How often a debt was paid; how often it has to be is for src/delivery/outbox.ts to say. `times` stays for the Worker that is still running.
  paid INTEGER NOT NULL DEFAULT 0,
  -- What a write owes the edge is one row, whatever the number of pages it touches: kind `write`, its subject and version the edition that the write gave. The batch puts it there before it touches anything. `pages` is what is to be purged, a JSON array of pages' names. It is null until the request that wrote has paid for the first time, as only that request has them together; who finds it null purges everything.
  pages TEXT,
  -- Debts to webhooks are of the kind `webhook/1`, their subject an article's number. `news` is what the article itself does not say later: JSON, see src/delivery/hooks/news.ts. An article has one debt for each webhook: what comes later takes its place, so nobody is told what was so before after what is so now. What was never told as published still is, and the address that was told last is kept.
  news TEXT,
  PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;

-- There may be as many pings as articles, and they may wait for days.
CREATE INDEX outbox_pings ON outbox (kind, is_gone, next_at)
  WHERE is_gone IS NOT NULL AND dead_at IS NULL;

CREATE INDEX outbox_dead ON outbox (dead_at) WHERE dead_at IS NOT NULL;

-- A picture that is not used by then is removed: kind `picture`, its subject the hash. There may be
-- thousands, and they wait for a month.
CREATE INDEX outbox_pictures ON outbox (next_at) WHERE kind = 'picture' AND dead_at IS NULL;

-- Lists that readers page through: of a section, a keyword, an author, a month. An article gets the
-- next place in each of its lists when it is first published in it, and keeps it for good: pages are
-- blocks of places counted from the oldest, so they neither move nor change as the archive grows.
CREATE TABLE lists (
  id     INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE,         -- section/news, keyword/发展, author/张三, month/2024-07
  length INTEGER NOT NULL DEFAULT 0,   -- places given out
  count  INTEGER NOT NULL DEFAULT 0    -- articles in them that readers can see
) STRICT;

-- Names that no article has had yet. There may not be any number of them: programs can make them.
CREATE INDEX lists_unused ON lists (name) WHERE length = 0;

CREATE TRIGGER lists_shown AFTER UPDATE OF count ON lists
WHEN (NEW.count > 0) <> (OLD.count > 0)
BEGIN
  UPDATE counters SET value = value + iif(NEW.count > 0, 1, -1)
  WHERE name = 'shown-' || substr(NEW.name, 1, instr(NEW.name, '/') - 1);
END;

CREATE TABLE list_entries (
  list_id    INTEGER NOT NULL REFERENCES lists (id),
  position   INTEGER NOT NULL,             -- 1 and on
  article_id INTEGER NOT NULL REFERENCES articles (id),
  shown      INTEGER NOT NULL DEFAULT 0,   -- published, and (still) in this list
  PRIMARY KEY (list_id, position)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX list_entries_of_article ON list_entries (article_id, list_id);

CREATE TRIGGER list_entries_added AFTER INSERT ON list_entries
BEGIN
  UPDATE lists SET length = NEW.position, count = count + NEW.shown WHERE id = NEW.list_id;
END;

CREATE TRIGGER list_entries_shown AFTER UPDATE OF shown ON list_entries
BEGIN
  UPDATE lists SET count = count + NEW.shown - OLD.shown WHERE id = NEW.list_id;
END;

-- An article that is hidden in a list, because it was withdrawn or moved to another section, leaves its
-- front, in the same batch. Its section's list is among those it is in as long as readers can see it.
CREATE TRIGGER fronts_left AFTER UPDATE OF shown ON list_entries
WHEN NEW.shown = 0 AND EXISTS (SELECT 1 FROM fronts WHERE article_id = NEW.article_id)
BEGIN
  DELETE FROM fronts
  WHERE article_id = NEW.article_id
    AND (list = (SELECT name FROM lists WHERE id = NEW.list_id)
      OR (SELECT status FROM articles WHERE id = NEW.article_id) <> 'published');
END;

-- Those who are told. What fails is the engine, not one of thousands of rows, so the engine waits.
CREATE TABLE engines (
  name     TEXT PRIMARY KEY,
  next_at  INTEGER NOT NULL DEFAULT 0,  -- when it may be told again: also a lease, so that one tick does
  quota_at INTEGER NOT NULL DEFAULT 0,  -- until then it takes no more pages, save those that are gone
  attempts INTEGER NOT NULL DEFAULT 0,  -- how often it has failed in a row
  fault    TEXT                         -- what it said to the last call; null when that went well
) STRICT, WITHOUT ROWID;

-- The search index: which tokens (src/articles/search/segment.ts makes them) each published article holds,
-- by its sequence number, so that the newest come first. Tokens come separated by spaces, and only
-- they are kept, not where they stand: that is looked up in the text. `section:12` is a token too.
CREATE VIRTUAL TABLE search USING fts5 (
  tokens,
  content = '',
  contentless_delete = 1,
  detail = none,
  tokenize = "ascii tokenchars ':'"
);

-- Links to articles that are not public yet, as they were issued. Only the SHA-256 of what a link
-- holds is kept: a stolen database opens nothing. They end with the rights of their key, too.
CREATE TABLE previews (
  hash       TEXT PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles (id),
  key_id     INTEGER NOT NULL REFERENCES keys (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX previews_expires ON previews (expires_at);

-- Pictures: what D1 knows of the files in R2, which are named by the SHA-256 of the original as kept.
CREATE TABLE pictures (
  id            INTEGER PRIMARY KEY,       -- in order of arrival
  hash          TEXT NOT NULL UNIQUE,      -- SHA-256 of the original as it is kept, in hexadecimal
  type          TEXT NOT NULL,             -- the original's: image/jpeg, …
  bytes         INTEGER NOT NULL,          -- the original's
  width         INTEGER NOT NULL,          -- in pixels, as it is shown
  height        INTEGER NOT NULL,
  frames        INTEGER NOT NULL DEFAULT 1,
  files         TEXT NOT NULL,             -- what readers get, smallest first: JSON, see src/articles/picture.ts
  has_card      INTEGER NOT NULL DEFAULT 0, -- a social card was made of it
  alt           TEXT,                      -- what it shows; empty: it only decorates; null: nobody has said
  name          TEXT,                      -- the file's, as it was sent
  key_id        INTEGER NOT NULL REFERENCES keys (id),
  created_at    INTEGER NOT NULL,
  -- arriving: its files may not all be there yet; kept; leaving: they may not all be there any more;
  -- barred: taken down, and it must not come back
  state         TEXT NOT NULL CHECK (state IN ('arriving', 'kept', 'leaving', 'barred'))
) STRICT;

-- Pictures that were taken down, for whoever may lift that. There are few, among all there are; what is not
-- taken down costs nothing here.
CREATE INDEX pictures_barred ON pictures (state) WHERE state = 'barred';

CREATE TRIGGER pictures_added AFTER INSERT ON pictures WHEN NEW.state = 'kept'
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'kept-picture';
END;

CREATE TRIGGER pictures_changed AFTER UPDATE OF state ON pictures
WHEN (NEW.state = 'kept') <> (OLD.state = 'kept')
BEGIN
  UPDATE counters SET value = value + iif(NEW.state = 'kept', 1, -1) WHERE name = 'kept-picture';
END;

CREATE TRIGGER pictures_removed AFTER DELETE ON pictures WHEN OLD.state = 'kept'
BEGIN
  UPDATE counters SET value = value - 1 WHERE name = 'kept-picture';
END;

-- Which articles show a picture, as they are now: written in the article's own batch.
CREATE TABLE picture_uses (
  article_id INTEGER NOT NULL REFERENCES articles (id),
  hash       TEXT NOT NULL REFERENCES pictures (hash),
  -- 0: the article says nowhere what it shows, nor that it only decorates
  has_alt    INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (article_id, hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX picture_uses_of_picture ON picture_uses (hash, article_id);

CREATE INDEX picture_uses_without_alt ON picture_uses (hash) WHERE has_alt = 0;

-- The last moment to see that a picture is there: an article that shows it is stored, or fails.
CREATE TRIGGER picture_uses_kept BEFORE INSERT ON picture_uses
WHEN NOT EXISTS (SELECT 1 FROM pictures WHERE hash = NEW.hash AND state = 'kept')
BEGIN
  SELECT RAISE(ABORT, 'picture is not kept');
END;

CREATE TRIGGER picture_uses_added AFTER INSERT ON picture_uses
BEGIN
  DELETE FROM outbox WHERE kind = 'picture' AND subject = NEW.hash;
END;

-- Unused from now on: thirty days of grace.
CREATE TRIGGER picture_uses_removed AFTER DELETE ON picture_uses
WHEN NOT EXISTS (SELECT 1 FROM picture_uses WHERE hash = OLD.hash)
  AND EXISTS (SELECT 1 FROM pictures WHERE hash = OLD.hash AND state = 'kept')
BEGIN
  INSERT INTO outbox (kind, subject, version, next_at)
  VALUES ('picture', OLD.hash, lower(hex(randomblob(10))), unixepoch() + 2592000)
  ON CONFLICT (kind, subject) DO UPDATE SET
    version = excluded.version, attempts = 0, next_at = excluded.next_at, dead_at = NULL;
END;

-- The front of a list: the published articles that editors chose to stand first in it, in their order.
CREATE TABLE fronts (
  list       TEXT NOT NULL,       -- its page: home, section/news
  position   INTEGER NOT NULL CHECK (position BETWEEN 1 AND 6),  -- 1 and on, perhaps with gaps
  article_id INTEGER NOT NULL REFERENCES articles (id),
  until      INTEGER,             -- when the clock takes it out; null: it stays
  PRIMARY KEY (list, position)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX fronts_of_article ON fronts (article_id, list);

CREATE INDEX fronts_ending ON fronts (until) WHERE until IS NOT NULL;

CREATE TRIGGER fronts_removed AFTER DELETE ON fronts
BEGIN
  UPDATE front_versions SET version = version + 1 WHERE list = OLD.list;
END;

-- The lists whose front was ever set. The version moves on with each change and never comes back: of two
-- editors who both change version n, one is too late.
CREATE TABLE front_versions (
  id      INTEGER PRIMARY KEY,
  list    TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL        -- 2 and on; a front that was never set has version 1
) STRICT;

-- What a writer who may not publish hands in, until who may has published it or sent it back. At most one
-- for each article, and for drafts only.
CREATE TABLE hand_ins (
  article_id  INTEGER PRIMARY KEY REFERENCES articles (id),
  revision    INTEGER NOT NULL,                  -- the one that was handed in
  key_id      INTEGER NOT NULL REFERENCES keys (id),
  at          INTEGER NOT NULL,
  note        TEXT,                              -- what the writer says; plain text
  returned_at INTEGER,                           -- null while it waits
  returned_by INTEGER REFERENCES keys (id),
  reply       TEXT                               -- what the editor says; null once it was erased
) STRICT;

-- What waits, and what came back: of all keys, and of one.
CREATE INDEX hand_ins_waiting ON hand_ins (at, article_id) WHERE returned_at IS NULL;

CREATE INDEX hand_ins_returned ON hand_ins (returned_at, article_id) WHERE returned_at IS NOT NULL;

CREATE INDEX hand_ins_of_key ON hand_ins (key_id, returned_at, article_id) WHERE returned_at IS NOT NULL;

-- People at the desk, in a browser. Each session is a key's, and may do what the key may, for as long as
-- that works. Only the SHA-256 of a cookie is kept: a stolen database opens nothing.
CREATE TABLE sessions (
  id         INTEGER PRIMARY KEY,
  hash       TEXT NOT NULL UNIQUE,
  key_id     INTEGER NOT NULL REFERENCES keys (id),
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,   -- written every five minutes at most
  way        TEXT NOT NULL,      -- how it began: key, link or passkey
  browser    TEXT,               -- what the browser calls itself, to tell sessions apart
  language   TEXT                -- chosen at the desk: zh or en; null: the browser's
) STRICT;

CREATE INDEX sessions_of_key ON sessions (key_id);

-- Links that sign in, once. Whoever uses one up deletes its row.
CREATE TABLE sign_in_links (
  hash       TEXT PRIMARY KEY,
  key_id     INTEGER NOT NULL REFERENCES keys (id),
  made_by    INTEGER REFERENCES keys (id),   -- null: the command line
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Passkeys (WebAuthn) of keys' holders.
CREATE TABLE passkeys (
  id         TEXT PRIMARY KEY,   -- the credential's, in base64url
  key_id     INTEGER NOT NULL REFERENCES keys (id),
  public_key BLOB NOT NULL,      -- COSE
  counter    INTEGER NOT NULL,
  transports TEXT NOT NULL,      -- a JSON array
  name       TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at    INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX passkeys_of_key ON passkeys (key_id);

-- What a browser is to sign with a passkey, within minutes and once. `session_id`: who registers one;
-- null: somebody signs in.
CREATE TABLE challenges (
  challenge  TEXT PRIMARY KEY,
  session_id INTEGER,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A published article's change that was saved and is not public yet. At most one for each article, and all who
-- may write in its section work on the same.
CREATE TABLE pending_drafts (
  article_id INTEGER PRIMARY KEY REFERENCES articles (id),
  revision   INTEGER NOT NULL,  -- of the article, that it began from
  version    TEXT NOT NULL,     -- another one with each change, and never used before: its ETag
  seen       TEXT NOT NULL,     -- the ETag that the last change was made over: a version, or a revision
  content    BLOB NOT NULL,     -- as in revisions, deflated by itself
  key_id     INTEGER NOT NULL REFERENCES keys (id),  -- who changed it last
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX pending_drafts_updated ON pending_drafts (updated_at, article_id);

-- The pictures that texts name which are not in any revision: they are not removed meanwhile. Of the pending
-- draft (key_id 0), and of what an editor is typing (key_id). Written in the batch of the text.
CREATE TABLE draft_pictures (
  article_id INTEGER NOT NULL,
  key_id     INTEGER NOT NULL,
  hash       TEXT NOT NULL,
  PRIMARY KEY (article_id, key_id, hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX draft_pictures_of_picture ON draft_pictures (hash);

-- The last moment to see that a picture of a pending draft is there.
CREATE TRIGGER draft_pictures_kept BEFORE INSERT ON draft_pictures
WHEN NEW.key_id = 0 AND NOT EXISTS (SELECT 1 FROM pictures WHERE hash = NEW.hash AND state = 'kept')
BEGIN
  SELECT RAISE(ABORT, 'picture is not kept');
END;

-- What an editor is typing and has not saved: one for each article, replaced and not stacked. No revision, no
-- edition and no trail comes of it; saving or discarding takes it away.
CREATE TABLE working_copies (
  key_id     INTEGER NOT NULL REFERENCES keys (id),
  subject    TEXT NOT NULL,     -- the article's number, or new:TOKEN, the token its form is sent with
  article_id INTEGER REFERENCES articles (id),  -- null: of a new one
  revision   INTEGER NOT NULL,  -- the one that the form began from; 0: a new article
  draft      TEXT NOT NULL,     -- the version of the pending draft that it began from; empty: none
  title      TEXT NOT NULL,     -- as it is typed: what lists show
  typed      BLOB NOT NULL,     -- the form's fields, JSON, deflated
  pictures   TEXT NOT NULL,     -- the hashes it names, a JSON array
  version    INTEGER NOT NULL,  -- drawn at random by who typed: the same text, the same number
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (key_id, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX working_copies_newest ON working_copies (key_id, updated_at);

CREATE INDEX working_copies_of_article ON working_copies (article_id) WHERE article_id IS NOT NULL;

-- Pictures that copies name are not removed meanwhile. Those of new articles stand at article 0, together.
CREATE TRIGGER working_copies_added AFTER INSERT ON working_copies WHEN NEW.pictures <> '[]'
BEGIN
  INSERT INTO draft_pictures (article_id, key_id, hash)
  SELECT coalesce(NEW.article_id, 0), NEW.key_id, value FROM json_each(NEW.pictures)
  WHERE true ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER working_copies_changed AFTER UPDATE OF pictures ON working_copies
WHEN NEW.pictures <> OLD.pictures
BEGIN
  DELETE FROM draft_pictures
  WHERE article_id = coalesce(OLD.article_id, 0) AND key_id = OLD.key_id
    AND hash IN (SELECT value FROM json_each(OLD.pictures))
    AND hash NOT IN (
      SELECT value FROM working_copies w CROSS JOIN json_each(w.pictures)
      WHERE w.key_id = OLD.key_id AND w.article_id IS OLD.article_id
        AND w.subject BETWEEN iif(OLD.article_id IS NULL, 'new:', OLD.subject)
          AND iif(OLD.article_id IS NULL, 'new;', OLD.subject));
  INSERT INTO draft_pictures (article_id, key_id, hash)
  SELECT coalesce(NEW.article_id, 0), NEW.key_id, value FROM json_each(NEW.pictures)
  WHERE true ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER working_copies_removed AFTER DELETE ON working_copies WHEN OLD.pictures <> '[]'
BEGIN
  DELETE FROM draft_pictures
  WHERE article_id = coalesce(OLD.article_id, 0) AND key_id = OLD.key_id
    AND hash IN (SELECT value FROM json_each(OLD.pictures))
    AND hash NOT IN (
      SELECT value FROM working_copies w CROSS JOIN json_each(w.pictures)
      WHERE w.key_id = OLD.key_id AND w.article_id IS OLD.article_id
        AND w.subject BETWEEN iif(OLD.article_id IS NULL, 'new:', OLD.subject)
          AND iif(OLD.article_id IS NULL, 'new;', OLD.subject));
END;

-- The newsroom's own readings: how words are read that dictionaries have wrong, or not at all. Names, places.
-- Two counters go with them: how many there are, and a version that each change moves on.
CREATE TABLE readings (
  word       TEXT NOT NULL PRIMARY KEY,  -- composed (NFC), without white space
  pinyin     TEXT NOT NULL,              -- a syllable to each Han character of the word, with a space between
  key_id     INTEGER NOT NULL REFERENCES keys (id),
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Where articles stood on the sites that they came from: paths with their queries, spelt in one way (see
-- src/articles/addresses.ts). Looked up on the way to a 404 only. No two articles have the same.
CREATE TABLE former_addresses (
  address    TEXT PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles (id)
) STRICT, WITHOUT ROWID;

-- Where old addresses of one pattern lead, like /tag/:name: all rules in one row, so that reading them costs one.
-- The version moves on with each change: of two editors who both change version n, one is too late.
CREATE TABLE address_rules (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  version    INTEGER NOT NULL,    -- 2 and on; rules that were never set have version 1
  rules      TEXT NOT NULL,       -- a JSON array in their order: see src/articles/address-rules.ts
  key_id     INTEGER NOT NULL REFERENCES keys (id),
  updated_at INTEGER NOT NULL
) STRICT;

-- How many articles of each section readers cannot see, by status.
CREATE TABLE hidden_counts (
  section_id INTEGER NOT NULL,
  status     TEXT NOT NULL,
  count      INTEGER NOT NULL,
  PRIMARY KEY (section_id, status)
) STRICT, WITHOUT ROWID;

-- Consent that was given, and waits for the program to redeem its code (RFC 6749, 4.1.2).
CREATE TABLE grants (
  hash         TEXT PRIMARY KEY,                    -- SHA-256 of the code
  granted_by   INTEGER NOT NULL REFERENCES keys (id),
  client       TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  challenge    TEXT NOT NULL,                       -- PKCE, S256 (RFC 7636)
  resource     TEXT,                                -- as it was asked for (RFC 8707)
  scope        TEXT NOT NULL,                       -- what the program is told that it may do, in its own words
  name         TEXT NOT NULL,                       -- of the key
  scopes       TEXT NOT NULL,                       -- a JSON array; empty where only a name was asked for
  sections     TEXT,                                -- a JSON array of slugs; null: all
  ends_at      INTEGER,                             -- when the key ends; null: never
  expires_at   INTEGER NOT NULL,                    -- when the code does
  key_id       INTEGER REFERENCES keys (id)         -- the key that came of it; null until then
) STRICT, WITHOUT ROWID;

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
