//! Field rights over history: fields before and after a change, and the arguments of calls, are JSON that was kept. A
//! reader sees it under their own rights of today; what is hidden is left out, so that not even its change is told
//! (FIELD-9).

use std::borrow::Cow;

use super::mask::mask;
use super::{Limits, Step, declared};
use crate::engine::gate::{Entity, kind};
use crate::engine::operations::Operation;
use crate::engine::schema::{FieldInfo, Of, Type};
use crate::engine::wire::{Node, write_node};

type Entries<'t> = Vec<(Cow<'t, str>, Node<'t>)>;

impl Limits {
    /// The fields of a record of a kind, as a JSON object.
    pub(crate) fn seen_fields(&self, entity: &Entity, json: String) -> Option<String> {
        let Some(record) = declared::main_record(entity) else {
            // Of a kind that this version does not know it is not known either what can be withheld.
            return kind::find(entity).is_ok().then_some(json);
        };
        Some(self.seen(record.of, record.fields, &json))
    }

    /// The arguments of a call, as a JSON object. Those of an operation that this version does not know are left out.
    pub(crate) fn seen_arguments(&self, operation: &str, json: String) -> String {
        match Operation::find(operation) {
            Some(operation) if operation.speaks_of_fields() => self.seen(None, operation.arguments, &json),
            Some(_) => json,
            None => "{}".to_owned(),
        }
    }

    fn seen(&self, of: Option<Of>, fields: &[FieldInfo], json: &str) -> String {
        let mut out = Vec::with_capacity(json.len());
        match Node::parse(json) {
            Ok(Node::Object(entries)) => write_node(&mut out, &Node::Object(self.entries(of, fields, entries))),
            _ => out.extend_from_slice(b"{}"),
        }
        String::from_utf8(out).unwrap_or_default()
    }

    fn entries<'t>(&self, of: Option<Of>, fields: &[FieldInfo], entries: Entries<'t>) -> Entries<'t> {
        let mut seen = Vec::with_capacity(entries.len());
        for (name, value) in entries {
            let value = match fields.iter().find(|field| field.name() == name) {
                Some(field) if field.name() == "clear" => Some(self.cleared(of, fields, value)),
                Some(field) => self.value(of, field, value),
                None => Some(value),
            };
            seen.extend(value.map(|value| (name, value)));
        }
        seen
    }

    /// A field's value as far as it is seen; `None` where it is hidden.
    fn value<'t>(&self, of: Option<Of>, field: &FieldInfo, value: Node<'t>) -> Option<Node<'t>> {
        let step = if field.ty.is_confidential() { Some(Step::Within) } else { self.step(of, field) };
        match (step, value) {
            (None, value) => Some(value),
            (Some(Step::Within), value) => Some(self.within(&field.ty, value)),
            (Some(Step::Mask(kind)), Node::Text(text)) => Some(Node::Text(mask(kind, &text).into())),
            (Some(Step::Mask(_)), Node::Null) => Some(Node::Null),
            (Some(Step::Hide | Step::Mask(_)), _) => None,
        }
    }

    fn within<'t>(&self, ty: &Type, value: Node<'t>) -> Node<'t> {
        match (ty.required(), value) {
            (Type::Record(record), Node::Object(entries)) => {
                Node::Object(self.entries(record.of, record.fields, entries))
            }
            (Type::List(inner), Node::List(items)) => {
                Node::List(items.into_iter().map(|item| self.within(inner, item)).collect())
            }
            (_, value) => value,
        }
    }

    /// The fields that an update emptied, without the hidden ones.
    fn cleared<'t>(&self, of: Option<Of>, fields: &[FieldInfo], names: Node<'t>) -> Node<'t> {
        let is_seen = |name: &Node<'_>| match name {
            Node::Text(name) => {
                let field = fields.iter().find(|field| field.name() == name);
                field.is_none_or(|field| self.step(of, field) != Some(Step::Hide))
            }
            _ => true,
        };
        match names {
            Node::List(names) => Node::List(names.into_iter().filter(is_seen).collect()),
            other => other,
        }
    }
}
