-- Programs that somebody lets act for them. Their keys are keys, which end with that of whoever gave consent: by
-- `granted_by` they are found when it is revoked, and handed on to its successor when it is rotated.
ALTER TABLE keys ADD COLUMN granted_by INTEGER REFERENCES keys (id);
-- What the program is known by: the address that is its client_id, or the name it gives itself.
ALTER TABLE keys ADD COLUMN client TEXT;

CREATE INDEX keys_granted ON keys (granted_by) WHERE granted_by IS NOT NULL;

-- Consent that was given, and waits for the program to redeem its code (RFC 6749, 4.1.2).
CREATE TABLE grants (
  hash         TEXT PRIMARY KEY,                    -- SHA-256 of the code
  granted_by   INTEGER NOT NULL REFERENCES keys (id),
  client       TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  challenge    TEXT NOT NULL,                       -- PKCE, S256 (RFC 7636)
  resource     TEXT,                                -- as it was asked for (RFC 8707)
  scope        TEXT NOT NULL,                       -- what the program is told that it may do, in its own words
  name         TEXT NOT NULL,                       -- of the key
  scopes       TEXT NOT NULL,                       -- a JSON array; empty where only a name was asked for
  sections     TEXT,                                -- a JSON array of slugs; null: all
  ends_at      INTEGER,                             -- when the key ends; null: never
  expires_at   INTEGER NOT NULL,                    -- when the code does
  key_id       INTEGER REFERENCES keys (id)         -- the key that came of it; null until then
) STRICT, WITHOUT ROWID;
