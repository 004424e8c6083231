//! What a caller gives, as references to its fields: `record!` and `update!` make a list of them of each record, and what
//! reads, writes, checks and normalises it by their descriptions exists once.

use crate::engine::field::Field;
use crate::engine::schema::FieldInfo;
use crate::engine::validate::{Rule, Violations};
use crate::engine::wire::{Kind, Misfit, Node, Wire, read_object, write_object};

/// A field that a caller's value is read into.
pub(crate) trait Place: Field {
    /// Reads it.
    ///
    /// # Errors
    /// [`Misfit`] where the JSON is none of its type.
    fn take(&mut self, node: Node<'_>) -> Result<(), Misfit>;
}

impl<T: Wire + Field> Place for T {
    fn take(&mut self, node: Node<'_>) -> Result<(), Misfit> {
        *self = T::read(node)?;
        Ok(())
    }
}

/// A record that a caller gives.
pub(crate) trait Given {
    /// What is known of its fields.
    fn fields(&self) -> &'static [FieldInfo];

    /// Hands over the fields, in their order. They are handed over as [`Place`]s here too: a second table of methods for
    /// each type of fields would be larger than what this file saves.
    fn with_given(&self, f: &mut dyn FnMut(&[&dyn Place]));

    /// Hands over the fields to be changed, in their order.
    fn with_places(&mut self, f: &mut dyn FnMut(&mut [&mut dyn Place]));
}

/// The last fields of an update, which are none of the record: `clear` and `version`.
const BESIDE: usize = 2;

/// Reads a record that has its defaults yet.
///
/// # Errors
/// As [`read_object`].
pub(crate) fn read(record: &mut dyn Given, node: Node<'_>, kind: Kind) -> Result<(), Misfit> {
    let fields = record.fields();
    // It is handed over once.
    let (mut node, mut outcome) = (Some(node), Ok(()));
    record.with_places(&mut |places| {
        if let Some(node) = node.take() {
            outcome = read_object(node, fields, kind, &mut |at, node| places[at].take(node));
        }
    });
    outcome
}

/// Appends a record.
pub(crate) fn write(record: &dyn Given, out: &mut Vec<u8>) {
    let fields = record.fields();
    record.with_given(&mut |values| write_object(out, fields, &mut values.iter().map(|value| *value as _)));
}

/// Brings every field into its kept form.
pub(crate) fn normalise(record: &mut dyn Given) {
    each(record, &|place, rules| place.normalise(rules));
}

/// Brings every field into the one spelling of equal values.
pub(crate) fn by_value(record: &mut dyn Given) {
    each(record, &|place, rules| place.by_value(rules));
}

fn each(record: &mut dyn Given, change: &dyn Fn(&mut dyn Place, &[Rule])) {
    let fields = record.fields();
    record.with_places(&mut |places| {
        for (info, place) in fields.iter().zip(places) {
            change(*place, info.rules);
        }
    });
}

/// Reports what is wrong with the fields. Those of a record stand in the error by their own names; those of a list's
/// element behind it.
pub(crate) fn check(record: &dyn Given, name: &str, out: &mut Violations) {
    out.inside(name, |out| check_fields(record, 0, out));
}

fn check_fields(record: &dyn Given, beside: usize, out: &mut Violations) {
    let fields = record.fields();
    record.with_given(&mut |values| {
        for (info, value) in fields.iter().zip(values).take(fields.len() - beside) {
            if let Some((unless, _)) = info.unless()
                && value.is_blank()
                && !fields.iter().zip(values).any(|(other, value)| other.name() == unless && !value.is_blank())
            {
                out.missing(info.name());
            }
            value.check(info.rules, info.name(), out);
        }
    });
}

/// Brings the fields of an update into their kept form. One that comes out blank is left out, and its name is added to
/// `clear`, but where it may not be emptied.
pub(crate) fn normalise_update(update: &mut dyn Given) -> Vec<String> {
    let fields = update.fields();
    let mut emptied = Vec::new();
    update.with_places(&mut |places| {
        for (info, place) in fields.iter().zip(places).take(fields.len() - BESIDE) {
            let given = !place.is_blank();
            place.normalise(info.rules);
            if given && place.is_blank() {
                emptied.push(info.name().to_owned());
            }
        }
    });
    emptied
}

/// Adds what was emptied to an update's `clear`.
pub(crate) fn clear(clear: &mut Option<Vec<String>>, emptied: Vec<String>) {
    if !emptied.is_empty() {
        clear.get_or_insert_default().extend(emptied);
    }
}

/// Reports what is wrong with the fields of an update, and with its `clear`.
pub(crate) fn check_update(update: &dyn Given, clear: &Option<Vec<String>>, out: &mut Violations) {
    check_fields(update, BESIDE, out);
    let fields = update.fields();
    update.with_given(&mut |values| {
        let changeable = || fields.iter().zip(values).take(fields.len() - BESIDE);
        for name in clear.iter().flatten() {
            match changeable().find(|(info, _)| info.name() == name) {
                None => {
                    let short: String = name.chars().take(100).collect();
                    out.add(&short, "unknown_field", "is not a field that can be cleared", None);
                }
                Some((info, _)) if info.rules.contains(&Rule::Required) => out.missing(name),
                Some((_, value)) if !value.is_blank() => {
                    out.add(name, "set_and_cleared", "is both given a value and listed in clear", None);
                }
                Some(_) => {}
            }
        }
    });
}

/// Implements what stands here for a record: `given!(NewContact { name, gender })`.
macro_rules! given {
    ($Name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::engine::given::Given for $Name {
            fn fields(&self) -> &'static [$crate::engine::schema::FieldInfo] {
                <$Name as $crate::engine::wire::Fields>::FIELDS
            }

            fn with_given(&self, f: &mut dyn FnMut(&[&dyn $crate::engine::given::Place])) {
                f(&[ $( &self.$field ),* ]);
            }

            fn with_places(&mut self, f: &mut dyn FnMut(&mut [&mut dyn $crate::engine::given::Place])) {
                f(&mut [ $( &mut self.$field ),* ]);
            }
        }
    };
}
pub(crate) use given;
