//! A real Chromium: sign in, follow a topic, press *less*, and see the page and its reasons change; and see that nothing
//! is asked of another host. Then sliders: preview, keep, undo; and a profile that is taken away, erased and brought back.

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

/// The stories of a page, or of a preview, in order.
async fn order(browser: &Client, within: &str) -> Vec<String> {
    let script =
        "return [...document.querySelectorAll(arguments[0] + ' [data-story]')].map(s => s.dataset.story)";
    let found = browser.execute(script, vec![json!(within)]).await.unwrap();
    found.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

/// A page's stories with all their reasons but their age, which grows meanwhile, as one text.
async fn page_and_reasons(browser: &Client) -> String {
    let script = "return [...document.querySelectorAll('article[data-story]')].map(s => s.dataset.story + ': ' +
        [...s.querySelectorAll('.reasons tbody tr')].filter(r => !/( old|published)$/.test(r.cells[0].textContent)).map(r => r.textContent.trim().replace(/\\s+/g, ' ')).join('; ')).join('\\n')";
    browser.execute(script, Vec::new()).await.unwrap().as_str().unwrap().to_owned()
}

async fn press(browser: &Client, button: &str) {
    browser.wait().for_element(Locator::Css(button)).await.unwrap().click().await.unwrap();
}

/// Waits until an element says this.
async fn says(browser: &Client, element: &str, text: &str) {
    for _ in 0..200 {
        let found = browser.find_all(Locator::Css(element)).await.unwrap();
        for found in found {
            // It may be replaced while it is looked at.
            if found.text().await.is_ok_and(|said| said.contains(text)) {
                return;
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{element} never said {text:?}");
}

#[test]
fn a_slider_is_previewed_kept_and_undone_and_a_profile_comes_back_as_it_went() {
    let web = newspapers();
    let program = Program::for_small_web();
    let file = opml(program.path(), [0, 7, 8].into_iter().map(|n| format!("{}/{n}/feed.xml", web.base)));
    program.ok(&["import", &file]);
    program.ok(&["refresh", "--once"]);
    let server = Server::start(&program, "serve");
    let base = format!("http://{}", server.address);
    let link = format!("{base}{}", server.link.clone().unwrap());
    let folder = tempfile::tempdir().unwrap();

    in_browser(|browser| async move {
        browser.goto(&link).await.unwrap();
        browser.goto(&format!("{base}/tune")).await.unwrap();
        // What is kept is told by the sliders as the page gives them; the stories age meanwhile, and the oldest may go.
        let kept = "return [...document.querySelectorAll('input[type=range]')].map(i => i.name + ' ' + i.defaultValue)";
        let before = order(&browser, "#preview").await;
        assert!(before.len() >= 10, "{before:?}");
        let kept_before = browser.execute(kept, Vec::new()).await.unwrap();
        assert!(kept_before.as_array().is_some_and(|k| k.len() > 3), "{kept_before}");

        // Let a slider go: the preview follows by itself, and nothing is kept.
        let slide = "const s = document.querySelector('input[name=freshness]'); s.value = arguments[0];
            s.dispatchEvent(new Event('input', {bubbles: true})); s.dispatchEvent(new Event('change', {bubbles: true}))";
        for name in ["diversity", "source_cap"] {
            browser.execute(&slide.replace("freshness", name), vec![json!("0")]).await.unwrap();
        }
        browser.execute(slide, vec![json!("0")]).await.unwrap();
        says(&browser, ".verdict.changed", "Not kept yet").await;
        let would_be = order(&browser, "#preview").await;
        assert_ne!(would_be, before);
        browser.goto(&format!("{base}/tune")).await.unwrap();
        assert_eq!(browser.execute(kept, Vec::new()).await.unwrap(), kept_before, "a preview keeps nothing");

        // The same by the form alone, then kept.
        browser.execute(slide, vec![json!("0")]).await.unwrap();
        press(&browser, ".decide .btn:not(.main)").await;
        says(&browser, ".verdict.changed", "Not kept yet").await;
        let would_be = order(&browser, "#preview").await;
        press(&browser, ".decide .btn.main").await;
        says(&browser, "#told", "Kept").await;
        assert_eq!(order(&browser, "#preview").await, would_be);
        assert_ne!(browser.execute(kept, Vec::new()).await.unwrap(), kept_before);
        press(&browser, "form[action='/tune/undo'] button").await;
        says(&browser, "#told", "Taken back").await;
        assert_eq!(browser.execute(kept, Vec::new()).await.unwrap(), kept_before);
        let wide = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        assert_eq!(browser.execute(wide, Vec::new()).await.unwrap(), json!(true), "nothing sticks out");

        // A page that was read and answered; then its profile goes, is erased, and comes back.
        browser.goto(&base).await.unwrap();
        let story = browser.find(Locator::Css("article[data-story]")).await.unwrap();
        let id = story.attr("id").await.unwrap().unwrap();
        press(&browser, &format!("#{id} button[value=more]")).await;
        browser
            .wait()
            .for_element(Locator::Css(&format!("#{id} button[value=more][aria-pressed=true]")))
            .await
            .unwrap();
        let last = order(&browser, "main").await.pop().unwrap();
        press(&browser, &format!("#s-{last} button[value=hide]")).await;
        says(&browser, ".told, #told", "Hidden").await;
        browser.goto(&base).await.unwrap();
        let shown = page_and_reasons(&browser).await;
        assert!(
            !shown.lines().any(|l| l.starts_with(&format!("{last}: ")))
                && shown.contains("You asked for more like this story"),
            "{shown}"
        );
        let export = "return fetch('/profile.json').then(answer => answer.text())";
        let document = browser.execute(export, Vec::new()).await.unwrap();
        let path = folder.path().join("profile.json");
        std::fs::write(&path, document.as_str().unwrap()).unwrap();

        browser.goto(&format!("{base}/profile")).await.unwrap();
        press(&browser, "input[name=sure]").await;
        press(&browser, ".btn.warn").await;
        says(&browser, "#told", "Forgotten").await;
        browser.goto(&base).await.unwrap();
        assert_ne!(page_and_reasons(&browser).await, shown, "it was forgotten indeed");
        browser.goto(&format!("{base}/profile")).await.unwrap();
        let field = browser.find(Locator::Css("input[name=profile]")).await.unwrap();
        field.send_keys(path.to_str().unwrap()).await.unwrap();
        press(&browser, "form[action='/profile/import'] button").await;
        says(&browser, "#told", "taken over").await;
        browser.goto(&base).await.unwrap();
        assert_eq!(page_and_reasons(&browser).await, shown, "the same page, reason for reason");
    });
}
