//! What the engine itself does, whoever calls: what is by an administrator's decision, not by the caller's rights.

use std::borrow::Cow;
use std::mem::swap;

use serde_json::{Map, Value as Json};

use super::Context;
use crate::engine::confidential::{self, Rights};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Scope;
use crate::engine::gate::call::Means;
use crate::engine::ids::UserId;
use crate::engine::objects::records::Deed;
use crate::engine::operations::Operation;
use crate::engine::permission::{self, Grant};
use crate::engine::schema::Type;
use crate::engine::session::{Actor, Session};
use crate::engine::validate::Violations;
use crate::engine::wire::Node;

impl Context<'_> {
    /// Goes on as the engine, from which nothing is withheld, as a part of the same call: what it changes, and tells, the call
    /// does.
    pub(crate) fn as_the_engine<R>(
        &mut self,
        operation: &'static Operation,
        go_on: impl FnOnce(&mut Context<'_>) -> Result<R>,
    ) -> Result<R> {
        let session = self.session().crm().system();
        let unguarded = self.custom.unguarded || self.custom.lifted;
        let grant = Grant { by_role: true, ..Grant::default() };
        let _withheld = confidential::during(Rights::default().limits());
        let Context { tx, ids, now, changes, telling, untold, custom, .. } = self;
        let mut engine = Context::bare(&mut **tx, &session, grant, (operation, *now, ids.clone()));
        engine.custom.by_rule = custom.by_rule;
        swap(&mut engine.changes, changes);
        swap(&mut engine.telling, telling);
        swap(&mut engine.untold, untold);
        engine.custom.unguarded = unguarded;
        engine.meeting.quiet = true;
        let done = go_on(&mut engine);
        swap(&mut engine.changes, changes);
        swap(&mut engine.telling, telling);
        swap(&mut engine.untold, untold);
        *ids = engine.ids;
        done
    }

    /// Goes on as the submitter of what was approved, as a part of the same call: nobody's right is asked for again, nothing is
    /// withheld, and neither guards nor freezes hinder it (APPR-9).
    pub(crate) fn as_submitter(
        &mut self,
        submitter: (i64, UserId),
        go_on: &mut dyn FnMut(&mut Context<'_>) -> Result<()>,
    ) -> Result<()> {
        let scope = Scope { kept: self.scope.kept, viewer: None };
        let grant = Grant { by_role: true, scope, ..Grant::default() };
        self.in_their_name(self.session_of(submitter), grant, &mut |theirs| {
            theirs.custom.lifted = true;
            go_on(theirs)
        })
    }

    /// Goes on as somebody for whom a rule does something, as a part of the same call, with all that their calling it asks (AUTO-8).
    ///
    /// # Errors
    /// What they would be refused for.
    pub(crate) fn as_somebody(
        &mut self,
        somebody: (i64, UserId),
        go_on: &mut dyn FnMut(&mut Context<'_>) -> Result<()>,
    ) -> Result<()> {
        let session = self.session_of(somebody);
        let grant = permission::authorise(&mut *self.tx, &session, self.operation)?;
        self.in_their_name(session, grant, go_on)
    }

    fn session_of(&self, (key, id): (i64, UserId)) -> Session {
        let session = Session::new(self.session().crm().clone(), Actor::User { key, id, by_engine: false });
        session.with_locale(self.session().locale())
    }

    fn in_their_name(
        &mut self,
        session: Session,
        grant: Grant,
        go_on: &mut dyn FnMut(&mut Context<'_>) -> Result<()>,
    ) -> Result<()> {
        let known = self.known()?;
        let _withheld = confidential::during(grant.rights.limits());
        let operation = self.operation;
        let Context { tx, ids, now, changes, telling, untold, gone, custom, .. } = self;
        let bare = Context::bare(&mut **tx, &session, grant, (operation, *now, ids.clone()));
        let mut theirs = Context { read: known, ..bare };
        swap(&mut theirs.changes, changes);
        swap(&mut theirs.telling, telling);
        swap(&mut theirs.untold, untold);
        swap(&mut theirs.gone, gone);
        theirs.meeting.quiet = true;
        let done = go_on(&mut theirs);
        swap(&mut theirs.changes, changes);
        swap(&mut theirs.telling, telling);
        swap(&mut theirs.untold, untold);
        swap(&mut theirs.gone, gone);
        custom.was.append(&mut theirs.custom.was);
        custom.rolled.append(&mut theirs.custom.rolled);
        *ids = theirs.ids;
        done
    }

    /// Does what effects have caused beside records (MACH-8), in order, what is equal once.
    pub(crate) fn do_deeds(&mut self) -> Result<()> {
        let mut done: Vec<Deed> = Vec::new();
        for deed in std::mem::take(&mut self.deeds) {
            // Two records that are made alike are two all the same.
            if done.contains(&deed) && !matches!(deed, Deed::Write(..)) {
                continue;
            }
            match &deed {
                Deed::Call(operation, arguments) => self.make_call(operation, arguments, true)?,
                Deed::Write(operation, arguments) => self.make_call(operation, arguments, false)?,
                Deed::Notify(notice) => self.notify(notice)?,
            }
            done.push(deed);
        }
        Ok(())
    }

    /// Calls an operation as the engine, as a part of this call; one that is `marked` is for rules.
    pub(crate) fn make_call(&mut self, operation: &str, arguments: &Json, marked: bool) -> Result<()> {
        let found = Operation::find(operation).filter(|found| found.for_rules() || !marked);
        let found = found.ok_or_else(|| CrmError::bug(format!("{operation} is not for rules")))?;
        let text = within_new(found, arguments).to_string();
        let mut call = (found.begin)();
        let misfit = |misfit| crate::engine::schema_check::explain(found, &text, misfit);
        call.read(Node::parse(&text).map_err(misfit)?).map_err(misfit)?;
        let mut wrong = Violations::default();
        call.prepare(&mut wrong);
        wrong.finish()?;
        self.as_the_engine(found, |cx| {
            let from = cx.changes.len();
            call.run(Means::Context(cx))?;
            cx.ask_approval_from(from)
        })
    }
}

/// The arguments of a marked operation, where what is new of a record is given field by field (AUTO-8): it stands in `new`.
fn within_new<'a>(operation: &Operation, arguments: &'a Json) -> Cow<'a, Json> {
    let new = operation.arguments.iter().find(|argument| argument.name() == "new");
    let Some((Type::Record(record), Json::Object(given))) = new.map(|new| (new.ty.required(), arguments)) else {
        return Cow::Borrowed(arguments);
    };
    if given.contains_key("new") {
        return Cow::Borrowed(arguments);
    }
    let inside = |name: &str| record.fields.iter().any(|field| field.name() == name);
    let (new, mut rest): (Map<String, Json>, Map<String, Json>) =
        given.clone().into_iter().partition(|(name, _)| inside(name));
    rest.insert("new".to_owned(), Json::Object(new));
    Cow::Owned(Json::Object(rest))
}
