//! The rules that are in force: read once a version, and shared by every call until there is another.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::fields::{PERSONS, Subject};
use super::setup::{DUPLICATE_RULE, DuplicateAction, DuplicateRule, THRESHOLD};
use super::store::{self, KeyKind};
use crate::dictionary::store as dictionary;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::likeness::meeting::Occasion;
use crate::engine::likeness::{House, MAIL_CATEGORY, SUFFIX_CATEGORY, Way};
use crate::engine::setup::store::{Document, enabled};
use crate::engine::sorting::Arrange as _;
use crate::engine::storage::Transaction;

/// What makes keys: a field of an object, compared in a way; above 0 the threshold has them be parts of keys.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spec {
    pub(super) subject: Subject,
    pub(super) field: String,
    pub(super) way: Way,
    pub(super) threshold: usize,
}

/// One comparison of a rule.
#[derive(Debug)]
pub(super) struct Criterion {
    pub(super) field: String,
    pub(super) other: String,
    pub(super) way: Way,
    /// How alike is enough; none where the keys must be equal.
    pub(super) threshold: Option<usize>,
    /// The keys of the records that it meets, by the key of their kind.
    pub(super) exact: i64,
    /// The parts of them, where the group begins with it.
    pub(super) blocks: Option<i64>,
}

/// A rule as it is asked.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) key: i64,
    pub(super) name: String,
    pub(super) of: Subject,
    pub(super) against: Subject,
    /// The comparisons, equal ones first.
    pub(super) groups: Vec<Vec<Criterion>>,
    content: DuplicateRule,
}

impl Rule {
    pub(super) fn action(&self, on: Occasion) -> DuplicateAction {
        self.content.action(on)
    }

    /// Whether the other record meets this one by it wherever this one meets the other.
    pub(super) fn is_mutual(&self) -> bool {
        self.of == self.against && self.groups.iter().flatten().all(|criterion| criterion.field == criterion.other)
    }
}

/// The rules, and the keys that are kept for them.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) house: House,
    /// The kinds of keys that are written, whole or not.
    pub(super) kinds: Vec<KeyKind>,
    /// Those that are in force: whose keys are whole.
    pub(super) rules: Vec<Rule>,
    /// Whether anything is compared of the persons of opportunities.
    pub(super) persons: bool,
}

/// How values are compared, by the dictionary and the settings.
pub(super) fn house(tx: &mut dyn Transaction) -> Result<House> {
    let mut items = |category| -> Result<Vec<String>> {
        Ok(dictionary::choices(tx, category)?.into_iter().map(|choice| choice.item).collect())
    };
    let (suffixes, public) = (items(SUFFIX_CATEGORY)?, items(MAIL_CATEGORY)?);
    Ok(House::of(&suffixes, &public, &store::region(tx)?))
}

/// The enabled rules, but for one that goes.
pub(super) fn documents(tx: &mut dyn Transaction, gone: Option<i64>) -> Result<Vec<Document<DuplicateRule>>> {
    let mut found = enabled::<DuplicateRule>(tx, &DUPLICATE_RULE)?;
    found.retain(|document| Some(document.key) != gone);
    Ok(found)
}

/// The kinds of keys that rules need.
pub(super) fn needed<'d>(rules: impl IntoIterator<Item = &'d DuplicateRule>) -> BTreeSet<Spec> {
    let mut needed = BTreeSet::new();
    for rule in rules {
        let Some((_, subject)) = rule.subjects() else { continue };
        for group in &rule.groups {
            for (at, criterion) in ordered(group).into_iter().enumerate() {
                let (way, similar) = criterion.compared();
                let field = criterion.other().to_owned();
                if similar && at == 0 {
                    let threshold = threshold(criterion.threshold);
                    needed.insert(Spec { subject, field: field.clone(), way, threshold });
                }
                needed.insert(Spec { subject, field, way, threshold: 0 });
            }
        }
    }
    needed
}

fn threshold(given: Option<i64>) -> usize {
    usize::try_from(given.unwrap_or(THRESHOLD)).unwrap_or_default()
}

/// The comparisons of a group, equal ones first: they are found by an index.
fn ordered(group: &super::setup::DuplicateGroup) -> Vec<&super::setup::DuplicateCriterion> {
    let mut all: Vec<_> = group.criteria.iter().collect();
    all.arrange_by_key(|criterion| criterion.compared().1);
    all
}

fn compiled(document: Document<DuplicateRule>, kinds: &[KeyKind]) -> Option<Rule> {
    let (of, against) = document.content.subjects()?;
    let kind = |field: &str, way, threshold| {
        let spec = Spec { subject: against, field: field.to_owned(), way, threshold };
        kinds.iter().find(|kind| kind.spec == spec && kind.reached.is_none()).map(|kind| kind.key)
    };
    let mut groups = Vec::with_capacity(document.content.groups.len());
    for group in &document.content.groups {
        let mut criteria = Vec::new();
        for (at, criterion) in ordered(group).into_iter().enumerate() {
            let (way, similar) = criterion.compared();
            let threshold = similar.then(|| threshold(criterion.threshold));
            criteria.push(Criterion {
                field: criterion.field.clone(),
                other: criterion.other().to_owned(),
                way,
                threshold,
                exact: kind(criterion.other(), way, 0)?,
                blocks: match threshold.filter(|_| at == 0) {
                    Some(threshold) => Some(kind(criterion.other(), way, threshold)?),
                    None => None,
                },
            });
        }
        groups.push(criteria);
    }
    Some(Rule { key: document.key, name: document.name, of, against, groups, content: document.content })
}

impl Rules {
    fn read(tx: &mut dyn Transaction) -> Result<Rules> {
        let house = house(tx)?;
        let mut kinds = store::kinds(tx)?;
        kinds.retain(|kind| !kind.spent);
        // By other rules of comparing than these they say nothing.
        let mut made: Vec<KeyKind> = kinds.clone();
        made.retain(|kind| kind.stamp == house.stamp());
        let rules: Vec<Rule> =
            documents(tx, None)?.into_iter().filter_map(|document| compiled(document, &made)).collect();
        let asked = rules.iter().filter(|rule| rule.of == Subject::Opportunity).flat_map(|rule| &rule.groups);
        let persons = made.iter().any(|kind| kind.spec.field == PERSONS)
            || asked.flatten().any(|criterion| criterion.field == PERSONS);
        Ok(Rules { house, kinds: made, rules, persons })
    }
}

/// The rules, where there are any.
pub(super) fn rules(cx: &mut Context<'_>) -> Result<Option<Arc<Rules>>> {
    let version = cx.company()?.duplicates;
    if cx.meeting.changed {
        // What this call has changed may not stay.
        return Rules::read(cx.tx()).map(|rules| Some(Arc::new(rules)));
    }
    if version == 0 {
        return Ok(None);
    }
    let session = cx.session();
    let tx = cx.tx();
    session.crm().duplicates().get(version, || Rules::read(tx)).map(Some)
}
