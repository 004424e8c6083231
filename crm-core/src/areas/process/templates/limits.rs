//! What is asked of a template before it is parsed (DOC-4): its parser, and what walks the tree behind it, go deeper with every
//! bracket, sign and branch, so none of them may have many. The tokens are read one by one.

use minijinja::machinery::{Token, WhitespaceConfig, tokenize};
use minijinja::syntax::SyntaxConfig;

use super::wrong::Wrong;

/// The most characters of an expression, or of what stands in one block.
const EXPRESSION: usize = 500;

/// The most branches of an `if`, its first among them.
const BRANCHES: usize = 50;

/// How deep blocks stand in blocks, and brackets in brackets.
const DEPTH: usize = 20;

/// How deep it goes with the branches of the blocks that are open: each is one deeper than the one before.
const LEVELS: usize = 60;

/// What opens a block that may not stand in a template: the parser goes into it before that is told.
const OTHERS: &[&str] = &["autoescape", "block", "call", "filter", "macro", "set", "with"];

/// The most signs of an expression behind which the parser goes deeper without a bracket, or a text is put together anew.
const SIGNS: usize = 20;

/// What is wrong with a template before it is parsed: the first of it, since behind that nothing is sure.
pub(super) fn beyond(body: &str) -> Option<Wrong> {
    // Where an expression begins; it is opened by what stands in front of it, of a block if so.
    let (mut from, mut opened): (Option<usize>, Option<bool>) = (None, None);
    let (mut brackets, mut signs, mut read) = (0_usize, 0_usize, 0_usize);
    // The branches of each block that is open; of a loop it is one, or two.
    let mut blocks: Vec<usize> = Vec::new();
    let mut others = 0_usize;
    for token in tokenize(body, false, SyntaxConfig, WhitespaceConfig::default()) {
        let (token, span) = match token {
            Ok(found) => found,
            Err(error) => {
                return Some(Wrong { name: said(&error), ..Wrong::at(body, read, "syntax", "", None) });
            }
        };
        let at = usize::try_from(span.start_offset).unwrap_or(usize::MAX);
        read = usize::try_from(span.end_offset).unwrap_or(usize::MAX);
        let costly = |limit: usize, what: &str| Some(Wrong::at(body, at, "too_expensive", what, Some(limit)));
        let begins = opened.take();
        if begins.is_some() {
            from = Some(at);
        }
        match (token, begins == Some(true)) {
            (Token::VariableStart | Token::BlockStart, _) => {
                (brackets, signs) = (0, 0);
                opened = Some(body.get(at..).is_some_and(|rest| rest.starts_with("{%")));
            }
            (Token::VariableEnd | Token::BlockEnd, _) => from = None,
            (Token::ParenOpen | Token::BracketOpen | Token::BraceOpen, _) => brackets += 1,
            (Token::ParenClose | Token::BracketClose | Token::BraceClose, _) => brackets = brackets.saturating_sub(1),
            (Token::Ident("if" | "for"), true) => blocks.push(1),
            (Token::Ident("elif" | "else"), true) => {
                if let Some(branches) = blocks.last_mut() {
                    *branches += 1;
                }
            }
            (Token::Ident("endif" | "endfor"), true) => drop(blocks.pop()),
            (Token::Ident(name), true) if OTHERS.contains(&name) => others += 1,
            (Token::Minus | Token::Pow | Token::Tilde | Token::Ident("not" | "if" | "else"), _) => signs += 1,
            _ => {}
        }
        let long = |from: usize| body.get(from..read).is_none_or(|text| text.chars().count() > EXPRESSION);
        if from.is_some_and(|from| read.saturating_sub(from) > EXPRESSION && long(from)) {
            return costly(EXPRESSION, "an expression");
        }
        if blocks.last().is_some_and(|branches| *branches > BRANCHES) {
            return costly(BRANCHES, "if");
        }
        if blocks.len() > DEPTH || brackets > DEPTH {
            return costly(DEPTH, "blocks or brackets");
        }
        if blocks.iter().sum::<usize>() + others > LEVELS {
            return costly(LEVELS, "branches in blocks");
        }
        if signs > SIGNS {
            return costly(SIGNS, "signs");
        }
    }
    None
}

