-- Sections have an order, and may say what they are about. One that is made meanwhile by a Worker from
-- before comes first.
ALTER TABLE sections ADD COLUMN position INTEGER NOT NULL DEFAULT 0;  -- they go by it, then by age
ALTER TABLE sections ADD COLUMN description TEXT;                     -- plain text; null: none

UPDATE sections SET position = (SELECT count(*) FROM sections s WHERE s.id <= sections.id);

-- The navigation, which every page that is made anew reads: all it shows.
CREATE INDEX sections_in_order ON sections (position, id, slug, name);

-- An article has been in it and has left. A section that never had one can be removed.
ALTER TABLE sections ADD COLUMN was_left INTEGER NOT NULL DEFAULT 0;

UPDATE sections SET was_left = 1
WHERE EXISTS (SELECT 1 FROM lists WHERE name = 'section/' || slug AND length > 0);

CREATE TRIGGER articles_moved AFTER UPDATE OF section_id ON articles
WHEN NEW.section_id <> OLD.section_id
BEGIN
  UPDATE sections SET was_left = 1 WHERE id = OLD.section_id;
END;

-- The number of a section that was removed is not given again: a post on its way may still name it.
INSERT INTO counters (name, value) VALUES ('section', 0);
