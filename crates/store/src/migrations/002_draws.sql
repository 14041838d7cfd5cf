-- The draw that gave a story the page's place for exploration, as the ranking's JSON: with the impression that it led to.
ALTER TABLE signals ADD COLUMN draw TEXT;
