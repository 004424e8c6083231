//! A list that is read on until there are as many as were asked for of those that the reader reads (ACT-3, ACT-17): its pages are as
//! if there were no others, as long as these are not very many.

use super::list::{self, Asked, Rows, Stage};
use super::told::Reader;
use super::types::*;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::page::{COUNT_LIMIT, PageRequest, Room, Total};

/// Rows that are looked at at once where it is asked whether each is read.
const AT_ONCE: usize = 200;

/// How many that are not read a page looks at, or a count (PROC-10). Behind them a page ends, and a count says that there may be more.
const UNREAD: usize = 2_000;

pub(super) struct Sought<'a> {
    pub(super) asked: &'a Asked<'a>,
    pub(super) reader: &'a mut Reader,
    /// Whether it is asked of each row whether it is read.
    pub(super) sieved: bool,
}

/// How far a list has been read.
struct Walk {
    stage: Option<Stage>,
    after: Option<String>,
}

impl Walk {
    fn behind(after: Option<String>) -> Result<Walk> {
        let after = after.filter(|after| !after.is_empty());
        let stage = after.as_deref().map_or(Ok(Stage::Planned), Stage::of)?;
        Ok(Walk { stage: Some(stage), after })
    }

    /// The next rows; none behind the last.
    fn rows(
        &mut self,
        cx: &mut Context<'_>,
        asked: &Asked<'_>,
        limit: usize,
    ) -> Result<Option<Vec<(Activity, String)>>> {
        let Some(stage) = self.stage else { return Ok(None) };
        let Rows { rows, more } = list::rows(cx.tx(), asked, stage, self.after.take(), limit)?;
        match rows.last() {
            Some((_, place)) if more => self.after = Some(place.clone()),
            _ => self.stage = stage.next(),
        }
        Ok(Some(rows))
    }
}

impl Sought<'_> {
    pub(super) fn page(&mut self, cx: &mut Context<'_>, page: &Option<PageRequest>) -> Result<ActivityPage> {
        let request = page.clone().unwrap_or_default();
        let total = if request.count == Some(true) { Some(self.count(cx)?) } else { None };
        let (mut room, mut walk) = (Room::of(page), Walk::behind(request.after)?);
        let (mut items, mut last, mut unread) = (Vec::new(), None, 0);
        let mut limit = room.rows + 1;
        let next = 'page: loop {
            let Some(rows) = walk.rows(cx, self.asked, limit)? else { break None };
            let end = rows.last().map(|(_, place)| place.clone());
            let (read, places) = self.read_of(cx, rows, &mut unread)?;
            // What is behind a full page is not told.
            let told = self.reader.tell_each(cx, read, room.rows)?;
            for (activity, place) in told.into_iter().zip(places) {
                let Some(activity) = activity.filter(|_| !room.is_full()) else { break 'page last };
                room.take(&activity);
                items.push(activity);
                last = Some(place);
            }
            if unread >= UNREAD {
                break if room.is_full() { last } else { end };
            }
            limit = if self.sieved { AT_ONCE.max(room.rows + 1) } else { room.rows + 1 };
        };
        Ok(ActivityPage { items, next, total })
    }

    /// Those of the rows that the reader reads, and the place of each; what is left is counted.
    fn read_of(
        &mut self,
        cx: &mut Context<'_>,
        rows: Vec<(Activity, String)>,
        unread: &mut usize,
    ) -> Result<(Vec<Activity>, Vec<String>)> {
        if !self.sieved {
            return Ok(rows.into_iter().unzip());
        }
        self.reader.learn_mains(cx, rows.iter().map(|(activity, _)| activity))?;
        let (mut read, mut places) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
        for (activity, place) in rows {
            if self.asked.is_of(&activity) && self.reader.reads(cx, &activity)? {
                read.push(activity);
                places.push(place);
            } else {
                *unread += 1;
            }
        }
        Ok((read, places))
    }

    /// Up to 1,000.
    fn count(&mut self, cx: &mut Context<'_>) -> Result<Total> {
        let (mut found, mut more, mut unread) = (0, false, 0);
        if self.sieved {
            let mut walk = Walk::behind(None)?;
            while let Some(rows) = walk.rows(cx, self.asked, AT_ONCE)? {
                found += self.read_of(cx, rows, &mut unread)?.0.len() as i64;
                more = unread >= UNREAD && walk.stage.is_some();
                if more || found > COUNT_LIMIT {
                    break;
                }
            }
        } else {
            for stage in [Stage::Planned, Stage::Ended] {
                let Total { count, more: others } = list::count(cx.tx(), self.asked, stage)?;
                (found, more) = (found + count, more || others);
            }
        }
        Ok(Total { count: found.min(COUNT_LIMIT), more: more || found > COUNT_LIMIT })
    }
}
