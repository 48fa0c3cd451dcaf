-- Pictures that were taken down, for whoever may lift that. There are few, among all there are; what is not
-- taken down costs nothing here.
CREATE INDEX pictures_barred ON pictures (state) WHERE state = 'barred';
