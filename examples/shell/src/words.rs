//! A line as words: parted by spaces, held together by quotes or by the braces of JSON.

/// One word of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its text, without quotes.
    pub text: String,
    /// How many bytes at its beginning stood outside quotes; a `$` or `=` behind them is text.
    pub bare: usize,
}

impl Word {
    /// The name and the value of `name=value`, where the name stands outside quotes.
    pub fn named(&self) -> Option<(&str, Word)> {
        let (name, value) = self.text.split_once('=')?;
        let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.');
        let behind = name.len() + 1;
        (is_name && self.bare >= behind).then(|| (name, Word { text: value.to_owned(), bare: self.bare - behind }))
    }

    /// Whether the word begins with this character, outside quotes.
    pub fn begins(&self, with: char) -> bool {
        self.bare > 0 && self.text.starts_with(with)
    }
}

/// Why a line could not be parted.
#[derive(Debug, PartialEq, Eq)]
pub enum Unfinished {
    /// A quote is open at its end.
    Quote,
    /// A brace or bracket is open at its end.
    Brace,
}

/// Parts a line into words. Within `"…"` a backslash takes the next character as it is, within `'…'` nothing has a
/// meaning; a word that begins with a brace or bracket, or a value that does, is JSON up to the one that closes it.
pub fn split(line: &str) -> Result<Vec<Word>, Unfinished> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let (word, behind) = one(rest)?;
        words.push(word);
        rest = behind.trim_start();
    }
    Ok(words)
}

fn one(line: &str) -> Result<(Word, &str), Unfinished> {
    let mut word = Word { text: String::new(), bare: 0 };
    let mut only_bare = true;
    let mut chars = line.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            c if c.is_whitespace() => return Ok((word, &line[at..])),
            '{' | '[' if word.text.is_empty() || word.text.ends_with('=') => {
                let end = at + json_end(&line[at..])?;
                word.text.push_str(&line[at..end]);
                if only_bare {
                    word.bare = word.text.len();
                }
                return Ok((word, &line[end..]));
            }
            '"' | '\'' => {
                only_bare = false;
                quoted(c, &mut chars, &mut word.text)?;
            }
            c => {
                word.text.push(c);
                if only_bare {
                    word.bare = word.text.len();
                }
            }
        }
    }
    Ok((word, ""))
}

fn quoted(quote: char, chars: &mut std::str::CharIndices<'_>, out: &mut String) -> Result<(), Unfinished> {
    while let Some((_, c)) = chars.next() {
        match c {
            c if c == quote => return Ok(()),
            '\\' if quote == '"' => match chars.next() {
                Some((_, 'n')) => out.push('\n'),
                Some((_, 't')) => out.push('\t'),
                Some((_, other)) => out.push(other),
                None => return Err(Unfinished::Quote),
            },
            c => out.push(c),
        }
    }
    Err(Unfinished::Quote)
}

/// Where the JSON value that the text begins with ends.
fn json_end(text: &str) -> Result<usize, Unfinished> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, c) in text.char_indices() {
        if in_string {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match c {
            '"' => in_string = true,
            '{' | '[' => depth += 1,
            '}' | ']' => {
                depth -= 1;
                if depth == 0 {
                    return Ok(at + 1);
                }
            }
            _ => {}
        }
    }
    Err(if in_string { Unfinished::Quote } else { Unfinished::Brace })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Vec<String> {
        split(line).expect("a whole line").into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn a_line_is_parted_by_spaces_quotes_and_braces() {
        assert_eq!(texts(r#"  a  b="c d" 'e "f' "#), ["a", "b=c d", "e \"f"]);
        assert_eq!(texts(r#"x {"a": [1, "} ]"]} y"#), ["x", r#"{"a": [1, "} ]"]}"#, "y"]);
        assert_eq!(texts(r#"roles=["a", "b"] 名称=华东"#), [r#"roles=["a", "b"]"#, "名称=华东"]);
        assert_eq!(texts(r#""a\"b\\" """#), ["a\"b\\", ""]);
    }

    #[test]
    fn what_is_open_at_the_end_goes_on_in_the_next_line() {
        assert_eq!(split("a 'b"), Err(Unfinished::Quote));
        assert_eq!(split(r#"a {"b": ["#), Err(Unfinished::Brace));
        assert_eq!(split(r#"a {"b": "c}"#), Err(Unfinished::Quote));
    }

    #[test]
    fn a_name_stands_outside_quotes() {
        let named = |line: &str| split(line).expect("a whole line")[0].named().map(|(n, v)| (n.to_owned(), v.text));
        assert_eq!(named("a.b=c=d"), Some(("a.b".into(), "c=d".into())));
        assert_eq!(named("a=\"b c\""), Some(("a".into(), "b c".into())));
        assert_eq!(named("\"a=b\""), None);
        assert_eq!(named("=b"), None);
        let words = split("a='$b' c=$d").expect("a whole line");
        assert!(!words[0].named().expect("named").1.begins('$'));
        assert!(words[1].named().expect("named").1.begins('$'));
    }
}
