-- What an article's page says of its social card: the picture, JSON, see src/articles/picture.ts; null: none was
-- chosen.
ALTER TABLE articles ADD COLUMN card TEXT;
