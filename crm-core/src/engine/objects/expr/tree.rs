//! The tree of an expression: its nodes in the order in which they are evaluated, each behind its operands, so that
//! most of what looks at a tree is a walk over a list.

use smol_str::SmolStr;

use super::functions::Function;
use super::mistake::At;
use super::number::Number;
use crate::engine::clock::Date;

/// Where a node stands in the list of its tree.
pub(super) type NodeIndex = u16;

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Binary {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Plus,
    Minus,
    Times,
    Divided,
}

impl Binary {
    /// How it is written.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Binary::Or => "or",
            Binary::And => "and",
            Binary::Equal => "==",
            Binary::Unequal => "!=",
            Binary::Less => "<",
            Binary::AtMost => "<=",
            Binary::Greater => ">",
            Binary::AtLeast => ">=",
            Binary::Plus => "+",
            Binary::Minus => "-",
            Binary::Times => "*",
            Binary::Divided => "/",
        }
    }
}

/// A part of an expression; what is inside it stands before it in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Null,
    Boolean(bool),
    Number(Number),
    Text(SmolStr),
    Date(Date),
    Me,
    Today,
    Now,
    /// One of the tree's paths.
    Path(u16),
    Not(NodeIndex),
    Negated(NodeIndex),
    Binary(Binary, NodeIndex, NodeIndex),
    In(NodeIndex, Box<[NodeIndex]>),
    /// None where there is no such function.
    Call(Option<Function>, Box<[NodeIndex]>),
}

/// A path as it is written, without the names of a definition yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) old: bool,
    pub(super) names: Box<[SmolStr]>,
}

/// An expression as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    /// The different paths, in the order in which they are first named.
    pub(super) paths: Vec<Written>,
}

impl Tree {
    /// The whole of it, the last node; none in an empty tree, which no text has.
    pub(super) fn root(&self) -> Option<NodeIndex> {
        NodeIndex::try_from(self.nodes.len().checked_sub(1)?).ok()
    }

    pub(super) fn node(&self, place: NodeIndex) -> Option<&Node> {
        self.nodes.get(usize::from(place))
    }

    /// The text literals, and other ends, that a value of this node comes from unchanged: through the branches of `if`
    /// and `coalesce`, however deep.
    pub(super) fn ends(&self, place: NodeIndex) -> Vec<NodeIndex> {
        let (mut open, mut ends) = (vec![place], Vec::new());
        while let Some(place) = open.pop() {
            match self.node(place) {
                Some(Node::Call(Some(Function::If), operands)) => open.extend(operands.iter().skip(1)),
                Some(Node::Call(Some(Function::Coalesce), operands)) => open.extend(operands.iter()),
                _ => ends.push(place),
            }
        }
        ends
    }
}

/// Where the nodes of a tree stand in its text; of use until it is checked.
#[derive(Debug, Clone, Default)]
pub(super) struct Spots {
    nodes: Vec<Spot>,
}

/// Where a node stands.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// Its own token: the literal, the function, the operator.
    pub(super) token: At,
    /// Where it begins as an operand, parentheses around it included.
    pub(super) start: At,
    /// The names of a path.
    pub(super) names: Box<[At]>,
}

impl Spots {
    pub(super) fn push(&mut self, spot: Spot) {
        self.nodes.push(spot);
    }

    /// The node is an operand that begins here.
    pub(super) fn begins(&mut self, place: NodeIndex, at: At) {
        if let Some(spot) = self.nodes.get_mut(usize::from(place)) {
            spot.start = at;
        }
    }

    pub(super) fn of(&self, place: NodeIndex) -> Option<&Spot> {
        self.nodes.get(usize::from(place))
    }

    pub(super) fn start(&self, place: NodeIndex) -> At {
        self.of(place).map_or(At::START, |spot| spot.start)
    }

    pub(super) fn token(&self, place: NodeIndex) -> At {
        self.of(place).map_or(At::START, |spot| spot.token)
    }
}