/// What an error says.
fn said(error: &minijinja::Error) -> String {
    error.detail().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(body: &str) -> Option<&'static str> {
        beyond(body).map(|wrong| wrong.code)
    }

    // DOC-4: asked before parsing, at each limit and one beyond it.
    #[test]
    fn what_would_go_deep_is_refused_before_it_is_parsed() {
        let expression = |length: usize| format!("{{{{ '{}' }}}}", "字".repeat(length - 2));
        assert_eq!(code(&expression(EXPRESSION)), None);
        assert_eq!(code(&expression(EXPRESSION + 1)), Some("too_expensive"));
        let branches =
            |more: usize| format!("{{% if a %}}{}{{% else %}}{{% endif %}}", "{% elif b %}".repeat(more - 2));
        assert_eq!(code(&branches(BRANCHES)), None);
        assert_eq!(code(&branches(BRANCHES + 1)), Some("too_expensive"));
        assert_eq!(code(&branches(6_000)), Some("too_expensive"));
        for (open, close) in [("{% if a %}", "{% endif %}"), ("{% for a in b %}", "{% endfor %}")] {
            let blocks = |deep: usize| format!("{}{}", open.repeat(deep), close.repeat(deep));
            assert_eq!(code(&blocks(DEPTH)), None);
            assert_eq!(code(&blocks(DEPTH + 1)), Some("too_expensive"));
            assert_eq!(code(&blocks(3_000)), Some("too_expensive"));
            assert_eq!(code(&format!("{open}{close}").repeat(100)), None, "one behind the other is not deep");
        }
        // Branches of blocks in blocks go as deep together.
        let nested = |branches: usize| {
            let open = format!("{{% if a %}}{}", "{% elif b %}".repeat(branches - 1));
            format!("{}{}", open.repeat(DEPTH), "{% endif %}".repeat(DEPTH))
        };
        assert_eq!(code(&nested(LEVELS / DEPTH)), None);
        assert_eq!(code(&nested(LEVELS / DEPTH + 1)), Some("too_expensive"));
        assert_eq!(code(&format!("{}{}", nested(3), nested(3))), None);
        for other in OTHERS {
            let opened = |many: usize| format!("{{% {other} a %}}").repeat(many);
            assert_eq!(code(&opened(LEVELS)), None, "{other}");
            assert_eq!(code(&opened(LEVELS + 1)), Some("too_expensive"), "{other}");
        }
        for (open, close) in [("(", ")"), ("[", "]"), ("{1:", " }")] {
            let brackets = |deep: usize| format!("{{{{ {}1{} }}}}", open.repeat(deep), close.repeat(deep));
            assert_eq!(code(&brackets(DEPTH)), None, "{open}");
            assert_eq!(code(&brackets(DEPTH + 1)), Some("too_expensive"), "{open}");
        }
        for sign in ["not ", "- ", "2 ** ", "1 ~ ", "1 if "] {
            let signs = |many: usize| format!("{{{{ {}1 }}}}", sign.repeat(many));
            assert_eq!(code(&signs(SIGNS)), None, "{sign}");
            assert_eq!(code(&signs(SIGNS + 1)), Some("too_expensive"), "{sign}");
        }
        // Comments and raw parts are no expressions.
        assert_eq!(code(&format!("{{# {0} #}}{{% raw %}}{{{{ {0} }}}}{{% endraw %}}", "(".repeat(600))), None);
    }

    // DOC-1: what is no template is told with its line.
    #[test]
    fn what_is_no_template_is_told_with_its_line() {
        let wrong = beyond("甲\n{{ 'open }}").expect("a text that does not end");
        assert_eq!((wrong.code, wrong.line), ("syntax", 2));
    }
}
