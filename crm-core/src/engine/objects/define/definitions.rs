//! The objects of a pack placed beside what is installed: typed and defined ones alike, each with its extensions, as
//! expressions and filter trees see them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::behaviour::Machine;
use super::document::{Adjust, Extension, Field, FieldType, Object, Pack, PartOf};
use super::installed::{Installed, Slots, Typed};
use super::order::{in_order, with_version};
use crate::engine::gate::{Entity, kind};
use crate::engine::hanging::{self, Concern};
use crate::engine::objects::expr::{Fields, Known, Nature, Type};
use crate::engine::objects::shape::{self, Catalogue, ENTRY, Kind, Name, Names};
use crate::engine::sorting::Arranged as _;
use crate::engine::touched::{DATES, STATE_SINCE};

/// The kernel's names that every defined object has (OBJ-5), in the order in which they stand before its own fields.
pub const KERNEL: [&str; 4] = ["id", "version", "creator", "created_at"];

/// What is known of a field of an object besides its shape.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Where its value comes from.
    pub nature: Nature,
    /// What the document says of it; none of the kernel's names and of a typed kind's own fields.
    pub field: Option<Field>,
    /// The pack that defines it; empty where none does.
    pub pack: Name,
}

/// An object with all that is known of it.
#[derive(Debug, Clone)]
pub struct Defined {
    /// What can be asked of it. The order of its fields is the order of expressions: the kernel's, its own, those of
    /// extensions.
    pub object: shape::Object,
    /// Of each of these fields what is known besides.
    pub facts: Vec<Fact>,
    /// The field that is its owner.
    pub owner: Option<Name>,
    /// The pack that defines it; none of a typed one.
    pub pack: Option<Name>,
    /// The area of a typed one.
    pub area: Option<Name>,
    /// Whether packs may add fields.
    pub extends: bool,
    /// Its states and actions.
    pub machine: Option<Machine>,
    /// Of what it is a part.
    pub part_of: Option<PartOf>,
    /// The names of its checks, those of extensions too.
    pub checks: BTreeSet<Name>,
    /// What its records don't bear.
    pub off: Vec<Name>,
    /// The fields that administrators show elsewhere, each with the one before which it stands (PACK-6).
    pub moved: Vec<(Name, Name)>,
}

impl Defined {
    /// The place of a field.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.object.fields.iter().position(|field| field.name == name)
    }

    /// A field by its name, with what is known of it.
    pub fn field(&self, name: &str) -> Option<(&shape::Field, &Fact)> {
        let index = self.index(name)?;
        Some((self.object.fields.get(index)?, self.facts.get(index)?))
    }

    /// Whether its records bear this (PROC-1).
    pub(crate) fn bears(&self, concern: Concern) -> bool {
        !self.off.iter().any(|off| off == concern.as_str())
    }

    /// Whether it is defined by a pack.
    pub fn is_defined(&self) -> bool {
        self.pack.is_some()
    }

    /// The fields in the order in which they are shown. That of expressions stays, so that a default goes on to see what it
    /// saw.
    pub fn shown(&self) -> impl Iterator<Item = (&shape::Field, &Fact)> {
        let mut order: Vec<usize> = (0..self.facts.len()).collect();
        let mut open: Vec<&(Name, Name)> = self.moved.iter().collect();
        // What is shown before another that is moved itself goes where that has gone. In a circle nothing goes anywhere.
        let next = |open: &[&(Name, Name)]| open.iter().position(|(_, to)| !open.iter().any(|(name, _)| name == to));
        while let Some(at) = next(&open) {
            let (name, before) = open.remove(at);
            let place = |order: &[usize], name: &Name| {
                order.iter().position(|index| self.object.fields.get(*index).is_some_and(|field| field.name == *name))
            };
            if let Some(from) = place(&order, name)
                && place(&order, before).is_some()
            {
                let index = order.remove(from);
                let to = place(&order, before).unwrap_or(from);
                order.insert(to, index);
            }
        }
        order.into_iter().filter_map(|index| Some((self.object.fields.get(index)?, self.facts.get(index)?)))
    }

    /// What an administrator says of a field in the place of its pack (PACK-6).
    fn adjust(&mut self, adjust: &Adjust) {
        let Some(index) = self.index(&adjust.field) else { return };
        let Some(field) = self.facts.get_mut(index).and_then(|fact| fact.field.as_mut()) else { return };
        field.required = adjust.required.unwrap_or(field.required);
        if let Some(default) = &adjust.default {
            field.default = Some(default.clone());
        }
        self.moved.extend(adjust.before.iter().map(|before| (adjust.field.clone(), before.clone())));
    }

    /// Adds fields behind those that are there. A name that is taken is left out.
    fn add(&mut self, more: Vec<(shape::Field, Fact)>) {
        let mut fields = self.object.fields.to_vec();
        for (shape, fact) in more.into_iter().filter(|(shape, _)| self.object.field(&shape.name).is_none()) {
            fields.push(shape);
            self.facts.push(fact);
        }
        self.object.fields = fields.into();
    }
}

