//! Which element is meant: namespaces, usual prefixes, and the names in each.

/// A vocabulary that is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ns {
    /// The formats themselves: RSS, RDF's RSS, Atom, CDF, sitemaps; and names without a namespace.
    Core,
    /// RDF's own names.
    Rdf,
    /// Dublin Core elements.
    Dc,
    /// Dublin Core terms.
    DcTerms,
    /// `content:encoded`.
    Content,
    /// Media RSS.
    Media,
    /// Apple's podcast extension.
    Itunes,
    /// The podcast namespace.
    Podcast,
    /// Slash.
    Slash,
    /// Syndication.
    Sy,
    /// GeoRSS.
    GeoRss,
    /// The W3C's latitude and longitude.
    Geo,
    /// Geography Markup Language.
    Gml,
    /// Creative Commons in RDF.
    Cc,
    /// Creative Commons in RSS.
    CreativeCommons,
    /// Atom threading.
    Thr,
    /// FeedBurner.
    Feedburner,
    /// Administrative RDF.
    Admin,
    /// Well-formed web's comments.
    Wfw,
    /// News sitemaps.
    News,
    /// Pictures of sitemaps.
    ImageMap,
    /// XHTML.
    Xhtml,
    /// SVG and MathML, whose names are never a feed's.
    Drawing,
    /// XML's own attributes.
    Xml,
    /// XLink's attributes.
    Xlink,
    /// Declared and not understood.
    Other,
}

/// The namespace of an address, letter case and a few old addresses forgiven.
pub(super) fn namespace(uri: &str) -> Option<Ns> {
    let uri = uri.trim();
    if uri.len() > 100 {
        return None;
    }
    let lower = uri.to_ascii_lowercase();
    if lower.contains("backend.userland.com/rss") {
        return Some(Ns::Core);
    }
    Some(match lower.as_str() {
        ""
        | "http://blogs.law.harvard.edu/tech/rss"
        | "http://purl.org/rss/1.0/"
        | "http://purl.org/net/rss1.1#"
        | "http://my.netscape.com/rdf/simple/0.9/"
        | "http://channel.netscape.com/rdf/simple/0.9/"
        | "http://example.com/newformat#"
        | "http://example.com/necho"
        | "http://purl.org/echo/"
        | "uri/of/echo/namespace#"
        | "http://purl.org/pie/"
        | "http://purl.org/atom/ns#"
        | "http://www.w3.org/2005/atom"
        | "https://www.w3.org/2005/atom"
        | "http://www.w3.org/2005/atom/"
        | "http://purl.org/rss/1.0/modules/rss091#"
        | "http://cyber.law.harvard.edu/rss/rss.html"
        | "http://www.rssboard.org/rss-specification"
        | "http://www.sitemaps.org/schemas/sitemap/0.9"
        | "https://www.sitemaps.org/schemas/sitemap/0.9"
        | "http://www.google.com/schemas/sitemap/0.84" => Ns::Core,
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#" => Ns::Rdf,
        "http://purl.org/dc/elements/1.1/"
        | "http://purl.org/dc/elements/1.0/"
        | "https://purl.org/dc/elements/1.1/" => Ns::Dc,
        "http://purl.org/dc/terms/" | "https://purl.org/dc/terms/" => Ns::DcTerms,
        "http://purl.org/rss/1.0/modules/content/" | "https://purl.org/rss/1.0/modules/content/" => {
            Ns::Content
        }
        "http://search.yahoo.com/mrss"
        | "http://search.yahoo.com/mrss/"
        | "https://search.yahoo.com/mrss/"
        | "https://search.yahoo.com/mrss"
        | "http://www.rssboard.org/media-rss" => Ns::Media,
        "http://www.itunes.com/dtds/podcast-1.0.dtd"
        | "https://www.itunes.com/dtds/podcast-1.0.dtd"
        | "http://example.com/dtds/podcast-1.0.dtd" => Ns::Itunes,
        "https://podcastindex.org/namespace/1.0"
        | "http://podcastindex.org/namespace/1.0"
        | "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md" => Ns::Podcast,
        "http://purl.org/rss/1.0/modules/slash/" => Ns::Slash,
        "http://purl.org/rss/1.0/modules/syndication/" => Ns::Sy,
        "http://www.georss.org/georss" | "http://www.georss.org/georss/" => Ns::GeoRss,
        "http://www.w3.org/2003/01/geo/wgs84_pos#" => Ns::Geo,
        "http://www.opengis.net/gml" => Ns::Gml,
        "http://creativecommons.org/ns#license" | "http://web.resource.org/cc/" => Ns::Cc,
        "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html"
        | "http://backend.userland.com/creativecommonsrssmodule" => Ns::CreativeCommons,
        "http://purl.org/syndication/thread/1.0" => Ns::Thr,
        "http://rssnamespace.org/feedburner/ext/1.0" => Ns::Feedburner,
        "http://webns.net/mvcb/" => Ns::Admin,
        "http://wellformedweb.org/commentapi/" => Ns::Wfw,
        "http://www.google.com/schemas/sitemap-news/0.9" => Ns::News,
        "http://www.google.com/schemas/sitemap-image/1.1" => Ns::ImageMap,
        "http://www.w3.org/1999/xhtml" => Ns::Xhtml,
        "http://www.w3.org/2000/svg" | "http://www.w3.org/1998/math/mathml" => Ns::Drawing,
        "http://www.w3.org/xml/1998/namespace" => Ns::Xml,
        "http://www.w3.org/1999/xlink" => Ns::Xlink,
        _ => return None,
    })
}

