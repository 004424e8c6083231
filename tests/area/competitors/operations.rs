//! The operations on competitors.

use super::rules;
use super::types::*;
use crate::engine::page::PageRequest;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! competitors_operations { ($($project:ident)::+) => { $($project)::+! {
    competitors: Competitors, "Competitors (竞争对手) for the orders that one wants.";

    /// Records a competitor.
    write fn create(new: NewCompetitor, id: Option<CompetitorId> = None) -> Competitor;

    /// Gives one competitor.
    read fn get(id: CompetitorId) -> Competitor;

    /// Lists competitors by name.
    read fn list(filter: Option<CompetitorFilter> = None, page: Option<PageRequest> = None) -> CompetitorPage;

    /// Changes a competitor.
    write fn update(id: CompetitorId, changes: CompetitorUpdate) -> Competitor;

    /// Deletes a competitor for good.
    write[confirm] fn delete(id: CompetitorId, version: Option<i64> = None) -> ();
} } }

crate::competitors_operations!(crate::engine::operations::project_core);
