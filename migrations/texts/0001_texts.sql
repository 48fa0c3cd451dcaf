-- A text database (TEXT_1, TEXT_2 …): what articles say, beside the catalogue (DB), which says what there is. The
-- catalogue's `revisions` refer here; a row that nothing refers to is not there for readers. See
-- docs/decisions/0041-texts-in-databases-of-their-own.md. *_at and unused_since are UTC seconds since 1970.

-- A text is put here before the catalogue refers to it, and never changes while it does, but for being erased
-- or packed anew. No id is ever given twice.
CREATE TABLE texts (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id   INTEGER NOT NULL,
  number       INTEGER NOT NULL,   -- the revision
  created_at   INTEGER NOT NULL,
  unused_since INTEGER,            -- since when it was seen not to be the current one; null: it is, or is packed anew
  found_at     INTEGER,            -- its row in the index: see src/articles/reference.ts; null: not to be found
  html_size    INTEGER,            -- bytes of UTF-8 once inflated; null without `html`
  content      BLOB NOT NULL,      -- as in the catalogue's `revisions`; empty once it is erased
  html         BLOB                -- the same
) STRICT;

CREATE INDEX texts_of_article ON texts (article_id, number);
CREATE UNIQUE INDEX texts_found ON texts (found_at) WHERE found_at IS NOT NULL;

-- The search index of these texts, as in the catalogue: each by its `found_at`.
CREATE VIRTUAL TABLE search USING fts5 (
  tokens,
  content = '',
  contentless_delete = 1,
  detail = none,
  tokenize = "ascii tokenchars ':'"
);

-- How far the clock has come in looking after them: see src/articles/texts/rounds.ts.
CREATE TABLE rounds (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  after    INTEGER NOT NULL,       -- the last text that was looked at
  began_at INTEGER NOT NULL
) STRICT;

INSERT INTO rounds (id, after, began_at) VALUES (1, 0, 0);
