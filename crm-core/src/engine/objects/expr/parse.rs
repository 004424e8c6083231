//! From text to tree, by the grammar (EXPR-1) and within the language's bounds (EXPR-8). The first mistake from the
//! left ends it (EXPR-10).
//!
//! ```text
//! expr    = or
//! or      = and {"or" and}
//! and     = not {"and" not}
//! not     = ["not"] cmp
//! cmp     = sum [("==" | "!=" | "<" | "<=" | ">" | ">=") sum | "in" "(" expr {"," expr} ")"]
//! sum     = product {("+" | "-") product}
//! product = unary {("*" | "/") unary}
//! unary   = ["-"] atom
//! ```

use std::borrow::Cow;

use smol_str::SmolStr;

use super::functions::Function;
use super::mistake::{At, Code, Mistake};
use super::number::Number;
use super::token::{Token, Tokens};
use super::tree::{Binary, Node, NodeIndex, Spot, Spots, Tree, Written};
use super::value::within_years;

/// The longest text, in Unicode scalar values.
pub const MOST_CHARACTERS: usize = 4_000;

/// The most nodes: each atom, path, call and operator is one.
pub const MOST_NODES: usize = 500;

/// How many parentheses and calls may be open at once.
pub const MOST_OPEN: u32 = 32;

/// How many references a path may lead over.
pub const MOST_REFERENCES: usize = 3;

/// The words that can be no names.
const WORDS: [&str; 11] = ["and", "or", "not", "in", "true", "false", "null", "me", "today", "now", "old"];

/// Reads an expression.
pub(super) fn parse(text: &str) -> Result<(Tree, Spots), Mistake> {
    if text.chars().nth(MOST_CHARACTERS).is_some() {
        return Err(Mistake { code: Code::TooLong, at: At::START });
    }
    let mut tokens = Tokens::new(text);
    let (token, at) = tokens.next();
    let mut parser = Parser { tokens, token, at, read: 0, open: 0, tree: Tree::default(), spots: Spots::default() };
    parser.or()?;
    match parser.token {
        Token::End => Ok((parser.tree, parser.spots)),
        _ => parser.unfit(),
    }
}

struct Parser<'a> {
    tokens: Tokens<'a>,
    /// The token that is next, and where.
    token: Token<'a>,
    at: At,
    /// How many nodes have been met, whether or not they are in the tree yet.
    read: usize,
    /// How many parentheses and calls are open.
    open: u32,
    tree: Tree,
    spots: Spots,
}

type Parsed<T = NodeIndex> = Result<T, Mistake>;

impl<'a> Parser<'a> {
    fn advance(&mut self) {
        (self.token, self.at) = self.tokens.next();
    }

    fn wrong<T>(&self, code: Code) -> Parsed<T> {
        Err(Mistake { code, at: self.at })
    }

    /// The token can't follow.
    fn unfit<T>(&self) -> Parsed<T> {
        self.wrong(Code::Syntax)
    }

    /// The token is a node.
    fn count(&mut self) -> Parsed<()> {
        self.read = self.read.saturating_add(1);
        if self.read > MOST_NODES { self.wrong(Code::TooMany) } else { Ok(()) }
    }

    /// The token opens a parenthesis or call.
    fn enter(&mut self) -> Parsed<()> {
        if self.open >= MOST_OPEN {
            return self.wrong(Code::TooDeep);
        }
        self.open = self.open.saturating_add(1);
        Ok(())
    }

    fn leave(&mut self) -> Parsed<()> {
        self.symbol(")")?;
        self.open = self.open.saturating_sub(1);
        Ok(())
    }

    fn symbol(&mut self, symbol: &str) -> Parsed<()> {
        if self.token != Token::Symbol(symbol) {
            return self.unfit();
        }
        self.advance();
        Ok(())
    }

    fn push(&mut self, node: Node, token: At, start: At, names: Box<[At]>) -> Parsed {
        // No tree has more than MOST_NODES.
        let Ok(place) = NodeIndex::try_from(self.tree.nodes.len()) else { return self.wrong(Code::TooMany) };
        self.tree.nodes.push(node);
        self.spots.push(Spot { token, start, names });
        Ok(place)
    }

    fn leaf(&mut self, node: Node) -> Parsed {
        let at = self.at;
        self.count()?;
        self.advance();
        self.push(node, at, at, Box::default())
    }

    /// Operands of one strength, the operators between them counted from the left.
    fn chain(&mut self, operator: fn(Token<'_>) -> Option<Binary>, operand: fn(&mut Self) -> Parsed) -> Parsed {
        let mut left = operand(self)?;
        while let Some(binary) = operator(self.token) {
            let at = self.at;
            self.count()?;
            self.advance();
            let right = operand(self)?;
            let start = self.spots.start(left);
            left = self.push(Node::Binary(binary, left, right), at, start, Box::default())?;
        }
        Ok(left)
    }

    fn or(&mut self) -> Parsed {
        self.chain(|token| (token == Token::Word("or")).then_some(Binary::Or), Self::and)
    }

    fn and(&mut self) -> Parsed {
        self.chain(|token| (token == Token::Word("and")).then_some(Binary::And), Self::not)
    }

    fn not(&mut self) -> Parsed {
        if self.token != Token::Word("not") {
            return self.comparison();
        }
        let at = self.at;
        self.count()?;
        self.advance();
        let operand = self.comparison()?;
        self.push(Node::Not(operand), at, at, Box::default())
    }

    fn comparison(&mut self) -> Parsed {
        let left = self.sum()?;
        let (start, at) = (self.spots.start(left), self.at);
        if self.token == Token::Word("in") {
            self.count()?;
            self.advance();
            if self.token != Token::Symbol("(") {
                return self.unfit();
            }
            self.enter()?;
            self.advance();
            let elements = self.list()?;
            return self.push(Node::In(left, elements), at, start, Box::default());
        }
        let Some(binary) = comparison(self.token) else { return Ok(left) };
        self.count()?;
        self.advance();
        let right = self.sum()?;
        self.push(Node::Binary(binary, left, right), at, start, Box::default())
    }

    fn sum(&mut self) -> Parsed {
        let sign = |token: Token<'_>| match token {
            Token::Symbol("+") => Some(Binary::Plus),
            Token::Symbol("-") => Some(Binary::Minus),
            _ => None,
        };
        self.chain(sign, Self::product)
    }

