//! `masthead reader`: more than one reader over one Masthead.

use std::io::Read as _;

use clap::Subcommand;

use super::{Global, data, output};
use crate::error::{Result, bad_use};

/// The fewest characters of a password.
const SHORTEST: usize = 8;

#[derive(Debug, Subcommand)]
pub(crate) enum Reader {
    /// Add a reader
    Add {
        /// What the reader is called
        name: String,
    },
    /// List the readers
    List,
    /// Remove a reader with everything that was learned and kept for them
    Remove {
        /// The reader's name
        name: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Set a password, read from standard input, to sign in with from anywhere
    Password {
        /// The reader's name
        name: String,
    },
    /// Print the path of a new link that signs the reader in, once
    Link {
        /// The reader's name
        name: String,
    },
}

impl Reader {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        let store = data::open(global)?;
        let now = output::now();
        match self {
            Self::Add { name } => {
                let name = name.trim();
                if name.is_empty() {
                    return Err(bad_use("A reader needs a name."));
                }
                if store.reader_by_name(name)?.is_some() {
                    return Err(bad_use(format!("There is a reader named {name:?} already.")));
                }
                store.add_reader(name, None, now)?;
                output::text(&format!("{name} is a reader now. A way in: masthead reader link {name}"))
            }
            Self::List => {
                let mut out = String::new();
                for reader in store.readers()? {
                    let password =
                        if reader.password_hash.is_some() { "with a password" } else { "by link alone" };
                    let sources = store.subscriptions(reader.id)?.len();
                    out.push_str(&format!("{}: {sources} sources, signs in {password}\n", reader.name));
                }
                if out.is_empty() {
                    out.push_str("No readers yet: `masthead serve` makes the first.\n");
                }
                output::text(&out)
            }
            Self::Remove { name, yes } => {
                let reader = data::reader(&store, Some(&name))?;
                if !yes {
                    return Err(bad_use(format!(
                        "This removes {name} and everything learned. Say so with: masthead reader remove {name} --yes"
                    )));
                }
                store.remove_reader(reader.id)?;
                output::text(&format!("{name} is removed."))
            }
            Self::Password { name } => {
                let reader = data::reader(&store, Some(&name))?;
                let mut password = String::new();
                std::io::stdin().lock().read_to_string(&mut password)?;
                let password = password.trim_end_matches(['\r', '\n']);
                if password.chars().count() < SHORTEST {
                    return Err(bad_use(format!(
                        "A password has at least {SHORTEST} characters. It is read from standard input."
                    )));
                }
                store.set_password(reader.id, Some(&web::access::hash_password(password)?))?;
                output::text(&format!("{name} signs in with this password from now on."))
            }
            Self::Link { name } => {
                let reader = data::reader(&store, Some(&name))?;
                output::text(&format!("/signin/{}", web::access::new_link(&store, reader.id, now)?))
            }
        }
    }
}
