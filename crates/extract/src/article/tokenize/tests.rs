//! The tokens are those of html5ever's own tokenizer, whatever the pieces of markup that follow one another.
#![allow(clippy::unwrap_used)]

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use proptest::prelude::*;

/// Keeps what matters of the tokens as lines; text that follows text is one.
#[derive(Default)]
struct Lines(RefCell<Vec<String>>);

impl TokenSink for Lines {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut lines = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let attrs: Vec<String> = match tag.kind {
                    TagKind::StartTag => {
                        tag.attrs.iter().map(|a| format!("{}={:?}", &*a.name.local, &*a.value)).collect()
                    }
                    TagKind::EndTag => Vec::new(),
                };
                lines.push(format!("{:?} {} {attrs:?} {}", tag.kind, &*tag.name, tag.self_closing));
                if tag.kind == TagKind::StartTag {
                    return match &*tag.name {
                        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
                        "style" | "iframe" => TokenSinkResult::RawData(RawKind::Rawtext),
                        _ => TokenSinkResult::Continue,
                    };
                }
            }
            Token::CharacterTokens(text) => match lines.last_mut() {
                Some(last) if last.starts_with('"') => last.push_str(&text),
                _ => lines.push(format!("\"{}", &*text)),
            },
            Token::DoctypeToken(d) => lines.push(format!(
                "doctype {:?} {:?} {:?} {}",
                d.name.as_deref(),
                d.public_id.as_deref(),
                d.system_id.as_deref(),
                d.force_quirks
            )),
            Token::EOFToken => lines.push("end".to_owned()),
            Token::CommentToken(_) | Token::NullCharacterToken | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

fn theirs(text: &str) -> Vec<String> {
    let tokenizer = Tokenizer::new(Lines::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(text));
    while !matches!(tokenizer.feed(&queue), html5ever::TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

fn ours(text: &str) -> Vec<String> {
    let sink = Lines::default();
    assert!(super::run(text, &sink, || false));
    sink.0.into_inner()
}

#[test]
fn tokens_of_odd_pages() {
    for text in [
        "",
        "a",
        "<",
        "</",
        "a < b & c &amp d &notit; &#65; &#x41 &#xfffffff; &#; &bogus;",
        "<p class='a b' id=x data-q=\"&amp;&copy=1&copy\" hidden = \"\" / >t</p >",
        "<A HREF=/x?a=1&b=2>T</A><br/><br / ><img src=a/>",
        "<p a=1 A=2 =b =c=d \"x>t",
        "<title>a <b> &lt;</titles></TITLE >x<textarea>\n</textarea",
        "<style>a{}</styl></style/>b<iframe>&amp;</iframe>",
        "<!DOCTYPE html><p>x<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\" 'http://x'>",
        "<!doctype html system \"about:legacy-compat\"><?xml a?></ a>x</>y<!a>",
        "a\r\nb\rc<p t='\r\n'>d",
        "\u{feff}x<p",
        "<p a",
        "<p a=",
        "<p a=\"",
        "x<!-- y --z>",
    ] {
        assert_eq!(ours(text), theirs(text), "{text:?}");
    }
}

const PIECES: [&str; 40] = [
    "<p",
    "<a ",
    "<BR",
    ">",
    "/>",
    "</p>",
    "</",
    "<",
    ">",
    "\"",
    "'",
    "=",
    " = ",
    "x",
    " y ",
    "&",
    "&amp;",
    "&lt",
    "&#x27;",
    "&#0;",
    "&notin",
    ";",
    "\n",
    "\r\n",
    "\t",
    "/",
    "<title>",
    "</title>",
    "<textarea>",
    "</textarea>",
    "<style>",
    "</style>",
    "href='",
    "class=\"",
    "é",
    "日本",
    "A",
    "1",
    "<i>",
    "</i>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn tokens_of_any_pieces(parts in proptest::collection::vec(0..PIECES.len(), 0..24)) {
        let text: String = parts.iter().map(|p| PIECES[*p]).collect();
        prop_assert_eq!(ours(&text), theirs(&text), "{:?}", text);
    }
}
