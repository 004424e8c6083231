//! What a definition is made of at first, and what later versions add to it.

use serde_json::json;

use super::dice::Dice;
use super::shape::{By, CUSTOMER, Definition, Field, Fill, Key, Kind, Machine, Measure, Object, Only};

/// What is done; each gives whether there was something to do it to.
pub type Edit = fn(&mut Definition, &mut Dice) -> Option<()>;

/// What only adds: the first version is made of it.
pub const ADDED: &[(&str, Edit)] = &[
    ("field", add_field),
    ("field", add_field),
    ("field", add_field),
    ("reference", add_reference),
    ("formula", add_formula),
    ("roll-up", add_sum),
    ("roll-up", add_sum),
    ("unique", add_unique),
    ("no-overlap", add_span),
    ("machine", add_machine),
    ("what a machine does", wire_machine),
    ("owner", set_owner),
];

/// The first version.
pub fn first(dice: &mut Dice) -> Definition {
    let mut definition = Definition { version: 1, next: CUSTOMER, ..Definition::default() };
    definition.objects.push(empty(CUSTOMER, "customer"));
    for _ in 0..3 {
        add_object(&mut definition, dice);
    }
    // Two kinds of parts are more than any pack has.
    let (whole, part) = (definition.objects[1].key, definition.fresh());
    let line = definition.fresh();
    let mut lines = empty(part, &format!("o{part}"));
    lines.part_of = Some(line);
    lines.fields.push(field(line, Kind::Ref { to: whole, on_delete: "refuse" }, By::Hand));
    definition.objects.push(lines);
    for object in definition.objects.iter().map(|object| object.key).collect::<Vec<_>>() {
        let whole = Kind::Integer { min: Some(-5), max: Some(40) };
        for kind in [whole, Kind::Choice(["v0", "v1", "v2"].map(String::from).into())] {
            let key = definition.fresh();
            definition.object_mut(object).fields.push(field(key, kind, By::Hand));
        }
    }
    for _ in 0..24 {
        let (_, edit) = ADDED[dice.below(ADDED.len())];
        edit(&mut definition, dice);
    }
    if dice.once_in(2) {
        let whole = hand(&definition, dice, |o, f| o.key != CUSTOMER && matches!(f.kind, Kind::Integer { .. }));
        definition.mine = whole.map(|key| (definition.field(key).0.key, key));
    }
    definition
}

pub fn empty(key: Key, name: &str) -> Object {
    Object {
        key,
        name: name.to_owned(),
        was: Vec::new(),
        part_of: None,
        fields: Vec::new(),
        machine: None,
        series: None,
        owner: None,
        unique: Vec::new(),
        span: None,
        check: None,
    }
}

pub fn field(key: Key, kind: Kind, by: By) -> Field {
    Field { key, name: format!("f{key}"), was: Vec::new(), kind, required: false, fill: None, by }
}

pub fn pick(d: &Definition, dice: &mut Dice, wanted: impl Fn(&Object) -> bool) -> Option<Key> {
    let found: Vec<Key> = d.objects.iter().filter(|object| wanted(object)).map(|object| object.key).collect();
    dice.one(&found)
}

/// A field that people give.
pub fn hand(d: &Definition, dice: &mut Dice, wanted: impl Fn(&Object, &Field) -> bool) -> Option<Key> {
    any(d, dice, |object, field| field.by == By::Hand && Some(field.key) != object.part_of && wanted(object, field))
}

pub fn any(d: &Definition, dice: &mut Dice, wanted: impl Fn(&Object, &Field) -> bool) -> Option<Key> {
    let all = d.objects.iter().flat_map(|object| object.fields.iter().map(move |field| (object, field)));
    let found: Vec<Key> = all.filter(|(object, field)| wanted(object, field)).map(|(_, field)| field.key).collect();
    dice.one(&found)
}

pub fn push(d: &mut Definition, object: Key, kind: Kind, by: By) -> Key {
    let key = d.fresh();
    d.object_mut(object).fields.push(field(key, kind, by));
    key
}

pub fn number(kind: &Kind) -> bool {
    matches!(kind, Kind::Integer { .. } | Kind::Decimal | Kind::Money)
}

