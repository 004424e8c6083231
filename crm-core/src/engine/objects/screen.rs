//! What a program that draws screens goes by, and no shape says by itself (OBJ-17): how fields are grouped, which columns
//! matter, which filters a list offers first, the states of a board, and the operations by which records are listed, got
//! and written. A typed area declares what can't be derived beside its object; of a defined one all follows from its
//! definition.

use std::collections::BTreeSet;

use super::define::Defined;
use super::define::definitions::Fact;
use super::define::document::{Field as Declared, FieldType};
use super::describing::Describing;
use super::description::{
    ObjectBoard, ObjectChoice, ObjectDescription, ObjectField, ObjectOperation, ObjectState, ObjectVerb,
};
use super::model::Model;
use super::reach::Reach;
use super::shape::{Field, Kind, USER};
use super::show::{follows, is_kernel};
use crate::engine::area;
use crate::engine::gate::Entity;
use crate::engine::labels;
use crate::engine::operations::{Access, Operation};
use crate::engine::schema::{FieldInfo, Type};
use crate::engine::schema_check::is_id_of;
use crate::engine::sorting::Arrange as _;
use crate::engine::sorting::Arranged as _;

/// The most columns and filters that are named.
const MOST: usize = 8;

/// The groups in their order; those that areas and packs add stand before the last.
const GROUPS: [&str; 7] = ["basics", "communication", "people", "amounts", "dates", "details", LAST];

/// The group of what is nobody's to write.
pub(super) const LAST: &str = "system";

/// What stands before the name of a pack in the group of the fields that it adds.
const PACK: &str = "pack.";

/// A verb, with the arguments that take the record, the fields and the version.
type Verb = (ObjectVerb, Option<&'static str>, Option<&'static str>, Option<&'static str>);

/// The verbs of a defined object that are told.
const VERBS: [Verb; 6] = [
    (ObjectVerb::List, None, None, None),
    (ObjectVerb::Get, Some("id"), None, None),
    (ObjectVerb::Create, None, Some("new"), None),
    (ObjectVerb::Update, Some("id"), Some("changes.values"), Some("changes.version")),
    (ObjectVerb::Delete, Some("id"), None, Some("version")),
    (ObjectVerb::Restore, Some("id"), None, None),
];

/// The group of a field.
pub(super) fn group(found: &Defined, field: &Field, fact: &Fact) -> String {
    if fact.field.is_some() && found.pack.as_ref() != Some(&fact.pack) {
        return format!("{PACK}{}", fact.pack);
    }
    let named = found.object.screen.iter().flat_map(|screen| screen.groups);
    let own = named.into_iter().find(|(_, fields)| fields.contains(&field.name.as_str())).map(|(group, _)| *group);
    own.unwrap_or_else(|| of_kind(field, fact.field.as_ref())).to_owned()
}

fn of_kind(field: &Field, declared: Option<&Declared>) -> &'static str {
    let told_first = matches!(field.name.as_str(), "number" | "status");
    match (&field.kind, declared.map(|declared| &declared.ty)) {
        _ if declared.is_none() && (is_kernel(field) || follows(field)) && !told_first => LAST,
        (Kind::Reference(to), _) if to == USER || to == "department" => "people",
        (Kind::Money { .. } | Kind::Decimal { .. }, _) => "amounts",
        (Kind::Date | Kind::Instant, _) => "dates",
        (_, Some(FieldType::Text { format: Some(_), .. })) => "communication",
        (_, Some(FieldType::Text { lines: true, .. })) => "details",
        _ => "basics",
    }
}

impl Describing {
    /// Adds to the description of an object what its screens go by.
    pub(super) fn draw(&self, found: &Defined, model: Option<&Model>, reach: &Reach, told: &mut ObjectDescription) {
        told.groups = self.groups(found, &told.fields);
        told.title_fields = title_fields(found, model);
        told.columns = self.columns(found, model, told);
        told.filters = filters(found, &told.fields);
        told.board = self.board(found, told);
        told.operations = match model {
            Some(model) => self.defined_operations(model, reach, told),
            None => self.typed_operations(&found.object.name),
        };
    }

    fn groups(&self, found: &Defined, fields: &[ObjectField]) -> Vec<ObjectChoice> {
        let (first, last) = GROUPS.split_at(GROUPS.len() - 1);
        let named = found.object.screen.iter().flat_map(|screen| screen.groups).map(|(group, _)| *group);
        let of_area = named.filter(|group| !GROUPS.contains(group)).map(str::to_owned);
        let mut order: Vec<String> = first.iter().map(|group| (*group).to_owned()).chain(of_area).collect();
        for field in fields.iter().filter(|field| field.group.starts_with(PACK)) {
            if !order.contains(&field.group) {
                order.push(field.group.clone());
            }
        }
        order.extend(last.iter().map(|group| (*group).to_owned()));
        order.retain(|group| fields.iter().any(|field| field.group == *group));
        let label = |group: &str| match group.strip_prefix(PACK) {
            Some(pack) => self.catalogue.pack_label(self.locale, pack),
            None => labels::word(self.locale, &format!("group-{group}")),
        };
        order.into_iter().map(|name| ObjectChoice { label: label(&name), name }).collect()
    }

