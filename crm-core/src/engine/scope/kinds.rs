//! What an area declares of the kinds of record that have a scope.

use std::sync::LazyLock;

use super::ScopeLevel;
use super::principal::{self, Kind};
use crate::engine::area;
use crate::engine::gate::{Entity, kind};

/// A kind of record of which it is kept who may see it. In its SQL `$` stands for the record's row.
#[derive(Debug)]
pub(crate) struct Scoped {
    pub(crate) entity: Entity,
    /// Its number in `access`, which is in files: never used again for another kind.
    pub(crate) number: i64,
    /// The first key of its list.
    pub(crate) at: At,
    /// What it follows: whoever holds that, or has it shared, has this.
    pub(crate) follows: Option<Follows>,
    /// Whom the record makes responsible (SCOPE-3).
    pub(crate) holders: &'static [Person],
    /// The column that refers to the pool that it is in: whom that is for sees it (ASSIGN-7).
    pub(crate) pooled: Option<&'static str>,
    /// The table of its shares, and its column that refers to the record.
    pub(crate) shares: Option<(&'static str, &'static str)>,
    /// Who reads it beside those, itself and nothing that follows it (SCOPE-10).
    pub(crate) readers: &'static [Person],
    /// The names under which changes of its holders or shares are told the audit: then what follows it is touched too.
    pub(crate) settles: &'static [&'static str],
    /// Records of other kinds that such changes touch.
    pub(crate) told: &'static [Told],
}

/// The first key of a list, as an integer. Behind it always comes the record's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// The record's key alone.
    Key,
    /// An instant, in this column.
    Instant(&'static str),
    /// A calendar date, in this column: as the digits of its text.
    Day(&'static str),
}

/// What a kind of record follows.
#[derive(Debug)]
pub(crate) struct Follows {
    pub(crate) entity: Entity,
    /// The column that refers to it.
    pub(crate) column: &'static str,
}

/// People whom a record names.
#[derive(Debug)]
pub(crate) struct Person {
    /// What is to be joined to the record, if anything.
    pub(crate) join: &'static str,
    /// The key of the user.
    pub(crate) key: &'static str,
}

/// Records that a change of another kind touches.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) entity: Entity,
    /// What is changed there by this.
    pub(crate) fields: &'static [&'static str],
    /// Their keys; it ends with the key of the changed record.
    pub(crate) keys: &'static str,
}

/// Every kind of record with a scope.
pub(crate) fn all() -> impl Iterator<Item = &'static Scoped> {
    area::all().flat_map(|area| area.scoped)
}

/// The kind, where it has a scope of its own.
pub(crate) fn find(entity: &Entity) -> Option<&'static Scoped> {
    all().find(|kind| kind.entity == *entity)
}

/// The areas whose records have a scope, and which no other area's follow: levels are set for these.
pub(crate) fn areas() -> impl Iterator<Item = &'static str> {
    area::all().filter(|area| area.follows.is_none() && !area.scoped.is_empty()).map(|area| area.name())
}

/// The built-in roles whose levels begin at all in an area that asks for them itself; none where it does not.
fn asking(area: &str) -> Option<&'static [&'static str]> {
    area::all().find(|found| found.name() == area)?.kinds.iter().find_map(|kind| kind.levels)
}

/// Whether an area asks for levels itself.
pub(crate) fn asks(area: &str) -> bool {
    asking(area).is_some()
}

/// The areas that levels are set for.
pub(crate) fn levelled() -> impl Iterator<Item = &'static str> {
    areas().chain(asking_areas())
}

/// Those that ask for them themselves.
pub(crate) fn asking_areas() -> impl Iterator<Item = &'static str> {
    area::all().map(|area| area.name()).filter(|area| asks(area))
}

/// The level of a role in an area where nothing was set, by the role's name where it is a built-in one.
pub(crate) fn begins(area: &str, built_in: Option<&str>) -> ScopeLevel {
    match asking(area) {
        Some(all) if !built_in.is_some_and(|name| all.contains(&name)) => ScopeLevel::Own,
        _ => ScopeLevel::All,
    }
}

/// The area whose levels count for a kind of record; `None` where it has no scope.
pub(crate) fn area_of(entity: &Entity) -> Option<&'static str> {
    area_of_name(entity.as_str())
}

/// The same, of the name of a kind.
pub(crate) fn area_of_name(entity: &str) -> Option<&'static str> {
    let root = area::root_of_kind(entity);
    areas().find(|area| *area == root)
}

/// The kind that an area's own scope speaks of: what else is in its reach follows that.
pub(crate) fn main_of(area: &str) -> Option<&'static Scoped> {
    area::all().find(|found| found.name() == area).and_then(|area| area.scoped.first())
}