/// What a prefix usually means, for feeds that use it without a declaration.
pub(super) fn usual(prefix: &str) -> Option<Ns> {
    Some(match prefix {
        "rdf" => Ns::Rdf,
        "dc" => Ns::Dc,
        "dcterms" => Ns::DcTerms,
        "content" => Ns::Content,
        "media" => Ns::Media,
        "itunes" => Ns::Itunes,
        "podcast" => Ns::Podcast,
        "slash" => Ns::Slash,
        "sy" => Ns::Sy,
        "georss" => Ns::GeoRss,
        "geo" => Ns::Geo,
        "gml" => Ns::Gml,
        "cc" => Ns::Cc,
        "creativeCommons" | "creativecommons" => Ns::CreativeCommons,
        "thr" => Ns::Thr,
        "feedburner" => Ns::Feedburner,
        "admin" => Ns::Admin,
        "wfw" => Ns::Wfw,
        "news" => Ns::News,
        "xhtml" => Ns::Xhtml,
        "xml" => Ns::Xml,
        "xlink" => Ns::Xlink,
        "atom" | "atom10" | "a10" | "rss" => Ns::Core,
        _ => return None,
    })
}

/// An element with a meaning. What has the same meaning in two formats is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum El {
    /// `rss`.
    Rss,
    /// `rdf:RDF`.
    RdfRoot,
    /// `feed`.
    AtomFeed,
    /// `channel`.
    Channel,
    /// `item` and `entry`.
    Item,
    /// `image`.
    Image,
    /// `textInput`.
    TextInput,
    /// `source`.
    Source,
    /// A person's element that may hold plain text.
    Author,
    /// A contributor with parts.
    Contributor,
    /// A contributor as plain text.
    DcContributor,
    /// `webMaster`, `dc:publisher`.
    Publisher,
    /// `itunes:owner`.
    Owner,
    /// A person's name; also of a text input.
    Name,
    /// A person's mail address.
    Email,
    /// `url`, `uri`, `homepage`.
    Url,
    /// `width`.
    Width,
    /// `height`.
    Height,
    /// `title`.
    Title,
    /// `media:title`.
    MediaTitle,
    /// `description`.
    Description,
    /// `abstract` of CDF.
    Abstract,
    /// `summary`.
    Summary,
    /// `content`.
    Content,
    /// `content:encoded`, `fullitem`.
    Encoded,
    /// `body` of XHTML.
    Body,
    /// `subtitle`, `tagline`.
    Subtitle,
    /// `rights`, `copyright`.
    Rights,
    /// `link`.
    Link,
    /// `guid`, `id`.
    Id,
    /// A date of publication.
    Published,
    /// A date of change.
    Updated,
    /// A date of making.
    Created,
    /// `category`, `dc:subject`, `keywords`.
    Category,
    /// Comma-separated labels.
    Keywords,
    /// `itunes:keywords`.
    ItunesKeywords,
    /// `itunes:category`.
    ItunesCategory,
    /// `media:category`.
    MediaCategory,
    /// `language`.
    Language,
    /// `generator`.
    Generator,
    /// `admin:generatorAgent`.
    GeneratorAgent,
    /// `icon`.
    Icon,
    /// `logo`.
    Logo,
    /// `enclosure`.
    Enclosure,
    /// `comments`.
    Comments,
    /// A number of comments.
    CommentCount,
    /// `ttl`.
    Ttl,
    /// `sy:updatePeriod`.
    UpdatePeriod,
    /// `sy:updateFrequency`.
    UpdateFrequency,
    /// `hour` of `skipHours`.
    Hour,
    /// `day` of `skipDays`.
    Day,
    /// `newLocation`.
    NewLocation,
    /// `cc:license` in an attribute.
    LicenseResource,
    /// `creativeCommons:license` as text.
    License,
    /// `itunes:image`.
    ItunesImage,
    /// `itunes:duration`.
    ItunesDuration,
    /// `itunes:episode`, `podcast:episode`.
    ItunesEpisode,
    /// `itunes:episodeType`.
    ItunesEpisodeType,
    /// `itunes:season`, `podcast:season`.
    ItunesSeason,
    /// `itunes:explicit`.
    ItunesExplicit,
    /// `itunes:block`.
    ItunesBlock,
    /// `itunes:type`.
    ItunesType,
    /// `itunes:title`.
    ItunesTitle,
    /// `podcast:transcript`.
    PodcastTranscript,
    /// `podcast:chapters`.
    PodcastChapters,
    /// `podcast:person`.
    PodcastPerson,
    /// `media:content`.
    MediaContent,
    /// `media:group`.
    MediaGroup,
    /// `media:thumbnail`.
    MediaThumbnail,
    /// `media:description`.
    MediaDescription,
    /// `media:credit`.
    MediaCredit,
    /// `georss:point`, `gml:pos`.
    Point,
    /// `georss:box`.
    GeoBox,
    /// `geo:lat`.
    Lat,
    /// `geo:long`.
    Long,
    /// `feedburner:origLink`.
    OrigLink,
    /// `urlset` and `sitemapindex`.
    SitemapRoot,
    /// `loc` of a sitemap.
    Loc,
    /// `tags`, which one feed made up.
    TagList,
    /// A wrapper without a meaning of its own, whose children count.
    Group,
    /// A thing of its own, none of whose parts are the feed's: an episode to come.
    Opaque,
    /// `html`: not a feed.
    Html,
    /// Not understood.
    Unknown,
}

