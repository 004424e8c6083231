//! What is asked of a list, as the address says it.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::ask::texts;
use crate::fault::Fault;
use crate::filter::{self, Row};
use crate::parameters::{self, Parameter};
use crate::screens::Screen;
use crate::views;
use crate::visit::{Pairs, Visit};

/// What is asked of a list, as the address says it.
pub struct Asked {
    pub screen: Arc<Screen>,
    pub rows: Vec<Row>,
    pub any: bool,
    pub sort: Option<String>,
    pub columns: Vec<String>,
    /// The view that it begins with.
    pub view: Option<Value>,
    /// The views over these records, as far as they were asked for.
    views: Option<Vec<Value>>,
    /// What the view asks for.
    pub parameters: Vec<Parameter>,
    pub after: Option<String>,
}

impl Asked {
    /// Reads the address.
    pub fn read(visit: &Visit, query: &Pairs) -> Result<Asked, Fault> {
        let session = visit.session()?;
        let screen = visit.entry()?.known.screen(&session, visit.place("object")).map_err(|_| visit.missing())?;
        let (mut view, mut all) = (None, None);
        if let Some(name) = query.filled("view") {
            let known = views::of(visit, Some(&screen.name))?;
            let found = known.iter().find(|view| views::name(view) == name).cloned();
            view = Some(found.ok_or_else(|| visit.missing())?);
            all = Some(known);
        }
        let definition = view.as_ref().map(|view| &view["definition"]).unwrap_or(&Value::Null);
        let mut columns: Vec<String> = query.all("c").map(str::to_owned).collect();
        if columns.is_empty() {
            columns = texts(definition, "columns");
        }
        if columns.is_empty() {
            columns = own_columns(&screen);
        }
        let parameters = parameters::declared(visit, definition, query);
        Ok(Asked {
            rows: filter::rows(query),
            any: query.get("any") == Some("true"),
            sort: query.filled("sort").map(str::to_owned),
            parameters,
            after: query.filled("after").map(str::to_owned),
            columns,
            view,
            views: all,
            screen,
        })
    }

    /// The address again, without the page.
    pub fn query(&self) -> Pairs {
        let mut query = Pairs::default();
        let mut put = |name: &str, value: &str| query.0.push((name.to_owned(), value.to_owned()));
        if let Some(view) = &self.view {
            put("view", views::name(view));
        }
        if self.any {
            put("any", "true");
        }
        if let Some(sort) = &self.sort {
            put("sort", sort);
        }
        for parameter in &self.parameters {
            put(&parameter.place(), &parameter.given);
        }
        if self.columns != own_columns(&self.screen) {
            self.columns.iter().for_each(|column| put("c", column));
        }
        filter::written(&self.rows, &mut query);
        query
    }

    pub fn with(&self, name: &str, value: &str) -> String {
        let mut query = self.query();
        query.0.retain(|(known, _)| known != name);
        query.0.push((name.to_owned(), value.to_owned()));
        format!("?{}", query.written())
    }

    /// The views over these records.
    ///
    /// # Errors
    /// What the engine says.
    pub fn views(&self, visit: &Visit) -> Result<Cow<'_, [Value]>, Fault> {
        match &self.views {
            Some(views) => Ok(Cow::Borrowed(views)),
            None => views::of(visit, Some(&self.screen.name)).map(Cow::Owned),
        }
    }

    pub fn definition(&self) -> &Value {
        self.view.as_ref().map(|view| &view["definition"]).unwrap_or(&Value::Null)
    }

    /// Whether a parameter of the view has no value yet.
    pub fn waits(&self) -> bool {
        parameters::wait(&self.parameters)
    }

    /// The tree of the view and of the rows together; what is wrong with rows beside it.
    pub fn tree(&self, visit: &Visit) -> Result<(Option<Value>, Vec<String>), Fault> {
        let (own, mut wrong) = filter::tree(visit, &self.screen, &self.rows, self.any)?;
        let definition = self.definition();
        let (values, unfit) = parameters::values(visit, &self.parameters)?;
        wrong.extend(unfit);
        let parameter = |name: &str| values.get(name).cloned().unwrap_or_default();
        let of_view = definition.get("filter").filter(|tree| !tree.is_null());
        let of_view = of_view.map(|tree| filter::with_parameters(tree, &parameter));
        Ok((
            match (of_view, own) {
                (Some(one), Some(other)) => Some(json!({"and": [one, other]})),
                (one, other) => one.or(other),
            },
            wrong,
        ))
    }

    /// The order that is asked for.
    pub fn order(&self) -> Vec<String> {
        match &self.sort {
            Some(sort) => vec![sort.clone()],
            None => texts(self.definition(), "sort"),
        }
    }
}

/// The columns that the engine finds most telling, without those that the title says already.
fn own_columns(screen: &Screen) -> Vec<String> {
    let titles = &screen.title_fields;
    screen.columns.iter().filter(|column| !titles.contains(column)).cloned().collect()
}
