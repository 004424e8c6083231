//! Views (VIEW).

use super::check::Checker;
use super::document::{Measure, Taken, View};
use crate::engine::objects::filter::parameters::Parameter;
use crate::engine::objects::filter::read::Place;
use crate::engine::objects::mistakes::{Unfit, within};
use crate::engine::objects::path::{Crossed, Path, Ways};
use crate::engine::objects::shape::{Everything, Kind, Name, Object};

/// The type of a parameter (VIEW-3): one that needs nothing more than its word, or else a reference to the object of that name.
fn parameter(word: &Name) -> Option<Kind> {
    Some(match word.as_str() {
        "text" => Kind::Text { twin: None },
        "boolean" => Kind::Boolean { number: true },
        "integer" => Kind::Integer,
        "decimal" => Kind::Decimal { places: 6, scale: 6 },
        "money" => Kind::Money { currency: None },
        "date" => Kind::Date,
        "instant" => Kind::Instant,
        // They need more than their name.
        "choice" | "entry" | "ref" => return None,
        _ => Kind::Reference(word.clone()),
    })
}

impl View {
    /// The parameters that must be given with each asking, where nothing is wrong with the view.
    pub fn declared(&self) -> Vec<Parameter> {
        let declared = self.parameters.iter();
        declared.filter_map(|(name, word)| Some(Parameter { name: name.clone(), kind: parameter(word)? })).collect()
    }
}

impl<'a> Checker<'a> {
    /// A view of the pack.
    pub(super) fn view(&mut self, path: &str, view: &'a View) {
        let parameters = self.parameters(path, view);
        let Some(of) = self.named(&within(path, "of"), &view.of) else { return };
        let mut crossed = Crossed::default();
        if let Some(tree) = &view.filter {
            self.filter(&within(path, "filter"), tree.value(), of, Place::View(&parameters), &mut crossed);
        }
        if view.is_table() {
            self.table(path, &of.object, view, &mut crossed);
        } else {
            self.rows(path, &of.object, view, &mut crossed);
        }
    }

    /// The parameters with their types (VIEW-3).
    fn parameters(&mut self, path: &str, view: &View) -> Vec<Parameter> {
        let mut read = Vec::new();
        for (name, word) in &view.parameters {
            let path = within(&within(path, "parameters"), name);
            let Some(kind) = parameter(word) else {
                self.wrong(path, "type");
                continue;
            };
            if let Kind::Reference(to) = &kind {
                if self.definitions.get(to).is_none() {
                    self.missing(path, word, "unknown_type");
                    continue;
                }
                self.named(&path, word);
            }
            read.push(Parameter { name: name.clone(), kind });
        }
        read
    }

    fn rows(&mut self, path: &str, of: &Object, view: &View, crossed: &mut Crossed) {
        for (at, column) in view.columns.iter().enumerate() {
            self.leads(&format!("{path}.columns[{at}]"), of, column, crossed, |_| Ok(()));
        }
        let order = self.reader(Place::Call).order(of, &view.sort, crossed);
        if let Err(mistakes) = order {
            for mistake in mistakes {
                let text = view.sort.iter().enumerate().find(|(at, _)| mistake.path == format!("[{at}]"));
                if !text.is_some_and(|(_, text)| self.unread.named_in(text)) {
                    self.found.inside(&within(path, "sort"), vec![mistake]);
                }
            }
        }
    }

    fn table(&mut self, path: &str, of: &Object, view: &View, crossed: &mut Crossed) {
        if !view.columns.is_empty() {
            self.wrong(within(path, "columns"), "not_here");
        }
        for (at, key) in view.group.iter().enumerate() {
            let path = format!("{path}.group[{at}]");
            let at = if key.by.is_some() { within(&path, "field") } else { path };
            let bucket = key.by.is_some();
            self.leads(&at, of, &key.path, crossed, |path| match &path.field.kind {
                Kind::Date | Kind::Instant => Ok(()),
                _ if bucket => Err(Unfit("type", None)),
                Kind::Text { twin: None } => Err(Unfit("not_searchable", None)),
                Kind::Money { currency: Some(_) } => Err(Unfit("type", None)),
                _ => Ok(()),
            });
        }
        if view.measures.is_empty() && !self.unread.under(&within(path, "measures")) {
            self.wrong(within(path, "measures"), "required");
        }
        for (at, measure) in view.measures.iter().enumerate() {
            let Measure::Of(taken, text) = measure else { continue };
            let at = format!("{path}.measures[{at}].{}", taken.as_str());
            self.leads(&at, of, text, crossed, |path| {
                if measured(*taken, &path.field.kind) { Ok(()) } else { Err(Unfit("type", None)) }
            });
        }
        let keys = view.group.iter().map(|key| key.column());
        let columns: Vec<String> = keys.chain(view.measures.iter().map(Measure::column)).collect();
        for (at, sort) in view.sort.iter().enumerate() {
            let name = sort.strip_prefix('-').unwrap_or(sort);
            let partly = self.unread.under(&within(path, "group")) || self.unread.under(&within(path, "measures"));
            if !columns.iter().any(|column| column == name) && !partly {
                self.missing(format!("{path}.sort[{at}]"), name, "unknown_field");
            }
        }
    }

    /// A path from the object to a field that fits.
    fn leads(
        &mut self,
        path: &str,
        of: &Object,
        text: &str,
        crossed: &mut Crossed,
        fits: impl Fn(&Path) -> Result<(), Unfit>,
    ) {
        let ways = Ways { catalogue: self.definitions, rights: &Everything };
        let found = ways.find(of, text, crossed).and_then(|found| fits(&found));
        match found {
            Ok(()) => {}
            Err(_) if self.unread.named_in(text) => {}
            Err(Unfit(code, None)) => self.wrong(path, code),
            Err(Unfit(code, Some(limit))) => self.beyond(path, code, limit),
        }
    }
}

/// Whether a measure takes values of this kind (VIEW-5).
fn measured(taken: Taken, kind: &Kind) -> bool {
    let number = matches!(kind, Kind::Integer | Kind::Decimal { .. } | Kind::Money { currency: None });
    match taken {
        Taken::Sum | Taken::Avg => number,
        Taken::Min | Taken::Max => number || matches!(kind, Kind::Date | Kind::Instant),
        Taken::CountDistinct => !matches!(kind, Kind::Money { currency: Some(_) }),
    }
}
