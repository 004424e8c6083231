//! The statements on competitors.

use super::types::*;
use crate::engine::error::Result;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Direction, Filter, Order, Table, Transaction, Visibility};
use crate::engine::tables::{Folded, folded};

/// Texts that are kept folded too.
pub(super) const FOLDED: &[Folded] = folded! { competitors: "name" => name_folded; };

const BY_NAME: Order =
    Order { name: "competitors", keys: &[("c.name_folded", Direction::Ascending), ("c.id", Direction::Ascending)] };

pub(super) fn list(
    tx: &mut dyn Transaction,
    filter: Option<&CompetitorFilter>,
    page: &Option<PageRequest>,
) -> Result<CompetitorPage> {
    let mut list = Competitor::list(Visibility::whole("whoever lists sees all"));
    if let Some(filter) = filter {
        filter.narrow(tx, &mut list)?;
    }
    list.page(tx, BY_NAME, page, Competitor::read).map(CompetitorPage::from)
}
