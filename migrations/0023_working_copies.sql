-- What an editor is typing and has not saved: one for each article, replaced and not stacked. No revision, no
-- edition and no trail comes of it; saving or discarding takes it away.
CREATE TABLE working_copies (
  key_id     INTEGER NOT NULL REFERENCES keys (id),
  subject    TEXT NOT NULL,     -- the article's number, or new:TOKEN, the token its form is sent with
  article_id INTEGER REFERENCES articles (id),  -- null: of a new one
  revision   INTEGER NOT NULL,  -- the one that the form began from; 0: a new article
  draft      TEXT,              -- the version of the pending draft that it began from
  title      TEXT NOT NULL,     -- as it is typed: what lists show
  typed      BLOB NOT NULL,     -- the form's fields, JSON, deflated
  pictures   TEXT NOT NULL,     -- the hashes it names, a JSON array
  version    INTEGER NOT NULL,  -- drawn at random by who typed: the same text, the same number
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (key_id, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX working_copies_newest ON working_copies (key_id, updated_at);
CREATE INDEX working_copies_of_article ON working_copies (article_id) WHERE article_id IS NOT NULL;
