//! Reads what a table is asked by: `filter`, `group`, `measures` and `sort` of a view. Every mistake is told at once, by its
//! place.

use serde_json::{Map, Value as Json};

use super::super::filter::read::Reader;
use super::super::filter::tree::Filter;
use super::super::mistakes::{Mistake, Mistakes, Unfit, within};
use super::super::order;
use super::super::path::{Crossed, Path, Ways};
use super::super::shape::{Field, Kind, Object};

/// The most keys of a table.
pub const KEYS: usize = 3;

/// The most measures of a table.
pub const MEASURES: usize = 10;

/// The most rows of a table.
pub const ROWS: usize = 10_000;

/// The stretch of time of a bucket, which is named by its first day (VIEW-6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A day; of an instant that of the company's zone.
    Day,
    /// A week from Monday on.
    Week,
    /// A calendar month.
    Month,
    /// A quarter of a calendar year.
    Quarter,
    /// A calendar year.
    Year,
}

/// What a measure tells of the values of a group, empty ones left out (VIEW-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// How many records.
    Count,
    /// Their sum; of none 0.
    Sum,
    /// Their sum by their number.
    Avg,
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// How many different ones.
    CountDistinct,
}

impl By {
    const ALL: [(&'static str, By); 5] =
        [("day", By::Day), ("week", By::Week), ("month", By::Month), ("quarter", By::Quarter), ("year", By::Year)];
}

impl Function {
    const ALL: [(&'static str, Function); 6] = [
        ("count", Function::Count),
        ("sum", Function::Sum),
        ("avg", Function::Avg),
        ("min", Function::Min),
        ("max", Function::Max),
        ("count_distinct", Function::CountDistinct),
    ];
}

/// What records are grouped by.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) path: Path,
    pub(super) by: Option<By>,
    /// The field by which a record that is referred to is called, where whoever asks is told it.
    pub(super) title: Option<Field>,
}

/// What is told of each group.
#[derive(Debug, Clone)]
pub(super) struct Measure {
    pub(super) name: String,
    pub(super) function: Function,
    /// The values; none where records are counted.
    pub(super) path: Option<Path>,
}

/// A table that is asked for.
#[derive(Debug, Clone)]
pub struct Question {
    pub(super) filter: Option<Filter>,
    pub(super) keys: Vec<Key>,
    pub(super) measures: Vec<Measure>,
    /// The columns by which it is sorted before its keys, and whether downwards.
    pub(super) sort: Vec<(usize, bool)>,
    /// The measures that are left out, since whoever asks does not read their fields.
    pub(super) withheld: Vec<String>,
}

impl Question {
    /// The names of its columns: the keys, and the measures behind them.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let keys = self.keys.iter().map(|key| key.name.as_str());
        keys.chain(self.measures.iter().map(|measure| measure.name.as_str()))
    }

    /// The question with the values that are given for the parameters of its filter.
    ///
    /// # Errors
    /// As [`Filter::bind`].
    pub fn bind(mut self, given: &Map<String, Json>, places: u32) -> Result<Question, Vec<Mistake>> {
        self.filter = self.filter.map(|filter| filter.bind(given, places)).transpose()?;
        Ok(self)
    }

    /// The measures that are left out.
    pub fn withheld(&self) -> &[String] {
        &self.withheld
    }
}

impl Reader<'_> {
    /// Reads a question about the records of the object.
    ///
    /// # Errors
    /// Every mistake.
    pub fn question(&self, object: &Object, json: &Json) -> Result<Question, Vec<Mistake>> {
        let mut reading = Reading { reader: self, object, crossed: Crossed::default(), found: Mistakes::default() };
        let question = reading.question(json);
        reading.found.or(question)
    }
}

struct Reading<'a> {
    reader: &'a Reader<'a>,
    object: &'a Object,
    crossed: Crossed,
    found: Mistakes,
}

