//! What a rule is: a kind of setup document (DUP-1).

use super::fields::{PERSONS, POINTS, Subject};
use super::upkeep;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::likeness::Way;
use crate::engine::likeness::meeting::Occasion;
use crate::engine::permission::Holders;
use crate::engine::record::{choices, record};
use crate::engine::setup::{Configures, Doing, Kind, Step};

choices! {
    /// How two values are compared (DUP-3).
    DuplicateCompare {
        /// As texts: width, case, accents and spaces aside, traditional characters as simplified ones.
        Text = "text",
        /// As names of companies: their legal forms aside too, and a place in brackets at either end.
        Name = "name",
        /// As e-mail addresses.
        Email = "email",
        /// By the domain of a website or an e-mail address, but for public mail services.
        Domain = "domain",
        /// As numbers of telephones.
        Phone = "phone",
        /// As names of companies that are alike.
        SimilarName = "similar_name",
        /// As texts that are alike.
        SimilarText = "similar_text",
    }
}

choices! {
    /// What is done where a record meets others by a rule (DUP-6).
    DuplicateAction {
        /// Nothing: the rule serves checks and scans.
        Off = "off",
        /// It is written, and every hit becomes a pair.
        Record = "record",
        /// It is refused, unless the call accepts duplicates.
        Ask = "ask",
        /// It is refused, unless somebody accepts them who may ignore duplicates.
        Block = "block",
    }
}

record! {
    /// A comparison of two fields.
    input DuplicateCriterion {
        /// The field of the record at hand; `points` is all numbers and addresses of a customer or contact, `persons` those of an
        /// opportunity's persons, and their names.
        field: String [text(100)],
        /// The field of the record that it meets; the same one where absent.
        other_field: Option<String> = None [text(100)],
        /// How their values are compared.
        compare: Option<DuplicateCompare> = None [default("\"text\"")],
        /// How alike similar ones are at least, in hundredths of the longer one.
        threshold: Option<i64> = None [range(50, 99), default("85")],
    }
}

record! {
    /// What must hold together for two records to be taken for the same.
    input DuplicateGroup {
        /// The comparisons, all of which must hold.
        criteria: Vec<DuplicateCriterion> [at_most(5)],
    }
}

record! {
    /// A rule that tells duplicates (查重规则); its name is the document's.
    input DuplicateRule {
        /// The object of the record at hand: `customer`, `contact` or `opportunity`.
        of: String [text(100)],
        /// The object of the records that it may meet; the same one where absent.
        against: Option<String> = None [text(100)],
        /// The groups of comparisons, of which one is enough.
        groups: Vec<DuplicateGroup> [at_most(10)],
        /// What is done where a record is created.
        on_create: Option<DuplicateAction> = None [default("\"off\"")],
        /// What is done where a compared field is changed.
        on_update: Option<DuplicateAction> = None [default("\"off\"")],
        /// What is done where one is imported.
        on_import: Option<DuplicateAction> = None [default("\"off\"")],
        /// What is done where an opportunity becomes a customer.
        on_convert: Option<DuplicateAction> = None [default("\"off\"")],
    }
}

/// How alike similar ones must be, where a rule does not say it.
pub(super) const THRESHOLD: i64 = 85;

/// The least that a group of nothing but likeness asks for: below, its blocks would be as large as the table.
const LEAST_ALONE: i64 = 75;

/// Kept by administrators, read by sales managers too.
pub(super) static DUPLICATE_RULE: Kind = Kind {
    name: "duplicate_rule",
    writes: Holders::named("S"),
    reads: Holders::named("SM"),
    most: 50,
    ..Kind::of::<DuplicateRule>()
};

