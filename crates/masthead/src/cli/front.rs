//! `masthead front`: the front page in the terminal, with reasons.

use clap::{Args, ValueEnum};
use web::front::{self, Front as Page, Newsroom, Options, Window};

use super::{Format, Global, data, output};
use crate::error::Result;

/// How the page is put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Mode {
    /// By what matters to the reader
    ForYou,
    /// By time alone
    Latest,
    /// What most outlets tell first, the same for every reader
    Heat,
}

#[derive(Debug, Args)]
pub(crate) struct Front {
    /// Whose front page
    #[arg(long)]
    reader: Option<String>,
    /// How it is put in order, where it is not to be as the reader set it
    #[arg(long, value_enum)]
    mode: Option<Mode>,
    /// The most stories
    #[arg(long, default_value_t = 30)]
    limit: usize,
    /// Also what was left out, and by which filter
    #[arg(long)]
    left_out: bool,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl Front {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        let store = data::open(global)?;
        let reader = data::reader(&store, self.reader.as_deref())?;
        let now = output::now();
        let options = Options {
            mode: self.mode.map(|mode| match mode {
                Mode::ForYou => rank::Mode::ForYou,
                Mode::Latest => rank::Mode::Latest,
                Mode::Heat => rank::Mode::Heat,
            }),
            limit: self.limit,
            left_out: self.left_out,
            ..Options::default()
        };
        let page = front::page(&store, &Newsroom::new(Window::default()), reader.id, now, &options)
            .map_err(|e| e.to_string())?;
        if self.format == Format::Json {
            return output::json(&page);
        }
        output::text(&for_people(&page, now))
    }
}

fn for_people(page: &Page, now: i64) -> String {
    let mut out = String::new();
    for (n, s) in page.stories.iter().enumerate() {
        let mut outlets: Vec<&str> = s.articles.iter().map(|a| a.outlet.as_str()).collect();
        outlets.sort_unstable();
        outlets.dedup();
        out.push_str(&format!("{:>2}. {}\n", n + 1, s.title));
        out.push_str(&format!("    {} · {}", outlets.join(", "), output::ago_text(&s.updated, now)));
        if !s.topics.is_empty() {
            out.push_str(&format!(" · {}", s.topics.join(", ")));
        }
        out.push_str(&format!("\n    story {}, score {:+.2} =", s.id, s.score));
        // A term of 0 says that nothing is known yet: that is told in full on the page and in JSON.
        for c in s.contributions.iter().filter(|c| c.value != 0.0) {
            out.push_str(&format!(" {:+.2} {};", c.value, c.label));
        }
        out.push_str("\n\n");
    }
    for l in page.left_out.iter().flatten() {
        out.push_str(&format!("left out: {} ({}: {})\n", l.title, l.filter, l.reason));
    }
    if page.stories.is_empty() {
        out.push_str("There are no stories yet. Add sources with `masthead add URL`, then `masthead refresh --once`.\n");
    } else if page.caught_up {
        out.push_str("You're all caught up.\n");
    }
    out
}
