//! A filter tree that was checked: every field is found, every operator fits, every literal is read. It stands for itself,
//! and borrows nothing of the catalogue that it was read against.

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::super::path::Path;
use super::super::shape::{Field, Name, Object};
use crate::engine::clock::{Date, Timestamp};

/// A tree, with what a cursor over its rows stands for.
#[derive(Debug, Clone)]
pub struct Filter {
    pub(in super::super) root: Node,
    /// Tells it from every other tree, and from itself over other fields, values or parameters.
    pub(in super::super) stamp: [u8; 32],
}

impl Filter {
    pub(super) fn new(root: Node, json: &str) -> Filter {
        let mut fields = String::new();
        root.stamp(&mut fields);
        let digest = Sha256::new().chain_update(json).chain_update([0]).chain_update(fields);
        Filter { root, stamp: digest.finalize().into() }
    }
}

/// A part of a tree.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "most parts of a tree are leaves")]
pub(in super::super) enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Leaf(Leaf),
    Children(Children),
}

/// A field and what is asked of it.
#[derive(Debug, Clone)]
pub(in super::super) struct Leaf {
    pub(in super::super) path: Path,
    pub(in super::super) test: Test,
}

/// Whether records that refer to this one are there.
#[derive(Debug, Clone)]
pub(in super::super) struct Children {
    /// At least one, or not one.
    pub(in super::super) some: bool,
    pub(in super::super) object: Object,
    /// The field that refers.
    pub(in super::super) by: Field,
    /// Of which of them.
    pub(in super::super) filter: Option<Box<Node>>,
}

/// What is asked of a field.
#[derive(Debug, Clone)]
pub(in super::super) enum Test {
    Empty(bool),
    Compare(Sign, Operand),
    /// `is` and `in`.
    Among(Vec<Operand>),
    Contains(Operand),
    /// Of a department: whether it is that of who asks, or one above.
    Mine,
}

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Sign {
    Less,
    AtMost,
    More,
    AtLeast,
}

/// A value of a leaf.
#[derive(Debug, Clone)]
pub(in super::super) enum Operand {
    Literal(Literal),
    /// Days from the company's date.
    Today(i64),
    /// Hours from the instant.
    Now(i64),
    /// Who asks.
    Me,
    /// To be given when the view is asked.
    Parameter(Name),
    /// To be computed of the acting record when the effect runs.
    Expression(String),
    /// What was given is empty, and fits nothing.
    Nothing,
}

/// A literal as its field's type reads it.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A text, trimmed.
    Text(String),
    /// True or false.
    Boolean(bool),
    /// A number, and the same in units of the field's column.
    Number {
        /// The number.
        value: Decimal,
        /// It in whole units of the last place that the column keeps.
        units: i64,
    },
    /// A calendar date; of an instant, the day in which it lies.
    Day(Date),
    /// An instant.
    Instant(Timestamp),
    /// A name of a choice.
    Choice(Name),
    /// A record's public id.
    Record(Uuid),
}

impl Node {
    /// Writes what a cursor over the fields of it stands for.
    fn stamp(&self, out: &mut String) {
        match self {
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| node.stamp(out)),
            Node::Not(node) => node.stamp(out),
            Node::Leaf(leaf) => leaf.path.stamp(out),
            Node::Children(children) => {
                children.by.stamp(out);
                if let Some(node) = &children.filter {
                    node.stamp(out);
                }
            }
        }
    }

    /// Every leaf, those of children too.
    pub(super) fn leaves(&mut self, each: &mut dyn FnMut(&mut Leaf)) {
        match self {
            Node::All(nodes) | Node::Any(nodes) => nodes.iter_mut().for_each(|node| node.leaves(each)),
            Node::Not(node) => node.leaves(each),
            Node::Leaf(leaf) => each(leaf),
            Node::Children(children) => {
                if let Some(node) = &mut children.filter {
                    node.leaves(each);
                }
            }
        }
    }
}

impl Test {
    /// Its values.
    pub(super) fn operands(&mut self) -> &mut [Operand] {
        match self {
            Test::Empty(_) | Test::Mine => &mut [],
            Test::Among(operands) => operands,
            Test::Compare(_, operand) | Test::Contains(operand) => std::slice::from_mut(operand),
        }
    }
}
