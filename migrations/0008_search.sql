-- The search index: which tokens (src/articles/search/segment.ts makes them) each published article holds,
-- by its sequence number, so that the newest come first. Tokens come separated by spaces, and only
-- they are kept, not where they stand: that is looked up in the text. `section:12` is a token too.
CREATE VIRTUAL TABLE search USING fts5 (
  tokens,
  content = '',
  contentless_delete = 1,
  detail = none,
  tokenize = "ascii tokenchars ':'"
);
