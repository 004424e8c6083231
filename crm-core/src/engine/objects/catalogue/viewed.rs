//! The indexes that views enter (VIEW-7): of each its first equality, with its order behind it. Nobody makes one by hand; an
//! equality is what a view is most surely found by, and what stands behind it in the index is in the view's own order.

use serde_json::Value as Json;

use super::super::define::document::{Pack, View};
use super::super::shape::Name;
use super::tables::Index;
use crate::engine::touched::DATES;

/// Where a field lies, as an index sees it.
#[derive(Debug, Clone)]
pub struct Lies {
    /// The column in which it is compared.
    pub column: Name,
    /// Its type, as the catalogue keeps it ([`super::super::plan::types::kind`]).
    pub kind: String,
}

/// Finds where a field lies.
pub type Find<'f> = &'f dyn Fn(&str) -> Option<Lies>;

/// The indexes of all views over an object, each once. `find` finds the object's fields in the table that is indexed; where
/// that is one beside a typed one, what the kernel keeps is not in it.
pub fn indexes<'a>(object: &str, packs: impl Iterator<Item = &'a Pack>, find: Find<'_>, beside: bool) -> Vec<Index> {
    let mut found: Vec<Index> = Vec::new();
    for view in packs.flat_map(|pack| &pack.views).filter(|view| view.of == object) {
        found.extend(index(view, find, beside).filter(|index| !found.contains(index)));
    }
    found
}

/// The index of one view; none where it has no equality over a field that lies in the table.
pub fn index(view: &View, find: Find<'_>, beside: bool) -> Option<Index> {
    let equal = parts(view.filter.as_ref()?.value()).find_map(|leaf| {
        leaf.get("is")?;
        equal(leaf.get("field")?.as_str()?, find, beside)
    })?;
    // Columns behind the first with whether they go downwards.
    let mut order: Vec<(Name, bool)> = Vec::new();
    let mut whole = !view.is_table();
    for text in view.sort.iter().take_while(|_| !view.is_table()) {
        let (name, down) = text.strip_prefix('-').map_or((text.as_str(), false), |name| (name, true));
        match ordered(name, find, beside) {
            Some(column) if column == equal || order.iter().any(|(known, _)| *known == column) => {}
            Some(column) => order.push((column, down)),
            // By what lies elsewhere, or is put in order first, no index goes on.
            None => {
                whole = false;
                break;
            }
        }
    }
    if whole && !beside {
        let last = ["created_at", "id"].map(Name::new_static);
        let more = last.into_iter().filter(|column| !order.iter().any(|(known, _)| known == column));
        order.extend(more.map(|column| (column, true)).collect::<Vec<_>>());
    }
    // An index is read backwards as well, so that of the two one is made.
    if order.first().is_some_and(|(_, down)| *down) {
        order.iter_mut().for_each(|(_, down)| *down = !*down);
    }
    // Every index ends with the key.
    if order.last().is_some_and(|(column, down)| column == "id" && !*down) {
        order.pop();
    }
    let column = |(column, down): (Name, bool)| if down { format!("{column} DESC") } else { column.to_string() };
    let columns = std::iter::once(equal.to_string()).chain(order.into_iter().map(column)).collect();
    Some(Index { columns, states: Vec::new(), unique: false })
}

/// The parts of a tree that must all be true: those of an `and` at the top, else the tree.
pub fn parts(tree: &Json) -> impl Iterator<Item = &Json> {
    let list = tree.get("and").and_then(Json::as_array);
    list.into_iter().flatten().chain(list.is_none().then_some(tree))
}

/// The column of a field of which a value is found by an index. A day of an instant is a stretch of it, and a number is
/// found by the index of its series.
fn equal(name: &str, find: Find<'_>, beside: bool) -> Option<Name> {
    match (find(name), name) {
        (Some(lies), _) => (!matches!(lies.kind.as_str(), "instant" | "money any")).then_some(lies.column),
        (None, "status" | "creator" | "version") if !beside => Some(name.into()),
        _ => None,
    }
}

