//! Who may: a file is its uploader's and theirs who maintain its record. That the record is read is asked where the file is
//! found (PROC-2). An upload is there for its uploader alone.

use super::store::Found;
use crate::engine::gate::Entity;
use crate::engine::gate::guard::{Duty, Subject, Whose};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::permission::rights;

const UPLOADER: Duty<'_> = Duty::within("uploader", "its uploader");
const MAINTAINER: Duty<'_> = Duty::within("maintainer", "who maintains its record");

/// Theirs, whatever the roles.
const THEIRS: Whose<'_> = Whose::Only(&[UPLOADER, MAINTAINER]);

rights! {
    put    by SMAEI;
    begin  by SMAEI;
    append by everyone;
    finish by everyone;
    get    by everyone;
    list   by everyone;
    read   by everyone;
    update by everyone on FILE whose THEIRS;
    delete by everyone on FILE whose THEIRS;
}

impl Subject for Found {
    fn entity(&self) -> Entity {
        Entity::FILE
    }

    fn id(&self) -> RecordId {
        self.file.id.into()
    }

    fn version(&self) -> i64 {
        self.file.version
    }

    fn creator(&self) -> Option<UserId> {
        self.file.uploader.as_ref().map(|uploader| uploader.id)
    }

    fn duties(&self) -> Vec<(&str, UserId)> {
        let uploader = self.creator().map(|uploader| (UPLOADER.name, uploader));
        uploader.into_iter().chain(self.maintainer.map(|user| (MAINTAINER.name, user))).collect()
    }
}