/// Objects by their names, with the dictionary's categories.
#[derive(Debug, Default)]
pub struct Definitions {
    objects: BTreeMap<Name, Defined>,
    entries: BTreeMap<Name, BTreeSet<String>>,
}

impl Definitions {
    /// Places a pack beside what is installed, in the place of its older version. What stands in another's way, a second
    /// field of one name above all, is left out; the check tells of it.
    pub fn new(pack: &Pack, installed: &dyn Installed, slots: &dyn Slots) -> Definitions {
        let mut made = Definitions::default();
        for typed in installed.typed() {
            made.objects.insert(typed.object.name.clone(), of_typed(typed));
        }
        let all = with_version(installed.packs(), pack);
        let packs = in_order(&all, all.clone());
        for pack in &packs {
            for category in &pack.dictionary {
                let values = category.entries.iter().map(|(_, value)| value.clone());
                made.entries.entry(category.name.clone()).or_default().extend(values);
            }
            for object in &pack.objects {
                let full = pack.full(&object.name);
                let defined = of_pack(pack, object, &full, slots);
                made.objects.insert(full, defined);
            }
        }
        for pack in &packs {
            for extension in &pack.extend {
                if let Some(defined) = made.objects.get_mut(&extension.object) {
                    extend(defined, &pack.name, extension, slots);
                }
            }
        }
        // Behind all fields, whichever pack they are of.
        for extension in packs.iter().flat_map(|pack| &pack.extend) {
            if let Some(defined) = made.objects.get_mut(&extension.object) {
                extension.adjust.iter().for_each(|adjust| defined.adjust(adjust));
            }
        }
        made
    }

    /// An object by its full name.
    pub fn get(&self, name: &str) -> Option<&Defined> {
        self.objects.get(name)
    }

    /// Every object, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Defined> {
        self.objects.values()
    }

    /// The objects that a pack defines, and those that it extends.
    pub fn into_own(self, pack: &Pack) -> Vec<Defined> {
        let own = |defined: &Defined| {
            defined.pack.as_ref() == Some(&pack.name)
                || pack.extend.iter().any(|extension| extension.object == defined.object.name)
        };
        self.objects.into_values().filter(own).collect()
    }

    /// The fields of an object of which its records have several values, in none of which they stand.
    pub(crate) fn beside(&self, object: &shape::Object) -> Vec<shape::Field> {
        let named = hanging::fields().filter(|(_, field)| object.field(field.name).is_none());
        named.filter_map(|(_, field)| self.several(object, field.name)).collect()
    }

    /// Whether the pack, or another, makes entries of the category.
    pub(super) fn has_category(&self, category: &str) -> bool {
        self.entries.contains_key(category)
    }

    /// The definitions as expressions see them; `installed` knows the entries of the dictionary that are there.
    pub fn fields<'a>(&'a self, installed: &'a dyn Installed) -> Seen<'a> {
        Seen { definitions: self, installed }
    }
}

impl Catalogue for Definitions {
    fn object(&self, name: &str) -> Option<&shape::Object> {
        self.objects.get(name).map(|defined| &defined.object)
    }

    fn owner(&self, name: &str) -> Option<&Name> {
        self.objects.get(name)?.owner.as_ref()
    }

    fn several(&self, object: &shape::Object, name: &str) -> Option<shape::Field> {
        let (hanging, field) = hanging::field(name)?;
        let bears = self.objects.get(&object.name).is_some_and(|defined| defined.bears(hanging.concern));
        bears.then(|| shape::Field::several(hanging.table, field))
    }
}

