//! Changes of a definition: one for each class of step of PACK-2, as far as the definition has something to change.

use std::collections::BTreeMap;

use super::adds::*;
use super::dice::Dice;
use super::shape::{By, CUSTOMER, Definition, Field, Fill, Key, Kind, Machine, Object, Only};

pub const EDITS: &[(&str, Edit)] = &[
    ("object", add_object),
    ("field", add_field),
    ("filled field", add_filled),
    ("reference", add_reference),
    ("formula", add_formula),
    ("other formula", change_formula),
    ("roll-up", add_sum),
    ("other roll-up", change_sum),
    ("name", rename_field),
    ("names change places", swap_fields),
    ("object's name", rename_object),
    ("objects change places", swap_objects),
    ("field removed", remove_field),
    ("field back", bring_field_back),
    ("object removed", remove_object),
    ("object back", bring_object_back),
    ("wider", widen),
    ("narrower", narrow),
    ("whole to decimal", to_decimal),
    ("text to choice", to_choice),
    ("value replaced", replace_value),
    ("state replaced", replace_state),
    ("unique", add_unique),
    ("unique gone", |d, dice| pick(d, dice, |o| !o.unique.is_empty()).map(|key| d.object_mut(key).unique.clear())),
    ("no-overlap", add_span),
    ("no-overlap gone", |d, dice| pick(d, dice, |o| o.span.is_some()).map(|key| d.object_mut(key).span = None)),
    ("check", add_check),
    ("action", add_action),
    ("machine", add_machine),
    ("what a machine does", wire_machine),
    ("required", |d, dice| hand(d, dice, may_be_required).map(|key| d.field_mut(key).required = true)),
    ("not required", |d, dice| hand(d, dice, |_, field| field.required).map(|key| d.field_mut(key).required = false)),
    ("searched", toggle_search),
    ("owner", set_owner),
    ("number", |d, dice| pick(d, dice, |o| o.series.is_some()).map(|key| d.object_mut(key).series = Some("M{000}"))),
];

fn change_formula(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    // Of the same kind, and read by nobody: what follows may need another.
    let key =
        any(d, dice, |_, field| matches!(field.by, By::Twice(_) | By::Is(..) | By::Days(..)) && !d.is_used(field.key))?;
    let before = d.kind(key);
    let object = d.field(key).0.key;
    let by = formula(d, dice, object)?;
    let reads_itself = matches!(by, By::Twice(of) if of == key);
    let old = std::mem::replace(&mut d.field_mut(key).by, by);
    if reads_itself || d.kind(key) != before || d.field(key).1.by == old {
        d.field_mut(key).by = old;
        return None;
    }
    Some(())
}

fn change_sum(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let key = any(d, dice, |_, field| matches!(field.by, By::Sum { .. }))?;
    let (before, object) = (d.kind(key), d.field(key).0.key);
    let (to, by) = sum(d, dice)?;
    if to != object {
        return None;
    }
    let old = std::mem::replace(&mut d.field_mut(key).by, by);
    if d.kind(key) != before {
        d.field_mut(key).by = old;
        return None;
    }
    Some(())
}

/// Calls a field otherwise; what it was called is said from the applied version on.
fn called(d: &mut Definition, key: Key, name: String) {
    let base = d.applied_field(key).map(|field| field.name.clone());
    let field = d.field_mut(key);
    let old = std::mem::replace(&mut field.name, name);
    if base.is_some_and(|base| base == old) {
        field.was = vec![old];
    }
}

/// Calls an object otherwise.
fn object_called(d: &mut Definition, key: Key, name: String) {
    let base = d.applied_object(key).map(|object| object.name.clone());
    let object = d.object_mut(key);
    let old = std::mem::replace(&mut object.name, name);
    if base.is_some_and(|base| base == old) {
        object.was = vec![old];
    }
}

fn rename_field(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let key = any(d, dice, |_, _| true)?;
    let name = format!("g{}", d.fresh());
    called(d, key, name);
    Some(())
}

fn swap_fields(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let one = any(d, dice, |_, _| true)?;
    let object = d.field(one).0.key;
    let two = any(d, dice, |o, field| o.key == object && field.key != one)?;
    let (first, second) = (d.name(one).to_owned(), d.name(two).to_owned());
    called(d, one, second);
    called(d, two, first);
    Some(())
}

fn rename_object(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let key = pick(d, dice, |object| object.key != CUSTOMER)?;
    let name = format!("p{}", d.fresh());
    object_called(d, key, name);
    Some(())
}

fn swap_objects(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let one = pick(d, dice, |object| object.key != CUSTOMER)?;
    let two = pick(d, dice, |object| object.key != CUSTOMER && object.key != one)?;
    let (first, second) = (d.object(one).name.clone(), d.object(two).name.clone());
    object_called(d, one, second);
    object_called(d, two, first);
    Some(())
}

