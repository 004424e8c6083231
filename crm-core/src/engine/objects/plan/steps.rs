//! The steps of a plan (PACK-2): each with the path of what changes, its class, and what has to be counted before it can be
//! done. Paths are those of labels (OBJ-18): `room.price`, `reservation.checks.dates`, `views.free_rooms`.

use super::super::shape::Name;

/// What a step means for what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Nothing that is there is touched.
    Safe,
    /// Rows are counted that it concerns, or that stand against it.
    Counts,
    /// Rows are written in the same transaction.
    Rewrites,
    /// It is gone from every answer; the data stay.
    Hides,
    /// It can't be done.
    Refused,
}

impl Class {
    /// Its name in a plan.
    pub fn word(self) -> &'static str {
        match self {
            Class::Safe => "safe",
            Class::Counts => "counts",
            Class::Rewrites => "rewrites",
            Class::Hides => "hides",
            Class::Refused => "refused",
        }
    }
}

/// What is counted for a step. Objects are named as they will be, with their packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Count {
    /// Nothing.
    Nothing,
    /// The records of the object.
    Records {
        /// The object.
        object: Name,
    },
    /// The records that break a check; they stay (CHECK-1).
    Breaking {
        /// The object.
        object: Name,
        /// The check.
        check: Name,
    },
    /// The records that have nothing in a field that is required now.
    Lacking {
        /// The object.
        object: Name,
        /// The field.
        field: Name,
    },
    /// The records whose value does not fit the field's new type, once what is replaced is. One stands against it.
    Unfit {
        /// The object.
        object: Name,
        /// The field.
        field: Name,
    },
    /// The records in a state that is gone and that nothing replaces. One stands against it.
    InState {
        /// The object.
        object: Name,
        /// The state.
        state: Name,
    },
    /// The records that two of a kind would be. One stands against it.
    Twice {
        /// The object.
        object: Name,
        /// The place in its list, from 1.
        unique: usize,
    },
    /// The records whose spans overlap. One stands against it.
    Overlapping {
        /// The object.
        object: Name,
        /// The place in its list, from 1.
        span: usize,
    },
}

impl Count {
    /// Whether a record that is counted stands against the step.
    pub fn refuses(&self) -> bool {
        matches!(self, Count::Unfit { .. } | Count::InState { .. } | Count::Twice { .. } | Count::Overlapping { .. })
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The path of what changes.
    pub path: String,
    /// What it means for what is there.
    pub class: Class,
    /// What is counted for it.
    pub count: Count,
    /// What the thing was called before, where it was called otherwise.
    pub was: Option<String>,
    /// The places in other packs that are printed again with the new name.
    pub reprinted: Vec<String>,
}

impl Step {
    /// A step of something that is called as before.
    pub fn new(path: impl Into<String>, class: Class, count: Count) -> Step {
        Step { path: path.into(), class, count, was: None, reprinted: Vec::new() }
    }
}

/// Why a document can't be applied, beside what is wrong with it by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The path.
    pub path: String,
    /// The code.
    pub code: &'static str,
    /// What would be right, where that can be said.
    pub limit: Option<String>,
}

/// Steps and refusals under construction.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) steps: Vec<Step>,
    pub(super) refusals: Vec<Refusal>,
    /// The paths that the document says are gone.
    pub(super) removed: Vec<String>,
}

impl Told {
    /// A step for which nothing is counted.
    pub(super) fn step(&mut self, path: impl Into<String>, class: Class) {
        self.counted(path, class, Count::Nothing);
    }

    /// A step for which something is counted.
    pub(super) fn counted(&mut self, path: impl Into<String>, class: Class, count: Count) {
        self.steps.push(Step::new(path, class, count));
    }

    /// A step by which something gets another name.
    pub(super) fn renamed(&mut self, path: impl Into<String>, was: impl Into<String>) {
        let step = Step::new(path, Class::Safe, Count::Nothing);
        self.steps.push(Step { was: Some(was.into()), ..step });
    }

    /// A refusal.
    pub(super) fn refuse(&mut self, path: impl Into<String>, code: &'static str, limit: Option<String>) {
        let path = path.into();
        self.steps.push(Step::new(path.as_str(), Class::Refused, Count::Nothing));
        self.refusals.push(Refusal { path, code, limit });
    }

    /// Whether the document says that it is gone.
    pub(super) fn is_removed(&self, path: &str) -> bool {
        self.removed.iter().any(|removed| removed == path)
    }

    /// What is left out: hidden where the document says so, else it is missing, since a file that was cut off never deletes
    /// anything.
    pub(super) fn gone(&mut self, path: String) {
        if self.is_removed(&path) { self.step(path, Class::Hides) } else { self.refuse(path, "missing", None) }
    }

    /// Compares two lists of what has a name and can be left out only where the document says so.
    pub(super) fn kept<T: PartialEq>(&mut self, old: &[T], new: &[T], path: impl Fn(&T) -> String) {
        self.list(old, new, &path, Class::Safe, |_| Count::Nothing);
        for gone in left_out(old, new, &path) {
            self.gone(gone);
        }
    }

    /// Compares two lists of what has a name and goes where it is left out.
    pub(super) fn free<T: PartialEq>(
        &mut self,
        old: &[T],
        new: &[T],
        path: impl Fn(&T) -> String,
        class: Class,
        count: impl Fn(&T) -> Count,
    ) {
        self.list(old, new, &path, class, count);
        for gone in left_out(old, new, &path) {
            self.step(gone, Class::Safe);
        }
    }

    fn list<T: PartialEq>(
        &mut self,
        old: &[T],
        new: &[T],
        path: &dyn Fn(&T) -> String,
        class: Class,
        count: impl Fn(&T) -> Count,
    ) {
        for one in new.iter().filter(|one| !old.contains(one)) {
            self.counted(path(one), class, count(one));
        }
    }
}

fn left_out<T>(old: &[T], new: &[T], path: &dyn Fn(&T) -> String) -> Vec<String> {
    let there: Vec<String> = new.iter().map(path).collect();
    old.iter().map(path).filter(|path| !there.contains(path)).collect()
}