/// The definitions beside the dictionary that is installed.
pub struct Seen<'a> {
    definitions: &'a Definitions,
    installed: &'a dyn Installed,
}

impl std::fmt::Debug for Seen<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Seen").finish_non_exhaustive()
    }
}

impl Fields for Seen<'_> {
    fn field(&self, object: &str, name: &str) -> Option<Known> {
        let defined = self.definitions.get(object)?;
        let count = defined.object.fields.len();
        let place = |index: usize| u32::try_from(index).ok();
        if let Some(index) = defined.index(name) {
            let (field, fact) = (defined.object.fields.get(index)?, defined.facts.get(index)?);
            return Some(Known { ty: ty(&field.kind, object), nature: fact.nature, index: place(index)? });
        }
        let user = || Type::Record(Name::new(shape::USER));
        match (name, &defined.owner) {
            // Another name of the field.
            ("owner", Some(owner)) => {
                let index = defined.index(owner)?;
                Some(Known { ty: user(), nature: defined.facts.get(index)?.nature, index: place(index)? })
            }
            ("superior", Some(_)) => Some(Known { ty: user(), nature: Nature::Kernel, index: place(count)? }),
            ("title", _) if defined.is_defined() => {
                Some(Known { ty: Type::Text, nature: Nature::Kernel, index: place(count + 1)? })
            }
            _ => None,
        }
    }

    fn has_entry(&self, category: &str, value: &str) -> bool {
        self.definitions.entries.get(category).is_some_and(|values| values.contains(value))
            || self.installed.has_entry(category, value)
    }
}

/// The type of a field's values in expressions.
pub fn ty(kind: &Kind, object: &str) -> Type {
    match kind {
        Kind::Id => Type::Record(Name::new(object)),
        Kind::Text { .. } => Type::Text,
        Kind::Boolean { .. } => Type::Boolean,
        Kind::Money { currency: Some(_) } => Type::Foreign,
        Kind::Integer | Kind::Decimal { .. } | Kind::Money { .. } => Type::Number,
        Kind::Date => Type::Date,
        Kind::Instant => Type::Instant,
        Kind::Choice(names) => Type::Choice(names.iter().map(Name::new).collect()),
        Kind::Reference(to) => Type::Record(to.clone()),
        Kind::Entry { category, .. } => Type::Entry(category.clone()),
    }
}

fn of_typed(typed: &Typed) -> Defined {
    let fact = |field: &shape::Field| Fact {
        nature: if field.name == "id" || DATES.contains(&field.name.as_str()) || field.name == STATE_SINCE {
            Nature::Kernel
        } else {
            Nature::Given
        },
        field: None,
        pack: Name::default(),
    };
    let bears = kind::find(&Entity::from(typed.object.name.as_str())).map_or(&[][..], |kind| kind.bears);
    let unborne = Concern::ALL.iter().filter(|concern| !bears.contains(concern));
    Defined {
        object: typed.object.clone(),
        facts: typed.object.fields.iter().map(fact).collect(),
        owner: typed.owner.clone(),
        pack: None,
        area: Some(typed.area.clone()),
        extends: typed.extends,
        machine: None,
        part_of: None,
        checks: BTreeSet::new(),
        off: unborne.map(|concern| Name::new_static(concern.as_str())).collect(),
        moved: Vec::new(),
    }
}

