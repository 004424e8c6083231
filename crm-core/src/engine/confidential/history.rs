//! Field rights over history: fields before and after a change, and the arguments of calls, are JSON that was kept. A
//! reader sees it under their own rights of today; what is hidden is left out, so that not even its change is told
//! (FIELD-9).

use std::borrow::Cow;

use super::mask::mask;
use super::{Limits, Step, declared};
use crate::engine::gate::{Entity, kind};
use crate::engine::ids::RecordId;
use crate::engine::operations::Operation;
use crate::engine::schema::{FieldInfo, Of, Type};
use crate::engine::wire::{Node, write_node};

type Entries<'t> = Vec<(Cow<'t, str>, Node<'t>)>;

impl Limits {
    /// The fields of a record of a kind, as a JSON object. Where it is not said which record, it is told as one that is in every
    /// pool (ASSIGN-7).
    pub(crate) fn seen_fields(&self, entity: &Entity, record: Option<RecordId>, json: String) -> Option<String> {
        let Some(main) = declared::main_record(entity) else {
            // Of a kind that this version does not know it is not known either what can be withheld.
            return kind::find(entity).is_ok().then_some(json);
        };
        Some(self.seen(main.of, main.fields, self.pool_kept(record.map(|id| id.0)), &json))
    }

    /// The arguments of a call, as a JSON object. Those of an operation that this version does not know are left out.
    pub(crate) fn seen_arguments(&self, operation: &str, json: String) -> String {
        match Operation::find(operation) {
            Some(operation) if operation.speaks_of_fields() => {
                self.seen(None, operation.arguments, self.pool_kept(None), &json)
            }
            Some(_) => json,
            None => "{}".to_owned(),
        }
    }

    fn seen(&self, of: Option<Of>, fields: &[FieldInfo], pool: Option<i64>, json: &str) -> String {
        let mut out = Vec::with_capacity(json.len());
        match Node::parse(json) {
            Ok(Node::Object(entries)) => write_node(&mut out, &Node::Object(self.entries(of, fields, pool, entries))),
            _ => out.extend_from_slice(b"{}"),
        }
        String::from_utf8(out).unwrap_or_default()
    }

    fn entries<'t>(
        &self,
        of: Option<Of>,
        fields: &[FieldInfo],
        pool: Option<i64>,
        entries: Entries<'t>,
    ) -> Entries<'t> {
        let mut seen = Vec::with_capacity(entries.len());
        for (name, value) in entries {
            let value = match fields.iter().find(|field| field.name() == name) {
                Some(field) if field.name() == "clear" => Some(self.cleared(of, fields, pool, value)),
                Some(field) => self.value(of, field, pool, value),
                None => match declared::part(of, &name) {
                    Some(field) => self.value(of, field, pool, value),
                    None => Some(value),
                },
            };
            seen.extend(value.map(|value| (name, value)));
        }
        seen
    }

    /// What is done with a field in history: of what a pool hides no value is told, not even a mask (ASSIGN-7).
    fn told_step(&self, of: Option<Of>, field: &FieldInfo, pool: Option<i64>) -> Option<Step> {
        let (bare, step) = (self.step(of, field, None), self.step(of, field, pool));
        if step == bare { step } else { Some(Step::Hide) }
    }

    /// A field's value as far as it is seen; `None` where it is hidden.
    fn value<'t>(&self, of: Option<Of>, field: &FieldInfo, pool: Option<i64>, value: Node<'t>) -> Option<Node<'t>> {
        let step = if field.ty.is_confidential() { Some(Step::Within) } else { self.told_step(of, field, pool) };
        match (step, value) {
            (None, value) => Some(value),
            (Some(Step::Within), value) => Some(self.within(&field.ty, pool, value)),
            (Some(Step::Mask(kind)), Node::Text(text)) => Some(Node::Text(mask(kind, &text).into())),
            (Some(Step::Mask(_)), Node::Null) => Some(Node::Null),
            (Some(Step::Hide | Step::Mask(_)), _) => None,
        }
    }

    fn within<'t>(&self, ty: &Type, pool: Option<i64>, value: Node<'t>) -> Node<'t> {
        match (ty.required(), value) {
            (Type::Record(record), Node::Object(entries)) => {
                Node::Object(self.entries(record.of, record.fields, pool, entries))
            }
            (Type::List(inner), Node::List(items)) => {
                Node::List(items.into_iter().map(|item| self.within(inner, pool, item)).collect())
            }
            (_, value) => value,
        }
    }

    /// The fields that an update emptied, without the hidden ones.
    fn cleared<'t>(&self, of: Option<Of>, fields: &[FieldInfo], pool: Option<i64>, names: Node<'t>) -> Node<'t> {
        let is_seen = |name: &Node<'_>| match name {
            Node::Text(name) => {
                let field = fields.iter().find(|field| field.name() == name);
                field.is_none_or(|field| self.told_step(of, field, pool) != Some(Step::Hide))
            }
            _ => true,
        };
        match names {
            Node::List(names) => Node::List(names.into_iter().filter(is_seen).collect()),
            other => other,
        }
    }
}
