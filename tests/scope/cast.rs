//! A cast: who works where and may what, and whose every record is. It is what the oracle decides by, and what a world is
//! made of.

use std::collections::BTreeMap;

use serde_json::Value;

/// Levels, narrowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Own,
    Department,
    Below,
    All,
}

impl Level {
    pub const EVERY: [Level; 4] = [Level::Own, Level::Department, Level::Below, Level::All];

    pub fn of(name: &str) -> Level {
        match name {
            "own" => Level::Own,
            "department" => Level::Department,
            "below" => Level::Below,
            "all" => Level::All,
            other => panic!("no level {other}"),
        }
    }

    pub fn name(self) -> &'static str {
        ["own", "department", "below", "all"][self as usize]
    }
}

#[derive(Debug, Clone, Default)]
pub struct Role {
    /// The built-in role it is a copy of.
    pub copy: Option<String>,
    pub grant: Vec<String>,
    /// What is set, by area.
    pub scope: BTreeMap<String, (Level, Level)>,
}

#[derive(Debug, Clone, Default)]
pub struct User {
    pub department: Option<String>,
    pub roles: Vec<String>,
    pub disabled: bool,
}

/// With whom something is shared: a user or a department, by name, and whether for writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    pub with: String,
    pub writes: bool,
}

/// A record. What is not of its kind is empty.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// `customer`, `contact`, `interaction`, `opportunity`, `ticket`.
    pub kind: &'static str,
    /// The customer it belongs to.
    pub customer: Option<String>,
    pub manager: Option<String>,
    pub creator: Option<String>,
    pub assignee: Option<String>,
    pub handler: Option<String>,
    pub archived: bool,
    pub collaborators: Vec<String>,
    pub shares: Vec<Share>,
}

#[derive(Debug, Clone, Default)]
pub struct Cast {
    /// Each with the one above it.
    pub departments: BTreeMap<String, Option<String>>,
    pub roles: BTreeMap<String, Role>,
    pub users: BTreeMap<String, User>,
    pub records: BTreeMap<String, Record>,
}

fn words(value: &Value) -> Vec<String> {
    value.as_str().unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

fn name(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn names(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(name).collect()
}

fn entries<'j>(json: &'j Value, part: &str) -> impl Iterator<Item = (String, &'j Value)> {
    json[part].as_object().into_iter().flatten().map(|(name, value)| (name.clone(), value))
}

impl Cast {
    /// Reads `tests/decisions/scope.json`.
    pub fn read(json: &Value) -> Cast {
        let mut cast = Cast::default();
        cast.departments.extend(entries(json, "departments").map(|(n, above)| (n, name(above))));
        for (role, said) in entries(json, "roles") {
            let scope = entries(said, "scope").map(|(area, levels)| {
                let levels = words(levels);
                (area, (Level::of(&levels[0]), Level::of(&levels[1])))
            });
            let role_is = Role { copy: name(&said["copy"]), grant: names(&said["grant"]), scope: scope.collect() };
            cast.roles.insert(role, role_is);
        }
        for (user, said) in entries(json, "users") {
            let user_is = User {
                department: name(&said[0]),
                roles: words(&said[1]),
                disabled: said[2].as_str() == Some("disabled"),
            };
            cast.users.insert(user, user_is);
        }
        for (kind, part) in [
            ("customer", "customers"),
            ("contact", "contacts"),
            ("interaction", "interactions"),
            ("opportunity", "opportunities"),
            ("ticket", "tickets"),
        ] {
            for (record, said) in entries(json, part) {
                let shares = names(&said["shares"]).into_iter().map(|share| {
                    let (with, access) = share.split_once(' ').unwrap();
                    Share { with: with.to_owned(), writes: access == "write" }
                });
                let record_is = Record {
                    kind,
                    customer: name(said).or_else(|| name(&said["customer"])),
                    manager: name(&said["manager"]),
                    creator: name(&said["creator"]),
                    assignee: name(&said["assignee"]),
                    handler: if said["archived"] == true { name(&said["assignee"]) } else { None },
                    archived: said["archived"] == true,
                    collaborators: names(&said["collaborators"]),
                    shares: shares.collect(),
                };
                cast.records.insert(record, record_is);
            }
        }
        cast
    }
}
