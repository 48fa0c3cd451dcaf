-- Numbers and totals for programs that ask for pages by number, as WordPress has them. Nothing here costs a
-- published article anything, unless it is the first of a keyword or an author, or the last to go.

-- How many articles of each section readers cannot see, by status.
CREATE TABLE hidden_counts (
  section_id INTEGER NOT NULL,
  status     TEXT NOT NULL,
  count      INTEGER NOT NULL,
  PRIMARY KEY (section_id, status)
) STRICT, WITHOUT ROWID;

INSERT INTO hidden_counts (section_id, status, count)
SELECT section_id, status, count(*) FROM articles INDEXED BY articles_not_public
WHERE status <> 'published' GROUP BY section_id, status;

-- The keywords and the author of what is not public have a list from then on, with nothing in it: its number is
-- what other programs know them by, and stays when it fills.
INSERT INTO lists (name)
SELECT DISTINCT 'keyword/' || k.value
FROM articles a INDEXED BY articles_not_public CROSS JOIN json_each(a.keywords) k
WHERE a.status <> 'published' ON CONFLICT DO NOTHING;

INSERT INTO lists (name)
SELECT DISTINCT 'author/' || author FROM articles INDEXED BY articles_not_public
WHERE status <> 'published' AND author IS NOT NULL ON CONFLICT DO NOTHING;

-- Names that no article has had yet. There may not be any number of them: programs can make them.
CREATE INDEX lists_unused ON lists (name) WHERE length = 0;

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

-- How many keywords and authors have something that readers can see, and how many pictures are kept.
INSERT INTO counters (name, value)
SELECT 'shown-keyword', count(*) FROM lists WHERE name >= 'keyword/' AND name < 'keyword0' AND count > 0
UNION ALL
SELECT 'shown-author', count(*) FROM lists WHERE name >= 'author/' AND name < 'author0' AND count > 0
UNION ALL
SELECT 'kept-picture', count(*) FROM pictures WHERE state = 'kept';

CREATE TRIGGER lists_shown AFTER UPDATE OF count ON lists
WHEN (NEW.count > 0) <> (OLD.count > 0)
BEGIN
  UPDATE counters SET value = value + iif(NEW.count > 0, 1, -1)
  WHERE name = 'shown-' || substr(NEW.name, 1, instr(NEW.name, '/') - 1);
END;

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
