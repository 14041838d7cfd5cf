//! Addresses and usual prefixes of the vocabularies.

use super::Ns;

/// The namespace of an address, letter case and a few old addresses forgiven.
pub(in crate::feed) fn namespace(uri: &str) -> Option<Ns> {
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
pub(in crate::feed) fn usual(prefix: &str) -> Option<Ns> {
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
