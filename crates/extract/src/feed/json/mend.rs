//! JSON that is not in order → JSON that is.
//!
//! One pass, never back: what is open at the end is closed, what belongs nowhere is left out, a colon or comma that is
//! missing is put in, a quote or line break that should have been escaped is. Only text that a strict reading has
//! refused comes here.

/// How deep values are followed; a deeper one becomes `null`. Well below the depth at which `serde_json` gives up.
const DEEPEST: usize = 64;

/// The text put in order; of a text that is in order, an equal one.
pub(super) fn mend(text: &str) -> String {
    let mut mender = Mender { text, at: 0, out: String::with_capacity(text.len()), open: Vec::new() };
    while let Some(byte) = mender.peek() {
        match byte {
            b'{' | b'[' => mender.begin(byte == b'{'),
            b'}' | b']' => mender.end(byte == b'}'),
            b',' => {
                mender.at += 1;
                mender.no_value();
            }
            b'"' => mender.string(),
            b'-' | b'0'..=b'9' => mender.number(),
            b'a'..=b'z' => mender.word(),
            _ => mender.at += 1,
        }
        if mender.open.is_empty() && !mender.out.is_empty() {
            break;
        }
    }
    while !mender.open.is_empty() {
        mender.close_top();
    }
    mender.out
}

/// An open object or list.
struct Open {
    object: bool,
    /// Whether it has a member or value before the next.
    begun: bool,
    /// Whether a key waits for its value.
    keyed: bool,
}

struct Mender<'a> {
    text: &'a str,
    at: usize,
    out: String,
    open: Vec<Open>,
}