fn of_pack(pack: &Pack, object: &Object, full: &Name, slots: &dyn Slots) -> Defined {
    let (table, made) = slots.table(full);
    let mut defined = Defined {
        object: shape::Object {
            name: full.clone(),
            table,
            made,
            title: None,
            fields: Vec::new().into(),
            on_the_way: false,
            screen: None,
            conditions: shape::Shared::Fixed(&[]),
        },
        facts: Vec::new(),
        owner: object.owner.clone(),
        pack: Some(pack.name.clone()),
        area: None,
        extends: true,
        machine: object.status.clone(),
        part_of: object.part_of.clone(),
        checks: object.checks.iter().map(|check| check.name.clone()).collect(),
        off: object.off.clone(),
        moved: Vec::new(),
    };
    let mut all = Vec::with_capacity(KERNEL.len() + DATES.len() + 3);
    let mut kernel = |name: &str, kind: Kind, filled: bool| {
        let folded = matches!(kind, Kind::Text { .. });
        let placed = slots.column(full, name, folded);
        let kind = if folded { Kind::Text { twin: placed.twin } } else { kind };
        let (name, column) = (Name::new(name), placed.column);
        let shape =
            shape::Field { name, column, kind, beside: None, filled, told: false, indexed: false, several: None };
        all.push((shape, Fact { nature: Nature::Kernel, field: None, pack: pack.name.clone() }));
    };
    for name in KERNEL {
        let kind = match name {
            "id" => Kind::Id,
            "version" => Kind::Integer,
            "creator" => Kind::Reference(Name::new(shape::USER)),
            _ => Kind::Instant,
        };
        kernel(name, kind, name != "creator");
    }
    if object.number.is_some() {
        kernel("number", Kind::Text { twin: None }, false);
    }
    if let Some(machine) = &object.status {
        let states: Arc<[Name]> = machine.states.iter().map(|state| state.name.clone()).collect();
        kernel("status", Kind::Choice(Names::Counted(states)), true);
        kernel("state_since", Kind::Instant, true);
    }
    if defined.bears(Concern::Activities) {
        DATES.iter().for_each(|name| kernel(name, Kind::Date, false));
    }
    defined.add(all);
    let folded = folded(object);
    let own = object
        .fields
        .iter()
        .map(|field| (shape_of(full, field, folded.contains(&field.name), slots), fact(field, &pack.name)));
    defined.add(own.collect());
    defined
}

/// The texts of an object that have a twin: searched ones, and those by which records are told apart (TYPE-8).
pub fn folded(object: &Object) -> BTreeSet<&Name> {
    let searched = object.fields.iter().filter(|field| field.search).map(|field| &field.name);
    let unique = object.unique.iter().flat_map(|unique| &unique.fields);
    let spans = object.no_overlap.iter().flat_map(|span| &span.by);
    searched.chain(unique).chain(spans).chain(&object.key).into_set()
}

fn fact(field: &Field, pack: &Name) -> Fact {
    let nature = match (&field.formula, &field.rollup) {
        (_, Some(_)) => Nature::Rollup,
        (Some(_), None) => Nature::Formula,
        (None, None) => Nature::Given,
    };
    Fact { nature, field: Some(field.clone()), pack: pack.clone() }
}

fn extend(defined: &mut Defined, pack: &Name, extension: &Extension, slots: &dyn Slots) {
    let name = defined.object.name.clone();
    if defined.extends {
        let more = extension.fields.iter();
        defined.add(more.map(|field| (shape_of(&name, field, field.search, slots), fact(field, pack))).collect());
    }
    for check in &extension.checks {
        defined.checks.insert(check.name.clone());
    }
}

/// A field as filter trees see it.
fn shape_of(object: &Name, field: &Field, folded: bool, slots: &dyn Slots) -> shape::Field {
    let is_text = matches!(field.ty, FieldType::Text { .. });
    let placed = slots.column(object, &field.name, folded && is_text);
    let kind = match &field.ty {
        FieldType::Text { .. } => Kind::Text { twin: placed.twin },
        FieldType::Boolean => Kind::Boolean { number: true },
        FieldType::Integer { .. } => Kind::Integer,
        FieldType::Decimal { places, .. } => Kind::Decimal { places: *places, scale: slots.scale(*places) },
        FieldType::Money { any_currency, .. } => Kind::Money { currency: placed.currency.filter(|_| *any_currency) },
        FieldType::Date => Kind::Date,
        FieldType::Instant => Kind::Instant,
        FieldType::Choice { values } => Kind::Choice(Names::Counted(values.as_slice().into())),
        FieldType::Entry { category } => Kind::Entry { of: Name::new(ENTRY), category: category.clone() },
        FieldType::Ref { to, .. } => Kind::Reference(to.clone()),
        FieldType::User { .. } => Kind::Reference(Name::new(shape::USER)),
        FieldType::Department { .. } => Kind::Reference(Name::new("department")),
    };
    let (name, column) = (field.name.clone(), placed.column);
    // Every reference has its index (VIEW-7).
    let indexed = kind.to().is_some();
    shape::Field { name, column, kind, beside: placed.beside, filled: false, told: false, indexed, several: None }
}