fn remove_field(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let key = any(d, dice, |object, field| !d.is_used(field.key) && object.fields.len() > 2)?;
    let object = d.field(key).0.key;
    let of = d.object_mut(object);
    let at = of.fields.iter().position(|field| field.key == key)?;
    of.fields.remove(at);
    d.values.remove(&key);
    // What came with this version was never there.
    if let Some(gone) = d.applied_field(key).cloned() {
        d.removed.push((Some(object), gone.name.clone()));
        if gone.by == By::Hand {
            d.hidden.push((object, gone));
        }
    }
    Some(())
}

/// What is cleared with another record can't be required.
fn may_be_required(_: &Object, field: &Field) -> bool {
    !field.required && !matches!(field.kind, Kind::Ref { on_delete: "clear", .. })
}

/// What is hidden comes back, where something is.
pub const BACK: [(&str, Edit); 2] = [("field back", bring_field_back), ("object back", bring_object_back)];

fn bring_field_back(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let there = |object: Key| d.objects.iter().find(|known| known.key == object);
    let free: Vec<usize> = (0..d.hidden.len())
        .filter(|at| {
            let (object, field) = &d.hidden[*at];
            let same = |of: &(Key, Field)| of.0 == *object && of.1.name == field.name;
            let twice = d.hidden.iter().filter(|of| same(of)).count() > 1;
            let leads =
                !matches!(field.kind, Kind::Ref { to, .. } if d.applied_object(to).is_none() || there(to).is_none());
            let known = |of: &Object| of.fields.iter().any(|known| known.name == field.name);
            leads
                && !twice
                && !d.applied_object(*object).is_some_and(known)
                && there(*object).is_some_and(|of| of.fields.iter().all(|known| known.name != field.name))
        })
        .collect();
    let (object, mut field) = d.hidden.remove(dice.one(&free)?);
    field.was = vec![field.name.clone()];
    field.fill = None;
    d.object_mut(object).fields.push(field);
    Some(())
}

fn remove_object(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let named = |key: Key| {
        d.objects.iter().flat_map(|object| object.fields.iter().map(move |field| (object.key, field))).any(
            |(object, field)| {
                let leads = matches!(field.kind, Kind::Ref { to, .. } if to == key) && field.by == By::Hand;
                let sums = matches!(&field.by, By::Sum { child, .. } if *child == key);
                object != key && (leads || sums)
            },
        )
    };
    let sets = |object: &Object| {
        object.fields.iter().any(|field| {
            let sets = |machine: &Machine| machine.sets.is_some_and(|(_, of)| of == field.key);
            d.objects.iter().any(|other| other.key != object.key && other.machine.as_ref().is_some_and(sets))
        })
    };
    let free = |object: &Object| {
        object.key != CUSTOMER
            && object.part_of.is_none()
            && !named(object.key)
            && !sets(object)
            && d.mine.is_none_or(|(mine, _)| mine != object.key)
    };
    let key = pick(d, dice, free)?;
    let at = d.objects.iter().position(|object| object.key == key)?;
    let gone = d.objects.remove(at);
    // What goes with it needs no word of its own.
    d.removed.retain(|(object, _)| *object != Some(key));
    d.values.retain(|of, _| gone.fields.iter().all(|field| field.key != *of));
    d.states.remove(&key);
    if let Some(gone) = d.applied_object(key).cloned() {
        // A field that went in this version too comes back with it.
        d.hidden.retain(|(object, field)| *object != key || gone.fields.iter().all(|known| known.key != field.key));
        d.removed.push((None, gone.name.clone()));
        d.gone.push(gone);
    }
    Some(())
}

fn bring_object_back(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let there = |key: Key| d.objects.iter().any(|object| object.key == key);
    let leads = |object: &Object| {
        object.fields.iter().all(|field| match &field.kind {
            Kind::Ref { to, .. } => there(*to),
            _ => true,
        } && match &field.by {
            By::Sum { child, .. } => *child == object.key,
            _ => true,
        })
    };
    let free: Vec<usize> = (0..d.gone.len())
        .filter(|at| {
            let gone = &d.gone[*at];
            let machine = gone.machine.as_ref().and_then(|machine| machine.sets).is_none();
            let name = d.objects.iter().all(|object| object.name != gone.name);
            let once = d.gone.iter().filter(|other| other.name == gone.name).count() == 1;
            let name = name && d.applied.iter().all(|object| object.name != gone.name);
            // What leads to it would come back by another name, if it is called otherwise at once.
            let hidden = |(_, field): &(Key, Field)| matches!(field.kind, Kind::Ref { to, .. } if to == gone.key);
            let name = name && !d.hidden.iter().any(hidden);
            leads(gone) && machine && name && once
        })
        .collect();
    let mut object = d.gone.remove(dice.one(&free)?);
    object.was = vec![object.name.clone()];
    object.fields.iter_mut().for_each(|field| (field.was, field.fill) = (vec![field.name.clone()], None));
    d.objects.push(object);
    Some(())
}

