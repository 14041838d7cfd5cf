//! What stands in and around an article's text, one kind at a time, in several languages' words: left out, while the
//! article stays whole.

use extract::article::{Hints, read};

/// An article's paragraphs.
const PARAGRAPHS: [&str; 6] = [
    "The harbour bridge opened to lorries again on Monday morning, two years after engineers found cracks in the eastern tower and closed it to everything heavier than a bicycle.",
    "The repairs cost 41 million crowns, a third more than planned, and the city council has said that the toll of 15 crowns will stay until the loan for the new cables is repaid.",
    "“We drove forty minutes round the bay every day,” said Maria Holm, who runs a bakery on the eastern quay. “I have the alarm set for later tomorrow, and so have my bakers.”",
    "Cars have used a single lane since last summer; both lanes are open now, and the speed limit rises from 30 to 50 kilometres an hour between the two towers.",
    "The ferry that replaced the bridge makes its last crossing on Sunday evening, and the company that runs it has asked passengers to bring flowers for the crew.",
    "Engineers will look at the cables every spring, the harbour office said, and a sensor on each of the towers reports movements of more than four millimetres.",
];

/// A page with the article, `inside` after its third paragraph, `tail` after the last, `beyond` after the article.
fn page(inside: &str, tail: &str, beyond: &str) -> String {
    let [a, b, c, d, e, f] = PARAGRAPHS;
    format!(
        "<html><head><title>Harbour bridge reopens after two years | The Quay Courier</title>\
         <meta property=og:title content='Harbour bridge reopens after two years'></head><body>\
         <header class=site-header><nav><ul><li><a href=/>Home</a></li><li><a href=/news>News</a></li><li><a href=/sport>Sport</a></li></ul></nav></header>\
         <main><article class=post><h1>Harbour bridge reopens after two years</h1><div class=byline>By Ada Lindqvist</div>\
         <div class=entry-content><p>{a}</p><p>{b}</p><p>{c}</p>{inside}<p>{d}</p><p>{e}</p><p>{f}</p>{tail}</div></article>{beyond}</main>\
         <footer><p>© 2026 The Quay Courier. All rights reserved.</p><a href=/privacy>Privacy</a></footer></body></html>"
    )
}

fn text(html: &str) -> String {
    read(html.as_bytes(), &Hints { url: Some("https://quay.example/news/bridge"), ..Hints::default() }).text
}

/// What stands there is left out, and nothing else is.
#[track_caller]
fn is_left_out(inside: &str, tail: &str, beyond: &str) {
    assert_eq!(text(&page(inside, tail, beyond)), PARAGRAPHS.join("\n\n"));
}

#[test]
fn nothing_but_the_article() {
    is_left_out("", "", "");
}

#[test]
fn links_to_other_stories_within_the_text() {
    is_left_out(
        "<p><strong>Read more: <a href=/news/ferry>Ferry timetable changes as the bridge reopens</a></strong></p>",
        "",
        "",
    );
    is_left_out(
        "<p><strong>Lesen Sie auch: <a href=/news/faehre>Fahrplan der Fähre ändert sich zum Sommer</a></strong></p>",
        "",
        "",
    );
    is_left_out(
        "<p>À lire aussi : <a href=/news/bac>Le bac du port change ses horaires avant l’été</a></p>",
        "",
        "",
    );
    is_left_out("<p>Czytaj także: <a href=/news/prom>Prom zmienia rozkład jazdy przed latem</a></p>", "", "");
    is_left_out(
        "<aside class=related-stories><h3>Related stories</h3><ul><li><a href=/a>Ferry timetable changes in June</a></li><li><a href=/b>Cracks found in the eastern tower</a></li></ul></aside>",
        "",
        "",
    );
}

#[test]
fn advertisements() {
    is_left_out("<div class=ad-slot><span>Advertisement</span></div>", "", "");
    is_left_out("<div class=ad-slot><p>Story continues below advertisement</p></div>", "", "");
}

#[test]
fn a_box_to_sign_up_at_the_tail() {
    is_left_out(
        "",
        "<div class=newsletter-box><h3>The morning letter</h3><p>Sign up for our free newsletter and get the best of the Courier in your inbox every day at six.</p><form><input type=email><button>Sign up</button></form></div>",
        "",
    );
}

#[test]
fn who_wrote_it() {
    is_left_out(
        "",
        "",
        "<div class=author-bio><img src=/ada.jpg><h4>Ada Lindqvist</h4><p>Ada Lindqvist is a reporter who writes about the harbour; she has worked for the Courier since 2011.</p></div>",
    );
}

#[test]
fn comments() {
    is_left_out(
        "",
        "",
        "<section id=comments class=comments-area><h2>2 comments</h2><ol class=comment-list><li class=comment><p>Finally! I have waited for this for two years and can hardly believe that it is true, after all that was said.</p></li><li class=comment><p>The toll should have been dropped, since we pay for the bridge with our taxes already, do we not?</p></li></ol></section>",
    );
}

#[test]
fn teasers_of_other_stories_with_their_first_lines() {
    let card = |n: &str, first: &str| {
        format!(
            "<div class=post-card><a href=/{n}><img src=/{n}.jpg></a><h3><a href=/{n}>{n} of the week told anew</a></h3><p>{first}</p></div>"
        )
    };
    let cards: String = [
        card("Market", "The fish market moves into the old customs house in May, and half of its stalls have been let already to young sellers."),
        card("School", "Pupils of the northern school have built a boat of reeds that carried their teacher across the pond without sinking at all."),
        card("Theatre", "The town theatre plays outdoors again this summer, on a stage that floats between the two piers of the inner harbour."),
    ]
    .concat();
    is_left_out(
        "",
        "",
        &format!("<section class=more-stories><h2>More from the Courier</h2>{cards}</section>"),
    );
}

#[test]
fn a_consent_dialogue() {
    is_left_out(
        "",
        "",
        "<div id=consent-modal class=modal role=dialog><h2>Your privacy</h2><p>We and our partners store cookies on your device to measure visits and to show advertisements; you can change your mind at any time in the settings.</p><button>Accept</button></div>",
    );
}

#[test]
fn a_live_blog_keeps_its_order() {
    let posts: String = (1..=8)
        .map(|n| format!("<div class=live-post><time>{n}0:15</time><h3>Update number {n} from the bridge</h3><p>At marker {n} the first lorries have passed the tower, and the crowd on the quay cheers for each of them as it rolls by.</p></div>"))
        .collect();
    let html = format!(
        "<html><head><title>Live: the bridge reopens</title></head><body><nav><a href=/>Home</a></nav><main><article><h1>Live: the bridge reopens</h1><div class=live-blog-body>{posts}</div></article></main></body></html>"
    );
    let text = text(&html);
    let places: Vec<Option<usize>> = (1..=8).map(|n| text.find(&format!("At marker {n} "))).collect();
    assert!(places.iter().all(Option::is_some), "{text}");
    assert!(places.is_sorted(), "{places:?}");
}