/// The element of a namespace and a lower-case name.
pub(super) fn element(ns: Ns, name: &str) -> El {
    match ns {
        Ns::Core => core(name),
        Ns::Rdf => match name {
            "rdf" => El::RdfRoot,
            "seq" | "li" | "bag" => El::Group,
            _ => El::Unknown,
        },
        Ns::Dc => match name {
            "title" => El::Title,
            "creator" | "author" => El::Author,
            "contributor" => El::DcContributor,
            "publisher" => El::Publisher,
            "date" => El::Updated,
            "description" => El::Description,
            "language" => El::Language,
            "rights" => El::Rights,
            "subject" => El::Category,
            _ => El::Unknown,
        },
        Ns::DcTerms => match name {
            "created" => El::Created,
            "issued" => El::Published,
            "modified" => El::Updated,
            _ => El::Unknown,
        },
        Ns::Content if name == "encoded" => El::Encoded,
        Ns::Media => match name {
            "content" => El::MediaContent,
            "group" => El::MediaGroup,
            "thumbnail" => El::MediaThumbnail,
            "title" => El::MediaTitle,
            "description" | "text" => El::MediaDescription,
            "credit" => El::MediaCredit,
            "category" => El::MediaCategory,
            "keywords" => El::Keywords,
            _ => El::Unknown,
        },
        Ns::Itunes => itunes(name),
        Ns::Podcast => match name {
            "transcript" => El::PodcastTranscript,
            "chapters" => El::PodcastChapters,
            "person" => El::PodcastPerson,
            "liveitem" | "remoteitem" | "podroll" | "value" => El::Opaque,
            "season" => El::ItunesSeason,
            "episode" => El::ItunesEpisode,
            _ => El::Unknown,
        },
        Ns::Slash if name == "comments" => El::CommentCount,
        Ns::Thr if name == "total" => El::CommentCount,
        Ns::Sy => match name {
            "updateperiod" => El::UpdatePeriod,
            "updatefrequency" => El::UpdateFrequency,
            _ => El::Unknown,
        },
        Ns::GeoRss => match name {
            "point" => El::Point,
            "box" => El::GeoBox,
            "where" => El::Group,
            _ => El::Unknown,
        },
        Ns::Gml => match name {
            "point" => El::Group,
            "pos" => El::Point,
            _ => El::Unknown,
        },
        Ns::Geo => match name {
            "lat" => El::Lat,
            "long" | "lon" => El::Long,
            "point" => El::Group,
            _ => El::Unknown,
        },
        Ns::Cc if name == "license" => El::LicenseResource,
        Ns::CreativeCommons if name == "license" => El::License,
        Ns::Feedburner => match name {
            "origlink" => El::OrigLink,
            _ => El::Unknown,
        },
        Ns::Admin if name == "generatoragent" => El::GeneratorAgent,
        Ns::News => match name {
            "news" => El::Group,
            "title" => El::Title,
            "publication_date" => El::Published,
            "keywords" => El::Keywords,
            "publication" => El::Source,
            "name" => El::Title,
            "language" => El::Language,
            _ => El::Unknown,
        },
        Ns::ImageMap => match name {
            "image" => El::MediaContent,
            "loc" => El::Url,
            "title" => El::MediaTitle,
            "caption" => El::MediaDescription,
            _ => El::Unknown,
        },
        Ns::Xhtml => match name {
            "body" => El::Body,
            "html" => El::Html,
            _ => El::Unknown,
        },
        _ => El::Unknown,
    }
}

