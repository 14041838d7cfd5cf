//! Rows of an evaluation week: impressions with clicks, earlier reads, articles; and reading them from tables.

/// An id, held in place: rows have a great many of them, and all are short.
pub type Id = compact_str::CompactString;

/// A malformed table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {what}")]
pub struct TableError {
    /// The file, as it was named to the parser.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: String,
}

/// One list that was shown, with what came of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImpressionRow {
    /// Unix seconds.
    pub time: i64,
    /// The row's own id.
    pub id: Id,
    /// Who saw it.
    pub user: Id,
    /// The device, where known.
    pub device: Id,
    /// Seconds spent at what was clicked, where known; like the clicks known only after the list was scored.
    pub dwell_seconds: f32,
    /// The article under which the list stood; empty = the front page or unknown.
    pub page: Id,
    /// What the reader had read before, oldest first, where the row says so.
    pub history: Vec<Id>,
    /// What was shown. The order means nothing.
    pub candidates: Vec<Id>,
    /// Which of them were clicked, as places in `candidates`; known only after the list was scored.
    pub clicked: Vec<usize>,
}

/// One earlier reading.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReadRow {
    /// Unix seconds.
    pub time: i64,
    /// Who read.
    pub user: Id,
    /// What was read.
    pub article: Id,
    /// For how long, seconds.
    pub seconds: f32,
}

/// What is known of an article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ArticleRow {
    /// The article's id.
    pub id: Id,
    /// When it was made, Unix seconds; from then on it may be used. Unknown: from its first impression on.
    pub created: Option<i64>,
    /// Section and its parts.
    pub category: Id,
    /// Finer labels.
    pub subcategories: Vec<Id>,
    /// Headline and standfirst.
    pub text: String,
}

/// One week of an evaluation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Week {
    /// In order of time.
    pub impressions: Vec<ImpressionRow>,
    /// All known at the week's start.
    pub reads: Vec<ReadRow>,
    /// The articles that the rows name.
    pub articles: Vec<ArticleRow>,
}

/// One table file: its name for messages, and its text.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Named in errors.
    pub name: &'a str,
    /// Tab-separated, with a header.
    pub text: &'a str,
}

impl File<'_> {
    fn error(&self, line: usize, what: impl Into<String>) -> TableError {
        TableError { file: self.name.to_owned(), line, what: what.into() }
    }

    /// Calls `each` with the line's number and a look-up of its fields by column name.
    fn each(
        &self,
        needed: &[&str],
        mut each: impl FnMut(usize, &Fields<'_>) -> Result<(), TableError>,
    ) -> Result<(), TableError> {
        let mut lines = self.text.lines().enumerate();
        let (_, head) =
            lines.next().ok_or_else(|| self.error(1, "the file is empty, a header is missing"))?;
        let columns: Vec<&str> = head.split('\t').collect();
        if let Some(missing) = needed.iter().find(|name| !columns.contains(name)) {
            return Err(self.error(1, format!("the column \"{missing}\" is missing")));
        }
        let mut values = Vec::with_capacity(columns.len());
        for (index, line) in lines {
            if line.is_empty() {
                continue;
            }
            values.clear();
            values.extend(line.split('\t'));
            if values.len() != columns.len() {
                let what = format!("{} fields, the header has {}", values.len(), columns.len());
                return Err(self.error(index + 1, what));
            }
            each(index + 1, &Fields { columns: &columns, values: &values })?;
        }
        Ok(())
    }

    fn time(&self, line: usize, text: &str) -> Result<i64, TableError> {
        text.parse().map_err(|_| self.error(line, format!("\"{text}\" is not a time in Unix seconds")))
    }
}

struct Fields<'a> {
    columns: &'a [&'a str],
    values: &'a [&'a str],
}

impl<'a> Fields<'a> {
    fn get(&self, name: &str) -> &'a str {
        let mut pairs = self.columns.iter().zip(self.values);
        pairs.find(|(column, _)| **column == name).map_or("", |(_, value)| value)
    }

    fn id(&self, name: &str) -> Id {
        Id::new(self.get(name))
    }

    fn list(&self, name: &str) -> Vec<Id> {
        self.get(name).split_ascii_whitespace().map(Id::new).collect()
    }
}

/// Reads `impressions.tsv`. The rows are put in order of time; rows of one second keep the file's order.
///
/// # Errors
/// Names the file, the line and what is wrong with it.
pub fn impressions(file: File<'_>) -> Result<Vec<ImpressionRow>, TableError> {
    let mut out = Vec::new();
    file.each(&["time", "impression", "user", "candidates", "clicked"], |line, fields| {
        let candidates = fields.list("candidates");
        if candidates.is_empty() {
            return Err(file.error(line, "an impression without candidates"));
        }
        let mut clicked = Vec::new();
        for id in fields.list("clicked") {
            let place = candidates.iter().position(|candidate| *candidate == id);
            clicked.push(place.ok_or_else(|| file.error(line, format!("clicked {id} is not a candidate")))?);
        }
        out.push(ImpressionRow {
            time: file.time(line, fields.get("time"))?,
            id: fields.id("impression"),
            user: fields.id("user"),
            device: fields.id("device"),
            dwell_seconds: fields.get("dwell_seconds").parse().unwrap_or(0.0),
            page: fields.id("page"),
            history: fields.list("history"),
            candidates,
            clicked,
        });
        Ok(())
    })?;
    out.sort_by_key(|row| row.time);
    Ok(out)
}

/// Reads `reads.tsv`, in order of time.
///
/// # Errors
/// Names the file, the line and what is wrong with it.
pub fn reads(file: File<'_>) -> Result<Vec<ReadRow>, TableError> {
    let mut out = Vec::new();
    file.each(&["time", "user", "article"], |line, fields| {
        out.push(ReadRow {
            time: file.time(line, fields.get("time"))?,
            user: fields.id("user"),
            article: fields.id("article"),
            seconds: fields.get("read_seconds").parse().unwrap_or(0.0),
        });
        Ok(())
    })?;
    out.sort_by_key(|row| row.time);
    Ok(out)
}

/// Reads `articles.tsv`.
///
/// # Errors
/// Names the file, the line and what is wrong with it.
pub fn articles(file: File<'_>) -> Result<Vec<ArticleRow>, TableError> {
    let mut out = Vec::new();
    file.each(&["article"], |line, fields| {
        let created = match fields.get("created") {
            "" => None,
            text => Some(file.time(line, text)?),
        };
        let mut subcategories = fields.list("subcategories");
        if subcategories.is_empty() {
            subcategories = fields.list("subcategory");
        }
        let parts = [fields.get("title"), fields.get("subtitle"), fields.get("abstract")];
        out.push(ArticleRow {
            id: fields.id("article"),
            created,
            category: fields.id("category"),
            subcategories,
            text: parts.join(" "),
        });
        Ok(())
    })?;
    Ok(out)
}