    /// The columns of a typed object are declared. Those of a defined one are its key or number, those of the first view of
    /// its pack that has some, its status, and where there is no such view the title's fields and others in their order.
    fn columns(&self, found: &Defined, model: Option<&Model>, told: &ObjectDescription) -> Vec<String> {
        let hidden = |name: &str| {
            found.field(name).is_some_and(|(_, fact)| {
                fact.field.as_ref().is_some_and(|declared| declared.confidential.is_some())
                    && !told.fields.iter().any(|field| field.name == name && field.readable)
            })
        };
        let mut columns: Vec<String> = Vec::new();
        let mut add = |name: &str| {
            let first = name.split('.').next().unwrap_or_default();
            if columns.len() < MOST && !columns.iter().any(|known| known == name) && !hidden(first) {
                columns.push(name.to_owned());
            }
        };
        if let Some(screen) = found.object.screen {
            screen.columns.iter().for_each(|name| add(name));
            return columns;
        }
        told.key.iter().for_each(|key| add(key));
        let numbered = found.field("number").filter(|(field, fact)| fact.field.is_none() && is_kernel(field));
        numbered.into_iter().for_each(|_| add("number"));
        let mut views = self.views_of(&found.object.name).map(|(_, view)| view);
        let view = views.find(|view| !view.columns.is_empty());
        view.iter().flat_map(|view| &view.columns).for_each(|path| add(path));
        if found.field("status").is_some_and(|(field, _)| is_kernel(field)) {
            add("status");
        }
        if view.is_none() {
            told.title_fields.iter().for_each(|name| add(name));
            let whole = model.and_then(|model| model.object.part_of.as_ref()).map(|part| &part.field);
            let short = told.fields.iter().filter(|field| {
                !matches!(field.group.as_str(), "system" | "details") && whole.is_none_or(|whole| *whole != field.name)
            });
            short.for_each(|field| add(&field.name));
        }
        columns
    }

    fn board(&self, found: &Defined, told: &ObjectDescription) -> Option<ObjectBoard> {
        let of_area = found.object.screen.and_then(|screen| screen.last);
        let machine = found.machine.as_ref();
        if of_area.is_none() && machine.is_none() {
            return None;
        }
        let is_final = |name: &str| {
            of_area.is_some_and(|last| last.contains(&name))
                || machine.is_some_and(|one| one.states.iter().any(|state| state.is_final && state.name == name))
        };
        let state = |state: &ObjectChoice| ObjectState {
            name: state.name.clone(),
            label: state.label.clone(),
            is_final: is_final(&state.name),
        };
        Some(ObjectBoard { field: "status".to_owned(), states: told.states.iter().map(state).collect() })
    }

    fn defined_operations(&self, model: &Model, reach: &Reach, told: &ObjectDescription) -> Vec<ObjectOperation> {
        let named = |path: Option<&str>| path.map(str::to_owned);
        let whole = self.catalogue.whole(model);
        let object = whole.map_or(&model.name, |whole| &whole.name);
        let operation = |(verb, record, fields, version): Verb| {
            let short = verb.as_str();
            let reads = matches!(verb, ObjectVerb::List | ObjectVerb::Get);
            ObjectOperation {
                operation: format!("{}.{short}", model.name),
                label: labels::verb(self.locale, short, &told.label),
                access: if reads { Access::Read } else { Access::Write },
                confirm: verb == ObjectVerb::Delete,
                permitted: reach.level(object, short).is_some(),
                verb,
                record: named(record),
                fields: named(fields),
                version: named(version),
            }
        };
        // A part is listed by itself, and written with its whole.
        let verbs = VERBS.into_iter().filter(|(verb, ..)| whole.is_none() || *verb == ObjectVerb::List);
        let action = |action: &super::description::ObjectAction| ObjectOperation {
            operation: action.operation.clone(),
            verb: ObjectVerb::Action,
            label: action.label.clone(),
            access: Access::Write,
            confirm: action.confirm,
            permitted: action.permitted,
            record: named(Some("id")),
            fields: named(Some("with")).filter(|_| !action.takes.is_empty()),
            version: named(Some("version")),
        };
        verbs.map(operation).chain(told.actions.iter().map(action)).collect()
    }