fn widen(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let key = hand(d, dice, |_, f| matches!(f.kind, Kind::Text { .. } | Kind::Integer { max: Some(_), .. }))?;
    match &mut d.field_mut(key).kind {
        Kind::Text { max, .. } => *max += 10,
        Kind::Integer { max, .. } => *max = None,
        _ => {}
    }
    Some(())
}

fn narrow(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let key = hand(d, dice, |_, f| matches!(f.kind, Kind::Text { .. } | Kind::Integer { .. }))?;
    match &mut d.field_mut(key).kind {
        Kind::Text { max, .. } => *max = 8,
        Kind::Integer { min, max } => (*min, *max) = (Some(-3), Some(9)),
        _ => {}
    }
    Some(())
}

fn to_decimal(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    // What administrators compute, and what fills another, is whole.
    let fills =
        |key: Key| d.objects.iter().flat_map(|object| &object.fields).any(|field| field.fill == Some(Fill::Of(key)));
    let key = hand(d, dice, |_, field| {
        matches!(field.kind, Kind::Integer { min: None, max: None }) && field.fill.is_none() && !fills(field.key)
    })?;
    d.field_mut(key).kind = Kind::Decimal;
    Some(())
}

fn to_choice(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let key = hand(d, dice, |_, field| field.kind == Kind::Word && !d.is_used(field.key))?;
    let mut values: Vec<String> = ["red", "blue", "grey", "green"].map(String::from).into();
    values.truncate(if dice.once_in(3) { 3 } else { 4 });
    d.field_mut(key).kind = Kind::Choice(values);
    Some(())
}

fn replace_value(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let key = hand(d, dice, |_, f| matches!(&f.kind, Kind::Choice(values) if values.len() > 1) && f.fill.is_none())?;
    if d.values.contains_key(&key) {
        return None;
    }
    let Kind::Choice(values) = d.field(key).1.kind.clone() else { return None };
    let (old, swaps) = (dice.one(&values)?, dice.once_in(3));
    let mut pairs = BTreeMap::new();
    let new = if swaps { values.iter().find(|value| **value != old)?.clone() } else { format!("w{}", d.fresh()) };
    pairs.insert(old.clone(), new.clone());
    if swaps {
        pairs.insert(new.clone(), old.clone());
    } else if dice.once_in(2) {
        // Another one becomes the new value too.
        pairs.extend(values.iter().find(|value| **value != old).map(|other| (other.clone(), new.clone())));
    }
    let mut now: Vec<String> = Vec::new();
    for value in values {
        let value = pairs.get(&value).cloned().unwrap_or(value);
        if !now.contains(&value) {
            now.push(value);
        }
    }
    d.field_mut(key).kind = Kind::Choice(now);
    let became = |value: &mut String| *value = pairs.get(value).cloned().unwrap_or_else(|| value.clone());
    for field in d.objects.iter_mut().flat_map(|object| &mut object.fields) {
        match &mut field.by {
            By::Is(of, value) if *of == key => became(value),
            By::Sum { only: Some(Only::Value(of, value)), .. } if *of == key => became(value),
            _ => {}
        }
    }
    d.values.insert(key, pairs);
    Some(())
}

fn replace_state(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let key = pick(d, dice, |object| object.machine.is_some())?;
    if d.states.contains_key(&key) {
        return None;
    }
    let (at, new) = (dice.below(3), format!("s{}", d.fresh()));
    let old = std::mem::replace(&mut d.object_mut(key).machine.as_mut()?.states[at], new.clone());
    d.states.entry(key).or_default().insert(old, new);
    Some(())
}

fn add_check(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let object = pick(d, dice, |object| object.key != CUSTOMER && object.check.is_none())?;
    let of = any(d, dice, |o, field| o.key == object && number(&d.kind(field.key)))?;
    d.object_mut(object).check = Some((of, 12));
    Some(())
}

fn add_action(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let object = pick(d, dice, |object| object.machine.is_some())?;
    let name = format!("again{}", d.fresh());
    d.object_mut(object).machine.as_mut()?.more.push(name);
    Some(())
}

fn toggle_search(d: &mut Definition, dice: &mut Dice) -> Option<()> {
    let key = hand(d, dice, |_, field| matches!(field.kind, Kind::Text { .. }))?;
    if let Kind::Text { search, .. } = &mut d.field_mut(key).kind {
        *search = !*search;
    }
    Some(())
}
