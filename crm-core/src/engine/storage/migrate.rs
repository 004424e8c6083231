//! Numbered migrations with checksums: statements, tables made anew, and Rust code. Each changes the schema and its
//! version in one transaction. A newer database is refused, a damaged one is never deleted.

mod entries;
pub(crate) mod pipelines;
mod rebuild;
pub(crate) mod scores;
mod statements;
#[cfg(test)]
mod tests;
mod touched;

use std::cell::Cell;

use sha2::{Digest, Sha256};

use super::current::Current;
use super::folding;
use super::{Patience, Storage, Transaction, params};
use crate::engine::audit::{self, Change};
use crate::engine::automation;
use crate::engine::clock::{self, Environment, IdSource, Timestamp};
use crate::engine::company::NewDatabase;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Entity;
use crate::engine::likeness;
use crate::engine::objects::life::taken;
use crate::engine::{area, identity, permission, text};

pub(crate) use rebuild::Rebuild;

/// One numbered change of the schema, made of steps that happen together or not at all.
pub(crate) struct Migration {
    number: i64,
    name: &'static str,
    steps: &'static [Step],
}

/// A part of a migration. References are not enforced while the steps run, and all of them are checked behind the last.
pub(crate) enum Step {
    /// A file of `migrations/`.
    Sql(&'static str),
    /// A table made anew, where `ALTER TABLE` can't bring it to its new shape.
    #[cfg_attr(not(test), expect(dead_code, reason = "no migration has needed one yet"))]
    Rebuild(Rebuild),
    /// What SQL can't say. The name is what stands in the checksum.
    Code(&'static str, fn(&mut dyn Transaction, &mut Upgrade) -> Result<()>),
}

/// What a step in Rust may use beside the database.
pub(crate) struct Upgrade {
    /// The instant of the upgrade.
    pub(crate) now: Timestamp,
    /// New ids.
    pub(crate) ids: IdSource,
}

/// Every migration, oldest first. A released one is never edited; the checksum would tell.
const MIGRATIONS: &[Migration] = &[
    Migration { number: 1, name: "initial", steps: &[Step::Sql(include_str!("../../../migrations/0001_initial.sql"))] },
    Migration {
        number: 2,
        name: "rare_sides",
        steps: &[Step::Sql(include_str!("../../../migrations/0002_rare_sides.sql"))],
    },
    Migration {
        number: 3,
        name: "two_backends",
        steps: &[
            Step::Sql(include_str!("../../../migrations/0003_two_backends.sql")),
            Step::Code("identity", |tx, upgrade| identity::begin(tx, &mut upgrade.ids, upgrade.now)),
        ],
    },
    Migration {
        number: 4,
        name: "by_commit",
        steps: &[Step::Sql(include_str!("../../../migrations/0004_by_commit.sql"))],
    },
    Migration {
        number: 5,
        name: "recounted",
        steps: &[Step::Sql(include_str!("../../../migrations/0005_recounted.sql"))],
    },
    Migration {
        number: 6,
        name: "signing_in",
        steps: &[Step::Sql(include_str!("../../../migrations/0006_signing_in.sql"))],
    },
    Migration { number: 7, name: "shared", steps: &[Step::Sql(include_str!("../../../migrations/0007_shared.sql"))] },
    Migration {
        number: 8,
        name: "role_fields",
        steps: &[Step::Sql(include_str!("../../../migrations/0008_role_fields.sql"))],
    },
    Migration { number: 9, name: "scope", steps: &[Step::Sql(include_str!("../../../migrations/0009_scope.sql"))] },
    Migration { number: 10, name: "setup", steps: &[Step::Sql(include_str!("../../../migrations/0010_setup.sql"))] },
    Migration {
        number: 11,
        name: "catalogue",
        steps: &[Step::Sql(include_str!("../../../migrations/0011_catalogue.sql"))],
    },
    Migration { number: 12, name: "packs", steps: &[Step::Sql(include_str!("../../../migrations/0012_packs.sql"))] },
    Migration { number: 13, name: "views", steps: &[Step::Sql(include_str!("../../../migrations/0013_views.sql"))] },
    Migration {
        number: 14,
        name: "extended",
        steps: &[Step::Sql(include_str!("../../../migrations/0014_extended.sql"))],
    },
    Migration { number: 15, name: "people", steps: &[Step::Sql(include_str!("../../../migrations/0015_people.sql"))] },
    Migration { number: 16, name: "due", steps: &[Step::Sql(include_str!("../../../migrations/0016_due.sql"))] },
    Migration { number: 17, name: "notes", steps: &[Step::Sql(include_str!("../../../migrations/0017_notes.sql"))] },
    Migration { number: 18, name: "tags", steps: &[Step::Sql(include_str!("../../../migrations/0018_tags.sql"))] },
    Migration {
        number: 19,
        name: "activities",
        steps: &[
            Step::Sql(include_str!("../../../migrations/0019_activities.sql")),
            Step::Code("activity_kinds", |tx, upgrade| entries::bring(tx, upgrade, "activity_kind", ACTIVITY_KINDS)),
        ],
    },
    Migration {
        number: 20,
        name: "followed",
        steps: &[Step::Sql(include_str!("../../../migrations/0020_followed.sql"))],
    },
    Migration { number: 21, name: "files", steps: &[Step::Sql(include_str!("../../../migrations/0021_files.sql"))] },
    Migration { number: 22, name: "outbox", steps: &[Step::Sql(include_str!("../../../migrations/0022_outbox.sql"))] },
    Migration { number: 23, name: "series", steps: &[Step::Sql(include_str!("../../../migrations/0023_series.sql"))] },
    Migration {
        number: 24,
        name: "deal_turns",
        steps: &[Step::Sql(include_str!("../../../migrations/0024_deal_turns.sql"))],
    },
    Migration {
        number: 25,
        name: "reminders",
        steps: &[Step::Sql(include_str!("../../../migrations/0025_reminders.sql"))],
    },
    Migration {
        number: 26,
        name: "automation",
        steps: &[Step::Sql(include_str!("../../../migrations/0026_automation.sql"))],
    },
    Migration {
        number: 27,
        name: "touched",
        steps: &[
            Step::Code("company_clock", touched::begin),
            Step::Sql(include_str!("../../../migrations/0027_touched.sql")),
            Step::Code("objects_touched", touched::end),
        ],
    },
    Migration { number: 28, name: "bench", steps: &[Step::Sql(include_str!("../../../migrations/0028_bench.sql"))] },
    Migration { number: 29, name: "work", steps: &[Step::Sql(include_str!("../../../migrations/0029_work.sql"))] },
    Migration {
        number: 30,
        name: "approvals",
        steps: &[Step::Sql(include_str!("../../../migrations/0030_approvals.sql"))],
    },
    Migration {
        number: 31,
        name: "calendar",
        steps: &[Step::Sql(include_str!("../../../migrations/0031_calendar.sql"))],
    },
    Migration {
        number: 32,
        name: "rules_by_time",
        steps: &[
            Step::Sql(include_str!("../../../migrations/0032_rules_by_time.sql")),
            Step::Code("alerts", |tx, upgrade| {
                // A new database has them from its beginning.
                let begun: bool = tx.value("SELECT EXISTS (SELECT 1 FROM settings)", &[])?;
                if begun { automation::bring(tx, &mut upgrade.ids, upgrade.now) } else { Ok(()) }
            }),
        ],
    },
    Migration {
        number: 33,
        name: "bench_waits",
        steps: &[Step::Sql(include_str!("../../../migrations/0033_bench_waits.sql"))],
    },
    Migration {
        number: 34,
        name: "file_store",
        steps: &[Step::Sql(include_str!("../../../migrations/0034_file_store.sql"))],
    },
    Migration {
        number: 35,
        name: "selling",
        steps: &[
            Step::Sql(include_str!("../../../migrations/0035_selling.sql")),
            Step::Code("lost_reasons", |tx, upgrade| entries::bring(tx, upgrade, "lost_reason", LOST_REASONS)),
        ],
    },
    Migration {
        number: 36,
        name: "sale",
        steps: &[
            Step::Sql(include_str!("../../../migrations/0036_sale.sql")),
            Step::Code("sale_entries", |tx, upgrade| {
                SALE_ENTRIES.iter().try_for_each(|(category, entries)| entries::bring(tx, upgrade, category, entries))
            }),
        ],
    },
    Migration {
        number: 37,
        name: "capture",
        steps: &[
            Step::Sql(include_str!("../../../migrations/0037_capture.sql")),
            Step::Code("public_mail_domains", |tx, upgrade| {
                entries::bring(tx, upgrade, likeness::MAIL_CATEGORY, likeness::MAIL_DOMAINS)
            }),
        ],
    },
    Migration {
        number: 38,
        name: "dup",
        steps: &[
            Step::Sql(include_str!("../../../migrations/0038_dup.sql")),
            Step::Code("duplicates", |tx, upgrade| {
                entries::bring(tx, upgrade, likeness::SUFFIX_CATEGORY, likeness::SUFFIXES)?;
                match is_filled(tx)? {
                    true => likeness::standard::bring(tx, &mut upgrade.ids, upgrade.now, false),
                    false => Ok(()),
                }
            }),
        ],
    },
    Migration { number: 39, name: "merges", steps: &[Step::Sql(include_str!("../../../migrations/0039_merges.sql"))] },
    Migration { number: 40, name: "assign", steps: &[Step::Sql(include_str!("../../../migrations/0040_assign.sql"))] },
    Migration {
        number: 41,
        name: "pipe",
        steps: &[
            Step::Sql(include_str!("../../../migrations/0041_pipe.sql")),
            Step::Code("pipelines", pipelines::begin),
        ],
    },
    Migration {
        number: 42,
        name: "score",
        steps: &[Step::Sql(include_str!("../../../migrations/0042_score.sql")), Step::Code("scores", scores::begin)],
    },
    Migration {
        number: 43,
        name: "persons",
        steps: &[Step::Sql(include_str!("../../../migrations/0043_persons.sql"))],
    },
    Migration {
        number: 44,
        name: "recycle",
        steps: &[Step::Sql(include_str!("../../../migrations/0044_recycle.sql"))],
    },
];

/// The schema that all of them end with, made of `docs/schema.sql`. A new database begins with it: SQLite reads the whole
/// schema again at each `ALTER TABLE`, so to go the way of an old one takes many times as long.
const WHOLE: &str = include_str!(concat!(env!("OUT_DIR"), "/schema.sql"));

/// Whether the database is one that was in use: a new one gets what it begins with when it is filled.
fn is_filled(tx: &mut dyn Transaction) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM settings)", &[])
}

