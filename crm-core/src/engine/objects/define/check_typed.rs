//! What a rule gives to the operations that write typed records (AUTO-8): the create of a kind's area, and its update.

use super::behaviour::Given;
use super::check::Checker;
use super::definitions::Defined;
use super::typed::typed_write;
use crate::engine::objects::expr::{Place, Type};
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::Name;
use crate::engine::schema::{self, FieldInfo};
use crate::engine::schema_check::fits_argument;
use crate::engine::validate::Rule;

impl<'a> Checker<'a> {
    /// Whether a rule creates a typed record of that kind: then what it gives is judged.
    pub(super) fn creates_typed(&mut self, path: &str, full: &str, name: &str, with: &'a [(Name, Given)]) -> bool {
        let defined = self.definitions.get(name).is_some_and(Defined::is_defined);
        let Some(write) = typed_write(name, "create").filter(|_| self.place == Place::Rule && !defined) else {
            return false;
        };
        let at = within(path, "with");
        for (name, given) in with {
            let path = within(&at, name);
            match write.field(name) {
                Some(field) => self.typed_given(&path, full, field, given),
                None => self.wrong(path, "unknown_field"),
            }
        }
        let given = |field: &FieldInfo| with.iter().any(|(name, _)| *name == field.name());
        for lacking in write.fields.iter().filter(|field| !field.optional && !given(field)) {
            self.wrong(within(&at, lacking.name()), "required");
        }
        true
    }

    /// Whether a rule sets a typed record's own field: then what it gives is judged. `some` says that the record is the acting
    /// one, or one to which it refers.
    pub(super) fn sets_typed(
        &mut self,
        path: &str,
        full: &str,
        (of, name): (&Defined, &str),
        text: &str,
        some: bool,
    ) -> bool {
        let own = of.field(name).is_some_and(|(_, fact)| fact.field.is_none()) && !of.is_defined();
        if self.place != Place::Rule || !own {
            return false;
        }
        let write = typed_write(&of.object.name, "update");
        match write.as_ref().and_then(|write| write.field(name)) {
            Some(_) if !some => self.wrong(path, "not_supported"),
            Some(field) => self.typed_expr(path, text, full, (field.ty.required(), field.rules)),
            None => self.wrong(path, "read_only"),
        }
        true
    }

    fn typed_given(&mut self, path: &str, full: &str, field: &FieldInfo, given: &Given) {
        match (given, field.ty.required()) {
            (Given::Expr(text), schema::Type::List(inner)) => self.typed_expr(path, text, full, (inner, field.rules)),
            (Given::Expr(text), wanted) => self.typed_expr(path, text, full, (wanted, field.rules)),
            (Given::List(texts), schema::Type::List(inner)) => {
                for (at, text) in texts.iter().enumerate() {
                    self.typed_expr(&format!("{path}[{at}]"), text, full, (inner, field.rules));
                }
            }
            (Given::Value(tree), _) if fits_argument(tree.value(), field) => {}
            (Given::List(_) | Given::Value(_), _) => self.wrong(path, "type"),
        }
    }

    fn typed_expr(&mut self, path: &str, text: &str, full: &str, (wanted, rules): (&schema::Type, &[Rule])) {
        let Some(expr) = self.expr(path, text, full, self.place, None) else { return };
        let category = rules.iter().find_map(|rule| match rule {
            Rule::Category(category) => Some(*category),
            _ => None,
        });
        let fits = match (wanted, expr.result()) {
            // Empty.
            (_, None) => true,
            (schema::Type::Text | schema::Type::Choice(_), Some(Type::Text | Type::Choice(_)))
            | (schema::Type::Integer | schema::Type::Decimal, Some(Type::Number))
            | (schema::Type::Boolean, Some(Type::Boolean))
            | (schema::Type::Date, Some(Type::Date))
            | (schema::Type::Instant, Some(Type::Instant)) => true,
            (schema::Type::Id(_), Some(Type::Text)) => category.is_some(),
            (schema::Type::Id(_), Some(Type::Entry(of))) => category.is_some_and(|category| *of == *category),
            (schema::Type::Id(id), Some(Type::Record(object))) => category.is_none() && is_id_of(id, object),
            (schema::Type::Record(record), Some(Type::Record(_))) => record.name == "RecordKey",
            (schema::Type::Record(record), Some(Type::Number)) => record.name == "Money",
            _ => false,
        };
        if !fits {
            self.wrong(path, "type");
        }
        // An entry is written by its value (TYPE-6).
        let literal = text.trim().strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
        if let (Some(category), Some(value)) = (category, literal)
            && !self.installed.has_entry(category, value)
        {
            self.wrong(path, "unknown_value");
        }
        self.reveals(path, &expr);
    }
}

/// Whether ids of that type are those of the object's records: `DictionaryEntryId`, `dictionary_entry`.
fn is_id_of(id: &str, object: &str) -> bool {
    let words = id.strip_suffix("Id").unwrap_or(id).chars();
    let snake: String =
        words.flat_map(|c| c.is_uppercase().then_some('_').into_iter().chain(c.to_lowercase())).collect();
    snake.trim_start_matches('_') == object
}
