//! What the acting user sees and reaches (SCOPE-2, SCOPE-7): asked by the gate where an operation is called on a record,
//! and by rules for their lists and for other records that arguments name.

use std::sync::Arc;

use super::context::Context;
use super::guard::{Asker, Guard, Subject};
use super::{Entity, kind};
use crate::engine::area;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::operations::{Access, Operation};
use crate::engine::scope::{self, Levels, ScopeLevel, Sighting, Viewer, kinds};
use crate::engine::storage::{Seen, Visibility};

/// What the call is of the scope.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    /// Whether writes keep `access`.
    pub(crate) kept: bool,
    /// Whoever is narrowed.
    pub(crate) viewer: Option<Arc<Viewer>>,
}

/// How an operation may be called on a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// A role lets them, at a level that reaches it.
    ByRole,
    /// A duty does.
    ByDuty,
    /// For them it is not there.
    NotThere,
    NotYours,
    /// It is there, and no level of the operation's reaches it.
    OutOfScope,
}

/// How a record stands to an operation's levels.
#[derive(Debug, Clone, Copy)]
struct Standing {
    /// Whether it is seen at all.
    there: bool,
    /// Whether the level that the operation asks for reaches it.
    reached: bool,
}

/// Which of an operation's levels is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Reads,
    /// Reads of what follows the records, which who serves one does not see (SCOPE-10).
    Follows,
    Writes,
}

impl Levels {
    const NONE: Levels = Levels { reads: ScopeLevel::Own, writes: ScopeLevel::Own };

    fn asked(self, access: Access) -> ScopeLevel {
        if access == Access::Read { self.reads } else { self.writes }
    }
}

