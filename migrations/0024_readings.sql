-- The newsroom's own readings: how words are read that dictionaries have wrong, or not at all. Names, places.
-- Two counters go with them: how many there are, and a version that each change moves on.
CREATE TABLE readings (
  word       TEXT NOT NULL PRIMARY KEY,  -- composed (NFC), without white space
  pinyin     TEXT NOT NULL,              -- a syllable to each Han character of the word, with a space between
  key_id     INTEGER NOT NULL REFERENCES keys (id),
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO counters (name, value) VALUES ('readings', 0), ('readings version', 0);