pub fn add_object(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let key = d.fresh();
    let mut object = empty(key, &format!("o{key}"));
    object.series = dice.once_in(2).then_some("N{0000}");
    d.objects.push(object);
    push(d, key, Kind::Text { max: 40, search: dice.once_in(2) }, By::Hand);
    push(d, key, Kind::Integer { min: None, max: None }, By::Hand);
    Some(())
}

pub fn add_field(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let object = pick(d, dice, |_| true)?;
    let kinds = [
        Kind::Text { max: 40, search: true },
        Kind::Word,
        Kind::Word,
        Kind::Boolean,
        Kind::Integer { min: None, max: Some(30) },
        Kind::Decimal,
        Kind::Money,
        Kind::Date,
        Kind::Date,
        Kind::Instant,
        Kind::Choice(["v0", "v1", "v2", "v3"].map(String::from).into()),
        Kind::Entry,
        Kind::User,
        Kind::Department,
    ];
    let key = push(d, object, dice.one(&kinds)?, By::Hand);
    d.field_mut(key).required = dice.once_in(8) && object != CUSTOMER;
    Some(())
}

pub fn add_filled(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let object = pick(d, dice, |_| true)?;
    let source = hand(d, dice, |of, field| {
        of.key == object && matches!(field.kind, Kind::Integer { .. }) && field.fill.is_none()
    });
    let fills = [
        (Kind::Integer { min: None, max: None }, Fill::Plain("7", json!(7))),
        (Kind::Text { max: 40, search: true }, Fill::Plain("concat('a', 7)", json!("a7"))),
        (Kind::Choice(vec!["v0".into(), "v9".into()]), Fill::Plain("'v9'", json!("v9"))),
        (Kind::Date, Fill::Plain("#2026-03-05", json!("2026-03-05"))),
        (Kind::Boolean, Fill::Plain("true", json!(true))),
        (Kind::Decimal, Fill::Plain("10 / 4", json!("2.5"))),
    ];
    let (kind, fill) = match source {
        Some(source) if dice.once_in(3) => (Kind::Integer { min: None, max: None }, Fill::Of(source)),
        _ => dice.one(&fills)?,
    };
    let key = push(d, object, kind, By::Hand);
    let field = d.field_mut(key);
    (field.fill, field.required) = (Some(fill), dice.once_in(3) && object != CUSTOMER);
    Some(())
}

pub fn add_reference(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let object = pick(d, dice, |_| true)?;
    let to = pick(d, dice, |object| object.part_of.is_none())?;
    let on_delete = dice.one(&["refuse", "clear", "delete"])?;
    push(d, object, Kind::Ref { to, on_delete }, By::Hand);
    Some(())
}

pub fn formula(d: &Definition, dice: &mut Dice, object: Key) -> Option<By> {
    let mut of = |wanted: &dyn Fn(&Kind) -> bool| hand(d, dice, |o, field| o.key == object && wanted(&field.kind));
    let choice = of(&|kind| matches!(kind, Kind::Choice(_)));
    let value = choice.and_then(|key| match &d.field(key).1.kind {
        Kind::Choice(values) => values.first().cloned(),
        _ => None,
    });
    let text = of(&|kind| matches!(kind, Kind::Text { .. } | Kind::Word));
    let (from, to) = (of(&|kind| *kind == Kind::Date), of(&|kind| *kind == Kind::Date));
    let made = [
        any(d, dice, |o, f| o.key == object && number(&d.kind(f.key)) && !matches!(f.by, By::Twice(_))).map(By::Twice),
        text.zip(choice).map(|(text, choice)| By::Join(text, choice)),
        choice.zip(value).map(|(choice, value)| By::Is(choice, value)),
        from.zip(to).map(|(from, to)| By::Days(from, to)),
    ];
    dice.one(&made)?
}

pub fn add_formula(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let object = pick(d, dice, |_| true)?;
    let by = formula(d, dice, object)?;
    push(d, object, Kind::Boolean, by);
    Some(())
}

