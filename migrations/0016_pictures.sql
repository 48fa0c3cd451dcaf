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

-- What lists and pages draw of an article's lead picture: JSON, see src/articles/picture.ts; null: none.
ALTER TABLE articles ADD COLUMN lead TEXT;

-- A picture that is not used by then is removed: kind `picture`, its subject the hash. There may be
-- thousands, and they wait for a month.
CREATE INDEX outbox_pictures ON outbox (next_at) WHERE kind = 'picture' AND dead_at IS NULL;

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