    fn product(&mut self) -> Parsed {
        let sign = |token: Token<'_>| match token {
            Token::Symbol("*") => Some(Binary::Times),
            Token::Symbol("/") => Some(Binary::Divided),
            _ => None,
        };
        self.chain(sign, Self::unary)
    }

    fn unary(&mut self) -> Parsed {
        if self.token != Token::Symbol("-") {
            return self.atom();
        }
        let at = self.at;
        self.count()?;
        self.advance();
        let operand = self.atom()?;
        self.push(Node::Negated(operand), at, at, Box::default())
    }

    fn atom(&mut self) -> Parsed {
        let at = self.at;
        match self.token {
            Token::Number(digits) => match Number::literal(digits) {
                Some(number) => self.leaf(Node::Number(number)),
                None => self.wrong(Code::Literal),
            },
            Token::Text(text) => {
                let text = if text.contains('\'') { Cow::Owned(text.replace("''", "'")) } else { Cow::Borrowed(text) };
                self.leaf(Node::Text(SmolStr::new(text)))
            }
            Token::Date(day) => match crate::engine::exact::date(day).map(within_years) {
                Some(Ok(date)) => self.leaf(Node::Date(date)),
                _ => self.wrong(Code::Literal),
            },
            Token::Symbol("(") => {
                self.enter()?;
                self.advance();
                let inner = self.or()?;
                self.leave()?;
                self.spots.begins(inner, at);
                Ok(inner)
            }
            Token::Word("true") => self.leaf(Node::Boolean(true)),
            Token::Word("false") => self.leaf(Node::Boolean(false)),
            Token::Word("null") => self.leaf(Node::Null),
            Token::Word("me") => self.leaf(Node::Me),
            Token::Word("today") => self.leaf(Node::Today),
            Token::Word("now") => self.leaf(Node::Now),
            Token::Word("old") => {
                self.count()?;
                self.advance();
                self.symbol(".")?;
                self.path(true, at, None)
            }
            Token::Word(name) if !WORDS.contains(&name) => self.named(name),
            _ => self.unfit(),
        }
    }

    /// A call or a path, by what stands behind the name.
    fn named(&mut self, name: &'a str) -> Parsed {
        let at = self.at;
        let name_at = (self.token, self.at);
        self.advance();
        let behind = (self.token, self.at);
        // What is too much is the name.
        (self.token, self.at) = name_at;
        let call = behind.0 == Token::Symbol("(");
        if call {
            self.enter()?;
        }
        self.count()?;
        (self.token, self.at) = behind;
        if !call {
            return self.path(false, at, Some((name, at)));
        }
        self.advance();
        let operands = if self.token == Token::Symbol(")") {
            self.leave()?;
            Box::default()
        } else {
            self.list()?
        };
        self.push(Node::Call(Function::named(name), operands), at, at, Box::default())
    }

    /// Expressions with commas between them, and the parenthesis that ends them.
    fn list(&mut self) -> Parsed<Box<[NodeIndex]>> {
        let mut elements = vec![self.or()?];
        while self.token == Token::Symbol(",") {
            self.advance();
            elements.push(self.or()?);
        }
        self.leave()?;
        Ok(elements.into())
    }

    /// The rest of a path, behind its first name or behind `old.`.
    fn path(&mut self, old: bool, start: At, first: Option<(&'a str, At)>) -> Parsed {
        let (mut names, mut spots) = (Vec::new(), Vec::new());
        let (name, at) = match first {
            Some(first) => first,
            None => self.name()?,
        };
        names.push(SmolStr::new(name));
        spots.push(at);
        while self.token == Token::Symbol(".") {
            self.advance();
            let here = self.at;
            let (name, at) = self.name()?;
            if names.len() > MOST_REFERENCES {
                return Err(Mistake { code: Code::TooDeep, at: here });
            }
            names.push(SmolStr::new(name));
            spots.push(at);
        }
        let written = Written { old, names: names.into() };
        let known = self.tree.paths.iter().position(|path| *path == written);
        let index = known.unwrap_or(self.tree.paths.len());
        if known.is_none() {
            self.tree.paths.push(written);
        }
        let Ok(index) = u16::try_from(index) else { return self.wrong(Code::TooMany) };
        self.push(Node::Path(index), start, start, spots.into())
    }

    /// A name of a path.
    fn name(&mut self) -> Parsed<(&'a str, At)> {
        match self.token {
            Token::Word(name) if !WORDS.contains(&name) => {
                let at = self.at;
                self.advance();
                Ok((name, at))
            }
            _ => self.unfit(),
        }
    }
}

fn comparison(token: Token<'_>) -> Option<Binary> {
    let Token::Symbol(sign) = token else { return None };
    match sign {
        "==" => Some(Binary::Equal),
        "!=" => Some(Binary::Unequal),
        "<" => Some(Binary::Less),
        "<=" => Some(Binary::AtMost),
        ">" => Some(Binary::Greater),
        ">=" => Some(Binary::AtLeast),
        _ => None,
    }
}
