-- What is read: sources and their entries.

CREATE TABLE sources (
    id {id},
    url TEXT NOT NULL UNIQUE,
    title TEXT,
    site_url TEXT,
    etag TEXT,
    last_modified TEXT,
    moved_to TEXT,                              -- where the last answers said it has moved for good
    moved_seen BIGINT NOT NULL DEFAULT 0,       -- how many in a row said so
    interval_seconds BIGINT NOT NULL DEFAULT 3600,
    next_fetch_at BIGINT NOT NULL,
    last_fetch_at BIGINT,
    last_ok_at BIGINT,
    last_new_at BIGINT,
    failures BIGINT NOT NULL DEFAULT 0,         -- in a row
    unchanged BIGINT NOT NULL DEFAULT 0,        -- fetches in a row that brought nothing new
    last_error TEXT,
    gone BIGINT NOT NULL DEFAULT 0,
    warnings TEXT NOT NULL DEFAULT '[]',
    created_at BIGINT NOT NULL
);
CREATE INDEX sources_due ON sources (gone, next_fetch_at);

CREATE TABLE entries (
    id {id},
    source_id BIGINT NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    published BIGINT,
    fingerprint BIGINT NOT NULL,
    first_seen BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    state BIGINT NOT NULL DEFAULT 0,            -- 0 waits for its page, 1 is an article, 2 given up
    attempts BIGINT NOT NULL DEFAULT 0,
    next_try_at BIGINT NOT NULL,
    revisits BIGINT NOT NULL DEFAULT 0,
    article_id BIGINT,
    error TEXT,
    url TEXT,
    title TEXT NOT NULL,
    authors TEXT NOT NULL,
    topics TEXT NOT NULL,
    image TEXT,
    summary_html TEXT,                          -- what may be long comes last: the rest is read without it
    content_html TEXT,
    UNIQUE (source_id, key)
);
CREATE INDEX entries_pending ON entries (state, next_try_at, source_id, published);
CREATE INDEX entries_source ON entries (source_id, state);
CREATE INDEX entries_article ON entries (article_id);

-- What was made of it: articles, stories, pictures.

CREATE TABLE articles (
    id BIGINT PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    source_id BIGINT NOT NULL,
    outlet TEXT NOT NULL,
    title TEXT NOT NULL,
    language TEXT,
    at BIGINT NOT NULL,                         -- published, else arrival
    published BIGINT,
    modified BIGINT,
    authors TEXT NOT NULL,
    lead TEXT NOT NULL,
    image_key TEXT,
    image_url TEXT,
    image_caption TEXT,
    image_credit TEXT,
    word_count BIGINT NOT NULL,
    reading_minutes BIGINT NOT NULL,
    kind TEXT NOT NULL,
    paywalled BIGINT NOT NULL,
    story_id BIGINT NOT NULL,
    copy_of BIGINT,
    created_at BIGINT NOT NULL,
    changed BIGINT NOT NULL                     -- the generation that wrote it last
);
CREATE INDEX articles_at ON articles (at);
CREATE INDEX articles_story ON articles (story_id, at);
CREATE INDEX articles_changed ON articles (changed);

-- Apart from the above, so that a list of articles does not read their bodies.
CREATE TABLE article_bodies (
    article_id BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    html TEXT NOT NULL,
    text TEXT NOT NULL,
    key_points TEXT NOT NULL,
    topics TEXT NOT NULL,
    extra TEXT NOT NULL,
    digest BIGINT NOT NULL                      -- of all that came in, to tell a change from a repetition
);

CREATE TABLE article_sources (
    article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    source_id BIGINT NOT NULL,
    PRIMARY KEY (article_id, source_id)
);
CREATE INDEX article_sources_source ON article_sources (source_id);

CREATE TABLE stories (
    id BIGINT PRIMARY KEY,
    title TEXT NOT NULL,
    title_article BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    outlets TEXT NOT NULL,
    topics TEXT NOT NULL,
    key_points TEXT NOT NULL,
    terms TEXT NOT NULL,
    heat {real} NOT NULL,
    language TEXT,
    articles BIGINT NOT NULL,
    changed BIGINT NOT NULL
);
CREATE INDEX stories_last ON stories (last_at);

CREATE TABLE story_aliases (
    absorbed BIGINT PRIMARY KEY,
    story_id BIGINT NOT NULL
);
CREATE INDEX story_aliases_story ON story_aliases (story_id);

CREATE TABLE images (
    key TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    is_lead BIGINT NOT NULL,
    state BIGINT NOT NULL DEFAULT 0,            -- 0 wanted, 1 kept as a file, 2 given up
    attempts BIGINT NOT NULL DEFAULT 0,
    next_try_at BIGINT NOT NULL,
    error TEXT,
    content_type TEXT,
    width BIGINT,
    height BIGINT,
    bytes BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX images_wanted ON images (state, is_lead, next_try_at);

-- Who reads: the directory of readers, then tables keyed by reader.

CREATE TABLE readers (
    id {id},
    name TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    created_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    reader_id BIGINT NOT NULL REFERENCES readers (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (reader_id, hash)
);

CREATE TABLE links (
    reader_id BIGINT NOT NULL REFERENCES readers (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (reader_id, hash)
);

CREATE TABLE tokens (
    reader_id BIGINT NOT NULL REFERENCES readers (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (reader_id, hash)
);

CREATE TABLE subscriptions (
    reader_id BIGINT NOT NULL REFERENCES readers (id) ON DELETE CASCADE,
    source_id BIGINT NOT NULL,
    title TEXT,
    folder TEXT,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (reader_id, source_id)
);
CREATE INDEX subscriptions_source ON subscriptions (source_id);

CREATE TABLE profiles (
    reader_id BIGINT PRIMARY KEY REFERENCES readers (id) ON DELETE CASCADE,
    document TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE signals (
    reader_id BIGINT NOT NULL REFERENCES readers (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    story_id BIGINT,
    article_id BIGINT,
    topic TEXT,
    source_id BIGINT,
    at BIGINT NOT NULL,
    position BIGINT,
    dwell_seconds {real},
    PRIMARY KEY (reader_id, number)
);

CREATE TABLE story_states (
    reader_id BIGINT NOT NULL REFERENCES readers (id) ON DELETE CASCADE,
    story_id BIGINT NOT NULL,
    impressions BIGINT NOT NULL DEFAULT 0,
    first_impression BIGINT,
    last_impression BIGINT,
    opened_at BIGINT,
    finished_at BIGINT,
    saved_at BIGINT,
    hidden_at BIGINT,
    verdict BIGINT NOT NULL DEFAULT 0,          -- 1 more, -1 less
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (reader_id, story_id)
);
CREATE INDEX story_states_changed ON story_states (reader_id, changed_at);

CREATE TABLE visits (
    reader_id BIGINT PRIMARY KEY REFERENCES readers (id) ON DELETE CASCADE,
    previous_end BIGINT,                        -- when the visit before this one ended
    last_seen BIGINT NOT NULL
);
