//! A plan as a whole (PACK-2, PACK-3): what a document changes, what stands against it, and a digest by which it is applied
//! exactly so, or not at all.

use sha2::{Digest, Sha256};

use super::super::catalogue::current::{Catalogue, Kept};
use super::super::catalogue::house::House;
use super::super::catalogue::kept::KeptTable;
use super::super::days::Moment;
use super::super::define::document::{FieldType, Pack};
use super::super::define::{Definitions, Installed, Read, check};
use super::super::expr::{Context, LEVEL};
use super::super::records::Call;
use super::super::reprinting::Reprinting;
use super::super::shape::Name;
use super::beside::{Beside, gone};
use super::count::{Counted, Counting};
use super::indexed::{NO_INDEX, Walked, entering_none, too_many};
use super::objects::Hidden;
use super::packs::{Changes, all_fields, compare, require};
use super::preview::Preview;
use super::steps::{Class, Count, Step};
use super::taken::taken;
use crate::engine::error::{FieldError, Result};
use crate::engine::setup::store::of_house;
use crate::engine::storage::Transaction;

/// What a document would do.
#[derive(Debug)]
pub struct Plan {
    /// By what it is applied.
    pub digest: String,
    /// The steps, each with what was counted for it; none where the document could not be read.
    pub steps: Vec<(Step, Counted)>,
    /// Everything that stands against it.
    pub refusals: Vec<FieldError>,
    /// About how long the writer is held, in milliseconds.
    pub estimated_ms: i64,
    /// What it changes.
    pub changes: Option<Changes>,
    /// Whether it is the document that is there, so that nothing is done.
    pub same: bool,
    /// The other packs as they will be, those that sleep too.
    pub others: Vec<Pack>,
    /// By what the views that people keep are printed again; none where nothing is named otherwise.
    pub(crate) reprinting: Option<Reprinting>,
}

impl Plan {
    /// The fields that it gives a typed object and whose values it writes.
    pub(crate) fn written(&self, object: &str) -> Vec<Name> {
        let added = self.changes.iter().flat_map(|changes| &changes.extensions).filter(|(of, _)| of == object);
        let written = added.flat_map(|(_, fields)| &fields.fields).filter(|field| field.computed);
        written.map(|field| field.name.clone()).collect()
    }
}

/// What a plan is made of.
pub struct Planning<'a> {
    /// The document, as it was read.
    pub read: &'a Read,
    /// What the database keeps.
    pub kept: Kept,
    /// What expressions see of the call.
    pub context: &'a Context,
    /// The moment at which filters are asked.
    pub moment: &'a Moment,
    /// The places of the company's currency.
    pub places: u32,
    /// The table of a typed object.
    pub typed: &'a dyn Fn(&str) -> Option<Name>,
    /// What becomes of its setup documents, where it has any.
    pub configured: Option<&'a Configured>,
    /// The entries that come into the dictionary with it.
    pub entering: &'a [Entry],
}

/// An entry of the dictionary that a pack brings (PACK-11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The category.
    pub category: String,
    /// The item.
    pub item: String,
    /// The value.
    pub value: String,
}

/// What becomes of the documents of a pack that configure the engine (SETUP-5), as whoever keeps them has judged it.
#[derive(Debug, Default)]
pub struct Configured {
    /// What stands against it, by paths in the pack.
    pub refusals: Vec<FieldError>,
    /// The administrators' own that hide what changes.
    pub hides: Vec<String>,
}

impl std::fmt::Debug for Planning<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Planning").field("pack", &self.read.pack.name).finish_non_exhaustive()
    }
}

/// About how long one row takes, in microseconds: to be looked at, and to be written.
const LOOKED_AT: i64 = 20;
const WRITTEN: i64 = 60;

/// What the rows say of a plan.
#[derive(Default)]
struct Looked {
    /// Of each step.
    counted: Vec<Counted>,
    /// Of each field that can't be computed in some records, by its path.
    unfit: Vec<(String, Counted)>,
    /// The views that enter no index, each with the records of its object.
    entering_none: Vec<Walked>,
}

/// What is hidden of a pack, as the catalogue keeps it.
#[derive(Debug)]
pub struct HiddenIn<'a> {
    /// The pack.
    pub pack: &'a str,
    /// Its key; 0 where it has none yet.
    pub key: i64,
    /// The tables.
    pub tables: &'a [KeptTable],
}

