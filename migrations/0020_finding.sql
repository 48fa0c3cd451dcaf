-- For the desk's list, the latest change first: of one section, and of what is not public.
CREATE INDEX articles_changed_of_section ON articles (section_id, updated_at DESC, id DESC);

CREATE INDEX articles_changed_not_public ON articles (status, updated_at DESC, id DESC)
  WHERE status <> 'published';
