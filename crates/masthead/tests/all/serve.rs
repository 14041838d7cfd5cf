//! The program as a server: started as a process, spoken to over plain HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use crate::program::Program;

/// A running server; it is killed when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
    /// The path of the one-time link, where one was printed.
    pub(crate) link: Option<String>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts `serve` or `demo` on a free port and waits until it has said where it is.
    pub(crate) fn start(program: &Program, command: &str) -> Self {
        let mut child = program
            .command(&[command, "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let first = lines.find(|l| l.contains("http://")).expect("the server says where it is");
        let at = first.split("http://").nth(1).unwrap();
        let address = at.split('/').next().unwrap().to_owned();
        let link = (command == "serve" && !first.contains("--link"))
            .then(|| {
                lines.next().and_then(|l| l.split_once(&address).map(|(_, path)| path.trim().to_owned()))
            })
            .flatten();
        Self { child, address, link }
    }

    /// One GET; status, head and body.
    pub(crate) fn get(&self, path: &str, headers: &str) -> (u16, String, String) {
        self.request(&format!("GET {path} HTTP/1.0\r\nHost: {}\r\n{headers}\r\n", self.address))
    }

    pub(crate) fn request(&self, text: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        (head.split(' ').nth(1).unwrap().parse().unwrap(), head.to_owned(), body.to_owned())
    }
}

/// The session cookie that an answer sets.
fn cookie(head: &str) -> String {
    let set =
        head.lines().find(|l| l.to_ascii_lowercase().starts_with("set-cookie:")).expect("a session cookie");
    assert!(set.contains("HttpOnly") && set.contains("SameSite"), "{set}");
    set.split_once(':').unwrap().1.trim().split(';').next().unwrap().to_owned()
}

#[test]
fn the_printed_link_signs_in_once() {
    let program = Program::new();
    let server = Server::start(&program, "serve");
    let (status, _, body) = server.get("/", "");
    assert!(
        status == 401 || (300..400).contains(&status),
        "{status}: nobody reads without signing in: {body}"
    );
    let link = server.link.clone().expect("a link at the first start");
    let (status, head, _) = server.get(&link, "");
    assert!((300..400).contains(&status), "{status} {head}");
    let session = cookie(&head);
    let (status, _, _) = server.get(&link, "");
    assert!(status >= 400, "the link works once");
    let (status, _, body) = server.get("/welcome", &format!("Cookie: {session}\r\n"));
    assert_eq!(status, 200);
    assert!(body.contains("OPML"), "the first page offers to begin");
}

#[test]
fn a_foreign_host_name_is_refused() {
    let program = Program::new();
    let server = Server::start(&program, "serve");
    let (status, _, _) = server.request("GET / HTTP/1.0\r\nHost: evil.example\r\n\r\n");
    assert!(status == 400 || status == 421 || status == 403, "{status}");
}

#[test]
fn a_second_program_over_the_same_folder_is_told_so() {
    let program = Program::new();
    let _server = Server::start(&program, "serve");
    let (status, error) = program.fails(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(status == 1 && error.contains("Another masthead"), "{error}");
    assert!(program.ok(&["refresh", "--once"]).contains("Another masthead"));
}

#[test]
fn a_port_that_is_taken_is_told() {
    let program = Program::new();
    let server = Server::start(&program, "serve");
    let other = Program::new();
    let (status, error) = other.fails(&["serve", "--listen", &server.address]);
    assert!(status == 2 && error.contains("--listen"), "{error}");
}

#[test]
fn a_token_opens_the_api() {
    let program = Program::new();
    let token = program.ok(&["token", "new"]).trim().to_owned();
    let server = Server::start(&program, "serve");
    assert_eq!(server.get("/api/v1/front", "").0, 401);
    let (status, _, body) = server.get("/api/v1/front", &format!("Authorization: Bearer {token}\r\n"));
    assert_eq!(status, 200, "{body}");
    assert!(serde_json::from_str::<serde_json::Value>(&body).unwrap()["stories"].is_array());
}
