//! What the engine itself does, whoever calls: what is by an administrator's decision, not by the caller's rights.

use std::mem::swap;

use super::Context;
use crate::engine::confidential::{self, Rights};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::call::Means;
use crate::engine::objects::records::Called;
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
        let Context { tx, ids, now, changes, telling, .. } = self;
        let mut engine = Context::bare(&mut **tx, &session, grant, (operation, *now, ids.clone()));
        swap(&mut engine.changes, changes);
        swap(&mut engine.telling, telling);
        let done = go_on(&mut engine);
        swap(&mut engine.changes, changes);
        swap(&mut engine.telling, telling);
        *ids = engine.ids;
        done
    }

    /// Makes the calls of typed operations that effects have asked for (MACH-8), in order, equal ones once.
    pub(crate) fn make_calls(&mut self) -> Result<()> {
        let mut made: Vec<Called> = Vec::new();
        for called in std::mem::take(&mut self.calls) {
            if !made.contains(&called) {
                self.make_call(&called)?;
                made.push(called);
            }
        }
        Ok(())
    }

    fn make_call(&mut self, Called { operation, arguments }: &Called) -> Result<()> {
        let found = Operation::find(operation).filter(|found| found.for_rules());
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
