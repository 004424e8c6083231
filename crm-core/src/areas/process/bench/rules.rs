//! What is checked and done.

use super::sections::{Asked, Found, SECTIONS, Section};
use super::types::*;
use crate::activities::rules::reaches;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::UserId;
use crate::engine::labels;
use crate::engine::page::Total;
use crate::engine::value::ObjectRef;
use crate::users::UserRef;
use crate::users::rules::own;
use crate::views::rules::{OnBench, on_bench};

/// How many rows a section has where nobody says.
const ROWS: i64 = 5;

/// BENCH-1.
pub(super) fn today(
    cx: &mut Context<'_>,
    person: &Option<UserId>,
    rows: &Option<i64>,
    sections: &Option<Vec<String>>,
) -> Result<Bench> {
    let (key, user) = match person.filter(|person| Some(*person) != cx.actor_id()) {
        Some(person) if !reaches(cx, person)? => return cx.not_found(Entity::USER, person),
        Some(person) => crate::users::rules::load(cx, person)?,
        None => own(cx)?,
    };
    let rows = usize::try_from(rows.unwrap_or(ROWS)).unwrap_or_default();
    let asked = Asked::of(cx, (key, user.id), rows)?;
    let wanted = |name: &str| sections.as_ref().is_none_or(|sections| sections.iter().any(|section| section == name));
    // A name that is no section's may be a view's.
    let ours = |name: &String| SECTIONS.iter().any(|section| section.name == *name);
    let views = match sections {
        Some(sections) if sections.iter().all(ours) => Vec::new(),
        _ => on_bench(cx)?,
    };
    for (at, name) in sections.iter().flatten().enumerate() {
        if !ours(name) && !views.iter().any(|view| view.is_called(name)) && !is_of_pack(cx, name)? {
            let path = format!("sections[{at}]");
            cx.violations().add(&path, "unknown_value", "is no section of the workbench", None);
        }
    }
    cx.check_fields()?;
    let mut found = Vec::new();
    for section in SECTIONS.iter().filter(|section| wanted(section.name)) {
        found.extend(of_section(cx, &asked, section)?);
    }
    for view in views.iter().filter(|view| !asked.another && (wanted(&view.name) || wanted(&view.view))) {
        found.extend(of_view(cx, &asked, view)?);
    }
    let person = UserRef { id: user.id, display_name: user.display_name };
    Ok(Bench { person, day: asked.today, sections: found })
}

/// Whether a pack has that view for the workbench, whoever may ask it.
fn is_of_pack(cx: &mut Context<'_>, name: &str) -> Result<bool> {
    Ok(cx.view_of_pack(name)?.is_some_and(|view| OnBench::is_wanted(&view.definition)))
}

/// A section; none where the caller has no right to it. It is found in the stead of the list of its own area, whose right and
/// levels count.
fn of_section(cx: &mut Context<'_>, asked: &Asked, section: &Section) -> Result<Option<BenchSection>> {
    if section.own && asked.another {
        return Ok(None);
    }
    let standing = cx.standing_of_call();
    let found = match &section.right {
        Some(entity) if !cx.holds_in_stead(entity.as_str(), "list")? => Ok(None),
        Some(entity) => cx.in_stead_of(entity.as_str(), "list").and_then(|()| (section.find)(cx, asked)),
        None => (section.find)(cx, asked),
    };
    cx.stand_again(standing);
    let Some(Found { rows, total }) = found? else { return Ok(None) };
    let label = labels::sentence(cx.session().locale(), &format!("text-bench-{}", section.name), &[]);
    let name = section.name.to_owned();
    Ok(Some(BenchSection { label: label.unwrap_or_else(|| name.clone()), name, view: None, total, rows }))
}

/// What a view gives; none where the caller may not ask it, and of one that is no list, takes parameters, or is broken.
fn of_view(cx: &mut Context<'_>, asked: &Asked, view: &OnBench) -> Result<Option<BenchSection>> {
    let standing = cx.standing_of_call();
    let found = cx.rows_of_view(&view.definition, &None, &asked.page());
    cx.stand_again(standing);
    let page = match found {
        Err(failure) if failure.is_failure() => return Err(failure),
        Err(_) => return Ok(None),
        Ok(page) => page,
    };
    let row = |record: crate::objects::ObjectRecord| BenchRow {
        record: ObjectRef {
            object: record.object,
            id: record.id,
            title: Some(record.title).filter(|title| !title.is_empty()),
        },
        day: None,
        at: None,
        about: None,
        values: record.values,
        withheld: record.withheld,
    };
    let rows = page.items.into_iter().take(asked.rows).map(row).collect();
    let total = page.total.unwrap_or(Total { count: 0, more: false });
    let OnBench { name, view, label, .. } = view;
    Ok(Some(BenchSection { name: name.clone(), view: Some(view.clone()), label: label.clone(), total, rows }))
}