impl DuplicateCompare {
    /// By which keys, and whether those that are alike are enough.
    pub(super) fn way(self) -> (Way, bool) {
        match self {
            DuplicateCompare::Text => (Way::Text, false),
            DuplicateCompare::Name => (Way::Name, false),
            DuplicateCompare::Email => (Way::Email, false),
            DuplicateCompare::Domain => (Way::Domain, false),
            DuplicateCompare::Phone => (Way::Phone, false),
            DuplicateCompare::SimilarName => (Way::Name, true),
            DuplicateCompare::SimilarText => (Way::Text, true),
        }
    }
}

impl DuplicateCriterion {
    pub(super) fn compared(&self) -> (Way, bool) {
        self.compare.unwrap_or(DuplicateCompare::Text).way()
    }

    pub(super) fn other(&self) -> &str {
        self.other_field.as_deref().unwrap_or(&self.field)
    }
}

impl DuplicateRule {
    /// The objects on both sides; none where one is none that can be compared.
    pub(super) fn subjects(&self) -> Option<(Subject, Subject)> {
        Subject::find(&self.of).zip(Subject::find(self.against.as_deref().unwrap_or(&self.of)))
    }

    /// What is done on an occasion.
    pub(super) fn action(&self, on: Occasion) -> DuplicateAction {
        let said = match on {
            Occasion::Create => self.on_create,
            Occasion::Update => self.on_update,
            Occasion::Import => self.on_import,
            Occasion::Convert => self.on_convert,
        };
        said.unwrap_or(DuplicateAction::Off)
    }

    fn check(&self, cx: &mut Context<'_>, (of, against): (Subject, Subject)) {
        if self.groups.is_empty() {
            cx.violations().missing_once("groups");
        }
        for (place, group) in self.groups.iter().enumerate() {
            if group.criteria.is_empty() {
                cx.violations().missing_once(&format!("groups[{place}].criteria"));
            }
            let alone = group.criteria.iter().all(|criterion| criterion.compared().1);
            for (at, criterion) in group.criteria.iter().enumerate() {
                let path = format!("groups[{place}].criteria[{at}]");
                let (way, similar) = criterion.compared();
                for (subject, name, field) in
                    [(of, "field", criterion.field.as_str()), (against, "other_field", criterion.other())]
                {
                    if name == "other_field" && criterion.other_field.is_none() && of == against {
                        continue;
                    }
                    let path = format!("{path}.{name}");
                    match subject.compares(field, way) {
                        Some(true) => {}
                        Some(false) => cx.violations().add(&path, "wrong_type", "is not compared that way", None),
                        None => {
                            let names = subject.fields().iter().map(|known| known.name).collect::<Vec<_>>().join(", ");
                            let detail = format!("is no field to compare: {names}, {POINTS}, {PERSONS}");
                            cx.violations().add(&path, "unknown_field", detail, None);
                        }
                    }
                }
                if !similar && criterion.threshold.is_some() {
                    let detail = "is for what may be alike, and not equal";
                    cx.violations().add(&format!("{path}.threshold"), "not_applicable", detail, None);
                }
                let threshold = criterion.threshold.unwrap_or(THRESHOLD);
                if alone && threshold < LEAST_ALONE {
                    let limit = format!("{LEAST_ALONE}..99");
                    let detail = format!("must be within {limit} where nothing else must hold");
                    cx.violations().add(&format!("{path}.threshold"), "out_of_range", detail, Some(limit));
                }
            }
        }
    }
}

impl Configures for DuplicateRule {
    fn judge(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        if !matches!(step.doing, Doing::Put | Doing::Enable) {
            return Ok(());
        }
        match self.subjects() {
            Some(subjects) => self.check(cx, subjects),
            None => {
                let field = if Subject::find(&self.of).is_none() { "of" } else { "against" };
                if !cx.violations().has(field) {
                    let detail = "must be customer, contact or opportunity";
                    cx.violations().add(field, "not_supported", detail, None);
                }
            }
        }
        Ok(())
    }

    fn follow(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        let gone = step.key.filter(|_| step.doing == Doing::Delete);
        if step.doing == Doing::Rename { Ok(()) } else { upkeep::changed_but(cx, gone) }
    }
}
