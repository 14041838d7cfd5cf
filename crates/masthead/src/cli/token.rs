//! `masthead token`: keys for the HTTP API.

use clap::{Args, Subcommand};

use super::{Global, data, output};
use crate::error::Result;

#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// Make a token and print it; it is shown this once
    New(New),
}

#[derive(Debug, Args)]
pub(crate) struct New {
    /// The reader that the token speaks for
    #[arg(long)]
    reader: Option<String>,
    /// What it is for, so that it can be told apart
    #[arg(long, default_value = "command line")]
    name: String,
}

impl Token {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        let Self::New(new) = self;
        let store = data::open(global)?;
        let reader = data::reader(&store, new.reader.as_deref())?;
        output::text(&web::access::new_token(&store, reader.id, &new.name, output::now())?)
    }
}
