//! As much of Python's expressions as the suite's expectations use: literals, subscripts, attributes, `==`, `and`, `not`.

use std::collections::BTreeMap;

/// A value, or what a missing key makes of an expression.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    None,
    Bool(bool),
    Number(i64),
    Text(String),
    List(Vec<Value>),
    Map(BTreeMap<String, Value>),
}

/// An expression that could not be evaluated; it does not hold.
pub(crate) type Failed = String;

impl Value {
    fn truth(&self) -> bool {
        match self {
            Value::None => false,
            Value::Bool(b) => *b,
            Value::Number(n) => *n != 0,
            Value::Text(t) => !t.is_empty(),
            Value::List(l) => !l.is_empty(),
            Value::Map(m) => !m.is_empty(),
        }
    }

    /// Other names that feedparser has for a key.
    fn keys(key: &str) -> Vec<&str> {
        match key {
            "description" => vec!["summary", "subtitle"],
            "description_detail" => vec!["summary_detail", "subtitle_detail"],
            "guid" => vec!["id"],
            "url" => vec!["href", "url"],
            "date" | "modified" => vec!["updated"],
            "date_parsed" | "modified_parsed" => vec!["updated_parsed"],
            "issued" => vec!["published"],
            "issued_parsed" => vec!["published_parsed"],
            "copyright" => vec!["rights"],
            "copyright_detail" => vec!["rights_detail"],
            "tagline" => vec!["subtitle"],
            "tagline_detail" => vec!["subtitle_detail"],
            "updated" => vec!["updated", "published"],
            "updated_parsed" => vec!["updated_parsed", "published_parsed"],
            other => vec![other],
        }
    }

    fn get(&self, key: &Value) -> Result<Value, Failed> {
        match (self, key) {
            (Value::List(list), Value::Number(at)) => usize::try_from(*at)
                .ok()
                .and_then(|at| list.get(at))
                .cloned()
                .ok_or_else(|| format!("no index {at}")),
            (Value::Map(map), Value::Text(key)) => Self::keys(key)
                .into_iter()
                .find_map(|k| map.get(k))
                .cloned()
                .ok_or_else(|| format!("no key {key}")),
            _ => Err(format!("{key:?} of {self:?}")),
        }
    }
}

/// Equality, lenient where style is free: white space, entities once more, a last slash.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => a == b || normal(a) == normal(b) || same_instant(a, b),
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len()
                && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| equal(value, other)))
        }
        (Value::None, Value::None) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::Bool(a), Value::Number(b)) | (Value::Number(b), Value::Bool(a)) => i64::from(*a) == *b,
        _ => false,
    }
}

fn same_instant(a: &str, b: &str) -> bool {
    let (a, b) = (extract::feed::date::parse(a), extract::feed::date::parse(b));
    a.is_some() && a == b
}

fn normal(text: &str) -> String {
    let text = unescape(&unescape(text));
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    folded.trim_end_matches('/').to_owned()
}

/// HTML's references, decoded once.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let end = after.find(';').filter(|n| (1..=32).contains(n));
        let found = end.and_then(|end| {
            let name = &after[..end];
            let number = name.strip_prefix('#').map(|n| match n.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => n.parse().ok(),
            });
            let c = match number {
                Some(value) => value?,
                None => markup5ever::data::NAMED_ENTITIES.get(&after[..=end]).filter(|e| e.0 != 0)?.0,
            };
            Some((char::from_u32(c)?, end + 1))
        });
        match found {
            Some((c, used)) => {
                out.push(c);
                rest = &after[used..];
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out + rest
}

/// Evaluates an expression.
pub(crate) fn eval(text: &str, names: &BTreeMap<String, Value>) -> Result<Value, Failed> {
    let mut parser = Parser { chars: text.chars().collect(), at: 0, names };
    let value = parser.and()?;
    parser.space();
    if parser.at < parser.chars.len() { Err(format!("left over at {}", parser.at)) } else { Ok(value) }
}

/// Whether an expression holds.
pub(crate) fn holds(text: &str, names: &BTreeMap<String, Value>) -> bool {
    eval(text, names).is_ok_and(|v| v.truth())
}

struct Parser<'a> {
    chars: Vec<char>,
    at: usize,
    names: &'a BTreeMap<String, Value>,
}

