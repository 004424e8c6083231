//! Names by the habits of languages, each once in its place.

use std::collections::BTreeSet;

/// `check_in` as `CheckIn`.
pub fn pascal(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
    };
    name.split('_').map(capital).collect()
}

/// `check_in` as `checkIn`.
pub fn camel(name: &str) -> String {
    let name = pascal(name);
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// The names of one place: what is taken there, a word of the language too, gets a line behind it.
pub struct Names(BTreeSet<String>);

impl Names {
    /// A place where these are taken.
    pub fn beside(taken: &[&str], more: &[&str]) -> Names {
        Names(taken.iter().chain(more).map(|name| (*name).to_owned()).collect())
    }

    /// The same of words that stand in one text.
    pub fn among(words: &str, more: &[&str]) -> Names {
        Names::beside(&words.split_whitespace().collect::<Vec<_>>(), more)
    }

    /// The name, or the first with lines behind it that is free.
    pub fn take(&mut self, name: String) -> String {
        let mut name = name;
        while !self.0.insert(name.clone()) {
            name.push('_');
        }
        name
    }
}
