//! How a context begins.

use super::super::Call;
use super::{Context, Customising, Passwords, Violations};
use crate::engine::clock::{IdSource, Timestamp};
use crate::engine::operations::Operation;
use crate::engine::permission::Grant;
use crate::engine::session::Session;
use crate::engine::storage::Transaction;
use crate::engine::telling::Given;

impl<'a> Context<'a> {
    /// That of a call, with what its actor holds.
    pub(in crate::engine::gate) fn new(
        tx: &'a mut dyn Transaction,
        session: &'a Session,
        call: &Call,
        grant: Grant,
    ) -> Self {
        let mut cx = Context::bare(tx, session, grant, (call.operation, call.now, call.ids.clone()));
        cx.for_the_engine = call.for_the_engine;
        // Most calls bring none of these with them.
        if call.dialled.is_some() {
            cx.named.clone_from(&call.dialled);
            cx.dialled.clone_from(&call.dialled);
        }
        if !call.violations.is_empty() {
            cx.violations = call.violations.clone();
        }
        if !call.followed.is_empty() {
            cx.followed.clone_from(&call.followed);
        }
        if !call.given.is_empty() {
            cx.given.clone_from(&call.given);
        }
        cx
    }

    /// With the rights that a session has, and nothing done or found yet.
    #[inline(always)] // A context is large: it is made where it stays.
    pub(super) fn bare(
        tx: &'a mut dyn Transaction,
        session: &'a Session,
        grant: Grant,
        (operation, now, ids): (&'static Operation, Timestamp, IdSource),
    ) -> Self {
        let Grant { by_role, rights, scope, extended } = grant;
        let mut custom = Customising::default();
        custom.extended = extended;
        Context {
            tx,
            session,
            operation,
            named: None,
            dialled: None,
            now,
            ids,
            by_role,
            rights,
            scope,
            sighted: None,
            tied: None,
            by_level: by_role,
            gone: Vec::new(),
            duty_proved: false,
            for_the_engine: false,
            keeps_changes: false,
            violations: Violations::default(),
            changes: Vec::new(),
            settled: Default::default(),
            deeds: Vec::new(),
            summary: None,
            telling: Vec::new(),
            untold: Default::default(),
            given: Given::new(),
            read: Vec::new(),
            last_bearer: None,
            behind_refusal: None,
            refused: None,
            audit_anyway: false,
            passwords: Passwords::default(),
            custom,
            meeting: Default::default(),
            followed: Default::default(),
        }
    }
}
