//! What the engine itself does, whoever calls: what is by an administrator's decision, not by the caller's rights.

use std::mem::swap;

use serde_json::Value as Json;

use super::Context;
use crate::engine::confidential::{self, Rights};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::call::Means;
use crate::engine::objects::records::Deed;
use crate::engine::operations::Operation;
use crate::engine::permission::Grant;
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
        let grant = Grant { by_role: true, ..Grant::default() };
        let _withheld = confidential::during(Rights::default().limits());
        let Context { tx, ids, now, changes, telling, untold, custom, .. } = self;
        let mut engine = Context::bare(&mut **tx, &session, grant, (operation, *now, ids.clone()));
        engine.custom.by_rule = custom.by_rule;
        swap(&mut engine.changes, changes);
        swap(&mut engine.telling, telling);
        swap(&mut engine.untold, untold);
        let done = go_on(&mut engine);
        swap(&mut engine.changes, changes);
        swap(&mut engine.telling, telling);
        swap(&mut engine.untold, untold);
        *ids = engine.ids;
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

    fn make_call(&mut self, operation: &str, arguments: &Json, marked: bool) -> Result<()> {
        let found = Operation::find(operation).filter(|found| found.for_rules() || !marked);
        let found = found.ok_or_else(|| CrmError::bug(format!("{operation} is not for rules")))?;
        let text = arguments.to_string();
        let mut call = (found.begin)();
        let misfit = |misfit| crate::engine::schema_check::explain(found, &text, misfit);
        call.read(Node::parse(&text).map_err(misfit)?).map_err(misfit)?;
        let mut wrong = Violations::default();
        call.prepare(&mut wrong);
        wrong.finish()?;
        self.as_the_engine(found, |cx| call.run(Means::Context(cx)))
    }
}
