//! Words as `text` folds them, in the form that the index wants them.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Cuts text into folded words, alike for articles and queries and in every language.
#[derive(Clone)]
pub(crate) struct FoldedWords;

/// The words of one text.
pub(crate) struct Words {
    words: std::vec::IntoIter<text::Token>,
    token: Token,
}

impl Tokenizer for FoldedWords {
    type TokenStream<'a> = Words;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words {
        Words { words: text::search_tokens(text).into_iter(), token: Token::default() }
    }
}

impl TokenStream for Words {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else { return false };
        self.token.offset_from = word.from;
        self.token.offset_to = word.to;
        self.token.text = word.term;
        // The first word wraps around from the "nowhere" of a fresh token to position 0.
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