fn itunes(name: &str) -> El {
    match name {
        "author" => El::Author,
        "category" => El::ItunesCategory,
        "name" => El::Name,
        "email" => El::Email,
        "subtitle" => El::Subtitle,
        "summary" => El::Summary,
        "owner" => El::Owner,
        "keywords" => El::ItunesKeywords,
        "image" | "link" => El::ItunesImage,
        "duration" => El::ItunesDuration,
        "episode" => El::ItunesEpisode,
        "episodetype" => El::ItunesEpisodeType,
        "season" => El::ItunesSeason,
        "explicit" => El::ItunesExplicit,
        "block" => El::ItunesBlock,
        "type" => El::ItunesType,
        "title" => El::ItunesTitle,
        "new-feed-url" => El::NewLocation,
        _ => El::Unknown,
    }
}

fn core(name: &str) -> El {
    match name {
        "item" | "entry" => El::Item,
        "title" => El::Title,
        "link" => El::Link,
        "description" => El::Description,
        "pubdate" | "published" | "issued" => El::Published,
        "guid" | "id" => El::Id,
        "category" | "keywords" => El::Category,
        "author" | "managingeditor" => El::Author,
        "content" => El::Content,
        "summary" => El::Summary,
        "updated" | "modified" | "lastbuilddate" | "lastmod" => El::Updated,
        "name" => El::Name,
        "uri" | "url" | "homepage" => El::Url,
        "email" => El::Email,
        "enclosure" => El::Enclosure,
        "comments" => El::Comments,
        "source" => El::Source,
        "rights" | "copyright" => El::Rights,
        "subtitle" | "tagline" => El::Subtitle,
        "generator" => El::Generator,
        "image" => El::Image,
        "language" => El::Language,
        "contributor" => El::Contributor,
        "webmaster" => El::Publisher,
        "rss" => El::Rss,
        "channel" => El::Channel,
        "feed" => El::AtomFeed,
        "rdf" => El::RdfRoot,
        "textinput" => El::TextInput,
        "width" => El::Width,
        "height" => El::Height,
        "created" => El::Created,
        "icon" => El::Icon,
        "logo" => El::Logo,
        "ttl" => El::Ttl,
        "hour" => El::Hour,
        "day" => El::Day,
        "skiphours" | "skipdays" | "items" => El::Group,
        "body" => El::Body,
        "fullitem" => El::Encoded,
        "abstract" => El::Abstract,
        "newlocation" => El::NewLocation,
        "urlset" | "sitemapindex" => El::SitemapRoot,
        "sitemap" => El::Item,
        "loc" => El::Loc,
        "tags" => El::TagList,
        "where" => El::Group,
        "html" => El::Html,
        _ => El::Unknown,
    }
}