impl Scoped {
    /// A kind that is seen with what it follows, and by `readers` beside.
    pub(crate) const fn following_only(
        entity: Entity,
        number: i64,
        at: At,
        follows: Follows,
        readers: &'static [Person],
    ) -> Scoped {
        let (holders, settles, told): (&[Person], &[&str], &[Told]) = (&[], &[], &[]);
        Scoped {
            entity,
            number,
            at,
            follows: Some(follows),
            holders,
            pooled: None,
            shares: None,
            readers,
            settles,
            told,
        }
    }

    /// The table of its records.
    pub(super) fn table(&self) -> &'static str {
        kind::find(&self.entity).map_or("", |kind| kind.table)
    }

    /// Those that follow it.
    pub(super) fn following(&self) -> impl Iterator<Item = (&'static Scoped, &'static str)> {
        all().filter_map(move |kind| {
            let follows = kind.follows.as_ref().filter(|follows| follows.entity == self.entity)?;
            Some((kind, follows.column))
        })
    }

    /// The first key of its list, of a row of its table.
    pub(crate) fn at_sql(&self, row: &str) -> String {
        self.at.sql(row)
    }

    /// The rows that it should have: key, first key, principal.
    pub(super) fn truth(&self) -> &'static str {
        &self.texts().truth
    }

    /// What a record of it is seen by: of a public id, and the kind's number.
    pub(super) fn principals(&self) -> &'static str {
        &self.texts().principals
    }

    fn texts(&self) -> &'static Texts {
        static TEXTS: LazyLock<Vec<(i64, Texts)>> =
            LazyLock::new(|| all().map(|kind| (kind.number, Texts::of(kind))).collect());
        static NONE: Texts = Texts { truth: String::new(), principals: String::new() };
        TEXTS.iter().find(|(number, _)| *number == self.number).map_or(&NONE, |(_, texts)| texts)
    }
}

impl At {
    /// It, of a row of the table.
    pub(crate) fn sql(self, row: &str) -> String {
        match self {
            At::Key => format!("{row}.id"),
            At::Instant(column) => format!("{row}.{column}"),
            At::Day(column) => format!(
                "CAST(substr({row}.{column}, 1, 4) || substr({row}.{column}, 6, 2) || substr({row}.{column}, 9, 2) AS BIGINT)"
            ),
        }
    }
}

/// The statements on a kind, composed once.
struct Texts {
    truth: String,
    principals: String,
}

impl Texts {
    fn of(kind: &Scoped) -> Texts {
        let principals = format!(
            "SELECT seen.principal FROM access seen WHERE seen.record = (SELECT id FROM {} WHERE uid = ?) \
             AND seen.entity = ?",
            kind.table()
        );
        Texts { truth: compose(kind), principals }
    }
}

/// One text a kind says the truth; upkeep, the first making and the comparison all use it.
fn compose(kind: &Scoped) -> String {
    let head = format!("SELECT r.id AS id, {} AS at, ", kind.at_sql("r"));
    let table = kind.table();
    let mut arms = Vec::new();
    let mut people = |from: &str, row: &str, whose: &Scoped| {
        for Person { join, key } in whose.holders {
            let (join, key) = (join.replace('$', row), key.replace('$', row));
            arms.push(format!("{head}h.principal AS principal FROM {from} {join} JOIN reach h ON h.user_id = {key}"));
        }
        if let Some(column) = whose.pooled {
            let principal = principal::of(&format!("{row}.{column}"), Kind::Pool);
            arms.push(format!("{head}{principal} AS principal FROM {from} WHERE {row}.{column} IS NOT NULL"));
        }
        if let Some((shares, column)) = whose.shares {
            let user = principal::of("s.user_id", Kind::SharedWithUser);
            let department = principal::of("s.department", Kind::SharedWithDepartment);
            arms.push(format!(
                "{head}COALESCE({user}, {department}) AS principal FROM {from} JOIN {shares} s ON s.{column} = {row}.id"
            ));
        }
    };
    people(&format!("{table} r"), "r", kind);
    if let Some(follows) = &kind.follows
        && let Some(followed) = find(&follows.entity)
    {
        let from = format!("{table} r JOIN {} f ON f.id = r.{}", followed.table(), follows.column);
        people(&from, "f", followed);
    }
    for Person { join, key } in kind.readers {
        let (join, key) = (join.replace('$', "r"), key.replace('$', "r"));
        let principal = principal::of(&key, Kind::Service);
        arms.push(format!("{head}{principal} AS principal FROM {table} r {join} WHERE {key} IS NOT NULL"));
    }
    arms.join(" UNION ALL ")
}
