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

-- `secrets` stays for the Worker that is still running. Nothing signs with it any more.

-- What engines said may repeat their credentials, from before answers were stripped of them. Each says
-- it again when it is next told.
UPDATE engines SET fault = NULL;
