//! Does an article tell the same event as a story? A small monotone decision over several similarities.

/// What is known of an article beside a story. Similarities are 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Evidence {
    /// Headline against the story's headlines.
    pub title: f32,
    /// Headline against the most alike of the story's headlines.
    pub exemplar: f32,
    /// Body against the story's bodies.
    pub body: f32,
    /// Names and numbers.
    pub name: f32,
    /// Days between the article and the story's nearest time.
    pub gap: f32,
    /// Articles in the story.
    pub size: f32,
}

impl Evidence {
    /// Log-odds that article and story tell the same event.
    pub(crate) fn log_odds(&self) -> f32 {
        -4.6 + 3.5 * self.title + 3.0 * self.exemplar + 5.0 * self.body + 2.0 * self.name
            - 0.5 * self.gap.ln_1p()
            - 0.1 * self.size.ln_1p()
    }
}
