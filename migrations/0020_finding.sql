-- For the desk's list, the latest change first: of one section, and of what is not public. Every id is above 0:
-- saying so keeps these from all queries that do not, whose plans are to stay as they are.
CREATE INDEX articles_changed_of_section ON articles (section_id, updated_at DESC, id DESC)
  WHERE id > 0;

CREATE INDEX articles_changed_not_public ON articles (status, updated_at DESC, id DESC)
  WHERE status <> 'published' AND id > 0;
