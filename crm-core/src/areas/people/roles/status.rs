//! When may, and who: a role is `built_in`, or `custom` and an administrator's to change.

use super::types::Role;
use crate::engine::confidential::ALWAYS_FULL;
use crate::engine::gate::guard::{Subject, identity};
use crate::engine::permission::rights;

const BUILT_IN: &str = "built_in";
const CUSTOM: &str = "custom";

rights! {
    list   by S;
    get    by S;
    create by S;
    copy   by S on ROLE;
    update by S on ROLE when [CUSTOM];
    require_factor by S on ROLE;
    set_field by S on ROLE;
    set_scope by S on ROLE;
    delete by S on ROLE when [CUSTOM];
}

impl Subject for Role {
    identity!(ROLE);

    fn state(&self) -> &str {
        if self.built_in { BUILT_IN } else { CUSTOM }
    }

    fn hindrance(&self, operation: &str) -> Option<&str> {
        let always = self.built_in && ALWAYS_FULL.contains(&self.name.as_str());
        match operation {
            "roles.delete" if self.users > 0 => Some("in_use"),
            "roles.set_field" if always => Some("always_full"),
            "roles.set_scope" if always => Some("always_all"),
            _ => None,
        }
    }
}