impl Hidden for HiddenIn<'_> {
    fn object(&self, name: &str) -> bool {
        let full = format!("{}.{name}", self.pack);
        self.tables.iter().any(|table| table.hidden && table.object == *full)
    }

    fn field(&self, object: &str, field: &str) -> Option<String> {
        let shown = self.tables.iter().find(|table| !table.hidden && table.object == object);
        let table = shown.or_else(|| self.tables.iter().rfind(|table| table.hidden && table.object == object))?;
        Some(table.fields.get(table.place(self.key, field, true)?)?.kind.clone())
    }
}

impl Planning<'_> {
    /// Makes the plan, with what is to be known beside it. Nothing is written.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn plan(&self, tx: &mut dyn Transaction) -> Result<Plan> {
        self.planned(tx, true)
    }

    /// Makes the plan; `notes` says whether what is no part of it, and of no digest, is counted too.
    pub(super) fn planned(&self, tx: &mut dyn Transaction, notes: bool) -> Result<Plan> {
        let pack = &self.read.pack;
        let (version, printed) = (self.kept.version, pack.print().to_string());
        let there = self.kept.packs.iter().find(|kept| kept.name == pack.name);
        let same = there.is_some_and(|there| there.enabled && there.document == printed);
        let mut refusals = self.read.mistakes.clone();
        refusals.extend(versions(pack, there.map(|there| there.version), same));
        let all = self.kept.all()?;
        let place = all.iter().position(|known| known.name == pack.name);
        let old = place.and_then(|place| all.get(place));
        let awake = |name: &str| self.kept.packs.iter().any(|known| known.enabled && known.name == name);
        let key = there.map_or(0, |there| there.key);
        let mut changes = compare(old, pack, &HiddenIn { pack: &pack.name, key, tables: &self.kept.tables });
        let house = House::load(tx, self.kept.documents()?, self.places)?;
        let own = if gone(&changes).is_empty() { Vec::new() } else { of_house(tx)? };
        let beside = Beside::new(old, (&all, &own), &mut changes, &house);
        // As they will be: it stands where its version before stands, or behind all.
        let mut documents = beside.packs.clone();
        documents.insert(place.unwrap_or(documents.len()), pack.clone());
        documents.retain(|known| known.name == pack.name || awake(&known.name));
        require(&mut changes, (old, pack), &documents);
        let after = house.clone().beside(documents);
        refusals.extend(check(self.read, &after));
        if !same {
            refusals.extend(too_many(pack, &beside.packs));
            refusals.extend(self.configured.iter().flat_map(|of| of.refusals.iter().cloned()));
        }
        for refusal in &changes.refusals {
            refusals.push(told(&refusal.path, refusal.code, refusal.limit.clone()));
        }
        for path in taken(&self.kept, &changes) {
            refusals.push(told(&path, "name_taken", None));
        }
        if refusals.is_empty() && !same {
            refusals.extend(beside.against((old, pack), (&house, &after), &awake, &mut changes));
        }
        if !same {
            let hides = self
                .configured
                .iter()
                .flat_map(|of| &of.hides)
                .map(|path| Step::new(path, Class::Hides, Count::Nothing));
            changes.steps.extend(hides);
        }
        let readable = self.read.mistakes.is_empty();
        let mut steps: Vec<(Step, Counted)> = Vec::new();
        let mut entering_none = Vec::new();
        if readable {
            let looked = if refusals.is_empty() && !same {
                self.look(tx, &changes, after, (key, notes))?
            } else {
                Looked { counted: vec![Counted::default(); changes.steps.len()], ..Looked::default() }
            };
            entering_none = looked.entering_none;
            let (counted, unfit) = (looked.counted, looked.unfit);
            steps = changes.steps.iter().cloned().zip(counted).collect();
            for (step, counted) in &steps {
                if step.count.refuses() && counted.rows > 0 {
                    let limit = Some(counted.titles.join(", ")).filter(|titles| !titles.is_empty());
                    refusals.push(told(&step.path, against(&step.count), limit));
                }
            }
            // What is filled or computed anew must fit too.
            for (path, counted) in unfit {
                let refusal = told(&path, "does_not_fit", Some(counted.titles.join(", ")));
                if !refusals.iter().any(|known| known.field == path) {
                    refusals.push(refusal);
                }
            }
        }
        let digest = digest(&printed, version, &steps, &refusals);
        let estimated_ms = estimate(&steps);
        // They come with the rows that move while people work, so the digest does not cover them.
        for Walked { path, rows } in entering_none {
            let counted = Counted { rows, note: Some(NO_INDEX), ..Counted::default() };
            match steps.iter_mut().find(|(step, _)| step.path == path) {
                Some((_, known)) => *known = counted,
                None => steps.push((Step::new(path, Class::Safe, Count::Nothing), counted)),
            }
        }
        let changes = readable.then_some(changes);
        let Beside { packs: others, reprinting, .. } = beside;
        Ok(Plan { digest, steps, refusals, estimated_ms, changes, same, others, reprinting })
    }

    /// Looks at the rows as they are by the definitions as they will be.
    fn look(
        &self,
        tx: &mut dyn Transaction,
        changes: &Changes,
        house: House,
        (key, notes): (i64, bool),
    ) -> Result<Looked> {
        let pack = &self.read.pack;
        let house = house.entering(self.filling());
        let documents = house.packs().to_vec();
        let preview = Preview::new((pack, key), changes, &documents, &self.kept.tables, self.typed);
        let definitions = Definitions::new(&Pack::default(), &house, &preview);
        let kept = Kept { version: 0, packs: Vec::new(), tables: Vec::new() };
        let world = Catalogue::of(kept, documents, &house, definitions)?;
        let call = Call { context: self.context, look: &world };
        let counting = Counting { world: &world, call, moment: self.moment, changes };
        let counted: Result<Vec<Counted>> = changes.steps.iter().map(|step| counting.count(tx, &step.count)).collect();
        let (counted, unfit) = (counted?, counting.unfit(tx)?);
        let entering_none = if notes { entering_none(tx, &world, pack, &world.documents)? } else { Vec::new() };
        Ok(Looked { counted, unfit, entering_none })
    }

    /// The entries that come and that its fields may be filled with.
    fn filling(&self) -> impl Iterator<Item = &Entry> {
        let fills = |category: &str| {
            all_fields(&self.read.pack).any(|(_, field)| {
                let of = |ty: &FieldType| matches!(ty, FieldType::Entry { category: of } if *of == *category);
                field.fill.is_some() && of(&field.ty)
            })
        };
        self.entering.iter().filter(move |entry| fills(&entry.category))
    }
}

