//! A tree as text again, with as few parentheses as say the same, and with other names where a definition has renamed
//! its fields (PACK-2): what is printed is read as the same tree.

use smol_str::SmolStr;

use super::parse::MOST_CHARACTERS;
use super::paths::Path;
use super::tree::{Binary, Node, NodeIndex, Tree};

/// How strongly an operator binds its operands; the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    Unary,
    Atom,
}

impl Binary {
    fn strength(self) -> Strength {
        match self {
            Binary::Or => Strength::Or,
            Binary::And => Strength::And,
            Binary::Plus | Binary::Minus => Strength::Sum,
            Binary::Times | Binary::Divided => Strength::Product,
            _ => Strength::Comparison,
        }
    }

    /// How strong the operands on either side must be, not to need parentheses.
    fn operands(self) -> (Strength, Strength) {
        match self {
            Binary::Or => (Strength::Or, Strength::And),
            Binary::And => (Strength::And, Strength::Not),
            Binary::Plus | Binary::Minus => (Strength::Sum, Strength::Product),
            Binary::Times | Binary::Divided => (Strength::Product, Strength::Unary),
            _ => (Strength::Sum, Strength::Sum),
        }
    }
}

fn strength(node: &Node) -> Strength {
    match node {
        Node::Binary(binary, ..) => binary.strength(),
        Node::Not(_) => Strength::Not,
        Node::In(..) => Strength::Comparison,
        Node::Negated(_) => Strength::Unary,
        _ => Strength::Atom,
    }
}

/// Prints a tree. The new name of a field is asked for by its object and its name.
///
/// Where that is longer than a text may be, which spaces alone can make of one that is not, it is printed without those
/// that nothing needs.
pub(super) fn print(tree: &Tree, paths: &[Path], renamed: &dyn Fn(&str, &str) -> Option<SmolStr>) -> String {
    let text = written(tree, paths, renamed, false);
    if text.chars().nth(MOST_CHARACTERS).is_some() { written(tree, paths, renamed, true) } else { text }
}

/// What is still to be printed.
enum Job {
    /// A node, in parentheses where it binds less than this.
    Node(NodeIndex, Strength),
    /// An operator with a space on both sides.
    Between(&'static str),
    Open,
    Close,
    Comma,
}

fn written(tree: &Tree, paths: &[Path], renamed: &dyn Fn(&str, &str) -> Option<SmolStr>, tight: bool) -> String {
    let mut out = Writer { text: String::new(), tight, word: false, space: false };
    let mut jobs: Vec<Job> = tree.root().map(|root| Job::Node(root, Strength::Or)).into_iter().collect();
    while let Some(job) = jobs.pop() {
        match job {
            Job::Between(sign) => out.push(sign, true, true),
            Job::Open => out.push("(", false, false),
            Job::Close => out.push(")", false, false),
            Job::Comma => out.push(",", false, true),
            Job::Node(place, wanted) => {
                let Some(node) = tree.node(place) else { continue };
                if strength(node) < wanted {
                    out.push("(", false, false);
                    jobs.extend([Job::Close, Job::Node(place, Strength::Or)]);
                } else {
                    print_node(node, tree, paths, renamed, &mut out, &mut jobs);
                }
            }
        }
    }
    out.text
}

/// Prints what a node begins with, and leaves the rest to be done.
fn print_node(
    node: &Node,
    tree: &Tree,
    paths: &[Path],
    renamed: &dyn Fn(&str, &str) -> Option<SmolStr>,
    out: &mut Writer,
    jobs: &mut Vec<Job>,
) {
    match node {
        Node::Null => out.atom("null"),
        Node::Boolean(true) => out.atom("true"),
        Node::Boolean(false) => out.atom("false"),
        Node::Me => out.atom("me"),
        Node::Today => out.atom("today"),
        Node::Now => out.atom("now"),
        Node::Number(number) => out.atom(&number.to_string()),
        Node::Text(text) => out.atom(&format!("'{}'", text.replace('\'', "''"))),
        Node::Date(date) => out.atom(&format!("#{date}")),
        Node::Path(path) => out.atom(&path_text(usize::from(*path), tree, paths, renamed)),
        Node::Not(operand) => {
            out.push("not", false, true);
            jobs.push(Job::Node(*operand, Strength::Comparison));
        }
        Node::Negated(operand) => {
            out.push("-", false, false);
            jobs.push(Job::Node(*operand, Strength::Atom));
        }
        Node::Binary(binary, left, right) => {
            let (on_left, on_right) = binary.operands();
            let sides = [Job::Node(*right, on_right), Job::Between(binary.sign()), Job::Node(*left, on_left)];
            jobs.extend(sides);
        }
        Node::In(left, elements) => {
            list(elements, jobs);
            jobs.extend([Job::Open, Job::Between("in"), Job::Node(*left, Strength::Sum)]);
        }
        Node::Call(function, operands) => {
            out.atom(function.map_or("", |function| function.name()));
            list(operands, jobs);
            jobs.push(Job::Open);
        }
    }
}

/// The elements of a list behind its parenthesis, and the one that closes it.
fn list(elements: &[NodeIndex], jobs: &mut Vec<Job>) {
    jobs.push(Job::Close);
    for (number, element) in elements.iter().enumerate().rev() {
        jobs.push(Job::Node(*element, Strength::Or));
        if number > 0 {
            jobs.push(Job::Comma);
        }
    }
}

fn path_text(path: usize, tree: &Tree, paths: &[Path], renamed: &dyn Fn(&str, &str) -> Option<SmolStr>) -> String {
    let Some(written) = tree.paths.get(path) else { return String::new() };
    let mut owners = paths.get(path).map_or(&[][..], |path| &path.owners).iter();
    let mut text = String::from(if written.old { "old." } else { "" });
    for (number, name) in written.names.iter().enumerate() {
        if number > 0 {
            text.push('.');
        }
        let owner = owners.next().and_then(Option::as_ref);
        text.push_str(&owner.and_then(|object| renamed(object, name)).unwrap_or_else(|| name.clone()));
    }
    text
}

/// Puts tokens together.
struct Writer {
    text: String,
    /// Without spaces that nothing needs.
    tight: bool,
    /// Whether the last token was a word, into which a letter or digit would run.
    word: bool,
    /// Whether a space follows it for looks.
    space: bool,
}

impl Writer {
    fn atom(&mut self, token: &str) {
        self.push(token, false, false);
    }

    fn push(&mut self, token: &str, before: bool, behind: bool) {
        let runs_on = self.word && token.starts_with(|c: char| c.is_ascii_alphanumeric());
        if runs_on || !self.tight && (before || self.space) {
            self.text.push(' ');
        }
        self.text.push_str(token);
        self.word = token.starts_with(|c: char| c.is_ascii_lowercase());
        self.space = behind;
    }
}
