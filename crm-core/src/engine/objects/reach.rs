//! What a user's roles let them do with the records of defined objects, and with which of them (OBJ-7, OBJ-10). A right is
//! kept by its name, `hotel.room.get`, as that of a typed operation is; how far a role reaches, object by object.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::filter::sql::Piece;
use super::grants;
use super::model::Model;
use super::shape::Name;
use crate::engine::confidential::FieldRight;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::scope::{LevelNumber, ScopeLevel};
use crate::engine::storage::{Transaction, Value, params};

/// What somebody may do with the records of defined objects.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    /// Nobody is the engine itself, which reaches everything.
    user: Option<User>,
}

#[derive(Debug)]
struct User {
    key: i64,
    department: Option<i64>,
    /// Their department and those below it.
    below: Vec<i64>,
    /// What each right reaches, by its name.
    rights: BTreeMap<String, ScopeLevel>,
    /// The confidential fields that are opened to them, `sales.quota.rate`.
    fields: BTreeMap<String, FieldRight>,
}

/// Whether a verb reads; the others write.
pub(crate) fn reads(verb: &str) -> bool {
    matches!(verb, "get" | "list" | "export")
}

/// How far a role reaches in an object's records, where it is narrower than all.
struct Levels {
    reads: ScopeLevel,
    writes: ScopeLevel,
}

impl Reach {
    fn load(tx: &mut dyn Transaction, key: i64) -> Result<Reach> {
        let held = "SELECT r.role, o.operation FROM user_roles r JOIN role_operations o ON o.role = r.role \
                    WHERE r.user_id = ?";
        let mut held: Vec<(i64, String)> = tx.all(held, params![key], |c| Ok((c.next()?, c.next()?)))?;
        // Those of typed operations have one dot; those to custom fields say how much they open.
        held.retain(|(_, right)| right.matches('.').count() == 2 || right.contains(':'));
        let mut levels: BTreeMap<(i64, String), Levels> = BTreeMap::new();
        if !held.is_empty() {
            let narrowed = "SELECT s.role, s.object, s.reads, s.writes FROM user_roles r \
                            JOIN role_object_scopes s ON s.role = r.role WHERE r.user_id = ?";
            let found = tx.all(narrowed, params![key], |c| {
                let of: (i64, String) = (c.next()?, c.next()?);
                Ok((of, Levels { reads: c.next::<LevelNumber>()?.0, writes: c.next::<LevelNumber>()?.0 }))
            })?;
            levels.extend(found);
        }
        let (mut rights, mut fields) = (BTreeMap::new(), BTreeMap::new());
        for (role, right) in held {
            let Some((object, verb)) = right.rsplit_once('.') else { continue };
            if let Some((field, opened)) = verb.split_once(':') {
                let opened = if opened == "write" { FieldRight::Full } else { FieldRight::ReadOnly };
                let known = fields.entry(format!("{object}.{field}")).or_insert(opened);
                *known = opened.max(*known);
                continue;
            }
            let level = match levels.get(&(role, object.to_owned())) {
                Some(levels) if reads(verb) => levels.reads,
                Some(levels) => levels.writes,
                None => ScopeLevel::All,
            };
            let known = rights.entry(right).or_insert(level);
            *known = level.max(*known);
        }
        let department: Option<i64> =
            tx.one("SELECT department FROM users WHERE id = ?", params![key], |c| c.next())?.flatten();
        let mut below = Vec::new();
        if department.is_some() && rights.values().any(|level| *level == ScopeLevel::Below) {
            let tree = "WITH RECURSIVE tree (id) AS (SELECT id FROM departments WHERE id = ? \
                        UNION SELECT d.id FROM departments d JOIN tree t ON d.parent = t.id) SELECT id FROM tree";
            below = tx.all(tree, params![department], |c| c.next())?;
        }
        Ok(Reach { user: Some(User { key, department, below, rights, fields }) })
    }

    /// How far the right to an object's verb reaches; none where no role holds it.
    pub(crate) fn level(&self, object: &str, verb: &str) -> Option<ScopeLevel> {
        match &self.user {
            None => Some(ScopeLevel::All),
            Some(user) => user.rights.get(&format!("{object}.{verb}")).copied(),
        }
    }

