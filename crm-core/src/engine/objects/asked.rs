//! The filter tree that a call brings for a list (`matching`): read against the kinds of record that the areas declare,
//! under the caller's field rights and scope, and written into the statement of the list. How large the custom fields of the
//! list's records are goes the same way.

use super::asking::Asking;
use super::custom::Measure;
use super::filter::sql::Query;
use super::filter::tree::Filter;
use super::path::Crossed;
use super::shape::{Field, Rights};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::storage::{ListQuery, Transaction};
use crate::engine::tree::Tree;

/// The argument that brings it.
const ARGUMENT: &str = "matching";

/// A tree that was read, with what it is asked by; and how large custom fields are.
pub(crate) struct Matching {
    filter: Option<(Filter, Asking)>,
    measure: Option<Measure>,
}

impl Context<'_> {
    /// Reads the tree that a list of records of the kind is to match; what is wrong with it is told with the call's other
    /// mistakes, and then there is none.
    pub(crate) fn matching(&mut self, entity: &Entity, tree: &Option<Tree>) -> Result<Option<Matching>> {
        let measure = self.custom_measure(entity)?;
        let Some(tree) = tree else {
            return Ok(measure.map(|measure| Matching { filter: None, measure: Some(measure) }));
        };
        let own =
            kind::find(entity)?.object.ok_or_else(|| CrmError::bug(format!("{entity} is no object of filters")))?;
        // With what packs give it, which may be asked for beside its own (EXT-2).
        let catalogue = self.catalogue()?;
        let own = catalogue.definitions.get(entity.as_str()).map_or(own, |defined| &defined.object);
        let asking = self.asking(own.clone(), "list")?;
        let read = asking.reader(&asking.rights()).filter(&asking.own, tree.value(), &mut Crossed::default());
        Ok(self.or_told(ARGUMENT, read).map(|filter| Matching { filter: Some((filter, asking)), measure }))
    }

    /// The fields of a kind that the acting user may ask for in a filter tree, wherever its records are met.
    pub(crate) fn askable(&mut self, entity: &Entity) -> Result<Vec<&'static Field>> {
        let Some(object) = kind::find(entity)?.object else { return Ok(Vec::new()) };
        let asking = self.asking(object.clone(), "list")?;
        let rights = asking.rights_elsewhere();
        Ok(object.fields.iter().filter(|field| rights.reads(object, field)).collect())
    }

    /// The fields of a kind of which its records have several values; each with whether the acting user may ask for it.
    pub(crate) fn askable_beside(&mut self, entity: &Entity) -> Result<Vec<(Field, bool)>> {
        let Some(object) = kind::find(entity)?.object else { return Ok(Vec::new()) };
        let found = self.catalogue()?.definitions.beside(object);
        let asking = self.asking(object.clone(), "list")?;
        let rights = asking.rights_elsewhere();
        Ok(found.into_iter().map(|field| (rights.reads(object, &field), field)).map(|(reads, f)| (f, reads)).collect())
    }
}

