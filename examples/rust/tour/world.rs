//! What the tour needs of the world: a clock it can turn, dice that always fall the same way, and people.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crm_core::dictionary::DictionaryEntryId;
use crm_core::users::NewUser;
use crm_core::{Crm, CrmError, Date, Environment, Result, Session, Timestamp, UserId};

/// A clock that the tour turns by hand. A host that has no reason to do so leaves the engine its own.
#[derive(Debug)]
pub struct TourClock {
    now: Mutex<Timestamp>,
    calls: AtomicU64,
}

impl TourClock {
    /// Stands at midnight of the day, in UTC.
    pub fn new(day: Date) -> Arc<TourClock> {
        Arc::new(TourClock { now: Mutex::new(instant(day, 0)), calls: AtomicU64::new(0) })
    }

    /// Turns it forward; it never goes back.
    pub fn set(&self, to: Timestamp) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = to.max(*now);
    }

    /// Turns it forward to an hour (UTC) of a day.
    pub fn at(&self, day: Date, hour: u32) {
        self.set(instant(day, hour));
    }
}

fn instant(day: Date, hour: u32) -> Timestamp {
    day.and_hms_opt(hour.min(23), 0, 0).unwrap_or_default().and_utc()
}

impl Environment for TourClock {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn random(&self, bytes: &mut [u8; 32]) {
        // The same ids in every run. The tour sets no passwords, which would need better than this.
        let mut dice = Dice(self.calls.fetch_add(1, Ordering::Relaxed));
        for part in bytes.chunks_exact_mut(8) {
            part.copy_from_slice(&dice.next().to_le_bytes());
        }
    }
}

/// Chance that repeats itself: SplitMix64.
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, and without, the end.
    pub fn below(&mut self, end: i64) -> i64 {
        i64::try_from(self.next() >> 1).unwrap_or(0) % end.max(1)
    }

    /// A number between the two, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high - low + 1)
    }

    /// True as often as said.
    pub fn percent(&mut self, chance: i64) -> bool {
        self.below(100) < chance
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let i = usize::try_from(self.below(i64::try_from(of.len()).unwrap_or(1))).unwrap_or(0);
        &of[i]
    }
}

/// Who works here.
pub struct Staff {
    /// 销售主管
    pub manager: Session,
    /// 客户经理
    pub account_managers: Vec<Session>,
    /// 高管
    pub executive: Session,
    /// The host itself: what the ERP pushes, and due jobs.
    pub erp: Session,
    /// Everyone's name and role, for the reader.
    pub names: Vec<(&'static str, &'static str, UserId)>,
}

/// Login, name, role.
const PEOPLE: &[(&str, &str, &str)] = &[
    ("han", "韩梅梅", "sales_manager"),
    ("li", "李雷", "account_manager"),
    ("wang", "王芳", "account_manager"),
    ("schmidt", "Emma Schmidt", "account_manager"),
    ("zhang", "张伟", "account_manager"),
    ("park", "James Park", "account_manager"),
    ("zhao", "赵建国", "executive"),
    ("erp", "ERP", "integration"),
];

impl Staff {
    /// Creates the users of a new database.
    pub fn hire(crm: &Crm) -> Result<Staff> {
        let first = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
        let admin = crm.session(first)?;
        let mut names = vec![("管理员", "system_administrator", first)];
        for (login, name, role) in PEOPLE {
            let new = NewUser {
                login: (*login).into(),
                display_name: (*name).into(),
                roles: Some(vec![(*role).into()]),
                ..Default::default()
            };
            names.push((name, role, admin.users().create(new, None)?.id));
        }
        let with = |role: &str| -> Result<Vec<Session>> {
            names.iter().filter(|(_, r, _)| *r == role).map(|(_, _, id)| crm.session(*id)).collect()
        };
        let one = |role| with(role)?.pop().ok_or_else(|| CrmError::Bug { detail: format!("nobody is {role}") });
        Ok(Staff {
            manager: one("sales_manager")?,
            account_managers: with("account_manager")?,
            executive: one("executive")?,
            erp: one("integration")?,
            names,
        })
    }

    /// The session of a person; the sales manager's for whoever has none.
    pub fn session(&self, of: Option<UserId>) -> &Session {
        self.account_managers.iter().find(|s| s.user() == of).unwrap_or(&self.manager)
    }
}

/// The entries of a dictionary category: item and id.
pub fn choices(session: &Session, category: &str) -> Result<Vec<(String, DictionaryEntryId)>> {
    Ok(session.dictionary().choices(category.into())?.into_iter().map(|c| (c.item, c.id)).collect())
}

/// The entry of that name, or the first.
pub fn entry(entries: &[(String, DictionaryEntryId)], item: &str) -> Option<DictionaryEntryId> {
    entries.iter().find(|(name, _)| name == item).or(entries.first()).map(|(_, id)| *id)
}