    /// Those of the area that keeps the object's records by the names that every area gives them, and whatever else is
    /// called on one.
    fn typed_operations(&self, object: &str) -> Vec<ObjectOperation> {
        let (entity, area) = (Entity::from(object), area::of_kind(object));
        let mut told = Vec::new();
        for operation in Operation::all() {
            let own = operation.area == area;
            let on = operation.right.guard.as_ref().is_some_and(|guard| guard.on.contains(&entity));
            let verb = match operation.short_name() {
                "list" if own => ObjectVerb::List,
                "get" if own => ObjectVerb::Get,
                "create" if own => ObjectVerb::Create,
                "update" if own && on => ObjectVerb::Update,
                "delete" if own && on => ObjectVerb::Delete,
                _ if on && operation.access == Access::Write => ObjectVerb::Action,
                _ => continue,
            };
            let of_record = !matches!(verb, ObjectVerb::List | ObjectVerb::Create);
            told.push(ObjectOperation {
                operation: operation.name.to_owned(),
                label: labels::operation(self.locale, operation.name).unwrap_or_else(|| operation.name.to_owned()),
                access: operation.access,
                confirm: operation.confirm,
                permitted: self.holds(operation),
                verb,
                record: of_record.then(|| record_argument(operation, object)).flatten(),
                fields: argument(operation, |info| {
                    info.ty.record().is_some() && matches!(info.name(), "new" | "changes")
                }),
                version: argument(operation, |info| info.name() == "version"),
            });
        }
        let place = |told: &ObjectOperation| ObjectVerb::ALL.iter().position(|verb| *verb == told.verb);
        told.arrange_by_key(place);
        told
    }
}

/// The fields of the title.
fn title_fields(found: &Defined, model: Option<&Model>) -> Vec<String> {
    match model {
        Some(model) => model.title.own.iter().map(|place| model.fields[*place].name.to_string()).collect(),
        None => found.object.title().map(|field| field.name.to_string()).into_iter().collect(),
    }
}

/// What a list offers first: the state, who has the record, what it refers to, its choices, and its dates.
fn filters(found: &Defined, fields: &[ObjectField]) -> Vec<String> {
    let place = |field: &Field, fact: &Fact| {
        let kernel = fact.field.is_none() && is_kernel(field);
        Some(match &field.kind {
            // Of what follows from what is done, each list has its own.
            Kind::Date if fact.field.is_none() && follows(field) => return None,
            Kind::Choice(_) if kernel => 0,
            // What no index finds is not offered first.
            Kind::Reference(_) if !field.indexed => return None,
            Kind::Reference(_) if kernel => 5,
            Kind::Reference(_) if found.owner.as_ref() == Some(&field.name) => 1,
            Kind::Reference(to) if to == USER => 2,
            Kind::Reference(_) => 3,
            Kind::Choice(_) | Kind::Entry { .. } => 4,
            Kind::Date | Kind::Instant if kernel => 7,
            Kind::Date | Kind::Instant => 6,
            Kind::Boolean { .. } => 8,
            _ => return None,
        })
    };
    let known = found.shown().zip(fields);
    let mut ranked: Vec<(i32, &str)> = known
        .filter(|(_, told)| told.readable && !told.asked.is_empty())
        .filter_map(|((field, fact), _)| Some((place(field, fact)?, field.name.as_str())))
        .collect();
    ranked.arrange_by_key(|(rank, _)| *rank);
    ranked.into_iter().take(MOST).map(|(_, name)| name.to_owned()).collect()
}

/// The fields that are given when a record of a typed object is created or changed.
pub(super) fn given(object: &str) -> BTreeSet<&'static str> {
    let area = area::of_kind(object);
    let writes =
        |operation: &&Operation| operation.area == area && matches!(operation.short_name(), "create" | "update");
    let arguments = Operation::all().filter(writes).flat_map(|operation| operation.arguments);
    let records = arguments.filter(|info| matches!(info.name(), "new" | "changes")).filter_map(|info| info.ty.record());
    records.flat_map(|record| record.fields).map(FieldInfo::name).into_set()
}

/// The argument, or the field of a record among the arguments, of which it is true.
pub(super) fn argument(operation: &Operation, is: impl Fn(&FieldInfo) -> bool) -> Option<String> {
    let own = operation.arguments.iter().find(|info| is(info)).map(|info| info.name().to_owned());
    own.or_else(|| {
        operation.arguments.iter().find_map(|outer| {
            let Type::Record(record) = outer.ty.required() else { return None };
            let inner = record.fields.iter().find(|info| is(info))?;
            Some(format!("{}.{}", outer.name(), inner.name()))
        })
    })
}

/// The argument that takes the id of a record of the object: the one of that type, or that of a record of any kind.
pub(super) fn record_argument(operation: &Operation, object: &str) -> Option<String> {
    let id = |info: &FieldInfo| match info.ty.required() {
        Type::Id(name) => Some(*name),
        _ => None,
    };
    let own = argument(operation, |info| id(info).is_some_and(|name| is_id_of(name, object)));
    own.or_else(|| argument(operation, |info| id(info) == Some("RecordId")))
}
