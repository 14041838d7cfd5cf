//! A real Chromium: sign in, follow a topic, press *less*, and see the page and its reasons change; and see that nothing
//! is asked of another host.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};

use crate::program::{Program, opml};
use crate::serve::Server;
use crate::small_web::newspapers;

/// A chromedriver; it is killed, and its browsers with it, when it is dropped.
struct Driver {
    child: Child,
    url: String,
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Driver {
    fn start() -> Self {
        let mut child = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).spawn().expect(
            "chromedriver is missing: ./test installs it, or install chromium and chromium-driver by hand",
        );
        let line = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map_while(Result::ok)
            .find(|l| l.contains("successfully on port "))
            .expect("chromedriver says its port");
        let port: String =
            line.rsplit("on port ").next().unwrap().chars().take_while(char::is_ascii_digit).collect();
        Self { child, url: format!("http://127.0.0.1:{port}") }
    }

    async fn browser(&self, profile: &std::path::Path) -> Client {
        let options = json!({ "goog:chromeOptions": { "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
            "--window-size=1200,2000", format!("--user-data-dir={}", profile.display()),
        ] } });
        let Value::Object(capabilities) = options else { unreachable!() };
        ClientBuilder::new(hyper_util_connector())
            .capabilities(capabilities)
            .connect(&self.url)
            .await
            .unwrap()
    }
}

fn hyper_util_connector() -> hyper_util::client::legacy::connect::HttpConnector {
    hyper_util::client::legacy::connect::HttpConnector::new()
}

/// Runs a piece of the test in a browser of its own, and closes it.
fn in_browser<F, Fut>(test: F)
where
    F: FnOnce(Client) -> Fut,
    Fut: Future<Output = ()>,
{
    let driver = Driver::start();
    let profile = tempfile::tempdir().unwrap();
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
        let browser = driver.browser(profile.path()).await;
        test(browser.clone()).await;
        browser.close().await.unwrap();
    });
}

/// The reasons of a story on the page: label and value, as shown.
async fn reasons(browser: &Client, story: &str) -> Vec<(String, f64)> {
    let script = "return [...document.querySelectorAll('#' + arguments[0] + ' .reasons tbody tr')]
        .map(r => [r.querySelector('th').textContent.trim(), r.querySelector('td:last-child').textContent.trim()])";
    let rows = browser.execute(script, vec![json!(story)]).await.unwrap();
    rows.as_array()
        .unwrap()
        .iter()
        .map(|r| {
            // A typographic minus is shown.
            let value = r[1].as_str().unwrap().replace('\u{2212}', "-").replace('+', "");
            (r[0].as_str().unwrap().to_owned(), value.parse().unwrap())
        })
        .collect()
}

fn term<'a>(reasons: &'a [(String, f64)], word: &str) -> &'a (String, f64) {
    reasons.iter().find(|(l, _)| l.contains(word)).unwrap_or_else(|| panic!("no {word} among {reasons:?}"))
}

#[test]
fn a_reader_signs_in_follows_and_presses_less() {
    let web = newspapers();
    let program = Program::for_small_web();
    let file = opml(program.path(), [0, 7, 8].into_iter().map(|n| format!("{}/{n}/feed.xml", web.base)));
    program.ok(&["import", &file]);
    program.ok(&["refresh", "--once"]);
    let server = Server::start(&program, "serve");
    let base = format!("http://{}", server.address);
    let link = format!("{base}{}", server.link.clone().unwrap());

    in_browser(|browser| async move {
        browser.goto(&base).await.unwrap();
        assert!(
            browser.find_all(Locator::Css("article[data-story]")).await.unwrap().is_empty(),
            "nothing without signing in"
        );
        browser.goto(&link).await.unwrap();
        browser.goto(&base).await.unwrap();
        let cards = browser.find_all(Locator::Css("article[data-story]")).await.unwrap();
        assert!(cards.len() >= 10, "{} stories", cards.len());

        // Follow the first topic of the first story.
        let story = cards[0].attr("id").await.unwrap().unwrap();
        let topic = browser.find(Locator::Css(&format!("#{story} .kicker a"))).await.unwrap();
        let label = topic.text().await.unwrap();
        let page = topic.attr("href").await.unwrap().unwrap();
        browser.goto(&format!("{base}{page}")).await.unwrap();
        browser
            .wait()
            .for_element(Locator::Css(".topicform button[name=follow]"))
            .await
            .unwrap()
            .click()
            .await
            .unwrap();
        browser.wait().for_element(Locator::Css(".topicform button[name=unfollow]")).await.unwrap();
        browser.goto(&base).await.unwrap();
        let before = reasons(&browser, &story).await;
        assert!(
            before.iter().any(|(l, v)| l.to_lowercase().contains("you follow") && *v > 0.0),
            "{label}: {before:?}"
        );

        // Less of the first story: its topic's and its source's terms are lower on the next page, and say so.
        let less = format!("#{story} button[value=less]");
        browser.find(Locator::Css(&less)).await.unwrap().click().await.unwrap();
        browser
            .wait()
            .for_element(Locator::Css(&format!("#{story} button[value=less][aria-pressed=true]")))
            .await
            .unwrap();
        browser.goto(&base).await.unwrap();
        let after = reasons(&browser, &story).await;
        for word in ["Topic", "Paper"] {
            let (was, is) = (term(&before, word), term(&after, word));
            assert!(is.1 < was.1, "{word}: {was:?} → {is:?}");
        }
        let first = browser
            .find(Locator::Css("article[data-story]"))
            .await
            .unwrap()
            .attr("id")
            .await
            .unwrap()
            .unwrap();
        assert_ne!(first, story, "the story has lost its place at the top");

        let foreign = "return performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith(location.origin))";
        assert_eq!(browser.execute(foreign, Vec::new()).await.unwrap(), json!([]), "no other host is asked");
    });
}
