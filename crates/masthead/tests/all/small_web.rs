//! A small web on the loopback: outlets with feeds and pages, some of them misbehaving; it keeps what it was asked.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// One request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(k, _)| k.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn new(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("Content-Type", kind.to_owned())], body: body.into() }
    }
}

type Handler = dyn Fn(&Asked, usize) -> Answer + Send + Sync;

/// The server; it goes on until the process ends.
pub(crate) struct SmallWeb {
    pub(crate) base: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl SmallWeb {
    /// Starts a server; `handler` gets each request and its number from 1.
    pub(crate) fn start(handler: impl Fn(&Asked, usize) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let handler: Arc<Handler> = Arc::new(handler);
        let kept = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (handler, kept) = (Arc::clone(&handler), Arc::clone(&kept));
                // A client that hung up (it was killed) is no failure.
                std::thread::spawn(move || serve(&stream, handler.as_ref(), &kept));
            }
        });
        Self { base, asked }
    }

    /// What was asked so far; forgets it.
    pub(crate) fn take(&self) -> Vec<Asked> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

fn serve(stream: &TcpStream, handler: &Handler, kept: &Mutex<Vec<Asked>>) -> Option<()> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    let path = first.split(' ').nth(1)?.to_owned();
    let mut headers = Vec::new();
    for line in lines {
        let line = line.ok()?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let asked = Asked { path, headers };
    let number = {
        let mut kept = kept.lock().unwrap();
        kept.push(asked.clone());
        kept.len()
    };
    let answer = handler(&asked, number);
    let mut out = format!(
        "HTTP/1.1 {} X\r\nConnection: close\r\nContent-Length: {}\r\n",
        answer.status,
        answer.body.len()
    );
    for (name, value) in &answer.headers {
        out.push_str(&format!("{name}: {value}\r\n"));
    }
    out.push_str("\r\n");
    let mut stream = stream;
    stream.write_all(out.as_bytes()).ok()?;
    stream.write_all(&answer.body).ok()?;
    stream.flush().ok()
}

/// Pages of one outlet of [`newspapers`].
pub(crate) const PAGES: usize = 4;

/// Ten outlets of [`PAGES`] pages each. By their number: 1 answers 500 at first, 2 has a bare `&`, 3 has moved for good,
/// 4 is always broken (no feed), 5 forbids its page 0 to programs, 6 says 429 at first, the others are well.
pub(crate) fn newspapers() -> SmallWeb {
    newspapers_watched(|_| {})
}

/// As [`newspapers`]; `watch` sees each request's number before it is answered.
pub(crate) fn newspapers_watched(watch: impl Fn(usize) + Send + Sync + 'static) -> SmallWeb {
    let tries = Mutex::new(std::collections::HashMap::<String, usize>::new());
    SmallWeb::start(move |asked, number| {
        watch(number);
        let nth = {
            let mut tries = tries.lock().unwrap();
            let n = tries.entry(asked.path.clone()).or_default();
            *n += 1;
            *n
        };
        answer(asked, nth)
    })
}

fn answer(asked: &Asked, nth: usize) -> Answer {
    if asked.path == "/robots.txt" {
        return Answer::new(200, "text/plain", "User-agent: *\nDisallow: /5/p/0$\n");
    }
    let mut parts = asked.path.trim_start_matches('/').splitn(2, '/');
    let (outlet, rest) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let Ok(outlet) = outlet.parse::<usize>() else { return Answer::new(404, "text/plain", "no such outlet") };
    let host = asked.header("host").unwrap_or_default();
    if let Some(n) = rest.strip_prefix("p/").and_then(|n| n.parse::<usize>().ok()) {
        return Answer::new(200, "text/html; charset=utf-8", page(outlet, n));
    }
    if outlet == 4 {
        return Answer::new(200, "text/html", "<p>Nothing to see here");
    }
    if outlet == 1 && nth == 1 {
        return Answer::new(500, "text/plain", "try later");
    }
    if outlet == 6 && nth == 1 {
        let mut wait = Answer::new(429, "text/plain", "slow down");
        wait.headers.push(("Retry-After", "1".into()));
        return wait;
    }
    if outlet == 3 && rest == "feed.xml" {
        let mut moved = Answer::new(301, "text/plain", "");
        moved.headers.push(("Location", format!("http://{host}/3/moved.xml")));
        return moved;
    }
    let tag = format!("\"feed-{outlet}\"");
    if asked.header("if-none-match") == Some(&tag) {
        return Answer::new(304, "application/rss+xml", "");
    }
    let mut feed = Answer::new(200, "application/rss+xml; charset=utf-8", feed(outlet, host));
    feed.headers.push(("ETag", tag));
    feed
}

fn feed(outlet: usize, host: &str) -> String {
    let amp = if outlet == 2 { " & more" } else { "" };
    let items: String = (0..PAGES)
        .map(|n| {
            format!(
                "<item><title>Paper {outlet} headline {n}{amp}</title><link>http://{host}/{outlet}/p/{n}</link>\
                 <guid>http://{host}/{outlet}/p/{n}</guid><category>{}</category></item>",
                SUBJECTS[n]
            )
        })
        .collect();
    format!(
        "<rss version=\"2.0\"><channel><title>Paper {outlet}</title><link>http://{host}/{outlet}/</link>{items}</channel></rss>"
    )
}

/// What page `n` of every outlet is about: its label and a word of its text.
const SUBJECTS: [&str; PAGES] = ["Harbour", "Glacier", "Orchestra", "Railway"];

/// A page of words that no other page has, so that each article is a story of its own.
fn page(outlet: usize, n: usize) -> String {
    let mut seed = (outlet * PAGES + n + 1) as u64;
    let mut word = || {
        let mut word = String::new();
        for _ in 0..3 {
            // Knuth's multiplier; the high bits are the random ones.
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let pick = (seed >> 33) as usize;
            word.push_str(
                ["ba", "ko", "li", "nu", "ser", "tam", "vo", "zi", "dre", "phu", "gal", "mir"][pick % 12],
            );
        }
        word
    };
    let subject = SUBJECTS[n % PAGES];
    let title = format!("{} {} {} {}", word(), word(), word(), word());
    let text: String = (0..6)
        .map(|_| {
            let words: Vec<String> = (0..40).map(|_| word()).collect();
            format!("<p>The {} {}.</p>", subject.to_lowercase(), words.join(" "))
        })
        .collect();
    format!(
        "<html lang=\"en\"><head><title>{title} – Paper {outlet}</title></head><body>\
         <nav><a href=\"/\">Home</a></nav><article><h1>{title}</h1>{text}</article></body></html>"
    )
}
