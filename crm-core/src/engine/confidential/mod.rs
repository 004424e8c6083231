//! Field rights (字段权限): which fields of records somebody reads in full, as a mask, or not at all, and writes.
//!
//! A field that can be withheld says so beside its declaration: `[confidential(phone)]` in an `output Customer of
//! CUSTOMER`. Whatever else stands for it follows by its name (`input NewCustomer of CUSTOMER`, `asks CUSTOMER` for
//! conditions), or says which field it stands for (`[of("customer.last_order_date")]`, which an argument may say too). What
//! is withheld is decided in the call's own transaction, and withheld in one place, the gate:
//!
//! * *arguments* before the rule, by their JSON and the operation's description (`given`): a condition over what is not
//!   read in full is `not_readable`, a value for what is not written `not_writable`. They are told with what else is wrong
//!   with fields, behind every other refusal (PERM-3);
//! * *results* behind it, by the records' descriptions (`parts`): typed, JSON and every binding pass there. A result that
//!   can't do without a field is `forbidden` (`field`), and what follows the whole database asks for all of them;
//! * *history* is JSON that was kept (`history`): it is cut where it is read, under the reader's rights of today.
//!
//! The engine itself, jobs, and whoever holds one of [`ALWAYS_FULL`] are withheld nothing. Whether a user holds a role with
//! limits at all is noted beside the user (derived, `store`), where the permission is asked for: others pay a column.

mod declared;
mod given;
mod history;
mod mask;
mod parts;
mod pooled;
mod store;

pub(crate) use declared::{Declared, all, find, main_record};
pub(crate) use parts::{Each, Part, during, in_force};
pub(crate) use store::{ALWAYS_FULL, RightNumber, keep_hidden, note_everybody, note_holders, note_user, wrongly_noted};

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use pooled::Pooled;

use crate::engine::error::Result;
use crate::engine::operations::Operation;
use crate::engine::record::choices;
use crate::engine::schema::{FieldInfo, Of, RecordInfo, Type};
use crate::engine::session::Actor;
use crate::engine::storage::Transaction;
use crate::engine::validate::Rule;

choices! {
    /// What a role may do with a field that can be withheld (FIELD-2); each allows what those before it do.
    FieldRight {
        /// Nothing: the field is absent.
        Hidden = "hidden",
        /// To see a mask of it.
        Masked = "masked",
        /// To read it.
        ReadOnly = "read_only",
        /// To read and to write it.
        Full = "full",
    }
}

choices! {
    /// What a field that can be withheld holds (FIELD-1), by which it is masked (FIELD-4).
    ConfidentialKind {
        /// A telephone number: `138****1234`.
        Phone = "phone",
        /// A number of a paper, a licence, a tax office: `310****4217`.
        IdNumber = "id_number",
        /// The number of an account: `****6789`.
        Account = "account",
        /// The name of a person: `王****`.
        Person = "person",
        /// An e-mail address: `w****@example.com`.
        Email = "email",
        /// A postal address: `上海市浦东新****`.
        Address = "address",
        /// An amount of money, or a price; it has no mask.
        Amount = "amount",
        /// Any other text: `****`.
        Text = "text",
        /// A value of another kind; it has no mask.
        Value = "value",
    }
}

impl ConfidentialKind {
    /// Whether a mask of it shows anything; where not, masked is hidden.
    pub(crate) fn has_mask(self) -> bool {
        !matches!(self, ConfidentialKind::Amount | ConfidentialKind::Value)
    }
}

impl FieldRight {
    /// Whether the field is read in full.
    pub(crate) fn reads(self) -> bool {
        self >= FieldRight::ReadOnly
    }

    /// Whether the field may be written.
    pub(crate) fn writes(self) -> bool {
        self == FieldRight::Full
    }
}

/// What the caller's rights are less than full to. Without limits everything is full.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rights(Option<Rc<Limits>>);

impl Rights {
    /// The rights of whoever acts.
    pub(crate) fn of(tx: &mut dyn Transaction, actor: &Actor) -> Result<Rights> {
        let Some(user) = actor.key() else { return Ok(Rights::default()) };
        let Some(less) = store::less_than_full(tx, user)? else { return Ok(Rights::default()) };
        let hidden = store::hidden_by_pools(tx, user)?;
        let pooled = (!hidden.is_empty()).then(|| Pooled::of(hidden));
        let limited = !less.is_empty() || pooled.is_some();
        Ok(Rights(limited.then(|| Rc::new(Limits { less, pooled, plans: RefCell::default() }))))
    }

    /// Where they end, if they do.
    pub(crate) fn limits(&self) -> Option<&Rc<Limits>> {
        self.0.as_ref()
    }

    /// The right to a field; full to one that can't be withheld.
    pub(crate) fn to(&self, entity: &str, field: &str) -> FieldRight {
        match (&self.0, find(entity, field)) {
            (Some(limits), Some(declared)) => limits.to(declared),
            _ => FieldRight::Full,
        }
    }

