//! The newsroom's feeds and pages, written as an outlet's site would: with navigation and a newsletter box around the
//! article, so that cleaning has something to do.

use std::fmt::Write;

use serde_json::json;

use super::{Outlet, Telling};

/// An outlet's RSS feed, newest first.
pub(super) fn feed(outlet: &Outlet, tellings: &[Telling], now: i64) -> String {
    let mut items: Vec<&Telling> = tellings.iter().collect();
    items.sort_by_key(|t| (t.minutes_ago, &t.slug));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><title>{}</title><link>{}</link><language>{}</language>\
         <description>{}</description>",
        escape(&outlet.name),
        escape(&outlet.url),
        escape(&outlet.language),
        escape(&outlet.description)
    );
    for t in items {
        let url = outlet.article_url(t);
        let _ = write!(
            out,
            "<item><title>{}</title><link>{url}</link><guid>{url}</guid><pubDate>{}</pubDate><description>{}</description>",
            escape(&t.title),
            date(now, t.minutes_ago).strftime("%a, %d %b %Y %H:%M:%S GMT"),
            escape(&lead(t))
        );
        for tag in t.section.iter().chain(&t.tags) {
            let _ = write!(out, "<category>{}</category>", escape(tag));
        }
        if let Some(author) = &t.author {
            let _ = write!(out, "<dc:creator>{}</dc:creator>", escape(author));
        }
        if let Some(image) = &t.image {
            let _ =
                write!(out, "<media:content url=\"{}\" medium=\"image\"/>", escape(&outlet.image_url(image)));
        }
        out.push_str("</item>");
    }
    out.push_str("</channel></rss>");
    out
}

/// An article's page.
pub(super) fn page(outlet: &Outlet, t: &Telling, now: i64) -> String {
    let url = outlet.article_url(t);
    let published = date(now, t.minutes_ago).to_string();
    let modified = date(now, t.updated_minutes_ago.unwrap_or(t.minutes_ago)).to_string();
    let data = json!({
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": t.title, "url": url,
        "datePublished": published, "dateModified": modified, "articleSection": t.section,
        "keywords": t.tags, "author": t.author.as_ref().map(|a| json!([{"@type": "Person", "name": a}])),
        "publisher": {"@type": "Organization", "name": outlet.name}, "inLanguage": outlet.language,
        "image": t.image.as_ref().map(|i| outlet.image_url(i)),
    });
    // `</` inside a script would end it.
    let data = data.to_string().replace("</", "<\\/");
    let mut out = format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{title} – {name}</title>\
         <link rel=\"canonical\" href=\"{url}\"><meta property=\"og:type\" content=\"article\">\
         <meta property=\"og:title\" content=\"{title}\"><meta property=\"og:site_name\" content=\"{name}\">\
         <meta name=\"description\" content=\"{lead}\">\
         <script type=\"application/ld+json\">{data}</script></head><body>\
         <header><a href=\"{site}\">{name}</a><nav><ul><li><a href=\"{site}/news\">News</a></li>\
         <li><a href=\"{site}/sport\">Sport</a></li></ul></nav></header><main><article><h1>{title}</h1>",
        lang = escape(&outlet.language),
        title = escape(&t.title),
        name = escape(&outlet.name),
        site = escape(&outlet.url),
        lead = escape(&lead(t)),
    );
    if t.key_points.is_empty() {
        if let Some(standfirst) = &t.standfirst {
            let _ = write!(out, "<p class=\"standfirst\">{}</p>", escape(standfirst));
        }
    } else {
        out.push_str("<ul class=\"key-points\">");
        for point in &t.key_points {
            let _ = write!(out, "<li>{}</li>", escape(point));
        }
        out.push_str("</ul>");
    }
    if let Some(author) = &t.author {
        let _ = write!(
            out,
            "<p class=\"byline\"><a rel=\"author\" href=\"{}/team\">{}</a></p>",
            escape(&outlet.url),
            escape(author)
        );
    }
    let _ = write!(out, "<time datetime=\"{published}\">{published}</time>");
    if let Some(image) = &t.image {
        let _ = write!(out, "<figure><img src=\"{}\" alt=\"\">", escape(&outlet.image_url(image)));
        if let Some(caption) = &t.caption {
            let credit = t.credit.as_ref().map(|c| format!(" <span class=\"credit\">{}</span>", escape(c)));
            let _ = write!(out, "<figcaption>{}{}</figcaption>", escape(caption), credit.unwrap_or_default());
        }
        out.push_str("</figure>");
    }
    out.push_str("<div class=\"article-body\">");
    body(&mut out, &t.body);
    let _ = write!(
        out,
        "</div></article></main><aside class=\"newsletter\"><h2>{name}</h2><form><input type=\"email\"></form></aside>\
         <footer><p>© {name}</p></footer></body></html>",
        name = escape(&outlet.name)
    );
    out
}

fn body(out: &mut String, paragraphs: &[String]) {
    let mut in_list = false;
    for p in paragraphs {
        let item = p.strip_prefix("- ");
        if item.is_some() != in_list {
            out.push_str(if in_list { "</ul>" } else { "<ul>" });
            in_list = !in_list;
        }
        let _ = if let Some(item) = item {
            write!(out, "<li>{}</li>", escape(item))
        } else if let Some(head) = p.strip_prefix("## ") {
            write!(out, "<h2>{}</h2>", escape(head))
        } else if let Some(quote) = p.strip_prefix("> ") {
            write!(out, "<blockquote><p>{}</p></blockquote>", escape(quote))
        } else {
            write!(out, "<p>{}</p>", escape(p))
        };
    }
    if in_list {
        out.push_str("</ul>");
    }
}

/// What the feed says of the article: the standfirst, or the key points in a row.
fn lead(t: &Telling) -> String {
    t.standfirst.clone().unwrap_or_else(|| t.key_points.join(" "))
}

fn date(now: i64, minutes_ago: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(now.saturating_sub(minutes_ago.saturating_mul(60)))
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
