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
