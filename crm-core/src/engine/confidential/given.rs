//! Field rights before the rule: what of the arguments speaks of fields that the caller may not write, or asks about what
//! they do not read (FIELD-5, FIELD-6). Decided by rights alone, whatever the values are.

use super::{Limits, find};
use crate::engine::operations::{Access, Operation};
use crate::engine::schema::{FieldInfo, Of, Type};
use crate::engine::validate::{Rule, Violations};
use crate::engine::wire::Node;

/// A value for a field that the caller may not write.
const NOT_WRITABLE: (&str, &str) = ("not_writable", "is a field that you may not write");

/// A condition over a field that the caller does not read in full.
const NOT_READABLE: (&str, &str) = ("not_readable", "is a field that you do not read in full");

/// The arguments of a call, as they are gone through.
struct Search<'a> {
    limits: &'a Limits,
    access: Access,
    out: &'a mut Violations,
}

impl Limits {
    /// Reports what of the arguments, as JSON, the limits forbid.
    pub(crate) fn check(&self, operation: &Operation, arguments: &str, out: &mut Violations) {
        if let Ok(Node::Object(arguments)) = Node::parse(arguments) {
            Search { limits: self, access: operation.access, out }.fields(None, operation.arguments, &arguments);
        }
    }

    /// What is wrong with a value for a field, if the limits forbid it.
    pub(crate) fn forbid_value(&self, of: Option<Of>, field: &FieldInfo) -> Option<(&'static str, &'static str)> {
        (!self.to_field(of, field).writes()).then_some(NOT_WRITABLE)
    }
}

impl Operation {
    /// Whether its arguments speak of fields that can be withheld; others need not be looked at.
    pub(crate) fn speaks_of_fields(&self) -> bool {
        let stands = |rule: &Rule| matches!(rule, Rule::Of(_) | Rule::Names(_));
        self.arguments.iter().any(|argument| argument.ty.is_confidential() || argument.rules.iter().any(stands))
    }
}

impl Search<'_> {
    fn fields(&mut self, of: Option<Of>, fields: &[FieldInfo], given: &[(std::borrow::Cow<'_, str>, Node<'_>)]) {
        for field in fields {
            let value = given.iter().find(|(name, value)| name == field.name() && *value != Node::Null);
            match value {
                Some((_, value)) => {
                    self.field(of, field, value);
                    if field.name() == "clear" && of.is_some() {
                        self.cleared(of, fields, value);
                    }
                }
                // What is not given of it is emptied.
                None if of.is_some_and(|of| of.replaces) => self.field(of, field, &Node::Null),
                None => {}
            }
        }
    }

    fn field(&mut self, of: Option<Of>, field: &FieldInfo, value: &Node<'_>) {
        if let Some((code, detail)) = self.forbidden(of, field) {
            self.out.add(field.name(), code, detail, None);
        }
        for rule in field.rules {
            if let (Rule::Names(entity), Node::Text(name)) = (rule, value)
                && let Some(declared) = find(entity, name)
            {
                self.limits.ask_over_declared(declared);
                if !self.limits.to(declared).reads() {
                    self.out.add(field.name(), NOT_READABLE.0, NOT_READABLE.1, None);
                }
            }
        }
        if field.ty.is_confidential() {
            self.value(&field.ty, value, field.name());
        }
    }

    fn value(&mut self, ty: &Type, value: &Node<'_>, name: &str) {
        match (ty.required(), value) {
            // The fields of a record stand in the error by their own names; those of a list's element behind it.
            (Type::Record(record), Node::Object(given)) if name.ends_with(']') => {
                self.out.enter(name.to_owned());
                self.fields(record.of, record.fields, given);
                self.out.leave();
            }
            (Type::Record(record), Node::Object(given)) => self.fields(record.of, record.fields, given),
            (Type::List(inner), Node::List(items)) => {
                for (i, item) in items.iter().enumerate() {
                    self.value(inner, item, &format!("{name}[{i}]"));
                }
            }
            _ => {}
        }
    }

    /// The fields that an update empties.
    fn cleared(&mut self, of: Option<Of>, fields: &[FieldInfo], names: &Node<'_>) {
        let Node::List(names) = names else { return };
        for name in names {
            if let Node::Text(name) = name
                && let Some(field) = fields.iter().find(|field| field.name() == name)
                && let Some((code, detail)) = self.forbidden(of, field)
            {
                self.out.add(field.name(), code, detail, None);
            }
        }
    }

    fn forbidden(&self, of: Option<Of>, field: &FieldInfo) -> Option<(&'static str, &'static str)> {
        let asks = of.map_or(self.access == Access::Read, |of| of.asks);
        if asks {
            self.limits.ask_over(of, field);
            (!self.limits.to_field(of, field).reads()).then_some(NOT_READABLE)
        } else {
            self.limits.forbid_value(of, field)
        }
    }
}