impl Reading<'_> {
    fn question(&mut self, json: &Json) -> Option<Question> {
        let Json::Object(parts) = json else {
            self.found.add("", "type");
            return None;
        };
        for name in parts.keys().filter(|name| !["filter", "group", "measures", "sort"].contains(&name.as_str())) {
            self.found.add(name.as_str(), "unknown_field");
        }
        let filter = match parts.get("filter").map(|json| self.reader.filter(self.object, json, &mut self.crossed)) {
            Some(Ok(filter)) => Some(filter),
            Some(Err(mistakes)) => {
                for Mistake { path, code, limit } in mistakes {
                    self.found.tell(within("filter", &path), Unfit(code, limit));
                }
                None
            }
            None => None,
        };
        let mut question =
            Question { filter, keys: Vec::new(), measures: Vec::new(), sort: Vec::new(), withheld: Vec::new() };
        for (at, json) in self.list(parts, "group", KEYS) {
            if let Some(key) = self.key(json, &at) {
                self.once(&question, &key.name, &at);
                question.keys.push(key);
            }
        }
        let measures = self.list(parts, "measures", MEASURES);
        if measures.is_empty() && parts.get("measures").is_none_or(|measures| measures.as_array().is_some()) {
            self.found.add("measures", "required");
        }
        for (at, json) in measures {
            match self.measure(json, &at) {
                Some(Ok(measure)) => {
                    self.once(&question, &measure.name, &at);
                    question.measures.push(measure);
                }
                Some(Err(name)) => {
                    self.once(&question, &name, &at);
                    question.withheld.push(name);
                }
                None => {}
            }
        }
        for (at, json) in self.list(parts, "sort", order::KEYS) {
            let Some(text) = self.text(json, &at) else { continue };
            let (descending, name) = match text.strip_prefix('-') {
                Some(name) => (true, name),
                None => (false, text),
            };
            let column = question.columns().position(|column| column == name);
            match column {
                Some(column) => question.sort.push((column, descending)),
                None if question.withheld.iter().any(|withheld| withheld == name) => {
                    self.found.add(at, "not_readable");
                }
                None => self.found.add(at, "unknown_field"),
            }
        }
        Some(question)
    }

    /// The elements of a list with their places, as many as there may be.
    fn list<'j>(&mut self, parts: &'j Map<String, Json>, name: &str, most: usize) -> Vec<(String, &'j Json)> {
        match parts.get(name) {
            None => Vec::new(),
            Some(Json::Array(items)) => {
                if items.len() > most {
                    self.found.tell(name, Unfit::beyond("too_many", most));
                }
                items.iter().take(most).enumerate().map(|(at, item)| (format!("{name}[{at}]"), item)).collect()
            }
            Some(_) => {
                self.found.add(name, "type");
                Vec::new()
            }
        }
    }

    fn text<'j>(&mut self, json: &'j Json, at: &str) -> Option<&'j str> {
        let text = json.as_str();
        if text.is_none() {
            self.found.add(at, "type");
        }
        text
    }

    /// No two columns have one name.
    fn once(&mut self, question: &Question, name: &str, at: &str) {
        if question.columns().any(|column| column == name) || question.withheld.iter().any(|known| known == name) {
            self.found.add(at, "twice");
        }
    }

    fn find(&mut self, text: &str) -> Result<Path, Unfit> {
        let Reader { catalogue, rights, .. } = *self.reader;
        Ways { catalogue, rights }.find(self.object, text, &mut self.crossed)
    }

    fn key(&mut self, json: &Json, at: &str) -> Option<Key> {
        let (text, by) = match json {
            Json::Object(parts) => {
                for name in parts.keys().filter(|name| *name != "field" && *name != "by") {
                    self.found.add(within(at, name), "unknown_field");
                }
                for name in ["field", "by"].into_iter().filter(|name| !parts.contains_key(*name)) {
                    self.found.add(within(at, name), "required");
                }
                let text = parts.get("field").and_then(|field| self.text(field, &within(at, "field")));
                let by = parts.get("by").and_then(|by| self.text(by, &within(at, "by")));
                let found = by.map(|by| By::ALL.into_iter().find(|(name, _)| *name == by));
                if found.is_some_and(|found| found.is_none()) {
                    self.found.add(within(at, "by"), "unknown_value");
                }
                (text?, Some(found??))
            }
            json => (self.text(json, at)?, None),
        };
        let place = if by.is_some() { within(at, "field") } else { at.to_owned() };
        match self.find(text).and_then(|path| groups(path, by.map(|(_, by)| by))) {
            Ok(path) => {
                let name = by.map_or_else(|| text.to_owned(), |(by, _)| format!("{text}.{by}"));
                let title = path.to.as_ref().and_then(|to| {
                    let title = to.title()?;
                    self.reader.rights.reads(to, title).then(|| title.clone())
                });
                Some(Key { name, path, by: by.map(|(_, by)| by), title })
            }
            Err(unfit) => {
                self.found.tell(place, unfit);
                None
            }
        }
    }

    /// A measure, or the name of one that is left out.
    fn measure(&mut self, json: &Json, at: &str) -> Option<Result<Measure, String>> {
        let Json::Object(parts) = json else {
            self.found.add(at, "type");
            return None;
        };
        let mut functions = parts.iter().filter_map(|(name, value)| {
            Function::ALL.into_iter().find(|(known, _)| known == name).map(|(name, function)| (name, function, value))
        });
        let (first, more) = (functions.next(), functions.next().is_some());
        for name in parts.keys().filter(|name| !Function::ALL.iter().any(|(known, _)| known == name)) {
            self.found.add(within(at, name), "unknown_field");
        }
        let Some((name, function, value)) = first.filter(|_| !more) else {
            self.found.add(at, "one_operator");
            return None;
        };
        let at = within(at, name);
        if function == Function::Count {
            if *value != Json::Bool(true) {
                self.found.add(at, "type");
            }
            return Some(Ok(Measure { name: name.to_owned(), function, path: None }));
        }
        let text = self.text(value, &at)?;
        let column = format!("{text}.{name}");
        match self.find(text).and_then(|path| measures(path, function)) {
            Ok(path) => Some(Ok(Measure { name: column, function, path: Some(path) })),
            Err(Unfit("not_readable", _)) => Some(Err(column)),
            Err(unfit) => {
                self.found.tell(at, unfit);
                None
            }
        }
    }
}

/// The path, where records can be grouped by it.
fn groups(path: Path, by: Option<By>) -> Result<Path, Unfit> {
    match (&path.field.kind, by) {
        (Kind::Date | Kind::Instant, _) => Ok(path),
        (_, Some(_)) | (Kind::Money { currency: Some(_) } | Kind::Id, None) => Err(Unfit::of("type")),
        (Kind::Text { twin: None }, None) => Err(Unfit::of("not_searchable")),
        _ => Ok(path),
    }
}

/// The path, where the function has a meaning for its values.
fn measures(path: Path, function: Function) -> Result<Path, Unfit> {
    let fits = match (&path.field.kind, function) {
        (Kind::Money { currency: Some(_) }, _) => false,
        (_, Function::CountDistinct) => true,
        (Kind::Integer | Kind::Decimal { .. } | Kind::Money { currency: None }, _) => true,
        (Kind::Date | Kind::Instant, Function::Min | Function::Max) => true,
        _ => false,
    };
    if fits { Ok(path) } else { Err(Unfit::of("type")) }
}
