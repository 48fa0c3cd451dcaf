-- Where old addresses of one pattern lead, like /tag/:name: all rules in one row, so that reading them costs one.
-- The version moves on with each change: of two editors who both change version n, one is too late.
CREATE TABLE address_rules (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  version    INTEGER NOT NULL,    -- 2 and on; rules that were never set have version 1
  rules      TEXT NOT NULL,       -- a JSON array in their order: see src/articles/address-rules.ts
  key_id     INTEGER NOT NULL REFERENCES keys (id),
  updated_at INTEGER NOT NULL
) STRICT;