/// The schema of this version, as statements without remarks.
pub(crate) fn schema() -> &'static str {
    WHOLE
}

/// The kinds of activity that came with the nineteenth.
const ACTIVITY_KINDS: &[(&str, &str)] =
    &[("任务", "task"), ("电话", "call"), ("会议", "meeting"), ("邮件", "mail"), ("拜访", "visit")];

/// What opportunities are lost for, which came with the thirty-fifth.
const LOST_REASONS: &[(&str, &str)] = &[
    ("价格", "price"),
    ("产品不符", "product_fit"),
    ("竞争对手", "competitor"),
    ("客户取消", "cancelled"),
    ("预算", "budget"),
    ("无法联系", "no_contact"),
    ("重复", "duplicate"),
    ("其他", "other"),
];

/// The kinds and the origins of opportunities, and the roles of persons, which came with the thirty-sixth.
const SALE_ENTRIES: &[(&str, &[(&str, &str)])] = &[
    ("opportunity_kind", &[("新客户", "new"), ("交叉销售", "cross_sell"), ("增购", "up_sell"), ("续约", "renewal")]),
    (
        "origin",
        &[
            ("网站", "website"),
            ("电话", "phone"),
            ("邮件", "mail"),
            ("展会", "fair"),
            ("转介绍", "referral"),
            ("广告", "advertisement"),
            ("搜索", "search"),
            ("社交媒体", "social_media"),
            ("老客户", "customer"),
            ("导入", "import"),
            ("其他", "other"),
        ],
    ),
    (
        "contact_role",
        &[
            ("决策人", "decision_maker"),
            ("影响者", "influencer"),
            ("使用者", "user"),
            ("采购", "buyer"),
            ("技术把关", "gatekeeper"),
            ("支持者", "champion"),
        ],
    ),
];