impl Context<'_> {
    /// Whoever is narrowed, unless the engine acts for them.
    fn viewer(&self) -> Option<Arc<Viewer>> {
        self.actor_key().and_then(|_| self.scope.viewer.clone())
    }

    /// Whether somebody acts who does not see everything.
    pub(crate) fn is_narrowed(&self) -> bool {
        self.viewer().is_some()
    }

    /// How the acting user may call an operation on the record.
    pub(crate) fn verdict(
        &mut self,
        operation: &'static Operation,
        guard: &Guard<'_>,
        by_role: bool,
        subject: &dyn Subject,
    ) -> Result<Verdict> {
        if self.custom.lifted {
            return Ok(Verdict::ByRole);
        }
        let by_role = match guard.also(subject) {
            Some(other) if by_role => self.held()?.is_none_or(|held| held.0.contains(other)),
            _ => by_role,
        };
        let verdict = self.verdict_by_right(operation, guard, by_role, subject)?;
        let reads = get_of(area::of_kind(subject.entity().as_str())).is_some_and(|get| std::ptr::eq(get, operation));
        if reads && matches!(verdict, Verdict::NotThere | Verdict::NotYours | Verdict::OutOfScope) {
            // Who is asked to approve something reads it (DUTY-1).
            let table = kind::find(&subject.entity())?.table;
            if self.reads_by_sign_off(table, subject.id())? {
                return Ok(Verdict::ByDuty);
            }
        }
        Ok(verdict)
    }

    fn verdict_by_right(
        &mut self,
        operation: &'static Operation,
        guard: &Guard<'_>,
        by_role: bool,
        subject: &dyn Subject,
    ) -> Result<Verdict> {
        let asker = Asker { user: self.actor_id(), by_role, ties: None };
        let Some(standing) = self.standing(operation, by_role, subject)? else {
            let by_role = by_role && (operation.access == Access::Read || subject.is_reached());
            let reached = Asker { by_role, ..asker };
            let may = if guard.asks_beside(reached, subject) {
                let ties = self.ties(subject)?;
                guard.may(Asker { ties: Some(&ties), ..reached }, subject)
            } else {
                guard.may(reached, subject)
            };
            return Ok(match may {
                true if by_role => Verdict::ByRole,
                true => Verdict::ByDuty,
                false if guard.may(asker, subject) => Verdict::OutOfScope,
                false => Verdict::NotYours,
            });
        };
        let reached = Asker { by_role: by_role && standing.reached, ..asker };
        if guard.may(reached, subject) {
            return Ok(if reached.by_role { Verdict::ByRole } else { Verdict::ByDuty });
        }
        if guard.asks_beside(reached, subject) {
            let ties = self.ties(subject)?;
            if guard.may(Asker { ties: Some(&ties), ..reached }, subject) {
                return Ok(Verdict::ByDuty);
            }
        }
        Ok(if !by_role {
            Verdict::NotYours
        } else if !standing.there {
            Verdict::NotThere
        } else if guard.may(asker, subject) {
            Verdict::OutOfScope
        } else {
            Verdict::NotYours
        })
    }

    /// How the record stands to the levels of an operation that a role holds, or not; `None` where nothing narrows them.
    fn standing(
        &mut self,
        operation: &'static Operation,
        by_role: bool,
        subject: &dyn Subject,
    ) -> Result<Option<Standing>> {
        // Who is not narrowed pays for no more than this question.
        let Some(viewer) = self.viewer() else { return Ok(None) };
        let Some(area) = kinds::area_of(&subject.entity()) else { return Ok(None) };
        if !by_role {
            // A duty alone decides, whatever is seen.
            return Ok(Some(Standing { there: false, reached: false }));
        }
        let get = self.levels_of_get(&viewer, area)?;
        // A record of another area than the operation's own is only named: it must be there (SCOPE-8).
        let own = area::root_of(operation.area);
        let named_only = own != area && kinds::areas().any(|scoped| scoped == own);
        let held = match named_only {
            true => None,
            false if get_of(area).is_some_and(|get| std::ptr::eq(get, operation)) => get,
            false => self.levels(&viewer, operation, area)?,
        };
        let reads = get.map(|get| get.reads).max(held.map(|held| held.reads));
        let asked = if named_only { reads } else { held.map(|held| held.asked(operation.access)) };
        if asked == Some(ScopeLevel::All) {
            return Ok(Some(Standing { there: true, reached: true }));
        }
        let sighting = self.sighting(&viewer, subject)?;
        let reaches = |level: Option<ScopeLevel>| level.is_some_and(|level| sighting.within(level));
        // Who serves a customer knows that it is there, and its contacts; nothing else of it.
        let itself = kinds::find(&subject.entity()).is_some_and(|kind| !kind.readers.is_empty());
        let there = reaches(reads) || sighting.shared || sighting.pooled || (sighting.served && itself);
        let by_pool = sighting.pooled && operation.access == Access::Read;
        let reached = if named_only { there } else { reaches(asked) || by_pool };
        Ok(Some(Standing { there, reached }))
    }

    fn levels_of_get(&mut self, viewer: &Viewer, area: &'static str) -> Result<Option<Levels>> {
        get_of(area).map_or(Ok(None), |get| viewer.levels(self.tx(), get.name, area))
    }

    /// The levels of an area over the roles that hold the operation; of one that is everybody's, over those that get its
    /// records (SCOPE-2).
    fn levels(&mut self, viewer: &Viewer, operation: &'static Operation, area: &'static str) -> Result<Option<Levels>> {
        if operation.public {
            return self.levels_of_get(viewer, area);
        }
        viewer.levels(self.tx(), operation.name, area)
    }

    /// By what the acting user sees the record, or the one that it belongs to.
    fn sighting(&mut self, viewer: &Viewer, subject: &dyn Subject) -> Result<Sighting> {
        // What belongs to nobody is in reach of all alone.
        let Some((entity, id)) = subject.tied() else { return Ok(Sighting::default()) };
        if let Some((known, of, sighting)) = &self.sighted
            && *known == entity
            && *of == id
        {
            return Ok(*sighting);
        }
        let Some(kind) = kinds::find(&entity) else { return Ok(Sighting::default()) };
        let sighting = viewer.sighting(self.tx(), kind, id.0)?;
        self.sighted = Some((entity, id, sighting));
        Ok(sighting)
    }

    /// Whether the record is there for the acting user: by the levels of its own area, or by a duty (SCOPE-7, SCOPE-8).
    pub(crate) fn is_there(&mut self, subject: &dyn Subject) -> Result<bool> {
        let Some(viewer) = self.viewer() else { return Ok(true) };
        let Some(area) = kinds::area_of(&subject.entity()) else { return Ok(true) };
        let Some(get) = self.get_of(&subject.entity()) else { return Ok(false) };
        let Some(guard) = &get.right.guard else { return Ok(false) };
        let held = viewer.levels(self.tx(), get.name, area)?.is_some();
        let verdict = self.verdict(get, guard, held, subject)?;
        Ok(!matches!(verdict, Verdict::NotThere | Verdict::NotYours))
    }

    /// The operation that gives a record of the kind, or else the one that it follows.
    pub(crate) fn get_of(&self, entity: &Entity) -> Option<&'static Operation> {
        get_of(area::of_kind(entity.as_str())).or_else(|| get_of(area::root_of_kind(entity.as_str())))
    }

    /// Whether a record that an argument names is there, for who is narrowed; everything is, for others.
    pub(crate) fn is_known(&mut self, entity: &Entity, id: impl Into<RecordId>) -> Result<bool> {
        if self.viewer().is_none() || kinds::area_of(entity).is_none() {
            return Ok(true);
        }
        match kind::find(entity)?.subject(self, id.into())? {
            Some(subject) => self.is_there(&*subject),
            None => Ok(false),
        }
    }

    /// A record that a filter names, as the filter is to be read: one that is not there for the acting user matches
    /// nothing, as an unknown one does (SCOPE-8).
    pub(crate) fn filtered<T: Copy + Into<RecordId> + From<uuid::Uuid>>(
        &mut self,
        entity: &Entity,
        named: Option<T>,
    ) -> Result<Option<T>> {
        match named {
            Some(id) if !self.is_known(entity, id)? => Ok(Some(T::from(uuid::Uuid::nil()))),
            named => Ok(named),
        }
    }

    /// Which records of a kind the operation lists or counts.
    pub(crate) fn visibility(&mut self, entity: &Entity) -> Result<Visibility> {
        self.visible(entity, Asked::Reads)
    }

    /// Those whose followers the operation lists, where of these nothing is kept that says who sees each.
    pub(crate) fn followed(&mut self, entity: &Entity) -> Result<Visibility> {
        self.visible(entity, Asked::Follows)
    }

    /// The same of records that follow a customer, say: those of one that was asked for are seen with it.
    pub(crate) fn listed_of(&mut self, followed: Option<i64>, entity: &Entity) -> Result<Visibility> {
        match followed {
            Some(_) => Ok(Visibility::whole("what they follow was asked for")),
            None => self.visibility(entity),
        }
    }

    /// Which records of a kind the operation may change, where it finds them itself. What is only shared is not among them.
    pub(crate) fn changeable(&mut self, entity: &Entity) -> Result<Visibility> {
        self.visible(entity, Asked::Writes)
    }

    fn visible(&mut self, entity: &Entity, asked: Asked) -> Result<Visibility> {
        let table = kind::find(entity)?.table;
        let without = self.rights().limits().and_then(|limits| limits.not_pooled(entity, "$"));
        let whole = Visibility { seen: None, without: without.map(|condition| (condition, table)) };
        let Some(viewer) = self.viewer() else { return Ok(whole) };
        let (Some(kind), Some(area)) = (kinds::find(entity), kinds::area_of(entity)) else { return Ok(whole) };
        let operation = self.operation();
        // A list without a role's permission is refused elsewhere; here it would be the narrowest.
        let levels = self.levels(&viewer, operation, area)?.unwrap_or(Levels::NONE);
        let level = if asked == Asked::Writes { levels.writes } else { levels.reads };
        let Some(principal) = viewer.of_level(level) else { return Ok(whole) };
        let mut principals = vec![principal];
        if asked != Asked::Writes {
            principals.extend(viewer.shared());
            principals.extend(viewer.pooled());
            if asked == Asked::Reads && !kind.readers.is_empty() && area::root_of(operation.area) == area {
                principals.extend(viewer.serving(self.tx(), kind.number)?);
            }
        }
        Ok(Visibility { seen: Some(Seen { kind, principals, viewer }), ..whole })
    }

    /// Whether the acting user sees all of an area by the operation called.
    pub(crate) fn sees_all(&mut self, area: &'static str) -> Result<bool> {
        let Some(viewer) = self.viewer() else { return Ok(true) };
        let operation = self.operation();
        Ok(self.levels(&viewer, operation, area)?.is_some_and(|levels| levels.reads == ScopeLevel::All))
    }

    /// Whether the acting user sees all of every area by the operation called.
    pub(crate) fn sees_everything(&mut self) -> Result<bool> {
        for area in kinds::areas() {
            if !self.sees_all(area)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The acting user's levels for an operation, as screens show them: those of its own area, or the narrowest over all
    /// areas where it speaks of several; `None` where it speaks of no records with a scope, or no role of theirs holds it.
    pub(crate) fn shown_levels(&mut self, operation: &'static Operation, held: bool) -> Result<Option<Levels>> {
        const ALL: Levels = Levels { reads: ScopeLevel::All, writes: ScopeLevel::All };
        let own = area::root_of(operation.area);
        if held && kinds::asks(own) {
            return Ok(self.levels_asked(own)?.or(Some(ALL)));
        }
        let areas: Vec<&'static str> = match kinds::areas().find(|area| *area == own) {
            Some(area) => vec![area],
            None => {
                let on = operation.right.guard.iter().flat_map(|guard| guard.on);
                on.filter_map(kinds::area_of).collect()
            }
        };
        if areas.is_empty() || !held {
            return Ok(None);
        }
        let Some(viewer) = self.viewer() else { return Ok(Some(ALL)) };
        let mut shown = ALL;
        for area in areas {
            let levels = self.levels(&viewer, operation, area)?.unwrap_or(ALL);
            shown = Levels { reads: shown.reads.min(levels.reads), writes: shown.writes.min(levels.writes) };
        }
        Ok(Some(shown))
    }

    /// The levels of an area that asks for them itself, over all roles of the acting user, read once a call; none where the engine
    /// acts, which reaches everything.
    pub(crate) fn levels_asked(&mut self, area: &str) -> Result<Option<Levels>> {
        struct Known(Vec<(&'static str, Levels)>);
        let Some(user) = self.actor_key() else { return Ok(None) };
        let read = self.once(|tx| {
            let each = kinds::asking_areas().map(|area| Ok((area, scope::asked(tx, user, area)?)));
            each.collect::<Result<_>>().map(Known)
        })?;
        let found = read.0.iter().find(|(known, _)| *known == area);
        Ok(Some(found.map_or(Levels::NONE, |(_, levels)| *levels)))
    }

    /// Whether a role of the acting user's lets them do an operation with the record, at a level of writing that reaches it.
    pub(crate) fn decides(&mut self, operation: &'static str, subject: &dyn Subject) -> Result<bool> {
        self.is_within(operation, subject, |levels| levels.writes)
    }

    /// Whether the record is there for the operation called, which finds records itself: by its own levels, or by what
    /// makes a record there for every call.
    pub(crate) fn is_found(&mut self, subject: &dyn Subject) -> Result<bool> {
        let operation = self.operation().name;
        Ok(self.is_within(operation, subject, |levels| levels.reads)? || self.is_there(subject)?)
    }

    fn is_within(
        &mut self,
        operation: &'static str,
        subject: &dyn Subject,
        asked: fn(Levels) -> ScopeLevel,
    ) -> Result<bool> {
        let Some(viewer) = self.viewer() else { return Ok(true) };
        let Some(area) = kinds::area_of(&subject.entity()) else { return Ok(true) };
        match viewer.levels(self.tx(), operation, area)?.map(asked) {
            None => Ok(false),
            Some(ScopeLevel::All) => Ok(true),
            Some(level) => Ok(self.sighting(&viewer, subject)?.within(level)),
        }
    }

    /// What the audit tells of a change of `h`, a row of `audit_changes`, as a condition (SCOPE-13): it speaks of a record
    /// that is seen. `None` where everything is.
    pub(crate) fn seen_changes(&mut self) -> Result<Option<scope::history::Condition>> {
        let (Some(_), Some(user)) = (self.viewer(), self.actor_key()) else { return Ok(None) };
        let mut visible = Vec::new();
        for area in kinds::areas() {
            let Some(kind) = kinds::main_of(area) else { continue };
            if let Some(seen) = self.visibility(&kind.entity)?.seen {
                visible.push((area, kind, seen.principals));
            }
        }
        Ok((!visible.is_empty()).then(|| scope::history::condition(&visible, user)))
    }
}

/// The operation of an area that gives one of its records.
fn get_of(area: &str) -> Option<&'static Operation> {
    let operations = area::all().find(|found| found.name() == area)?.operations;
    operations.iter().copied().find(|operation| operation.short_name() == "get")
}

impl Guard<'_> {
    /// Why a call is refused on a record, where it is.
    pub(super) fn refusal(operation: &Operation, subject: &dyn Subject, verdict: Verdict) -> Option<CrmError> {
        let forbidden = |reason| Some(CrmError::forbidden(operation.name, reason));
        match verdict {
            Verdict::ByRole | Verdict::ByDuty => None,
            Verdict::NotThere => {
                Some(CrmError::NotFound { entity: subject.entity().as_str().into(), id: subject.id().to_string() })
            }
            Verdict::NotYours => forbidden("not_yours"),
            Verdict::OutOfScope => forbidden("out_of_scope"),
        }
    }
}