impl<'a> Mender<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Makes room for a value where the document is; `false` where none may stand.
    fn place(&mut self) -> bool {
        let Some(top) = self.open.last_mut() else { return self.out.is_empty() };
        if top.object && top.keyed {
            top.keyed = false;
            return true;
        }
        if std::mem::replace(&mut top.begun, true) {
            self.out.push(',');
        }
        if top.object {
            // A value without a key.
            self.out.push_str("\"\":");
        }
        true
    }

    fn begin(&mut self, object: bool) {
        if !self.place() {
            self.at += 1;
            return;
        }
        if self.open.len() >= DEEPEST {
            self.out.push_str("null");
            self.pass_over();
            return;
        }
        self.at += 1;
        self.out.push(if object { '{' } else { '[' });
        self.open.push(Open { object, begun: false, keyed: false });
    }

    /// Passes over an object or list with all that is in it.
    fn pass_over(&mut self) {
        let (mut depth, mut quoted) = (0_usize, false);
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' if quoted => self.at += 1,
                b'"' => quoted = !quoted,
                b'{' | b'[' if !quoted => depth += 1,
                b'}' | b']' if !quoted => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return;
                    }
                }
                _ => {}
            }
        }
    }

    /// An end; one that fits nothing that is open is left out.
    fn end(&mut self, object: bool) {
        self.at += 1;
        let Some(depth) = self.open.iter().rposition(|o| o.object == object) else { return };
        while self.open.len() > depth {
            self.close_top();
        }
    }

    fn close_top(&mut self) {
        self.no_value();
        if let Some(top) = self.open.pop() {
            self.out.push(if top.object { '}' } else { ']' });
        }
    }

    /// Gives a key that waits in vain its value.
    fn no_value(&mut self) {
        if let Some(top) = self.open.last_mut().filter(|top| top.keyed) {
            top.keyed = false;
            self.out.push_str("null");
        }
    }

    fn number(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest
            .bytes()
            .position(|b| !b.is_ascii_digit() && !matches!(b, b'-' | b'+' | b'.' | b'e' | b'E'))
            .unwrap_or(rest.len());
        let number = rest.get(..length).unwrap_or_default();
        self.at += length;
        // What stands at the very end may be half a number.
        let whole = self.at < self.text.len() && number.parse::<serde_json::Number>().is_ok();
        if whole && self.place() {
            self.out.push_str(number);
        }
    }

    fn word(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        self.at += length;
        if matches!(word, "true" | "false" | "null") && self.place() {
            self.out.push_str(word);
        }
    }

    /// A string: a key where one is due, else a value.
    fn string(&mut self) {
        let is_key = self.open.last().is_some_and(|top| top.object && !top.keyed);
        if is_key {
            if let Some(top) = self.open.last_mut() {
                top.keyed = true;
                if std::mem::replace(&mut top.begun, true) {
                    self.out.push(',');
                }
            }
        } else if !self.place() {
            self.at += 1;
            return;
        }
        self.out.push('"');
        self.at += 1;
        self.characters();
        self.out.push('"');
        if is_key {
            self.out.push(':');
        }
    }

    /// Copies what stands in a string and passes its closing quote.
    fn characters(&mut self) {
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let plain =
                rest.bytes().position(|b| b < 0x20 || matches!(b, b'"' | b'\\')).unwrap_or(rest.len());
            self.out.push_str(rest.get(..plain).unwrap_or_default());
            self.at += plain;
            let Some(byte) = self.peek() else { return };
            self.at += 1;
            match byte {
                b'"' if self.closes() => return,
                b'"' => self.out.push_str("\\\""),
                b'\\' => self.escape(),
                b'\n' => self.out.push_str("\\n"),
                b'\t' => self.out.push_str("\\t"),
                _ => {}
            }
        }
    }

    /// Whether a quote that was just passed ends the string: what follows could follow a string in JSON.
    fn closes(&self) -> bool {
        let after = self.text.get(self.at..).unwrap_or_default();
        let rest = after.trim_start();
        match rest.as_bytes().first() {
            None | Some(b':' | b'}' | b']') => true,
            // On a line of its own it is the next string, with the comma or colon forgotten; on the same line rather a
            // quotation within this one.
            Some(b'"') => after.bytes().take_while(u8::is_ascii_whitespace).any(|b| b == b'\n'),
            Some(b',') => {
                let next = rest.get(1..).unwrap_or_default().trim_start();
                let begins = |b: &u8| matches!(b, b'"' | b'{' | b'[' | b'}' | b']' | b'-' | b'0'..=b'9');
                next.as_bytes().first().is_none_or(begins)
                    || ["true", "false", "null"].iter().any(|word| next.starts_with(word))
            }
            Some(_) => false,
        }
    }

    /// What stands behind a backslash that was just passed.
    fn escape(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let Some(next) = rest.chars().next() else { return };
        match next {
            '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' => {
                self.out.push('\\');
                self.out.push(next);
                self.at += 1;
            }
            'u' => self.unicode(rest),
            // A backslash that means nothing; the character behind it is read as any other.
            _ => {}
        }
    }

    /// `\uXXXX`, with a second one where the first is half of a pair.
    fn unicode(&mut self, rest: &str) {
        let unit = |from: usize| {
            let digits = rest.get(from..from + 4)?;
            let all = digits.bytes().all(|b| b.is_ascii_hexdigit());
            all.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
        };
        let Some(first) = unit(1) else {
            // Cut off: nothing of it is of use. No number: what follows is text.
            self.at += if rest.len() < 5 { rest.len() } else { 1 };
            return;
        };
        let second = rest.get(5..7).filter(|r| *r == "\\u").and_then(|_| unit(7));
        let (length, good) = match (first, second) {
            (0xD800..=0xDBFF, Some(0xDC00..=0xDFFF)) => (11, true),
            (0xD800..=0xDFFF, _) => (5, false),
            _ => (5, true),
        };
        if good {
            self.out.push('\\');
            self.out.push_str(rest.get(..length).unwrap_or_default());
        } else {
            self.out.push('\u{FFFD}');
        }
        self.at += length;
    }
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn what_is_in_order_stays_and_the_rest_is_put_so() {
        for (broken, mended) in [
            (
                r#"{"a":[1,-2.5e3,true,null,"x\"\u00e9"],"b":{}}"#,
                r#"{"a":[1,-2.5e3,true,null,"x\"\u00e9"],"b":{}}"#,
            ),
            (r#"{"a":[{"b":"c"#, r#"{"a":[{"b":"c"}]}"#),
            (r#"{"a":[{"b":"c\"#, r#"{"a":[{"b":"c"}]}"#),
            (r#"{"a":[{"b":"c\u00"#, r#"{"a":[{"b":"c"}]}"#),
            (r#"{"a":[{"b"#, r#"{"a":[{"b":null}]}"#),
            (r#"{"a":[{"b":tr"#, r#"{"a":[{"b":null}]}"#),
            (r#"{"a":[12"#, r#"{"a":[]}"#),
            (r#"{"a":1,}"#, r#"{"a":1}"#),
            ("{\"a\"\n\"b\"\n\"c\":[1 2]}", r#"{"a":"b","c":[1,2]}"#),
            (r#"{"a":"he said "no", twice","b":1}"#, r#"{"a":"he said \"no\", twice","b":1}"#),
            ("{\"a\":\"one\ntwo\u{1}\"}", r#"{"a":"one\ntwo"}"#),
            (r#"{"a":"\'\ud83d\ude00\ud83d"}"#, "{\"a\":\"'\\ud83d\\ude00\u{FFFD}\"}"),
            (r#"{"a":<b>1</b>,"c":2}"#, r#"{"a":1,"c":2}"#),
            (r#"{"a":{"b":1],"c":2}"#, r#"{"a":{"b":1,"c":2}}"#),
            (r#"{"a":1} and more {"#, r#"{"a":1}"#),
            (r#"{[1],"a":2}"#, r#"{"":[1],"a":2}"#),
            ("]}x", ""),
        ] {
            assert_eq!(mend(broken), mended, "{broken}");
        }
        let deep = format!(r#"{{"a":{}{},"b":1}}"#, "[".repeat(1000), "]".repeat(1000));
        assert!(mend(&deep).ends_with(r#","b":1}"#));
    }
}