/// Creates or upgrades the schema, brings the built-in roles to this version, and gives the storage, from now on held to
/// this version of the schema.
pub(crate) fn bring_up(
    storage: Box<dyn Storage>,
    new: &NewDatabase,
    environment: &dyn Environment,
    any_time: bool,
) -> Result<Box<dyn Storage>> {
    let known = KNOWN;
    let found = known.look(&*storage)?;
    let storage = Box::new(Current::new(storage, known.latest()));
    if storage.is_read_only() {
        return if found == known.latest() { Ok(storage) } else { Err(CrmError::storage("older")) };
    }
    let now = clock::now(environment, any_time)?;
    let (seed, begun) = (clock::random(environment), Cell::new(0_u8));
    // What two of them bring into one table has ids of its own each.
    let fresh = || {
        let mut seed = seed;
        seed[0] ^= begun.replace(begun.get().wrapping_add(1));
        Upgrade { now, ids: IdSource::new(now, seed) }
    };
    known.upgrade(&*storage, &fresh, &|tx, upgrade| {
        area::all().filter_map(|area| area.begin).try_for_each(|begin| begin(tx, new, &mut upgrade.ids))?;
        identity::set_folding(tx, &text::folding())?;
        // The beginning of a database is no change of it.
        permission::synchronise(tx, &mut upgrade.ids, now).map(drop)
    })?;
    let folding = text::folding();
    // Opening a database that is current must not wait for anybody's write lock.
    let mut ready = false;
    storage.read(&Patience::default(), &mut |tx| {
        ready = permission::is_current(tx)? && !identity::is_restored(tx)? && identity::folding(tx)? == folding;
        ready &= !taken::any(tx)?;
        Ok(())
    })?;
    if !ready {
        let seed = clock::random(environment);
        storage.write(&Patience::default(), &mut |tx| {
            let mut ids = IdSource::new(now, seed);
            identity::restore(tx, &mut ids, now)?;
            let mut changes = permission::synchronise(tx, &mut ids, now)?;
            if identity::folding(tx)? != folding {
                let rows = folding::anew(tx)?;
                identity::set_folding(tx, &folding)?;
                if rows > 0 {
                    let summary = serde_json::json!({"folding": folding, "rows": rows}).to_string();
                    changes.push(Change::summary(identity::SETTINGS, summary));
                }
            }
            if taken::any(tx)? {
                let (renamed, reprinting) = taken::give_way(tx)?;
                let told =
                    |one: taken::Renamed| serde_json::json!({"object": one.object, "from": one.from, "to": one.to});
                let fields: Vec<_> = renamed.into_iter().map(told).collect();
                let summary = serde_json::json!({"renamed": fields}).to_string();
                changes.push(Change::summary(Entity::named("pack"), summary));
                changes.extend(reprinting.everywhere(tx, None, (now, None))?);
            }
            audit::record_upgrade(tx, now, &changes)
        })?;
    }
    Ok(storage)
}

