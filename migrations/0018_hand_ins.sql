-- What a writer who may not publish hands in, until who may has published it or sent it back. At most one
-- for each article, and for drafts only.
CREATE TABLE hand_ins (
  article_id  INTEGER PRIMARY KEY REFERENCES articles (id),
  revision    INTEGER NOT NULL,                  -- the one that was handed in
  key_id      INTEGER NOT NULL REFERENCES keys (id),
  at          INTEGER NOT NULL,
  note        TEXT,                              -- what the writer says; plain text
  returned_at INTEGER,                           -- null while it waits
  returned_by INTEGER REFERENCES keys (id),
  reply       TEXT                               -- what the editor says; null once it was erased
) STRICT;

-- What waits, and what came back: of all keys, and of one.
CREATE INDEX hand_ins_waiting ON hand_ins (at, article_id) WHERE returned_at IS NULL;
CREATE INDEX hand_ins_returned ON hand_ins (returned_at, article_id) WHERE returned_at IS NOT NULL;
CREATE INDEX hand_ins_of_key ON hand_ins (key_id, returned_at, article_id) WHERE returned_at IS NOT NULL;

-- Published, planned or withdrawn, by whomever and however: it is settled. Only drafts are looked up.
CREATE TRIGGER articles_settled AFTER UPDATE OF status ON articles
WHEN OLD.status = 'draft' AND NEW.status <> 'draft'
BEGIN
  DELETE FROM hand_ins WHERE article_id = NEW.id;
END;
