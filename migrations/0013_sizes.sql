-- Bytes of UTF-8 that a revision's text takes once inflated: what it costs to hold. NULL for what was
-- written before, and by a Worker from before: that is counted as it is inflated.
ALTER TABLE revisions ADD COLUMN content_size INTEGER;
ALTER TABLE revisions ADD COLUMN html_size INTEGER;     -- counts only while `html` is there
