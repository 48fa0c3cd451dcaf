-- People at the desk, in a browser. Each session is a key's, and may do what the key may, for as long as
-- that works. Only the SHA-256 of a cookie is kept: a stolen database opens nothing.
CREATE TABLE sessions (
  id         INTEGER PRIMARY KEY,
  hash       TEXT NOT NULL UNIQUE,
  key_id     INTEGER NOT NULL REFERENCES keys (id),
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,   -- written every five minutes at most
  way        TEXT NOT NULL,      -- how it began: key, link or passkey
  browser    TEXT,               -- what the browser calls itself, to tell sessions apart
  language   TEXT                -- chosen at the desk: zh or en; null: the browser's
) STRICT;

CREATE INDEX sessions_of_key ON sessions (key_id);

-- Links that sign in, once. Whoever uses one up deletes its row.
CREATE TABLE sign_in_links (
  hash       TEXT PRIMARY KEY,
  key_id     INTEGER NOT NULL REFERENCES keys (id),
  made_by    INTEGER REFERENCES keys (id),   -- null: the command line
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Passkeys (WebAuthn) of keys' holders.
CREATE TABLE passkeys (
  id         TEXT PRIMARY KEY,   -- the credential's, in base64url
  key_id     INTEGER NOT NULL REFERENCES keys (id),
  public_key BLOB NOT NULL,      -- COSE
  counter    INTEGER NOT NULL,
  transports TEXT NOT NULL,      -- a JSON array
  name       TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at    INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX passkeys_of_key ON passkeys (key_id);

-- What a browser is to sign with a passkey, within minutes and once. `session_id`: who registers one;
-- null: somebody signs in.
CREATE TABLE challenges (
  challenge  TEXT PRIMARY KEY,
  session_id INTEGER,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
