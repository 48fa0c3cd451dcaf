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

-- The lists whose front was ever set. The version moves on with each change and never comes back: of two
-- editors who both change version n, one is too late.
CREATE TABLE front_versions (
  id      INTEGER PRIMARY KEY,
  list    TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL        -- 2 and on; a front that was never set has version 1
) STRICT;

CREATE TRIGGER fronts_removed AFTER DELETE ON fronts
BEGIN
  UPDATE front_versions SET version = version + 1 WHERE list = OLD.list;
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
