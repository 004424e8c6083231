//! Views as they are asked (VIEW): a kept question, with values for its parameters, is the list or the table that its parts
//! would be in a call. It is judged at each asking by what is defined then, so that one which names what is gone is refused
//! until it is changed (VIEW-9).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::asking::Asking;
use super::catalogue::current::Catalogue;
use super::catalogue::house::House;
use super::define::document::{Pack, View};
use super::define::kept_view;
use super::filter::parameters::{self, Parameter};
use super::filter::read::{Place, Reader};
use super::mistakes::{Mistake, within};
use super::path::Crossed;
use super::read::own;
use super::record::{ObjectPage, ObjectTable};
use super::shape::Kind;
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::Context;
use crate::engine::money;
use crate::engine::page::PageRequest;
use crate::engine::sorting::Arrange as _;
use crate::engine::tree::Tree;
use crate::engine::value::{Value, Values};

/// The argument that names a view.
const ARGUMENT: &str = "view";

/// What views are judged by.
pub(crate) struct Judge {
    catalogue: Arc<Catalogue>,
    house: House,
}

impl Judge {
    /// The view that a document says, as far as it can be read, and all that is wrong with it, by paths behind `path`.
    pub(crate) fn view(&self, document: &Tree, path: &str) -> (View, Vec<FieldError>) {
        kept_view(document.value(), path, &self.catalogue.definitions, &self.house)
    }
}

/// A view of a pack's.
#[derive(Debug)]
pub(crate) struct OfPack {
    /// Its name, with the pack in front.
    pub(crate) name: String,
    /// The object that it asks of.
    pub(crate) object: String,
    /// The pack's version.
    pub(crate) version: i64,
    pub(crate) definition: Tree,
}

impl OfPack {
    fn new(pack: &Pack, view: &View) -> OfPack {
        OfPack {
            name: pack.full(&view.name).to_string(),
            object: view.of.to_string(),
            version: pack.version.into(),
            definition: view.printed().into(),
        }
    }
}

/// A view that is asked.
struct Asked {
    view: View,
    asking: Asking,
    parameters: Vec<Parameter>,
    given: Map<String, Json>,
}

