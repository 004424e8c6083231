//! What is evaluated: a checked tree as a list of steps over a stack. What isn't to be evaluated is jumped over
//! (EXPR-5), and only forwards, so that every run ends.

use smol_str::SmolStr;

use super::functions::{Function, minutes};
use super::number::Number;
use super::paths::{Path, Step};
use super::tree::{Binary, Node, NodeIndex, Tree};
use super::types::Type;
use super::value::Value;

/// A step. Operands are on the stack, the last on top; what it gives takes their place.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Op {
    Constant(Value),
    Path(u16),
    Me,
    Today,
    Now,
    Not,
    Negate,
    Plus,
    Minus,
    Times,
    Divided,
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
    /// False stays, and its other operand is jumped over.
    False(u16),
    And,
    /// True stays, and its other operand is jumped over.
    True(u16),
    Or,
    /// The element is taken; one that is equal to what lies below makes it true, and the others are jumped over.
    Is(u16),
    /// No element was equal.
    None,
    /// A value stays, and the others are jumped over; a null is taken.
    Given(u16),
    /// What is not true is taken with a jump, what is true without.
    Unless(u16),
    Jump(u16),
    Empty,
    Least(u8),
    Most(u8),
    Round(u32),
    Floor,
    Mod,
    Concat(u8),
    Days,
    AddDays,
    AddMonths,
    AddHours,
    MonthStart,
    Year,
    Month,
    Day,
    At(u16),
    Date,
}

/// What of the call, beside the record, an expression uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Uses {
    /// The user.
    pub me: bool,
    /// The company's day.
    pub today: bool,
    /// The instant.
    pub now: bool,
    /// The record before the call.
    pub old: bool,
    /// The company's time zone: it says `at`, `date` or `today`.
    pub zone: bool,
}

/// An expression that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    tree: Tree,
    pub(super) paths: Box<[Path]>,
    pub(super) code: Box<[Op]>,
    result: Option<Type>,
    uses: Uses,
}

impl Expr {
    /// The type of what it gives; that of the field, where it was checked for one. None where it is always null.
    pub fn result(&self) -> Option<&Type> {
        self.result.as_ref()
    }

    /// The different paths that it reads, in the order in which they are named.
    pub fn paths(&self) -> &[Path] {
        &self.paths
    }

    /// Those of them that lead over references, at most eight, by their number ([`Path::crossing`]).
    pub fn crossing(&self) -> impl Iterator<Item = &Path> {
        self.paths.iter().filter(|path| path.crossing.is_some())
    }

    /// The record's own fields that it names, each once, references that it crosses among them.
    pub fn own_fields(&self) -> impl Iterator<Item = &Step> {
        let first = |path: &'_ Path| path.steps.first().map(|step| step.index);
        self.paths.iter().enumerate().filter_map(move |(number, path)| {
            let named = self.paths.iter().take(number).any(|before| first(before) == first(path));
            path.steps.first().filter(|_| !named)
        })
    }

    /// What of the call it uses.
    pub fn uses(&self) -> Uses {
        self.uses
    }

    /// Its text, with new names where `renamed` gives one for an object and its field: read again, it is the same
    /// expression. Longer names can make it longer than a text may be.
    pub fn print(&self, renamed: &dyn Fn(&str, &str) -> Option<SmolStr>) -> String {
        super::print::print(&self.tree, &self.paths, renamed)
    }
}

/// Puts an expression together.
pub(super) fn expression(tree: Tree, paths: Vec<Path>, result: Option<Type>) -> Expr {
    let mut uses = Uses { old: paths.iter().any(Path::old), ..Uses::default() };
    for node in &tree.nodes {
        match node {
            Node::Me => uses.me = true,
            Node::Today => (uses.today, uses.zone) = (true, true),
            Node::Now => uses.now = true,
            Node::Call(Some(Function::At | Function::Date), _) => uses.zone = true,
            _ => {}
        }
    }
    let code = compile(&tree).into();
    Expr { tree, paths: paths.into(), code, result, uses }
}

/// Makes a step that jumps of where it jumps to.
type Jump = fn(u16) -> Op;

/// What is still to be compiled.
enum Job {
    Node(NodeIndex),
    Op(Op),
    /// A step whose jump leads to this label.
    Jump(Jump, usize),
    Label(usize),
}

/// Compiles a tree. Jumps lead to labels first, and to steps when it is known which these are.
fn compile(tree: &Tree) -> Vec<Op> {
    let (mut code, mut labels): (Vec<Op>, Vec<u16>) = (Vec::new(), Vec::new());
    let mut jumps: Vec<(usize, Jump, usize)> = Vec::new();
    let mut jobs: Vec<Job> = tree.root().map(Job::Node).into_iter().collect();
    while let Some(job) = jobs.pop() {
        match job {
            Job::Op(op) => code.push(op),
            Job::Jump(op, label) => {
                jumps.push((code.len(), op, label));
                code.push(op(u16::MAX));
            }
            Job::Label(label) => {
                if let Some(target) = labels.get_mut(label) {
                    // Twice as many steps as nodes at the most.
                    *target = u16::try_from(code.len()).unwrap_or(u16::MAX);
                }
            }
            Job::Node(place) => {
                let todo = tree.node(place).map(|node| jobs_of(node, tree, &mut labels)).unwrap_or_default();
                jobs.extend(todo.into_iter().rev());
            }
        }
    }
    for (at, op, label) in jumps {
        if let (Some(step), Some(target)) = (code.get_mut(at), labels.get(label)) {
            *step = op(*target);
        }
    }
    code
}