/// An older version, or the same with another content, and a language that this engine does not know (PACK-4).
fn versions(pack: &Pack, there: Option<i64>, same: bool) -> Vec<FieldError> {
    let mut found = Vec::new();
    if let Some(there) = there.filter(|there| !same && i64::from(pack.version) <= *there) {
        found.push(told("version", "not_newer", Some(there.to_string())));
    }
    if pack.language > LEVEL {
        found.push(told("language", "newer", Some(LEVEL.to_string())));
    }
    found
}

pub(super) fn told(path: &str, code: &str, limit: Option<String>) -> FieldError {
    use crate::engine::labels::{self, Locale};
    let detail = labels::violation(Locale::En, code, limit.as_deref()).unwrap_or_else(|| code.to_owned());
    FieldError::new(path, code, detail, limit)
}

/// What is said of a step against which records stand.
fn against(count: &Count) -> &'static str {
    match count {
        Count::Twice { .. } => "not_unique",
        Count::Overlapping { .. } => "taken",
        Count::InState { .. } => "in_use",
        _ => "does_not_fit",
    }
}

/// The digest covers the document, the catalogue's version, the steps, their classes and refusals, and for counts whether
/// there are any; not the numbers of rows, which move while people work (PACK-3).
fn digest(document: &str, version: i64, steps: &[(Step, Counted)], refusals: &[FieldError]) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{version}\n{document}\n"));
    for (step, counted) in steps {
        let any = counted.rows > 0;
        hash.update(format!(
            "{} {:?} {:?} {:?} {:?} {any}\n",
            step.path, step.class, step.count, step.was, step.reprinted
        ));
    }
    for refusal in refusals {
        hash.update(format!("{} {}\n", refusal.field, refusal.code));
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// About how long the writer is held.
fn estimate(steps: &[(Step, Counted)]) -> i64 {
    let micros = steps.iter().map(|(step, counted)| {
        let each = if step.class == Class::Rewrites { WRITTEN } else { LOOKED_AT };
        counted.rows.saturating_mul(each)
    });
    // Making a table or a column takes about a millisecond.
    micros.sum::<i64>() / 1_000 + steps.len() as i64
}
