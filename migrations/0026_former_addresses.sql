-- Where articles stood on the sites that they came from: paths with their queries, spelt in one way (see
-- src/articles/addresses.ts). Looked up on the way to a 404 only. No two articles have the same.
CREATE TABLE former_addresses (
  address    TEXT PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles (id)
) STRICT, WITHOUT ROWID;