impl Context<'_> {
    /// What views are judged by in this call.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn judge_of_views(&mut self) -> Result<Judge> {
        let places = money::decimal_places(&self.company()?.currency).unwrap_or_default();
        Ok(Judge { catalogue: self.catalogue()?, house: House::bare(places) })
    }

    /// The views of packs over objects whose records the caller may list, by their names.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn views_of_packs(&mut self, object: Option<&str>) -> Result<Vec<OfPack>> {
        let catalogue = self.catalogue()?;
        let (mut found, mut listed) = (Vec::new(), BTreeMap::new());
        for (pack, view) in catalogue.documents.iter().flat_map(|pack| pack.views.iter().map(move |view| (pack, view)))
        {
            if object.is_some_and(|object| *view.of != *object) {
                continue;
            }
            let listed = match listed.entry(&view.of) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(new) => *new.insert(self.may_list(&catalogue, &view.of)?),
            };
            if listed {
                found.push(OfPack::new(pack, view));
            }
        }
        found.arrange_by(|one, other| one.name.cmp(&other.name));
        Ok(found)
    }

    /// The view of a pack of that name, whoever asks.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn view_of_pack(&mut self, name: &str) -> Result<Option<OfPack>> {
        let Some((pack, view)) = name.split_once('.') else { return Ok(None) };
        let catalogue = self.catalogue()?;
        let pack = catalogue.documents.iter().find(|found| found.name == pack);
        Ok(pack.and_then(|pack| Some(OfPack::new(pack, pack.views.iter().find(|found| found.name == view)?))))
    }

    /// Whether the caller holds the right to list the object's records.
    fn may_list(&mut self, catalogue: &Catalogue, object: &str) -> Result<bool> {
        match catalogue.models.get(object) {
            Some(model) => {
                let holder = &catalogue.whole(model).unwrap_or(model).name;
                Ok(self.reach()?.level(holder, "list").is_some())
            }
            None => self.holds_in_stead(object, "list"),
        }
    }

    /// A page of the rows that a view asks for.
    ///
    /// # Errors
    /// `Forbidden` without the right `list` of its object; `Invalid` where it is broken, asks for a table, or asks by what the
    /// caller does not read, and for parameters that are missing, unknown or unfit.
    pub(crate) fn rows_of_view(
        &mut self,
        document: &Tree,
        values: &Option<Values>,
        page: &Option<PageRequest>,
    ) -> Result<ObjectPage> {
        let Asked { view, asking, parameters, given } = self.ask(document, values, false)?;
        let (rights, object, mut crossed) = (asking.rights(), &asking.own, Crossed::default());
        let reader = Reader { place: Place::View(&parameters), ..asking.reader(&rights) };
        let filter = match &view.filter {
            Some(tree) => self.or_told(&part("filter"), reader.filter(object, tree.value(), &mut crossed)),
            None => None,
        };
        let order = self.or_told(&part("sort"), reader.order(object, &view.sort, &mut crossed));
        let shown = if view.columns.is_empty() {
            asking.shown(object, &own(object).collect::<Vec<_>>(), &mut Crossed::default())
        } else {
            asking.shown(object, &view.columns, &mut crossed)
        };
        let shown = self.or_told(&part("columns"), shown);
        let bound = self.bound(filter.map(|filter| filter.bind(&given, asking.places)));
        self.check_fields()?;
        let (Some(order), Some(shown)) = (order, shown) else { return Err(CrmError::bug("mistakes that nobody told")) };
        self.listed(&asking, object, bound.as_ref(), &order, shown, page)
    }

    /// The table that a view asks for.
    ///
    /// # Errors
    /// As [`Context::rows_of_view`], where it asks for rows; and as a table of a call.
    pub(crate) fn table_of_view(&mut self, document: &Tree, values: &Option<Values>) -> Result<ObjectTable> {
        let Asked { view, asking, parameters, given } = self.ask(document, values, true)?;
        let (rights, object) = (asking.rights(), &asking.own);
        let reader = Reader { place: Place::View(&parameters), ..asking.reader(&rights) };
        let question = self.or_told(ARGUMENT, reader.question(object, &view.query()));
        let bound = self.bound(question.map(|question| question.bind(&given, asking.places)));
        self.check_fields()?;
        let question = bound.ok_or_else(|| CrmError::bug("mistakes that nobody told"))?;
        self.tabled(&asking, object, question)
    }

    /// Begins to ask a view: by the right of its object, where it can be asked at all, with values for its parameters.
    fn ask(&mut self, document: &Tree, values: &Option<Values>, table: bool) -> Result<Asked> {
        let (view, wrong) = self.judge_of_views()?.view(document, ARGUMENT);
        // What is no object has no right that could be asked for.
        let object = match wrong.iter().any(|wrong| wrong.field == part("of")) {
            false => Some(self.lists_object(&view.of)?),
            true => None,
        };
        for FieldError { field, code, detail, limit, .. } in &wrong {
            self.violations().add(field, code, detail, limit.clone());
        }
        self.check_fields()?;
        if view.is_table() != table {
            let detail = if table { "asks for rows, which have an operation of their own" } else { "asks for a table" };
            self.violations().add(ARGUMENT, "type", detail, None);
            self.check_fields()?;
        }
        let object = object.ok_or_else(|| CrmError::bug("a view of nothing that is well"))?;
        let asking = self.asking(object, "list")?;
        let parameters = view.declared();
        let given = self.parameters_of(&asking, &parameters, values);
        Ok(Asked { view, asking, parameters, given })
    }

    /// The values that are given for parameters, as a tree has them; what is wrong with them is told (VIEW-3).
    fn parameters_of(&mut self, asking: &Asking, declared: &[Parameter], values: &Option<Values>) -> Map<String, Json> {
        let mut given = Map::new();
        for (name, value) in values.iter().flat_map(Values::iter) {
            let kind = declared.iter().find(|parameter| parameter.name == name).map(|parameter| &parameter.kind);
            given.insert(name.to_owned(), plain(value, kind));
            if let Value::Money(money) = value
                && money.currency != asking.currency
            {
                let (place, limit) = (within("parameters", name), asking.currency.clone());
                self.violations().add(&place, "currency", format!("must be in {limit}"), Some(limit));
            }
        }
        self.or_told("parameters", parameters::check(declared, &given, asking.places));
        given
    }

    /// What was bound; what does not fit is told, unless it was as what it is declared.
    fn bound<T>(&mut self, bound: Option<Result<T, Vec<Mistake>>>) -> Option<T> {
        let told = |this: &mut Self, mistake: &Mistake| this.violations().has(&within("parameters", &mistake.path));
        match bound? {
            Ok(bound) => Some(bound),
            Err(mistakes) => {
                let new: Vec<Mistake> = mistakes.into_iter().filter(|mistake| !told(self, mistake)).collect();
                self.or_told("parameters", Err(new))
            }
        }
    }
}

/// A part of the view that is asked.
fn part(name: &str) -> String {
    within(ARGUMENT, name)
}

/// A value as trees have it: an amount is its number, a record of the object that is wanted its id.
fn plain(value: &Value, kind: Option<&Kind>) -> Json {
    match (value, kind) {
        (Value::Money(money), Some(Kind::Money { .. })) => money.amount.to_string().into(),
        (Value::Record(record), Some(Kind::Reference(to))) if *to == *record.object => record.id.to_string().into(),
        // A value has no way to fail.
        (value, _) => serde_json::to_value(value).unwrap_or_default(),
    }
}
