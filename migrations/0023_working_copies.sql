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
