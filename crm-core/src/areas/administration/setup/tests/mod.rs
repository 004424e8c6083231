//! What holds for setup documents of every kind (SETUP), by two kinds of which one names the other.

mod kept;
mod named;
mod packed;
mod put;
mod rights;

use serde_json::{Value, json};

use crate::engine::crm::Crm;
use crate::engine::error::{CrmError, Result};
use crate::engine::session::Session;

/// A database with an administrator, a sales manager, an account manager and an executive.
pub(super) struct House {
    pub(super) crm: Crm,
    pub(super) admin: Session,
    pub(super) manager: Session,
    pub(super) seller: Session,
    pub(super) executive: Session,
}

impl House {
    pub(super) fn new() -> House {
        House::of(Crm::open_in_memory().expect("a database"))
    }

    pub(super) fn of(crm: Crm) -> House {
        let admin = crm.bootstrap("admin", "管理员", &["system_administrator"]).expect("the first user");
        let admin = crm.session(admin).expect("a session");
        let user = |login: &str, role: &str| {
            let new = json!({"new": {"login": login, "display_name": login, "roles": [role]}});
            call(&admin, "users.create", new).expect("a user");
            crm.session_by_login(login).expect("a session")
        };
        let manager = user("chen", "sales_manager");
        let seller = user("wang", "account_manager");
        let executive = user("zhou", "executive");
        House { manager, seller, executive, admin, crm }
    }
}

pub(super) fn call(session: &Session, operation: &str, with: Value) -> Result<Value> {
    let answer = session.call(operation, &with.to_string())?;
    Ok(serde_json::from_str(&answer).expect("JSON"))
}

/// A route over some stops.
pub(super) fn route(stops: &[&str]) -> Value {
    let stops: Vec<Value> = stops.iter().map(|name| json!({"name": name})).collect();
    json!({"departments": [], "stops": stops})
}

pub(super) fn alarm(route: &str) -> Value {
    json!({"route": route, "volume": 3})
}

pub(super) fn put(session: &Session, kind: &str, name: &str, document: Value) -> Result<Value> {
    call(session, "setup.put", json!({"kind": kind, "name": name, "document": document}))
}

pub(super) fn get(session: &Session, kind: &str, name: &str) -> Value {
    call(session, "setup.get", json!({"kind": kind, "name": name})).expect("a document")
}

/// An operation on one document by kind and name.
pub(super) fn on(session: &Session, operation: &str, kind: &str, name: &str) -> Result<Value> {
    call(session, &format!("setup.{operation}"), json!({"kind": kind, "name": name}))
}

/// What is wrong, `field:code`, in the order in which it is told.
pub(super) fn wrong(outcome: Result<Value>) -> Vec<String> {
    match outcome {
        Err(CrmError::Invalid { fields }) => fields.iter().map(|f| format!("{}:{}", f.field, f.code)).collect(),
        other => panic!("{other:?}"),
    }
}

/// The code of a refusal, with the reason of a conflict.
pub(super) fn refused(outcome: Result<Value>) -> String {
    match outcome {
        Err(CrmError::Conflict { reason, .. }) => format!("conflict:{reason}"),
        Err(other) => other.code().to_owned(),
        Ok(answer) => panic!("{answer}"),
    }
}