/// The column of a field by which an index is in the order of a list: choices stand in the order of their definition.
fn ordered(name: &str, find: Find<'_>, beside: bool) -> Option<Name> {
    let plain = ["text", "boolean", "integer", "decimal", "money", "date", "instant"];
    match (find(name), name) {
        (Some(lies), _) => plain.contains(&lies.kind.as_str()).then_some(lies.column),
        (None, "number") if !beside => Some(Name::new_static("number_folded")),
        (None, "version" | "created_at" | "state_since") if !beside => Some(name.into()),
        (None, name) if !beside && DATES.contains(&name) => Some(name.into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(filter: Json, sort: &[&str], beside: bool) -> Option<String> {
        let find = |name: &str| {
            let kind = match name {
                "label" => "text",
                "size" => "integer",
                "day" => "date",
                "at" => "instant",
                "colour" => "choice",
                "shelf" => "ref depot.shelf",
                "cost" => "money any",
                _ => return None,
            };
            Some(Lies { column: name.into(), kind: kind.to_owned() })
        };
        let sort = sort.iter().map(|text| (*text).to_owned()).collect();
        let view = View { filter: Some(filter.into()), sort, ..View::default() };
        index(&view, &find, beside).map(|index| index.definition())
    }

    // VIEW-7: what is made of a view's first equality and its order.
    #[test]
    fn an_index_is_the_first_equality_with_the_order() {
        let red = || json!({"field": "colour", "is": "red"});
        let and = |parts: Vec<Json>| json!({"and": parts});
        for (filter, sort, wanted) in [
            (red(), vec![], "INDEX (colour, created_at)"),
            (red(), vec!["-size"], "INDEX (colour, size, created_at)"),
            (red(), vec!["size"], "INDEX (colour, size, created_at DESC, id DESC)"),
            (red(), vec!["-size", "label"], "INDEX (colour, size, label DESC, created_at)"),
            (red(), vec!["size", "colour"], "INDEX (colour, size)"),
            (red(), vec!["-created_at"], "INDEX (colour, created_at)"),
            (red(), vec!["created_at"], "INDEX (colour, created_at, id DESC)"),
            (red(), vec!["day", "shelf.label", "size"], "INDEX (colour, day)"),
            (red(), vec!["number"], "INDEX (colour, number_folded, created_at DESC, id DESC)"),
            (and(vec![json!({"field": "size", "gt": 1}), red()]), vec![], "INDEX (colour, created_at)"),
            (and(vec![json!({"field": "at", "is": "2026-03-05"}), red()]), vec![], "INDEX (colour, created_at)"),
            (and(vec![json!({"field": "shelf.label", "is": "x"}), red()]), vec![], "INDEX (colour, created_at)"),
            (
                and(vec![json!({"field": "shelf", "is": {"parameter": "s"}}), red()]),
                vec![],
                "INDEX (shelf, created_at)",
            ),
            (json!({"field": "status", "is": "open"}), vec!["-state_since"], "INDEX (status, state_since, created_at)"),
        ] {
            assert_eq!(of(filter.clone(), &sort, false).as_deref(), Some(wanted), "{filter} {sort:?}");
        }
        for filter in [
            json!({"or": [red()]}),
            json!({"not": red()}),
            json!({"field": "colour", "in": ["red"]}),
            json!({"field": "id", "is": "x"}),
            json!({"field": "number", "is": "x"}),
            and(vec![json!({"and": [red()]})]),
        ] {
            assert_eq!(of(filter.clone(), &[], false), None, "{filter}");
        }
        // Beside a typed table there is nothing of the kernel.
        assert_eq!(of(red(), &[], true).as_deref(), Some("INDEX (colour)"));
        assert_eq!(of(red(), &["-size", "-created_at"], true).as_deref(), Some("INDEX (colour, size)"));
        assert_eq!(of(json!({"field": "status", "is": "open"}), &[], true), None);
    }
}