    /// What stands in the place of a field's text: the text itself, its mask, or nothing.
    pub(crate) fn told(&self, entity: &str, field: &str, text: String) -> Option<String> {
        match (self.to(entity, field), find(entity, field)) {
            (FieldRight::Hidden, _) => None,
            (FieldRight::Masked, Some(declared)) => declared.kind.has_mask().then(|| mask::mask(declared.kind, &text)),
            _ => Some(text),
        }
    }

    /// Notes that something is asked over a field of records: those of pools that hide it are not found (ASSIGN-7).
    pub(crate) fn ask_over(&self, entity: &str, field: &str) {
        if let (Some(limits), Some(declared)) = (&self.0, find(entity, field)) {
            limits.ask_over_declared(declared);
        }
    }

    /// The right to what a field of a record stands for: the least, where it stands for several.
    pub(crate) fn to_field(&self, of: Option<Of>, field: &FieldInfo) -> FieldRight {
        self.0.as_ref().map_or(FieldRight::Full, |limits| limits.to_field(of, field))
    }
}

/// Of what a plan is: a type of record, and the pool that it is in.
type Withheld = (&'static str, Option<i64>);

/// The fields to which somebody's rights are less than full.
#[derive(Debug)]
pub(crate) struct Limits {
    less: Vec<(&'static Declared, FieldRight)>,
    /// What pools hide of their records.
    pooled: Option<Pooled>,
    /// What is to be done with each type of record, by its name and the pool that it is in; found out once a call.
    plans: RefCell<HashMap<Withheld, Rc<Plan>>>,
}

/// What is withheld of a type of record.
#[derive(Debug, Default)]
struct Plan {
    /// By the places of the fields.
    steps: Vec<(usize, Step)>,
    /// The names of the fields that are not read in full.
    names: Vec<String>,
}

/// What is done with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Hide,
    Mask(ConfidentialKind),
    /// There are records in it of which something may be withheld.
    Within,
}

impl Limits {
    fn to(&self, declared: &Declared) -> FieldRight {
        let found = self.less.iter().find(|(less, _)| std::ptr::eq(*less, declared));
        found.map_or(FieldRight::Full, |(_, right)| *right)
    }

    fn to_field(&self, of: Option<Of>, field: &FieldInfo) -> FieldRight {
        declared::links(of, field).into_iter().map(|declared| self.to(declared)).min().unwrap_or(FieldRight::Full)
    }

    /// What is done with a field before its holder sees it, of a record that may be in a pool; nothing, where it is read in full.
    fn step(&self, of: Option<Of>, field: &FieldInfo, pool: Option<i64>) -> Option<Step> {
        let links = declared::links(of, field).into_iter();
        let (declared, right) = links.map(|declared| (declared, self.to_pooled(declared, pool))).min_by_key(|l| l.1)?;
        match right {
            FieldRight::Hidden => Some(Step::Hide),
            FieldRight::Masked => Some(Step::Mask(declared.kind)),
            FieldRight::ReadOnly | FieldRight::Full => None,
        }
    }

    fn plan(&self, info: &'static RecordInfo, pool: Option<i64>) -> Rc<Plan> {
        if let Some(plan) = self.plans.borrow().get(&(info.name, pool)) {
            return plan.clone();
        }
        let mut plan = Plan::default();
        for (at, field) in info.fields.iter().enumerate() {
            let step = self.step(info.of, field, pool);
            if step.is_some() {
                plan.names.push(field.name().to_owned());
            }
            // A list of records is not emptied: what is withheld of it is withheld of each.
            let step = if field.ty.is_confidential() { Some(Step::Within) } else { step };
            plan.steps.extend(step.map(|step| (at, step)));
        }
        let plan = Rc::new(plan);
        self.plans.borrow_mut().insert((info.name, pool), plan.clone());
        plan
    }

    /// Whether the operation can't be called: it can't do without a field that is withheld (`field`), or it shows the
    /// whole database (`out_of_scope`).
    pub(crate) fn refusal(&self, operation: &Operation) -> Option<&'static str> {
        if !self.less.iter().any(|(_, right)| !right.reads()) {
            None
        } else if operation.shows_everything() {
            Some("out_of_scope")
        } else {
            self.lacks(&operation.result).then_some("field")
        }
    }

    /// Whether a field is withheld that can be neither absent nor masked.
    fn lacks(&self, ty: &Type) -> bool {
        ty.record().is_some_and(|record| {
            record.fields.iter().any(|field| {
                self.lacks(&field.ty)
                    || !matches!(field.ty, Type::Optional(_) | Type::Text)
                        && !field.ty.is_confidential()
                        && self.step(record.of, field, None).is_some()
            })
        })
    }
}

impl FieldInfo {
    /// Whether whoever may write it must give it (FIELD-7).
    pub(crate) fn is_demanded(&self) -> bool {
        self.rules.contains(&Rule::Demanded)
    }
}
