//! The configuration: defaults, then the file `DIR/masthead.toml`, then `MASTHEAD_…` variables; later wins.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Result, bad_use};

/// Every setting of the program. Unknown keys in the file are refused, so that a slip is seen.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address and port that the site listens on.
    pub listen: String,
    /// The address that readers type, when a proxy stands in front (`https://news.example.org`); empty: none.
    pub public_url: String,
    /// Further host names that the site answers to.
    pub allowed_hosts: Vec<String>,
    /// How the web is read.
    pub fetch: fetch::Settings,
    /// How the crawl goes about it.
    pub crawl: Crawl,
}

/// Settings of the crawl.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Crawl {
    /// Feeds fetched at a time, over all hosts.
    pub feeds_at_once: usize,
    /// Pages fetched at a time, over all hosts.
    pub pages_at_once: usize,
    /// Entries that are older than this when first seen are kept as their feed tells them; their page is not fetched.
    pub page_max_age_days: i64,
    /// Whether lead images are fetched (and re-encoded) for the reader's pages.
    pub images: bool,
    /// How broad a story is, in log-odds: above 0 more articles are taken for tellings of one event, below 0 fewer. A
    /// wrong merge hides news and a missed one shows it twice, so the program leans to the second.
    pub story_breadth: f32,
}

impl Default for Crawl {
    fn default() -> Self {
        Self {
            feeds_at_once: 32,
            pages_at_once: 24,
            page_max_age_days: 30,
            images: true,
            story_breadth: -0.6,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".into(),
            public_url: String::new(),
            allowed_hosts: Vec::new(),
            fetch: fetch::Settings::default(),
            crawl: Crawl::default(),
        }
    }
}

impl Config {
    /// Reads the configuration. `file` is `--config`; without it `DIR/masthead.toml`, which may be absent.
    ///
    /// # Errors
    /// A named file that is missing, a malformed file or variable: bad use, with file, line and key.
    pub fn load(
        dir: &Path,
        file: Option<&Path>,
        vars: impl Iterator<Item = (String, String)>,
    ) -> Result<Self> {
        let path = file.map_or_else(|| dir.join("masthead.toml"), PathBuf::from);
        let mut table = match std::fs::read_to_string(&path) {
            Ok(text) => text
                .parse::<toml::Table>()
                .map_err(|e| bad_use(format!("{} is not valid TOML: {e}", path.display())))?,
            Err(e) if file.is_none() && e.kind() == std::io::ErrorKind::NotFound => toml::Table::new(),
            Err(e) => return Err(bad_use(format!("Cannot read the configuration {}: {e}.", path.display()))),
        };
        let known = toml::Table::try_from(Self::default())?;
        for (name, value) in vars {
            let Some(key) = name.strip_prefix("MASTHEAD_") else { continue };
            if ["DATA", "CONFIG", "LOG", "SHARED"].contains(&key) {
                continue;
            }
            if !set_from_variable(&mut table, &known, &key.to_ascii_lowercase(), &value)? {
                tracing::warn!(variable = name, "no setting has this name; it is ignored");
            }
        }
        table.try_into().map_err(|e: toml::de::Error| {
            bad_use(format!("The configuration {} is wrong: {}", path.display(), e.message()))
        })
    }
}

/// Puts `value` at the key whose path, joined by `_`, is `name`. False if there is no such key.
fn set_from_variable(table: &mut toml::Table, known: &toml::Table, name: &str, value: &str) -> Result<bool> {
    for (key, example) in known {
        if let toml::Value::Table(inner) = example {
            if let Some(rest) = name.strip_prefix(&format!("{key}_")) {
                let slot = table.entry(key.clone()).or_insert_with(|| toml::Value::Table(toml::Table::new()));
                if let toml::Value::Table(slot) = slot {
                    return set_from_variable(slot, inner, rest, value);
                }
            }
        } else if key == name {
            table.insert(key.clone(), parse_as(example, name, value)?);
            return Ok(true);
        }
    }
    // A setting that has no default (the proxy) is absent from the table of defaults.
    if name == "proxy" && known.contains_key("user_agent") {
        table.insert(name.into(), toml::Value::String(value.into()));
        return Ok(true);
    }
    Ok(false)
}

/// Reads a variable's text as the kind of value that the setting has by default; lists are comma-separated.
fn parse_as(example: &toml::Value, name: &str, value: &str) -> Result<toml::Value> {
    let wrong =
        |kind: &str| bad_use(format!("MASTHEAD_…{} = {value:?} is not {kind}.", name.to_ascii_uppercase()));
    Ok(match example {
        toml::Value::Integer(_) => {
            toml::Value::Integer(value.trim().parse().map_err(|_| wrong("a whole number"))?)
        }
        toml::Value::Float(_) => toml::Value::Float(value.trim().parse().map_err(|_| wrong("a number"))?),
        toml::Value::Boolean(_) => toml::Value::Boolean(match value.trim() {
            "1" | "true" | "yes" | "on" => true,
            "0" | "false" | "no" | "off" => false,
            _ => return Err(wrong("true or false")),
        }),
        toml::Value::Array(_) => toml::Value::Array(
            value
                .split(',')
                .map(str::trim)
                .filter(|v| !v.is_empty())
                .map(|v| toml::Value::String(v.into()))
                .collect(),
        ),
        _ => toml::Value::String(value.into()),
    })
}

/// The platform's folder for the program's data (`~/.local/share/masthead` on Linux).
///
/// # Errors
/// No home folder: the person must say `--data DIR`.
pub fn default_data_dir() -> Result<PathBuf> {
    directories::ProjectDirs::from("", "", "masthead")
        .map(|d| d.data_dir().to_owned())
        .ok_or_else(|| bad_use("There is no home folder to keep data in. Name a folder with --data DIR."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str, vars: &[(&str, &str)]) -> Result<Config> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("masthead.toml"), text).unwrap();
        Config::load(dir.path(), None, vars.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())))
    }

    #[test]
    fn a_variable_wins_over_the_file() {
        let c = load(
            "listen = \"127.0.0.1:1\"\n[fetch]\nallow_private = [\"127.0.0.0/8\"]\nper_host_connections = 3\n",
            &[("MASTHEAD_LISTEN", "127.0.0.1:2"), ("MASTHEAD_FETCH_PER_HOST_INTERVAL_MS", "7"), ("OTHER", "x")],
        )
        .unwrap();
        assert_eq!(c.listen, "127.0.0.1:2");
        assert_eq!(c.fetch.per_host_interval_ms, 7);
        assert_eq!(c.fetch.per_host_connections, 3);
        assert_eq!(c.fetch.allow_private, ["127.0.0.0/8"]);
    }

    #[test]
    fn a_list_in_a_variable_is_comma_separated() {
        let c = load("", &[("MASTHEAD_FETCH_ALLOW_PRIVATE", "127.0.0.0/8, 10.0.0.0/8")]).unwrap();
        assert_eq!(c.fetch.allow_private, ["127.0.0.0/8", "10.0.0.0/8"]);
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        let e = load("lisen = \"x\"\n", &[]).unwrap_err();
        assert!(e.to_string().contains("lisen"), "{e}");
    }
}
