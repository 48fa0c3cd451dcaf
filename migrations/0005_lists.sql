-- Lists that readers page through: of a section, a keyword, an author, a month. An article gets the
-- next place in each of its lists when it is first published in it, and keeps it for good: pages are
-- blocks of places counted from the oldest, so they neither move nor change as the archive grows.
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

CREATE TRIGGER list_entries_added AFTER INSERT ON list_entries
BEGIN
  UPDATE lists SET length = NEW.position, count = count + NEW.shown WHERE id = NEW.list_id;
END;

CREATE TRIGGER list_entries_shown AFTER UPDATE OF shown ON list_entries
BEGIN
  UPDATE lists SET count = count + NEW.shown - OLD.shown WHERE id = NEW.list_id;
END;

-- The slug as addresses have it, where that differs: SQL cannot percent-encode, and joins sitemaps.
ALTER TABLE articles ADD COLUMN encoded_slug TEXT;

-- Addresses of the pictures in the body, separated by spaces; null: none.
ALTER TABLE articles ADD COLUMN images TEXT;

INSERT INTO editions (page, edition)
SELECT value, lower(hex(randomblob(10))) FROM json_each('["feed", "news-sitemap", "lists"]');

-- What was published before. Months follow as articles are saved: only the Worker knows time zones.
CREATE TABLE memberships AS
SELECT 'section/' || s.slug AS list, a.id, a.sequence, a.status = 'published' AS shown
FROM articles a JOIN sections s ON s.id = a.section_id WHERE a.sequence IS NOT NULL
UNION ALL
SELECT 'author/' || author, id, sequence, status = 'published'
FROM articles WHERE sequence IS NOT NULL AND author IS NOT NULL
UNION ALL
SELECT 'keyword/' || value, a.id, sequence, status = 'published'
FROM articles a, json_each(a.keywords) WHERE sequence IS NOT NULL;

INSERT INTO lists (name) SELECT DISTINCT list FROM memberships;

INSERT INTO list_entries (list_id, position, article_id, shown)
SELECT l.id, row_number() OVER (PARTITION BY l.id ORDER BY m.sequence), m.id, m.shown
FROM memberships m JOIN lists l ON l.name = m.list;

INSERT INTO editions (page, edition)
SELECT 'feed/section/' || slug, lower(hex(randomblob(10))) FROM sections
UNION ALL
SELECT name, lower(hex(randomblob(10))) FROM lists WHERE name NOT LIKE 'section/%'
UNION ALL
SELECT DISTINCT 'block/' || ((e.position - 1) / 30 + 1) || '/' || l.name, lower(hex(randomblob(10)))
FROM list_entries e JOIN lists l ON l.id = e.list_id
UNION ALL
SELECT DISTINCT 'block/' || ((sequence - 1) / 30 + 1) || '/home', lower(hex(randomblob(10)))
FROM articles WHERE sequence IS NOT NULL;

DROP TABLE memberships;
