//! Which element is meant: namespaces, usual prefixes, and the names in each.

mod spaces;
mod table;

pub(super) use spaces::{namespace, usual};
pub(super) use table::element;

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