fn label(labels: &mut Vec<u16>) -> usize {
    labels.push(u16::MAX);
    labels.len().saturating_sub(1)
}

/// What a node is compiled to, in order.
fn jobs_of(node: &Node, tree: &Tree, labels: &mut Vec<u16>) -> Vec<Job> {
    let constant = |value| vec![Job::Op(Op::Constant(value))];
    match node {
        Node::Null => constant(Value::Null),
        Node::Boolean(value) => constant(Value::Boolean(*value)),
        Node::Number(number) => constant(Value::Number(*number)),
        Node::Text(text) => constant(Value::Text(text.clone())),
        Node::Date(date) => constant(Value::Date(*date)),
        Node::Me => vec![Job::Op(Op::Me)],
        Node::Today => vec![Job::Op(Op::Today)],
        Node::Now => vec![Job::Op(Op::Now)],
        Node::Path(path) => vec![Job::Op(Op::Path(*path))],
        Node::Not(operand) => vec![Job::Node(*operand), Job::Op(Op::Not)],
        Node::Negated(operand) => vec![Job::Node(*operand), Job::Op(Op::Negate)],
        Node::Binary(Binary::And, left, right) => {
            let end = label(labels);
            vec![Job::Node(*left), Job::Jump(Op::False, end), Job::Node(*right), Job::Op(Op::And), Job::Label(end)]
        }
        Node::Binary(Binary::Or, left, right) => {
            let end = label(labels);
            vec![Job::Node(*left), Job::Jump(Op::True, end), Job::Node(*right), Job::Op(Op::Or), Job::Label(end)]
        }
        Node::Binary(binary, left, right) => vec![Job::Node(*left), Job::Node(*right), Job::Op(operation(*binary))],
        Node::In(left, elements) => {
            let end = label(labels);
            let mut jobs = vec![Job::Node(*left)];
            for element in elements {
                jobs.extend([Job::Node(*element), Job::Jump(Op::Is, end)]);
            }
            jobs.extend([Job::Op(Op::None), Job::Label(end)]);
            jobs
        }
        Node::Call(Some(function), operands) => call(*function, operands, tree, labels),
        Node::Call(None, _) => Vec::new(),
    }
}

fn operation(binary: Binary) -> Op {
    match binary {
        Binary::Or => Op::Or,
        Binary::And => Op::And,
        Binary::Equal => Op::Equal,
        Binary::Unequal => Op::Unequal,
        Binary::Less => Op::Less,
        Binary::AtMost => Op::AtMost,
        Binary::Greater => Op::Greater,
        Binary::AtLeast => Op::AtLeast,
        Binary::Plus => Op::Plus,
        Binary::Minus => Op::Minus,
        Binary::Times => Op::Times,
        Binary::Divided => Op::Divided,
    }
}

fn call(function: Function, operands: &[NodeIndex], tree: &Tree, labels: &mut Vec<u16>) -> Vec<Job> {
    let many = u8::try_from(operands.len()).unwrap_or(u8::MAX);
    let after = |taken: usize, op| {
        let mut jobs: Vec<Job> = operands.iter().take(taken).map(|operand| Job::Node(*operand)).collect();
        jobs.push(Job::Op(op));
        jobs
    };
    let literal = operands.get(1).and_then(|operand| tree.node(*operand));
    match (function, operands) {
        (Function::If, [condition, first, second]) => {
            let (other, end) = (label(labels), label(labels));
            vec![
                Job::Node(*condition),
                Job::Jump(Op::Unless, other),
                Job::Node(*first),
                Job::Jump(Op::Jump, end),
                Job::Label(other),
                Job::Node(*second),
                Job::Label(end),
            ]
        }
        (Function::Coalesce, [firsts @ .., last]) => {
            let end = label(labels);
            let mut jobs = Vec::new();
            for operand in firsts {
                jobs.extend([Job::Node(*operand), Job::Jump(Op::Given, end)]);
            }
            jobs.extend([Job::Node(*last), Job::Label(end)]);
            jobs
        }
        // Checked before: they have their operands.
        (Function::If | Function::Coalesce, _) => Vec::new(),
        (Function::Round, _) => {
            let places = match literal {
                Some(Node::Number(places)) => whole(*places),
                _ => 0,
            };
            after(1, Op::Round(places))
        }
        (Function::At, _) => {
            let time = match literal {
                Some(Node::Text(text)) => minutes(text).unwrap_or(0),
                _ => 0,
            };
            after(1, Op::At(time))
        }
        (Function::Empty, _) => after(1, Op::Empty),
        (Function::Min, _) => after(usize::MAX, Op::Least(many)),
        (Function::Max, _) => after(usize::MAX, Op::Most(many)),
        (Function::Floor, _) => after(1, Op::Floor),
        (Function::Mod, _) => after(2, Op::Mod),
        (Function::Concat, _) => after(usize::MAX, Op::Concat(many)),
        (Function::Days, _) => after(2, Op::Days),
        (Function::AddDays, _) => after(2, Op::AddDays),
        (Function::AddMonths, _) => after(2, Op::AddMonths),
        (Function::AddHours, _) => after(2, Op::AddHours),
        (Function::MonthStart, _) => after(1, Op::MonthStart),
        (Function::Year, _) => after(1, Op::Year),
        (Function::Month, _) => after(1, Op::Month),
        (Function::Day, _) => after(1, Op::Day),
        (Function::Date, _) => after(1, Op::Date),
    }
}

fn whole(number: Number) -> u32 {
    number.to_whole().and_then(|number| u32::try_from(number).ok()).unwrap_or(0)
}