impl ListQuery<'_> {
    /// Only the records that the tree is true of, where there is one.
    ///
    /// # Errors
    /// None but a defect of the engine's.
    pub(crate) fn matching(&mut self, tx: &dyn Transaction, matching: Option<&Matching>) -> Result<()> {
        let Some(Matching { filter, measure }) = matching else { return Ok(()) };
        if let Some(measure) = measure {
            self.measure = Some(measure.measured(self.alias()));
        }
        let Some((filter, asking)) = filter else { return Ok(()) };
        let mut query = Query::new(self.alias(), asking.terms(tx));
        let condition = query.condition(filter)?;
        let joins = query.joins();
        self.join(&joins.sql, joins.params);
        self.and(&condition.sql, condition.params);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::shape::Kind;
    use super::*;
    use crate::engine::operations::Operation;
    use crate::engine::schema::{RecordInfo, Type};
    use crate::engine::touched::{DATES, STATE_SINCE};
    use crate::engine::validate::Rule;

    /// `dictionary_entry` as `DictionaryEntry`.
    fn camel(name: &str) -> String {
        let words = name.split('_').map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_uppercase() + rest
        });
        words.collect()
    }

    /// The record that an area gives of the kind.
    fn record(kind: &str) -> &'static RecordInfo {
        let (mut records, mut choices) = (Vec::new(), Vec::new());
        Operation::all().for_each(|operation| operation.result.collect(&mut records, &mut choices));
        records.into_iter().find(|record| record.name == camel(kind)).expect("a record of the kind")
    }

    fn fits(ty: &Type, kind: &Kind, own: &str) -> bool {
        match (ty.required(), kind) {
            (Type::Text, Kind::Text { .. })
            | (Type::Integer, Kind::Integer)
            | (Type::Boolean, Kind::Boolean { .. })
            | (Type::Decimal, Kind::Decimal { .. })
            | (Type::Date, Kind::Date)
            | (Type::Instant, Kind::Instant) => true,
            (Type::Id(name), Kind::Id) => *name == format!("{}Id", camel(own)),
            (Type::Id(name), Kind::Reference(to)) => *name == format!("{}Id", camel(to)),
            (Type::Choice(choice), Kind::Choice(names)) => choice.values.iter().map(|v| v.0).eq(names.iter()),
            // A setup document is mentioned as any of its sort.
            (Type::Record(record), Kind::Reference(to)) if *to == "pipeline" => record.name == "SetupRef",
            (Type::Record(record), Kind::Reference(to)) => record.name == format!("{}Ref", camel(to)),
            (Type::Record(record), Kind::Entry { .. }) => record.name == "Choice",
            (Type::Record(record), Kind::Money { .. }) => record.name == "Money",
            _ => false,
        }
    }

    // OBJ-2: whatever a record of a described kind tells can be asked for, by its name and as what it is.
    #[test]
    fn objects_are_what_their_records_are() {
        // Counted, or several, or of the reader: no single value of the record. A version is compared when it is written, and
        // what is withheld by the right to another record's field is asked there.
        const NOT_ASKED: [&str; 13] = [
            "custom",
            "version",
            "withheld",
            "depth",
            "regions",
            "industries",
            "roles",
            "has_password",
            "has_second_factor",
            "push",
            "customer_external_id",
            "pool",
            "pool_days_left",
        ];
        // Absent in the record where it is withheld, or named by the engine where the host does not.
        const OTHERWISE: [&str; 2] = ["order.total", "order.status_label"];
        // What follows from what is done with a record, and since when it is in its state (ACT-14): asked for, and told only there.
        let beside = |name: &str| name == STATE_SINCE || name == "pool_notice_on" || DATES.contains(&name);
        // What other records mention and is itself told as a part of a setup document.
        const MENTIONED: [&str; 2] = ["pipeline", "stage"];
        let mut described = 0;
        let told = kind::all().filter(|kind| !MENTIONED.contains(&kind.name));
        for (kind, object) in told.filter_map(|kind| Some((kind, kind.object?))) {
            described += 1;
            assert_eq!((object.name.as_str(), object.table.as_str()), (kind.name, kind.table));
            let record = record(kind.name);
            for field in record.fields.iter().filter(|field| !NOT_ASKED.contains(&field.name())) {
                let of_another = field.rules.iter().any(|rule| matches!(rule, Rule::Of(_)));
                assert!(!of_another, "the right to {} is that to another record's field", field.name());
                let path = format!("{}.{}", kind.name, field.name());
                let found = object.field(field.name()).unwrap_or_else(|| panic!("{path} can't be asked"));
                assert!(fits(&field.ty, &found.kind, kind.name), "{path}: {:?} is no {:?}", found.kind, field.ty);
                let optional = matches!(field.ty, Type::Optional(_));
                assert!(found.filled != optional || OTHERWISE.contains(&path.as_str()), "{path}: never empty?");
            }
            for field in object.fields.iter().filter(|field| !beside(&field.name)) {
                assert!(record.fields.iter().any(|known| known.name() == field.name), "{}.{}", kind.name, field.name);
                let to = field.kind.to();
                assert!(
                    to.is_none_or(|to| kind::all().any(|kind| kind.object.is_some() && kind.name == to)),
                    "{}.{} leads nowhere",
                    kind.name,
                    field.name
                );
            }
        }
        assert_eq!(described, 10);
    }
}
