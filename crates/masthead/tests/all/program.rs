//! The program as a process over a data folder of its own.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A data folder and the program over it.
pub(crate) struct Program {
    pub(crate) dir: TempDir,
}

impl Program {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// With the loopback opened and no pace, so that a small web of one host is read at once.
    pub(crate) fn for_small_web() -> Self {
        let program = Self::new();
        program.configure("[fetch]\nallow_private = [\"127.0.0.0/8\"]\nper_host_interval_ms = 0\nper_host_connections = 8\n");
        program
    }

    pub(crate) fn configure(&self, text: &str) {
        std::fs::write(self.dir.path().join("masthead.toml"), text).unwrap();
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_masthead"));
        command.args(args).env("MASTHEAD_DATA", self.dir.path()).stdin(Stdio::null());
        for (name, _) in std::env::vars().filter(|(n, _)| n.starts_with("MASTHEAD_") && n != "MASTHEAD_DATA")
        {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs a command that must succeed; its stdout.
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        let out = self.run(args);
        let (stdout, stderr) = (text(&out.stdout), text(&out.stderr));
        assert!(out.status.success(), "masthead {args:?}\n{stdout}\n{stderr}");
        stdout
    }

    /// Runs a command that must succeed with `--format json`.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let args: Vec<&str> = args.iter().copied().chain(["--format", "json"]).collect();
        serde_json::from_str(&self.ok(&args)).unwrap()
    }

    /// Runs a command that must fail; its status and stderr.
    pub(crate) fn fails(&self, args: &[&str]) -> (i32, String) {
        let out = self.run(args);
        assert!(!out.status.success(), "masthead {args:?} succeeded: {}", text(&out.stdout));
        (out.status.code().unwrap_or(-1), text(&out.stderr))
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// An OPML file with the given feeds.
pub(crate) fn opml(dir: &Path, feeds: impl Iterator<Item = String>) -> String {
    let outlines: String =
        feeds.map(|f| format!("<outline type=\"rss\" text=\"x\" xmlUrl=\"{f}\"/>")).collect();
    let path = dir.join("sources.opml");
    std::fs::write(&path, format!("<opml version=\"2.0\"><body>{outlines}</body></opml>")).unwrap();
    path.to_string_lossy().into_owned()
}
