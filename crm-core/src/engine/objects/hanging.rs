//! What hangs on an object's records, for whoever draws screens (OBJ-17): by which operations it is listed and added, and what is
//! called on each. All of it follows from the areas that keep it, and from the arguments of their operations.

use super::define::Defined;
use super::describing::Describing;
use super::description::{ObjectHanging, ObjectOperation, ObjectVerb};
use super::screen::{argument, record_argument};
use crate::engine::area;
use crate::engine::gate::Entity;
use crate::engine::hanging::Hanging;
use crate::engine::labels;
use crate::engine::operations::{Access, Operation};
use crate::engine::schema::Type;
use crate::engine::sorting::Arrange as _;

/// The type of an argument that names a record of any kind.
const KEY: &str = "RecordKey";

impl Describing {
    /// What hangs on the object's records, as far as they bear it.
    pub(super) fn hanging(&self, found: &Defined) -> Vec<ObjectHanging> {
        let borne = |hanging: &&Hanging| !hanging.columns.is_empty() && found.bears(hanging.concern);
        let mut all: Vec<(&str, &Hanging)> =
            area::all().filter_map(|area| Some((area.name(), area.hangs.iter().find(borne)?))).collect();
        all.arrange_by_key(|(_, hanging)| hanging.concern as usize);
        all.into_iter().map(|(area, hanging)| self.one(area, hanging)).collect()
    }

    fn one(&self, area: &str, hanging: &Hanging) -> ObjectHanging {
        let own = || Operation::all().filter(|operation| operation.area == area);
        let on_record = own().filter_map(|operation| {
            let record = key_argument(operation)?;
            Some(self.called(operation, Some(record)))
        });
        let on_each = own().filter_map(|operation| {
            let kind = hanging.kind.as_ref()?.as_str();
            let guard = operation.right.guard.as_ref();
            let on = guard.is_some_and(|guard| guard.on.contains(&Entity::from(kind)));
            let record = record_argument(operation, kind).filter(|path| on || path == "id")?;
            // One that names the record too makes another of them, or a version of this one.
            let makes = key_argument(operation).is_some() && !on;
            (!makes).then(|| self.called(operation, Some(record)))
        });
        let mut on_record: Vec<ObjectOperation> = on_record.collect();
        on_record.arrange_by_key(|operation| operation.verb != ObjectVerb::List);
        ObjectHanging {
            area: area.to_owned(),
            label: labels::area(self.locale, area).unwrap_or_else(|| area.to_owned()),
            kind: hanging.kind.clone(),
            columns: hanging.columns.iter().map(|column| (*column).to_owned()).collect(),
            on_record,
            on_each: on_each.collect(),
        }
    }

    fn called(&self, operation: &Operation, record: Option<String>) -> ObjectOperation {
        let verb = match operation.short_name() {
            "list" => ObjectVerb::List,
            "get" => ObjectVerb::Get,
            "create" => ObjectVerb::Create,
            "update" => ObjectVerb::Update,
            "delete" => ObjectVerb::Delete,
            _ => ObjectVerb::Action,
        };
        ObjectOperation {
            operation: operation.name.to_owned(),
            verb,
            label: labels::operation(self.locale, operation.name).unwrap_or_else(|| operation.name.to_owned()),
            access: operation.access,
            confirm: operation.confirm && operation.access == Access::Write,
            permitted: self.holds(operation),
            record,
            fields: argument(operation, |info| info.ty.record().is_some() && matches!(info.name(), "new" | "changes")),
            version: argument(operation, |info| info.name() == "version"),
        }
    }
}

/// The argument that names the record on which something hangs, as forms call it (`record`, `filter.record`, `new.records[]`): by
/// itself, among a list's conditions, or in what is made. What is changed is called on itself.
fn key_argument(operation: &Operation) -> Option<String> {
    let is_key = |ty: &Type| matches!(ty, Type::Record(record) if record.name == KEY);
    let one = argument(operation, |info| is_key(info.ty.required()));
    let several = || argument(operation, |info| matches!(info.ty.required(), Type::List(of) if is_key(of.required())));
    let found = one.or_else(|| several().filter(|_| operation.access == Access::Write).map(|path| path + "[]"));
    found.filter(|path| !path.starts_with("changes."))
}
