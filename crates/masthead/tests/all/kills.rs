//! `kill -9` in the middle of a refresh: the database opens, nothing is lost, nothing is doubled.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use crate::program::{Program, opml};
use crate::small_web::{PAGES, newspapers_watched};

#[test]
fn a_kill_at_any_moment_loses_nothing() {
    // The moment is that of the nth request since the start, so that every run kills at the same points of the work.
    for moments in [[1, 5, 11], [2, 14, 9], [20, 3, 30]] {
        let due = Arc::new(AtomicUsize::new(usize::MAX));
        let (reached, at_moment) = mpsc::channel();
        let web = newspapers_watched({
            let due = Arc::clone(&due);
            move |_| {
                if due.load(Ordering::SeqCst) != usize::MAX && due.fetch_sub(1, Ordering::SeqCst) == 1 {
                    due.store(usize::MAX, Ordering::SeqCst);
                    let _ = reached.send(());
                }
            }
        });
        let program = Program::for_small_web();
        let file = opml(
            program.path(),
            [0, 1, 2, 3, 7, 8, 9].into_iter().map(|n| format!("{}/{n}/feed.xml", web.base)),
        );
        program.ok(&["import", &file]);
        for moment in moments {
            due.store(moment, Ordering::SeqCst);
            let mut child = program
                .command(&["refresh", "--once"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            // A run that had less left to ask than that many requests simply ends.
            while at_moment.try_recv().is_err() && child.try_wait().unwrap().is_none() {
                std::thread::yield_now();
            }
            child.kill().unwrap();
            child.wait().unwrap();
            program.ok(&["doctor"]);
        }
        due.store(usize::MAX, Ordering::SeqCst);
        program.ok(&["refresh", "--once"]);
        program.ok(&["doctor"]);
        let sources = program.json(&["list"]);
        let articles: u64 =
            sources["sources"].as_array().unwrap().iter().map(|s| s["articles"].as_u64().unwrap()).sum();
        assert_eq!(articles, 7 * PAGES as u64, "killed at {moments:?}");
        let front = program.json(&["front", "--limit", "100"]);
        let mut urls: Vec<String> = front["stories"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|s| s["articles"].as_array().unwrap())
            .map(|a| a["url"].as_str().unwrap().to_owned())
            .collect();
        let all = urls.len();
        urls.sort();
        urls.dedup();
        assert_eq!((all, urls.len()), (7 * PAGES, 7 * PAGES), "killed at {moments:?}");
    }
}