impl Parser<'_> {
    fn space(&mut self) {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
    }

    fn peek(&mut self) -> Option<char> {
        self.space();
        self.chars.get(self.at).copied()
    }

    fn take(&mut self, text: &str) -> bool {
        self.space();
        let wanted: Vec<char> = text.chars().collect();
        let found = self.chars.get(self.at..self.at + wanted.len()) == Some(&wanted);
        let word = wanted.last().is_some_and(|c| c.is_alphabetic());
        let whole = !word
            || !self.chars.get(self.at + wanted.len()).is_some_and(|c| c.is_alphanumeric() || *c == '_');
        if found && whole {
            self.at += wanted.len();
        }
        found && whole
    }

    fn expect(&mut self, text: &str) -> Result<(), Failed> {
        if self.take(text) { Ok(()) } else { Err(format!("expected {text} at {}", self.at)) }
    }

    fn and(&mut self) -> Result<Value, Failed> {
        let mut value = self.not()?;
        while self.take("and") {
            let right = self.not();
            value = if value.truth() { right? } else { value };
        }
        Ok(value)
    }

    fn not(&mut self) -> Result<Value, Failed> {
        if self.take("not") {
            return Ok(Value::Bool(!self.not()?.truth()));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Value, Failed> {
        let mut left = self.postfix()?;
        let mut result = None;
        loop {
            let wanted = if self.take("==") {
                true
            } else if self.take("!=") {
                false
            } else {
                return Ok(result.map_or(left, Value::Bool));
            };
            let right = self.postfix()?;
            result = Some(result.unwrap_or(true) && equal(&left, &right) == wanted);
            left = right;
        }
    }

    fn postfix(&mut self) -> Result<Value, Failed> {
        let mut value = self.atom()?;
        loop {
            if self.take("[") {
                let key = self.and()?;
                self.expect("]")?;
                value = value.get(&key)?;
            } else if self.take(".") {
                let name = self.word();
                if name == "has_key" || name == "get" {
                    self.expect("(")?;
                    let key = self.and()?;
                    self.expect(")")?;
                    let found = value.get(&key);
                    value =
                        if name == "get" { found.unwrap_or(Value::None) } else { Value::Bool(found.is_ok()) };
                } else {
                    value = value.get(&Value::Text(name))?;
                }
            } else {
                return Ok(value);
            }
        }
    }

    fn word(&mut self) -> String {
        let from = self.at;
        while self.chars.get(self.at).is_some_and(|c| c.is_alphanumeric() || *c == '_') {
            self.at += 1;
        }
        self.chars[from..self.at].iter().collect()
    }

    fn atom(&mut self) -> Result<Value, Failed> {
        match self.peek().ok_or("unexpected end")? {
            '\'' | '"' => self.string(),
            c if c.is_ascii_digit() => {
                let number = self.word();
                number.parse().map(Value::Number).map_err(|e| e.to_string())
            }
            '(' => {
                self.at += 1;
                let mut list = vec![self.and()?];
                let mut tuple = false;
                while self.take(",") {
                    tuple = true;
                    if self.peek() == Some(')') {
                        break;
                    }
                    list.push(self.and()?);
                }
                self.expect(")")?;
                Ok(if tuple { Value::List(list) } else { list.remove(0) })
            }
            '{' => {
                self.at += 1;
                let mut map = BTreeMap::new();
                while self.peek() != Some('}') {
                    let Value::Text(key) = self.and()? else { return Err("key".into()) };
                    self.expect(":")?;
                    map.insert(key, self.and()?);
                    self.take(",");
                }
                self.expect("}")?;
                Ok(Value::Map(map))
            }
            'u' if matches!(self.chars.get(self.at + 1), Some('\'' | '"')) => {
                self.at += 1;
                self.string()
            }
            _ => {
                let name = self.word();
                match name.as_str() {
                    "True" => Ok(Value::Bool(true)),
                    "False" => Ok(Value::Bool(false)),
                    "None" => Ok(Value::None),
                    "len" => {
                        self.expect("(")?;
                        let value = self.and()?;
                        self.expect(")")?;
                        match value {
                            Value::List(l) => Ok(Value::Number(i64::try_from(l.len()).unwrap_or(0))),
                            other => Err(format!("len of {other:?}")),
                        }
                    }
                    _ => self.names.get(&name).cloned().ok_or_else(|| format!("no name {name}")),
                }
            }
        }
    }

    fn string(&mut self) -> Result<Value, Failed> {
        let quote = self.chars[self.at];
        let triple = self.chars.get(self.at..self.at + 3) == Some(&[quote; 3]);
        self.at += if triple { 3 } else { 1 };
        let mut out = String::new();
        loop {
            let c = *self.chars.get(self.at).ok_or("open string")?;
            if c == quote && (!triple || self.chars.get(self.at..self.at + 3) == Some(&[quote; 3])) {
                self.at += if triple { 3 } else { 1 };
                return Ok(Value::Text(out));
            }
            self.at += 1;
            if c != '\\' {
                out.push(c);
                continue;
            }
            let escape = *self.chars.get(self.at).ok_or("open escape")?;
            self.at += 1;
            let digits = match escape {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                'n' => {
                    out.push('\n');
                    continue;
                }
                't' => {
                    out.push('\t');
                    continue;
                }
                other => {
                    out.push(other);
                    continue;
                }
            };
            let hex: String =
                self.chars.get(self.at..self.at + digits).ok_or("short escape")?.iter().collect();
            self.at += digits;
            let value = u32::from_str_radix(&hex, 16).map_err(|e| e.to_string())?;
            out.push(char::from_u32(value).unwrap_or('\u{FFFD}'));
        }
    }
}
