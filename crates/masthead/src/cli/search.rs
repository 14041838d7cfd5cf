//! `masthead search`: everything kept, by words.

use clap::Args;
use serde_json::json;
use store::SearchQuery;

use super::{Format, Global, data, output};
use crate::error::Result;

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// The words to look for; "in quotes" for a phrase
    query: String,
    /// The most results to print
    #[arg(long, default_value_t = 20)]
    limit: usize,
    /// How to print them
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl Search {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        let store = data::open(global)?;
        let query = SearchQuery { text: self.query, limit: self.limit, offset: 0, since: None };
        let page = store.search(&query)?;
        if self.format == Format::Json {
            let hits: Vec<_> = page
                .hits
                .iter()
                .map(|h| {
                    json!({ "article": h.article_id, "story": h.story_id, "title": h.title, "outlet": h.outlet,
                            "published": output::rfc3339(h.published), "snippet": extract::html::to_text(&h.snippet_html),
                            "score": h.score })
                })
                .collect();
            return output::json(&json!({ "query": query.text, "total": page.total, "hits": hits }));
        }
        let now = output::now();
        let mut out = format!("{} found\n", page.total);
        for h in &page.hits {
            out.push_str(&format!(
                "\n{}\n  {} · {} · story {}\n  {}\n",
                h.title,
                h.outlet,
                output::ago(h.published, now),
                h.story_id,
                extract::html::to_text(&h.snippet_html).trim()
            ));
        }
        output::text(&out)
    }
}
