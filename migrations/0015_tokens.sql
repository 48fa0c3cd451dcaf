-- By which a write whose answer got lost is looked for, within seconds and among the newest: no index.
-- The first entry of each write carries it.
ALTER TABLE audit ADD COLUMN token TEXT;
