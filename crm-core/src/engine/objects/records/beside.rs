//! Custom fields of typed records as an effect sets them (MACH-8, EXT-3): in whatever state the record is, with the formulas,
//! checks and roll-ups that follow; the typed record's version is raised, whatever else it has stays its area's.

use std::collections::BTreeSet;

use super::content::Inputs;
use super::judge::{Asked, judge_changed};
use super::parts::Later;
use super::picture::Picture;
use super::rollup::Parents;
use super::row;
use super::writer::{Writer, Written};
use crate::engine::error::Result;
use crate::engine::storage::params;
use crate::engine::validate::Violations;

impl<'a> Writer<'a, '_> {
    /// Changes custom fields of a typed record that was read.
    pub(super) fn extend(&mut self, key: i64, before: Picture<'a>, given: Inputs, mut found: Violations) -> Result<()> {
        let (model, call) = (before.model, self.call());
        let mut picture = self.changed(&before, key, given, &Later::of(model, &[]), &mut found)?;
        let changed = picture.changed(&before);
        let asked = Asked { before: Some(&before), key: Some(key), freezes: false, later: &BTreeSet::new() };
        judge_changed(self.tx, &call, &mut picture, &asked, &changed, &mut found)?;
        found.finish()?;
        if changed.is_empty() {
            return Ok(());
        }
        row::update(self.tx, &picture, &before, key, None)?;
        let raise = format!("UPDATE {} SET version = version + 1 WHERE id = ?", model.table);
        self.tx.execute(&raise, params![key])?;
        let mut parents = Parents::default();
        parents.add(self.tx, self.world, self.moment, Some(&before), Some(&picture))?;
        self.bring(parents, &picture, key, &mut found)?;
        found.finish()?;
        self.wrote(Written::of(model, key, Some(before), Some(picture)));
        Ok(())
    }
}