    /// How far whoever gets or lists an object's records reads them; none where no role holds either.
    pub(crate) fn reading(&self, object: &str) -> Option<ScopeLevel> {
        self.level(object, "get").max(self.level(object, "list"))
    }

    /// The objects whose records they get or list.
    pub(crate) fn listed(&self) -> BTreeSet<Name> {
        let rights = self.user.iter().flat_map(|user| user.rights.keys());
        let listed =
            rights.filter_map(|right| right.rsplit_once('.').filter(|(_, verb)| matches!(*verb, "get" | "list")));
        listed.map(|(object, _)| Name::new(object)).collect()
    }

    /// The right that a grant gives to a confidential field; nobody has one without.
    pub(crate) fn to_field(&self, object: &str, field: &str) -> FieldRight {
        match &self.user {
            None => FieldRight::Full,
            Some(user) => user.fields.get(&format!("{object}.{field}")).copied().unwrap_or(FieldRight::Hidden),
        }
    }

    /// The condition that a row of a table with an owner is within a level, where the table has this alias; none where all
    /// are. Who has no department reaches what is their own.
    pub(crate) fn within(&self, level: ScopeLevel, alias: &str) -> Option<Piece> {
        let user = self.user.as_ref().filter(|_| level != ScopeLevel::All)?;
        let own = format!("{alias}.owner = ?");
        let departments: Vec<i64> = match level {
            ScopeLevel::Below => user.below.clone(),
            ScopeLevel::Department => user.department.into_iter().collect(),
            ScopeLevel::Own | ScopeLevel::All => Vec::new(),
        };
        let mut params = vec![Value::Integer(user.key)];
        if departments.is_empty() {
            return Some(Piece { sql: own, params });
        }
        let marks = vec!["?"; departments.len()].join(", ");
        params.extend(departments.into_iter().map(Value::Integer));
        Some(Piece { sql: format!("({own} OR {alias}.owner_department IN ({marks}))"), params })
    }

    /// Whether a record of that owner, in that department, is within a level.
    pub(crate) fn holds(&self, level: ScopeLevel, owner: Option<i64>, department: Option<i64>) -> bool {
        let Some(user) = &self.user else { return true };
        let own = owner == Some(user.key);
        match level {
            ScopeLevel::All => true,
            ScopeLevel::Own => own,
            ScopeLevel::Department => own || department.is_some() && department == user.department,
            ScopeLevel::Below => own || department.is_some_and(|department| user.below.contains(&department)),
        }
    }
}

impl Context<'_> {
    /// The rights to the records of defined objects, each by its name, `hotel.room.get`, and those to confidential fields,
    /// `hotel.guest.id_number:read`.
    pub(crate) fn defined_rights(&mut self) -> Result<Vec<String>> {
        let (catalogue, mut rights) = (self.catalogue()?, Vec::new());
        for (full, object) in catalogue.documents.iter().flat_map(grants::granted) {
            rights.extend(grants::rights_of(&full, object));
            let hidden = object.fields.iter().filter(|field| field.confidential.is_some());
            rights.extend(hidden.flat_map(|field| ["read", "write"].map(|how| format!("{full}.{}:{how}", field.name))));
        }
        for extension in catalogue.documents.iter().flat_map(|pack| &pack.extend) {
            let hidden = extension.fields.iter().filter(|field| field.confidential.is_some());
            let of = &extension.object;
            rights.extend(hidden.flat_map(|field| ["read", "write"].map(|how| format!("{of}.{}:{how}", field.name))));
        }
        Ok(rights)
    }

    /// Whether the acting user may write a field of what packs define: of those that are confidential, by a grant (TYPE-9).
    pub(super) fn writes_field(&mut self, model: &Model, place: usize) -> Result<bool> {
        let field = &model.fields[place];
        let confidential = field.field.as_ref().is_some_and(|field| field.confidential.is_some());
        Ok(!confidential || self.custom.lifted || self.reach()?.to_field(&model.name, &field.name) == FieldRight::Full)
    }

    /// What the acting user may do with the records of defined objects.
    pub(crate) fn reach(&mut self) -> Result<Rc<Reach>> {
        let user = self.actor_key();
        let found = self.once(|tx| match user {
            Some(user) => Reach::load(tx, user).map(Rc::new),
            None => Ok(Rc::new(Reach::default())),
        });
        found.cloned()
    }
}
