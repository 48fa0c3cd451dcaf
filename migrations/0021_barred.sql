-- Pictures that were taken down, for whoever may lift that. There are few, among all there are; what is not
-- taken down costs nothing here.
CREATE INDEX pictures_barred ON pictures (state) WHERE state = 'barred';

-- Keys that are limited to sections and still work: few, where an import has made one for each author.
CREATE INDEX keys_limited ON keys (revoked_at) WHERE sections IS NOT NULL;
