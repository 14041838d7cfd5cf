//! Takes scripts, styles, comments and drawings out of a page before it is parsed: they are most of many pages, and
//! the tokenizer would walk through them character by character. What holds data is set aside. White space with a line
//! break in it becomes one space, which reads the same and which the tokenizer takes in one step, except in
//! preformatted text.

use memchr::{memchr, memchr_iter, memchr2, memchr3, memmem};

/// A script's opening tag and its content.
pub(crate) struct Script<'a> {
    pub(crate) tag: &'a str,
    pub(crate) content: &'a str,
}

/// The page without them, and the scripts in order.
pub(crate) fn strip(text: &str) -> (String, Vec<Script<'_>>) {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len() / 2);
    let mut scripts = Vec::new();
    // `kept` is where the piece begins that is still to be copied; `at` where the search goes on.
    let (mut kept, mut at) = (0, 0);
    // The name of the preformatted element that is open.
    let mut verbatim: Option<&str> = None;
    while let Some(found) = bytes.get(at..).and_then(|b| memchr(b'<', b)) {
        let open = at + found;
        if verbatim.is_none() && bytes.get(at..open).is_some_and(|t| memchr2(b'\n', b'\r', t).is_some()) {
            out.push_str(text.get(kept..at).unwrap_or_default());
            push_collapsed(&mut out, text.get(at..open).unwrap_or_default());
            kept = open;
        }
        let rest = bytes.get(open..).unwrap_or_default();
        let end = if rest.starts_with(b"<!--") {
            // `<!-->` is a whole comment.
            match rest.get(2..).and_then(|r| memmem::find(r, b"-->")) {
                Some(i) => open + 2 + i + 3,
                None => bytes.len(),
            }
        } else if let Some(name) = rest
            .get(1)
            .filter(|b| matches!(b, b's' | b'S'))
            .and_then(|_| ["script", "style", "svg"].into_iter().find(|n| is_tag(rest, n)))
        {
            let Some(inside) = tag_end(rest).map(|i| open + i) else { break };
            let closed_itself = name == "svg" && bytes.get(inside.saturating_sub(2)) == Some(&b'/');
            let close = if closed_itself { Some((inside, inside)) } else { closing(bytes, inside, name) };
            let Some((content_end, end)) = close else { break };
            if name == "script"
                && let (Some(tag), Some(content)) = (text.get(open..inside), text.get(inside..content_end))
            {
                scripts.push(Script { tag, content });
            }
            end
        } else if rest.get(1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') {
            match tag_end(rest) {
                Some(i) => at = open + i,
                None => break,
            }
            match verbatim {
                None if rest.get(1).is_some_and(|b| INITIALS.contains(&b.to_ascii_lowercase())) => {
                    verbatim = VERBATIM.into_iter().find(|n| is_tag(rest, n));
                }
                None => {}
                Some(name)
                    if rest.get(1) == Some(&b'/') && is_tag(rest.get(1..).unwrap_or_default(), name) =>
                {
                    verbatim = None;
                }
                Some(_) => {}
            }
            continue;
        } else {
            at = open + 1;
            continue;
        };
        out.push_str(text.get(kept..open).unwrap_or_default());
        (kept, at) = (end, end);
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    (out, scripts)
}

/// Elements whose line breaks are shown.
const VERBATIM: [&str; 4] = ["pre", "textarea", "listing", "xmp"];
/// Their first letters: most tags are told by one.
const INITIALS: [u8; 4] = *b"ptlx";

/// Adds `text` with each run of white space that holds a line break as one space.
fn push_collapsed(out: &mut String, text: &str) {
    let is_space = |b: &u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c');
    let bytes = text.as_bytes();
    let mut kept = 0;
    let mut from = 0;
    while let Some(found) = bytes.get(from..).and_then(|b| memchr2(b'\n', b'\r', b)) {
        let at = from + found;
        let before = bytes.get(kept..at).unwrap_or_default().iter().rev().take_while(|b| is_space(b)).count();
        let after = bytes.get(at..).unwrap_or_default().iter().take_while(|b| is_space(b)).count();
        out.push_str(text.get(kept..at - before).unwrap_or_default());
        out.push(' ');
        kept = at + after;
        from = kept;
    }
    out.push_str(text.get(kept..).unwrap_or_default());
}

/// Whether `<name` and then a delimiter stand at the start.
fn is_tag(rest: &[u8], name: &str) -> bool {
    rest.get(1..=name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
        && rest
            .get(name.len() + 1)
            .is_some_and(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'/' | b'>'))
}

/// Just past the `>` that ends the tag at the start; quoted values may hold `>`.
fn tag_end(rest: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        let i = at + memchr3(b'>', b'"', b'\'', rest.get(at..)?)?;
        let quote = *rest.get(i)?;
        if quote == b'>' {
            return Some(i + 1);
        }
        let before = rest.get(..i)?.iter().rev().find(|b| !b.is_ascii_whitespace());
        at = i + 1;
        // A quote opens a value only after an equals sign.
        if before == Some(&b'=') {
            at += memchr(quote, rest.get(at..)?)? + 1;
        }
    }
}

/// Where `</name` stands from `from` on, and where that tag ends.
fn closing(bytes: &[u8], from: usize, name: &str) -> Option<(usize, usize)> {
    let inside = bytes.get(from..)?;
    for i in memchr_iter(b'<', inside) {
        let tail = inside.get(i + 1..)?;
        if tail.first() == Some(&b'/') && is_tag(tail, name) {
            let end = memchr(b'>', tail)?;
            return Some((from + i, from + i + 1 + end + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::strip;

    fn stripped(text: &str) -> String {
        strip(text).0
    }

    #[test]
    fn takes_out_what_is_no_text() {
        for (page, left) in [
            ("a<script>1<2</script>b", "ab"),
            ("a<SCRIPT type=x>'</p>'</ScRipt >b", "ab"),
            ("a<style>p{}</style>b<svg><path d='>'/></svg>c<svg/>d", "abcd"),
            ("a<!-- <script> -->b<!-->c<!--->d", "abcd"),
            ("<p title='<script>'>x</p>", "<p title='<script>'>x</p>"),
            ("<p title=it's>x</p><script>y</script>", "<p title=it's>x</p>"),
            ("a < b <3 <scripty>c", "a < b <3 <scripty>c"),
            ("a<script>never closed", "a<script>never closed"),
            ("a<!-- never closed", "a"),
            ("a<p title=\"never closed", "a<p title=\"never closed"),
            ("<p>\n  a\r\n\tb  c\n</p>\n\n<p>d", "<p> a b  c </p> <p>d"),
            ("<pre>\n a\n</pre>\n<PRE>x\n", "<pre>\n a\n</pre> <PRE>x\n"),
            ("<presto>\na\n</presto>", "<presto> a </presto>"),
        ] {
            assert_eq!(stripped(page), left, "{page}");
        }
    }

    #[test]
    fn sets_scripts_aside() {
        let (_, scripts) = strip("<script type=\"application/ld+json\">{\"a\":1}</script>");
        assert_eq!(scripts.len(), 1);
        assert_eq!(scripts[0].content, "{\"a\":1}");
        assert!(scripts[0].tag.contains("ld+json"));
    }
}
