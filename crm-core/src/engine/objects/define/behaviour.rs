//! What records of an object do, as it is written: checks, frozen fields, states, actions and effects (MACH, CHECK).

use crate::engine::objects::shape::Name;
use crate::engine::people::People;
use crate::engine::tree::Tree;

/// What must be true of a record (CHECK-1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its name.
    pub name: Name,
    /// The expression.
    pub check: String,
    /// What is said where it is broken.
    pub text: String,
}

/// Fields that may only change while something is true of the record before (MACH-5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The fields and parts.
    pub fields: Vec<Name>,
    /// The expression.
    pub when: String,
    /// What is said where they are frozen.
    pub text: Option<String>,
}

/// States and actions (MACH).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Machine {
    /// The state in which a record begins.
    pub start: Name,
    /// The states.
    pub states: Vec<State>,
    /// The actions.
    pub actions: Vec<Action>,
}

impl Machine {
    /// Whether there is a state of that name.
    pub fn has(&self, state: &str) -> bool {
        self.states.iter().any(|known| known.name == state)
    }
}

/// A state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Its name.
    pub name: Name,
    /// Whether records stay in it, frozen.
    pub is_final: bool,
}

/// An action.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Action {
    /// Its name.
    pub name: Name,
    /// The states in which it is possible.
    pub from: Vec<Name>,
    /// Where it leads; none where the state stays.
    pub to: Option<To>,
    /// Who may besides those with the right (MACH-3).
    pub duty: Vec<Name>,
    /// Who alone may.
    pub only: Vec<Name>,
    /// Who may not, whoever they are.
    pub never: Vec<Name>,
    /// The fields that are given with it.
    pub takes: Vec<Name>,
    /// Paths that must have a value afterwards (MACH-4).
    pub needs: Vec<String>,
    /// What must be true afterwards (CHECK-3).
    pub checks: Vec<Check>,
    /// The fields that it sets, with their expressions.
    pub set: Vec<(Name, String)>,
    /// What it causes.
    pub then: Vec<Effect>,
    /// Whether people are asked before.
    pub confirm: bool,
}

/// Where an action leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// To a state.
    State(Name),
    /// To that of the first case that holds.
    Cases(Vec<Case>),
}

impl To {
    /// The states to which it can lead.
    pub fn states(&self) -> impl Iterator<Item = &Name> {
        let (one, cases): (Option<&Name>, &[Case]) = match self {
            To::State(state) => (Some(state), &[]),
            To::Cases(cases) => (None, cases),
        };
        one.into_iter().chain(cases.iter().map(|case| &case.state))
    }
}

/// One of several states, by a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The condition; the last has none.
    pub when: Option<String>,
    /// The state.
    pub state: Name,
}

/// What an action or a rule causes (MACH-7, MACH-8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// What is done.
    pub verb: Verb,
    /// Fields or arguments, with what they get.
    pub with: Vec<(Name, Given)>,
    /// Of which records; none of the acting one.
    pub on: Option<On>,
    /// The condition.
    pub when: Option<String>,
}

/// What an effect does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb {
    /// Sets fields, each by its expression.
    Set(Vec<(Name, String)>),
    /// Creates a record of the object.
    Create(Name),
    /// Calls an action of a defined object.
    Act(Name),
    /// Deletes.
    Delete,
    /// Calls a typed operation that is marked for rules.
    Call(Name),
    /// Tells people a text.
    Notify {
        /// Whom.
        to: Vec<Told>,
        /// The text, in which `{path}` prints a field.
        text: String,
    },
}

/// Somebody whom an effect tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Who has a duty on the record.
    Duty(Name),
    /// People, by what they are.
    People(Box<People>),
}

impl Verb {
    /// The word that stands for it.
    pub fn word(&self) -> &'static str {
        match self {
            Verb::Set(_) => "set",
            Verb::Create(_) => "create",
            Verb::Act(_) => "act",
            Verb::Delete => "delete",
            Verb::Call(_) => "call",
            Verb::Notify { .. } => "notify",
        }
    }
}

/// What a field or an argument of an effect gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// What an expression gives.
    Expr(String),
    /// What several give.
    List(Vec<String>),
    /// What stands there.
    Value(Tree),
}

/// Whose fields an effect changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum On {
    /// The record to which a path of the acting one leads.
    Ref(String),
    /// Every record that is sought.
    Each {
        /// Of this object.
        object: Name,
        /// Which of them.
        filter: Tree,
        /// Their order.
        sort: Vec<String>,
        /// At most so many.
        first: Option<u32>,
    },
}