/// Refuses a database that this engine can't work with, without changing it.
pub(crate) fn look(storage: &dyn Storage) -> Result<()> {
    KNOWN.look(storage).map(drop)
}

/// The migrations that an engine knows, and what they all end with, where a new database may begin with that.
struct Known(&'static [Migration], Option<&'static str>);

const KNOWN: Known = Known(MIGRATIONS, Some(WHOLE));

impl Known {
    fn latest(&self) -> i64 {
        self.0.last().map_or(0, |m| m.number)
    }

    /// The version of a database, 0 where it is empty. A newer one, or one with another history, is refused.
    fn look(&self, storage: &dyn Storage) -> Result<i64> {
        let mut found = 0;
        storage.read(&Patience::default(), &mut |tx| {
            found = self.version(tx)?;
            Ok(())
        })?;
        Ok(found)
    }

    /// Brings a database to the latest version; a new one gets its first content from `fill`.
    fn upgrade(
        &self,
        storage: &dyn Storage,
        fresh: &dyn Fn() -> Upgrade,
        fill: &dyn Fn(&mut dyn Transaction, &mut Upgrade) -> Result<()>,
    ) -> Result<()> {
        let found = self.look(storage)?;
        if found == 0 {
            // All at once: what `fill` writes is of the latest version, and half a new database is none.
            return storage.alter(&Patience::default(), &mut |tx| {
                let mut upgrade = fresh();
                let found = self.version(tx)?;
                match self.1.filter(|_| found == 0) {
                    Some(whole) => self.begin(tx, whole, &mut upgrade)?,
                    None => self.behind(found).try_for_each(|migration| apply(tx, migration, &mut upgrade))?,
                }
                if found == 0 { fill(tx, &mut upgrade) } else { Ok(()) }
            });
        }
        self.behind(found).try_for_each(|migration| {
            storage.alter(&Patience::default(), &mut |tx| {
                // Unless another process did while we waited for the lock.
                if self.version(tx)? >= migration.number { Ok(()) } else { apply(tx, migration, &mut fresh()) }
            })
        })
    }

