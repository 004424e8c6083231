//! A company with a pack, and somebody who works with it.

use std::sync::Arc;

use crm_core::users::NewUser;
use crm_core::{Crm, Environment, Money, Session, SystemEnvironment, Timestamp, Tree};

/// An amount in yuan.
pub fn money(amount: &str) -> Money {
    Money { amount: amount.parse().unwrap(), currency: "CNY".into() }
}

/// A clock that stands still.
struct Still;

impl Environment for Still {
    fn now(&self) -> Timestamp {
        "2026-03-05T02:00:00Z".parse().unwrap()
    }

    fn random(&self, bytes: &mut [u8; 32]) {
        SystemEnvironment.random(bytes);
    }
}

/// A new company with the pack of this name; somebody of this role, who is an administrator too.
pub fn seat(pack: &str, role: &str) -> Session {
    let options = Crm::options().time_zone("Asia/Shanghai").currency("CNY").environment(Arc::new(Still));
    let crm = options.open_in_memory().unwrap();
    let admin = crm.session(crm.bootstrap("admin", "管理员", &["system_administrator"]).unwrap()).unwrap();
    let folder = std::env::var("CRM_PACKS").unwrap();
    let pack: Tree = std::fs::read_to_string(format!("{folder}/{pack}.json")).unwrap().parse().unwrap();
    let plan = admin.packs().plan(pack.clone()).unwrap();
    admin.packs().apply(pack, plan.digest).unwrap();
    let roles = Some(vec![role.into(), "system_administrator".into()]);
    let new = NewUser { login: "li".into(), display_name: "李".into(), roles, ..NewUser::default() };
    crm.session(admin.users().create(new, None).unwrap().id).unwrap()
}