pub fn sum(d: &Definition, dice: &mut Dice) -> Option<(Key, By)> {
    let by = hand(d, dice, |_, field| matches!(field.kind, Kind::Ref { .. }));
    let lines = d.objects.iter().find_map(|object| object.part_of);
    let by = if dice.once_in(4) { lines } else { by }?;
    let child = d.field(by).0;
    let Kind::Ref { to, .. } = &d.field(by).1.kind else { return None };
    // Neither roll-ups nor what is computed of them.
    let plain = |field: &Field| match field.by {
        By::Hand => true,
        By::Twice(of) => d.field(of).1.by == By::Hand,
        By::Is(..) | By::Days(..) => true,
        By::Join(..) | By::Sum { .. } => false,
    };
    let of = any(d, dice, |o, field| o.key == child.key && plain(field) && number(&d.kind(field.key)));
    let day = any(d, dice, |o, field| o.key == child.key && plain(field) && d.kind(field.key) == Kind::Date);
    let measures =
        [Some(Measure::Count), of.map(Measure::Total), of.map(Measure::Least), of.or(day).map(Measure::Greatest)];
    let measure = dice.one(&measures)??;
    let choice = hand(d, dice, |o, field| o.key == child.key && matches!(field.kind, Kind::Choice(_)));
    let value = choice.and_then(|key| match &d.field(key).1.kind {
        Kind::Choice(values) => values.first().map(|value| Only::Value(key, value.clone())),
        _ => None,
    });
    let state = child.machine.as_ref().map(|_| Only::State(dice.below(3)));
    let only = dice.one(&[None, value, state])?;
    Some((*to, By::Sum { measure, child: child.key, by, only }))
}

pub fn add_sum(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let (to, by) = sum(d, dice)?;
    push(d, to, Kind::Boolean, by);
    Some(())
}

pub fn add_unique(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let object = pick(d, dice, |object| object.key != CUSTOMER && object.unique.len() < 2)?;
    let one = any(d, dice, |o, field| o.key == object && !d.is_summed(field.key))?;
    let mut fields = vec![one];
    fields.extend(hand(d, dice, |o, field| o.key == object && field.key != one));
    let all = dice.once_in(2);
    d.object_mut(object).unique.push((fields, all));
    Some(())
}

pub fn add_span(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let object = pick(d, dice, |object| object.key != CUSTOMER && object.span.is_none())?;
    let mut date = |but: Option<Key>| {
        let known = hand(d, dice, |o, field| o.key == object && field.kind == Kind::Date && Some(field.key) != but);
        known.unwrap_or_else(|| push(d, object, Kind::Date, By::Hand))
    };
    let from = date(None);
    let to = date(Some(from));
    let by = hand(d, dice, |o, field| {
        o.key == object && matches!(field.kind, Kind::Ref { .. } | Kind::Choice(_) | Kind::Text { .. })
    });
    d.object_mut(object).span = Some((by, from, to));
    Some(())
}

pub fn add_machine(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let plain = |object: &Object| object.key != CUSTOMER && object.part_of.is_none() && object.machine.is_none();
    let object = pick(d, dice, plain)?;
    let states = ["open", "busy", "done"].map(String::from);
    let machine = Machine { states, takes: None, counts: None, sets: None, more: Vec::new() };
    d.object_mut(object).machine = Some(machine);
    Some(())
}

pub fn wire_machine(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let object = pick(d, dice, |object| object.machine.is_some())?;
    let plain = |field: &Field| matches!(field.kind, Kind::Integer { min: None, max: None });
    let takes = hand(d, dice, |o, _| o.key == object);
    let counts = hand(d, dice, |o, field| o.key == object && plain(field));
    let by = hand(d, dice, |o, field| o.key == object && matches!(field.kind, Kind::Ref { .. }));
    let leads = by.and_then(|by| match d.field(by).1.kind {
        Kind::Ref { to, .. } => Some(to),
        _ => None,
    });
    let of = leads.and_then(|to| hand(d, dice, |o, field| o.key == to && plain(field)));
    let machine = d.object_mut(object).machine.as_mut()?;
    (machine.takes, machine.counts, machine.sets) = (takes, counts, by.zip(of));
    Some(())
}

pub fn set_owner(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let key = hand(d, dice, |o, f| o.key != CUSTOMER && o.part_of.is_none() && f.kind == Kind::User)?;
    let object = d.field(key).0.key;
    d.object_mut(object).owner = Some(key);
    Some(())
}
