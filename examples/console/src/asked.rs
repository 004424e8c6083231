//! What is asked of a list, as the address says it.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::ask::texts;
use crate::fault::Fault;
use crate::filter::{self, Row};
use crate::home::view_name;
use crate::screens::Screen;
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
    /// The values of the view's parameters.
    pub parameters: Vec<(String, String)>,
    pub after: Option<String>,
}

impl Asked {
    /// Reads the address.
    pub fn read(visit: &Visit, query: &Pairs) -> Result<Asked, Fault> {
        let session = visit.session()?;
        let screen = visit.entry()?.known.screen(&session, visit.place("object")).map_err(|_| visit.missing())?;
        let view = match query.filled("view") {
            None => None,
            Some(name) => {
                let all = visit.ask("views.list", &json!({"object": screen.name}))?;
                let found = all.as_array().into_iter().flatten().find(|view| view_name(view) == name).cloned();
                Some(found.ok_or_else(|| visit.missing())?)
            }
        };
        let definition = view.as_ref().map(|view| &view["definition"]).unwrap_or(&Value::Null);
        let mut columns: Vec<String> = query.all("c").map(str::to_owned).collect();
        if columns.is_empty() {
            columns = texts(definition, "columns");
        }
        if columns.is_empty() {
            columns = own_columns(&screen);
        }
        let parameters = definition["parameters"].as_object().into_iter().flatten();
        let parameters = parameters
            .map(|(name, _)| (name.clone(), query.get(&format!("p.{name}")).unwrap_or_default().trim().to_owned()));
        Ok(Asked {
            rows: filter::rows(query),
            any: query.get("any") == Some("true"),
            sort: query.filled("sort").map(str::to_owned),
            parameters: parameters.collect(),
            after: query.filled("after").map(str::to_owned),
            columns,
            view,
            screen,
        })
    }

    /// The address again, without the page.
    pub fn query(&self) -> Pairs {
        let mut query = Pairs::default();
        let mut put = |name: &str, value: &str| query.0.push((name.to_owned(), value.to_owned()));
        if let Some(view) = &self.view {
            put("view", view_name(view));
        }
        if self.any {
            put("any", "true");
        }
        if let Some(sort) = &self.sort {
            put("sort", sort);
        }
        for (name, value) in &self.parameters {
            put(&format!("p.{name}"), value);
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

    pub fn definition(&self) -> &Value {
        self.view.as_ref().map(|view| &view["definition"]).unwrap_or(&Value::Null)
    }

    /// Whether a parameter of the view has no value yet.
    pub fn waits(&self) -> bool {
        self.parameters.iter().any(|(_, value)| value.is_empty())
    }

    /// The tree of the view and of the rows together; what is wrong with rows beside it.
    pub fn tree(&self, visit: &Visit) -> Result<(Option<Value>, Vec<String>), Fault> {
        let (own, wrong) = filter::tree(visit, &self.screen, &self.rows, self.any)?;
        let definition = self.definition();
        let parameter = |name: &str| {
            let given = self.parameters.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value);
            match definition["parameters"][name].as_str() {
                Some("integer") => given.parse::<i64>().map_or_else(|_| json!(given), Value::from),
                Some("boolean") => json!(given == "true"),
                _ => json!(given),
            }
        };
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
