//! What a rule of scores is: a kind of setup document (SCORE-6).

use super::types::ScoredKind;
use super::upkeep;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::objects::define::rename::Renaming;
use crate::engine::objects::mistakes::within;
use crate::engine::permission::Holders;
use crate::engine::record::record;
use crate::engine::setup::{Configures, Doing, Kind, Step};
use crate::engine::tree::Tree;

record! {
    /// A rule of scores (评分规则): points for records that a filter finds; its name is the document's.
    input ScoreRule {
        /// What it is of.
        of: ScoredKind,
        /// A filter tree that says of which records it holds; it is asked as the engine, whatever people see.
        filter: Tree,
        /// What it gives to those, or takes from them.
        points: i64 [range(-1_000, 1_000)],
    }
}

/// Kept by sales managers too, read by account managers.
pub(super) static SCORE_RULE: Kind = Kind {
    name: "score_rule",
    writes: Holders::named("SM"),
    reads: Holders::named("SMA"),
    most: 100,
    ..Kind::of::<ScoreRule>()
};

impl Configures for ScoreRule {
    fn judge(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        if matches!(step.doing, Doing::Put | Doing::Enable) {
            cx.judge_filter("filter", self.of.as_str(), &Some(self.filter.clone()), step.brought_by)?;
        }
        Ok(())
    }

    fn rename(&mut self, names: &mut Renaming<'_>, path: &str) {
        let object = self.of.as_str();
        names.filter(&within(path, "filter"), object, object, &mut self.filter);
    }

    fn follow(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        if step.doing == Doing::Rename {
            return Ok(());
        }
        if let Some(before) = step.before.filter(|before| before.of != self.of) {
            upkeep::rules_changed(cx, before.of)?;
        }
        upkeep::rules_changed(cx, self.of)
    }
}
