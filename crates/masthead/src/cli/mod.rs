//! The command line: one file a command, arguments here.

mod batch;
mod data;
mod demo;
mod doctor;
mod eval;
mod feed;
mod front;
mod opml;
mod output;
mod profile;
mod read;
mod reader;
mod refresh;
mod search;
mod serve;
mod sources;
mod story;
mod token;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::{Config, default_data_dir};
use crate::error::Result;

/// Your own front page: a personalised news feed of stories that matter to you, on your own machine.
#[derive(Debug, Parser)]
#[command(name = "masthead", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options that every command takes.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Folder that holds the database and the index [default: the platform's data folder]
    #[arg(long, global = true, env = "MASTHEAD_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// Configuration file [default: DIR/masthead.toml]
    #[arg(long, global = true, env = "MASTHEAD_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Say more of what happens (-vv: still more)
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
}

impl Global {
    /// The data folder: `--data`, else the platform's.
    pub(crate) fn dir(&self) -> Result<PathBuf> {
        self.data.clone().map_or_else(default_data_dir, Ok)
    }

    /// The configuration that holds for `dir`.
    pub(crate) fn config(&self, dir: &std::path::Path) -> Result<Config> {
        Config::load(dir, self.config.as_deref(), std::env::vars())
    }
}

/// How a command prints what it found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For scripts: one JSON object
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read the sources, learn, and show the site
    #[command(after_help = "Example:\n  masthead serve --listen 127.0.0.1:8080")]
    Serve(serve::Serve),
    /// The same, filled with a sample newsroom, without a network
    #[command(after_help = "Example:\n  masthead demo")]
    Demo(demo::Demo),
    /// Clean one page to its article
    #[command(
        after_help = "Examples:\n  masthead read https://example.org/story.html\n  masthead read saved.html --url https://example.org/story.html --format markdown\n  masthead read --batch pages.jsonl --format json > articles.jsonl"
    )]
    Read(read::Read),
    /// Parse one feed
    #[command(
        after_help = "Examples:\n  masthead feed https://example.org/feed.xml\n  curl -s https://example.org/feed.xml | masthead feed - --format json"
    )]
    Feed(feed::Feed),
    /// Subscribe to sources: a feed's address, or a page's, whose feed is then looked for
    #[command(after_help = "Example:\n  masthead add https://example.org/ --folder World")]
    Add(sources::Add),
    /// List the sources with their health
    #[command(after_help = "Example:\n  masthead list --format json")]
    List(sources::List),
    /// Unsubscribe from a source, by id or address
    #[command(after_help = "Example:\n  masthead remove https://example.org/feed.xml")]
    Remove(sources::Remove),
    /// Fetch all sources now
    #[command(
        after_help = "Examples:\n  masthead refresh --once   # each source once, then end\n  masthead refresh          # go on fetching by schedule, without the site"
    )]
    Refresh(refresh::Refresh),
    /// Subscribe to all feeds of an OPML file
    #[command(after_help = "Example:\n  masthead import subscriptions.opml && masthead refresh --once")]
    Import(opml::Import),
    /// Print the subscriptions as OPML
    #[command(after_help = "Example:\n  masthead export > subscriptions.opml")]
    Export(opml::Export),
    /// The front page in the terminal, with reasons
    #[command(after_help = "Example:\n  masthead front --format json | jq '.stories[0].contributions'")]
    Front(front::Front),
    /// One story with every outlet's telling
    #[command(after_help = "Example:\n  masthead story 1204")]
    Story(story::Story),
    /// Search everything kept
    #[command(after_help = "Example:\n  masthead search \"ferry strike\" --limit 5")]
    Search(search::Search),
    /// What was learned of a reader: show, export, import or erase it
    #[command(
        after_help = "Examples:\n  masthead profile\n  masthead profile export > profile.json\n  masthead profile import profile.json"
    )]
    Profile(profile::Profile),
    /// Write a copy of everything kept to a file, also while the program runs
    #[command(after_help = "Example:\n  masthead backup masthead-monday.db")]
    Backup(data::Backup),
    /// Put a backup in the place of what is kept
    #[command(after_help = "Example:\n  masthead restore masthead-monday.db")]
    Restore(data::Restore),
    /// Check the data folder and the configuration, and say what to mend
    #[command(after_help = "Example:\n  masthead doctor")]
    Doctor(doctor::Doctor),
    /// Tokens for the HTTP API
    #[command(subcommand, after_help = "Example:\n  masthead token new --reader anna")]
    Token(token::Token),
    /// Readers: add, list, remove, give a password or a sign-in link
    #[command(
        subcommand,
        after_help = "Examples:\n  masthead reader add anna\n  masthead reader password anna < password.txt\n  masthead reader link anna"
    )]
    Reader(reader::Reader),
    /// Quality on labelled data
    #[command(subcommand, after_help = "Example:\n  masthead eval stories labelled.jsonl.gz")]
    Eval(eval::Eval),
}

/// Runs the command line of this process.
///
/// # Errors
/// What went wrong, as a sentence for the person at the terminal.
pub fn run() -> Result<()> {
    let cli = Cli::parse();
    start_log(cli.global.verbose, matches!(cli.command, Command::Serve(_) | Command::Demo(_)));
    let global = &cli.global;
    match cli.command {
        Command::Serve(c) => c.run(global),
        Command::Demo(c) => c.run(global),
        Command::Read(c) => c.run(global),
        Command::Feed(c) => c.run(global),
        Command::Add(c) => c.run(global),
        Command::List(c) => c.run(global),
        Command::Remove(c) => c.run(global),
        Command::Refresh(c) => c.run(global),
        Command::Import(c) => c.run(global),
        Command::Export(c) => c.run(global),
        Command::Front(c) => c.run(global),
        Command::Story(c) => c.run(global),
        Command::Search(c) => c.run(global),
        Command::Profile(c) => c.run(global),
        Command::Backup(c) => c.run(global),
        Command::Restore(c) => c.run(global),
        Command::Doctor(c) => c.run(global),
        Command::Token(c) => c.run(global),
        Command::Reader(c) => c.run(global),
        Command::Eval(c) => c.run(),
    }
}

/// Sends the log to stderr: warnings by default, more with `-v`, `MASTHEAD_LOG` overrides.
fn start_log(verbose: u8, serving: bool) {
    let level = match (verbose, serving) {
        (0, false) => "error",
        (0, true) => "warn,masthead=info,web=info",
        (1, _) => "info",
        (2, _) => "info,masthead=debug,fetch=debug,store=debug,web=debug",
        _ => "debug",
    };
    let filter = std::env::var("MASTHEAD_LOG").unwrap_or_else(|_| level.to_owned());
    let filter = tracing_subscriber::EnvFilter::new(filter);
    // A second start in one process (tests) keeps the first log; that is no error.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .try_init();
}