    /// What a database of that version lacks.
    fn behind(&self, version: i64) -> impl Iterator<Item = &'static Migration> {
        self.0.iter().filter(move |migration| migration.number > version)
    }

    /// Makes a new database at once as all migrations together would.
    fn begin(&self, tx: &mut dyn Transaction, whole: &str, upgrade: &mut Upgrade) -> Result<()> {
        run(tx, whole)?;
        identity::begin(tx, &mut upgrade.ids, upgrade.now)?;
        self.0.iter().try_for_each(|migration| record(tx, migration, upgrade))
    }

    fn version(&self, tx: &mut dyn Transaction) -> Result<i64> {
        let exists: bool = tx.value(tx.dialect().has_table, params!["schema_migrations"])?;
        if !exists {
            return Ok(0);
        }
        let applied: Vec<(i64, Vec<u8>)> =
            tx.all("SELECT number, checksum FROM schema_migrations ORDER BY number", &[], |c| {
                Ok((c.next()?, c.next()?))
            })?;
        let version = applied.last().map_or(0, |(number, _)| *number);
        if version > self.latest() {
            return Err(CrmError::storage("newer"));
        }
        let history = applied.iter().map(|(number, sum)| (*number, &sum[..]));
        let expected: Vec<_> =
            self.0.iter().filter(|m| m.number <= version).map(|m| (m.number, m.checksum())).collect();
        if !history.eq(expected.iter().map(|(number, sum)| (*number, &sum[..]))) {
            return Err(CrmError::storage("unknown_schema"));
        }
        Ok(version)
    }
}

fn run(tx: &mut dyn Transaction, sql: &str) -> Result<()> {
    statements::split(sql).try_for_each(|sql| tx.execute(sql, &[]).map(drop))
}

fn apply(tx: &mut dyn Transaction, migration: &Migration, upgrade: &mut Upgrade) -> Result<()> {
    for step in migration.steps {
        match step {
            Step::Sql(sql) => run(tx, sql)?,
            Step::Rebuild(rebuild) => rebuild.run(tx)?,
            Step::Code(_, run) => run(tx, upgrade)?,
        }
    }
    record(tx, migration, upgrade)
}

/// Notes that the database has it.
fn record(tx: &mut dyn Transaction, migration: &Migration, upgrade: &Upgrade) -> Result<()> {
    tx.execute(
        "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
        params![migration.number, migration.name, migration.checksum(), upgrade.now],
    )
    .map(drop)
}

impl Migration {
    /// What stands in the database beside the number, and tells when a released migration was edited. Ends of lines
    /// don't count: a version control system may change them.
    fn checksum(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for step in self.steps {
            match step {
                Step::Sql(sql) => hash.update(unix_lines(sql)),
                Step::Rebuild(rebuild) => rebuild.digest(&mut hash),
                Step::Code(name, _) => hash.update(format!("code {name}\n")),
            }
        }
        hash.finalize().into()
    }
}

fn unix_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
