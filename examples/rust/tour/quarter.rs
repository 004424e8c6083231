//! Thirteen weeks of CRM, day by day: what people enter, decide and try, and what the Saturday scan finds.

use chrono::{Days, TimeDelta};
use crm_core::churn::{ChurnWarning, ChurnWarningFilter, WarningStatus};
use crm_core::customers::{Customer, CustomerFilter, CustomerUpdate};
use crm_core::dictionary::DictionaryEntryId;
use crm_core::interactions::NewInteraction;
use crm_core::opportunities::{NewOpportunity, Opportunity, OpportunityFilter, OpportunityStatus, StageId};
use crm_core::plans::NewPlanItem;
use crm_core::prelude::*;
use crm_core::sales::{NewOrder, NewOrderLine};
use crm_core::tickets::{NewTicket, Ticket, TicketFilter, TicketStatus};
use rust_decimal::Decimal;

use crate::company::Books;
use crate::names::Words;
use crate::print::Progress;
use crate::world::{Dice, Staff, TourClock, choices, entry};

/// What the engine does not list: the scans, one after the other.
#[derive(Default)]
pub struct Diary {
    /// When each ran, and how many warnings were open, new and recovered since the last.
    pub scans: Vec<Scan>,
    /// Incomplete customers that were completed at the beginning.
    pub completed: i64,
    /// Customers that ordered again because somebody cared.
    pub ordered_again: i64,
    /// The customer that was won back.
    pub won_back: Option<Customer>,
}

/// One Saturday.
pub struct Scan {
    pub due_at: Timestamp,
    /// Warnings that stood open behind it.
    pub open: usize,
    /// Warnings in all.
    pub warned: usize,
    /// Recovered in all.
    pub recovered: usize,
}

/// The quarter under way.
struct Quarter<'a> {
    clock: &'a TourClock,
    staff: &'a Staff,
    words: &'static Words,
    dice: Dice,
    regions: Vec<(String, DictionaryEntryId)>,
    levels: Vec<(String, DictionaryEntryId)>,
    kinds: Vec<(String, DictionaryEntryId)>,
    /// What opportunities are lost for.
    lost_reasons: Vec<(String, DictionaryEntryId)>,
    /// The stages of the pipeline, in order.
    stages: Vec<StageId>,
    /// What opportunities are worth falls by dice of its own.
    worth: Dice,
    /// Customers to visit, and who look for help.
    customers: Vec<Customer>,
    /// What amounts are in.
    currency: &'static str,
    diary: Diary,
    orders: u32,
}

/// Lives the quarter.
pub fn live(clock: &TourClock, staff: &Staff, books: &Books) -> Result<Diary> {
    let mut quarter = Quarter {
        clock,
        staff,
        words: books.words,
        dice: Dice(13),
        regions: choices(&staff.manager, "region")?,
        levels: choices(&staff.manager, "customer_level")?,
        kinds: choices(&staff.manager, "ticket_kind")?,
        lost_reasons: choices(&staff.manager, "lost_reason")?,
        stages: stages(staff)?,
        worth: Dice(31),
        customers: Vec::new(),
        currency: books.currency,
        diary: Diary::default(),
        orders: 0,
    };
    clock.at(books.quarter, 0);
    // Saturdays that passed while nobody asked are served together, as of now.
    staff.erp.jobs().run_due(None)?;
    quarter.complete_some()?;
    let progress = Progress::new("The quarter", 13);
    for week in 0..13 {
        let monday = books.quarter + Days::new(7 * week);
        quarter.monday(monday, week)?;
        quarter.tuesday(monday + Days::new(1))?;
        quarter.wednesday(monday + Days::new(2))?;
        quarter.thursday(monday + Days::new(3))?;
        let orders = books.weeks.get(usize::try_from(week).unwrap_or(0)).cloned().unwrap_or_default();
        quarter.friday(monday + Days::new(4), orders)?;
        quarter.saturday()?;
        progress.step(&format!("week of {monday}"));
    }
    quarter.win_back()?;
    progress.done("13 weeks lived, a Saturday scan in each");
    Ok(quarter.diary)
}

impl Quarter<'_> {
    /// Customers that came with the books alone are incomplete; the sales manager completes some of them and gives each
    /// to somebody. What nobody can know is left.
    fn complete_some(&mut self) -> Result<()> {
        let filter = CustomerFilter { complete: Some(false), ..Default::default() };
        let page = Some(PageRequest { limit: Some(60), ..Default::default() });
        let incomplete = self.staff.manager.customers().list(Some(filter), page, None)?;
        for customer in incomplete.items.iter().filter(|c| c.phone.is_some() && c.address.is_some()) {
            self.complete(customer)?;
            self.diary.completed += 1;
        }
        let page = Some(PageRequest { limit: Some(300), ..Default::default() });
        self.customers = self.staff.manager.customers().list(None, page, None)?.items;
        Ok(())
    }

    /// Fills what a complete customer needs and this one lacks.
    fn complete(&mut self, customer: &Customer) -> Result<Customer> {
        let (region, level) = (entry(&self.regions, "海外"), self.dice.pick(&self.levels).1);
        let somebody = self.dice.pick(&self.staff.account_managers).user();
        let changes = CustomerUpdate {
            region: customer.region.is_none().then_some(region).flatten(),
            account_manager: customer.account_manager.is_none().then_some(somebody).flatten(),
            level: customer.level.is_none().then_some(level),
            satisfaction: customer.satisfaction.is_none().then(|| self.dice.between(2, 5)),
            credit: customer.credit.is_none().then(|| self.dice.between(2, 5)),
            address: customer.address.is_none().then(|| "To be confirmed".to_owned()),
            phone: customer.phone.is_none().then(|| "To be confirmed".to_owned()),
            version: Some(customer.version),
            ..Default::default()
        };
        let who = self.staff.session(customer.account_manager.as_ref().map(|u| u.id));
        who.customers().update(customer.id, changes, None)
    }

    /// New opportunities, assigned the same day; and the open warnings are gone through.
    fn monday(&mut self, day: Date, week: u64) -> Result<()> {
        self.clock.at(day, 1);
        for _ in 0..if week < 11 { 4 } else { 2 } {
            let (summary, description) = *self.dice.pick(self.words.needs);
            let customer_name = (self.words.prospect)(&mut self.dice);
            let new = NewOpportunity {
                source: Some((*self.dice.pick(self.words.sources)).into()),
                customer_name,
                success_probability: self.dice.between(2, 9) * 10,
                summary: summary.into(),
                contact_name: Some((*self.dice.pick(self.words.contacts)).into()),
                contact_phone: Some(format!("139 0000 {:04}", self.dice.below(10_000))),
                description: description.into(),
                amount: Some(Money {
                    amount: Decimal::from(self.worth.between(4, 160) * 500),
                    currency: self.currency.into(),
                }),
                expected_close: Some(day + Days::new(u64::try_from(self.worth.between(30, 120)).unwrap_or(60))),
                ..Default::default()
            };
            self.dice.pick(&self.staff.account_managers).opportunities().create(new, None, None)?;
        }
        self.clock.at(day, 3);
        for opportunity in self.opportunities(OpportunityStatus::Unassigned)? {
            if let Some(assignee) = self.dice.pick(&self.staff.account_managers).user()
                && opportunity.success_probability >= 40
            {
                let given = self.staff.manager.opportunities().assign(opportunity.id, assignee, None, None)?;
                self.plan(&given, day)?;
            }
        }
        self.warnings(day)
    }

    /// The assignee plans three steps.
    fn plan(&self, opportunity: &Opportunity, day: Date) -> Result<()> {
        let who = self.staff.session(opportunity.assignee.as_ref().map(|u| u.id));
        for ((content, _), after) in self.words.steps.iter().zip([2, 9, 16]) {
            who.plans().add(
                opportunity.id,
                NewPlanItem { date: day + Days::new(after), content: (*content).into() },
                None,
            )?;
        }
        Ok(())
    }

    /// Plans are carried out; whoever is through with one declares success or failure.
    fn tuesday(&mut self, day: Date) -> Result<()> {
        self.clock.at(day, 2);
        for opportunity in self.opportunities(OpportunityStatus::Assigned)? {
            let who = self.staff.session(opportunity.assignee.as_ref().map(|u| u.id));
            let plan = who.plans().get(opportunity.id, None)?;
            for (item, (_, result)) in plan.items.iter().zip(self.words.steps) {
                if item.date <= day && item.result.is_none() {
                    who.plans().record_result(item.id, (*result).into(), None)?;
                }
            }
            self.further(who, &opportunity)?;
            let done = plan.items.iter().all(|item| item.date <= day);
            if done && self.dice.percent(45) {
                let developed = who.opportunities().develop(opportunity.id, None, None, None, None)?;
                if let Some(customer) = developed.customer {
                    let customer = self.staff.manager.customers().get(customer)?;
                    self.complete(&customer)?;
                }
            } else if done && self.dice.percent(35) {
                let (reason, lost_for) = *self.dice.pick(self.words.failures);
                let lost_for = entry(&self.lost_reasons, lost_for);
                who.opportunities().fail(opportunity.id, Some(reason.into()), None, lost_for, None)?;
            }
        }
        Ok(())
    }

    /// One stage further, more often than not.
    fn further(&mut self, who: &Session, opportunity: &Opportunity) -> Result<()> {
        let here = opportunity.stage.as_ref().map(|stage| stage.id);
        let next = self.stages.iter().skip_while(|stage| Some(**stage) != here).nth(1);
        if let Some(next) = next
            && self.worth.percent(55)
        {
            who.opportunities().move_stage(opportunity.id, *next, None)?;
        }
        Ok(())
    }

    /// Tickets come in and are assigned; those of last week are handled by now.
    fn wednesday(&mut self, day: Date) -> Result<()> {
        self.clock.at(day, 1);
        for ticket in self.tickets(TicketStatus::Handled)? {
            // Some are not satisfied at first: the ticket goes back to its assignee.
            let tried = self.staff.manager.tickets().get(ticket.id, None)?.attempts.len();
            let satisfaction =
                if tried == 1 && self.dice.percent(25) { self.dice.between(1, 2) } else { self.dice.between(3, 5) };
            let result = self.words.answers[usize::from(satisfaction >= 3)];
            let who = self.staff.session(ticket.handler.as_ref().map(|u| u.id));
            who.tickets().feedback(ticket.id, result.into(), satisfaction, None)?;
        }
        self.clock.at(day, 2);
        for _ in 0..self.dice.between(5, 9) {
            let customer = self.dice.pick(&self.customers).id;
            let (kind, summary, request) = *self.dice.pick(self.words.requests);
            let Some(kind) = entry(&self.kinds, kind) else { continue };
            let new =
                NewTicket { kind, summary: summary.into(), customer, request: request.into(), ..Default::default() };
            self.dice.pick(&self.staff.account_managers).tickets().create(new, None)?;
        }
        self.clock.at(day, 5);
        for ticket in self.tickets(TicketStatus::Created)? {
            if let Some(assignee) = self.dice.pick(&self.staff.account_managers).user() {
                self.staff.manager.tickets().assign(ticket.id, assignee, None)?;
            }
        }
        Ok(())
    }

    /// Tickets are handled, customers visited.
    fn thursday(&mut self, day: Date) -> Result<()> {
        self.clock.at(day, 2);
        for ticket in self.tickets(TicketStatus::Assigned)? {
            if self.dice.percent(85) {
                let handling = self.dice.pick(self.words.handlings);
                let who = self.staff.session(ticket.assignee.as_ref().map(|u| u.id));
                who.tickets().handle(ticket.id, (*handling).into(), None)?;
            }
        }
        for _ in 0..self.dice.between(4, 7) {
            let customer = self.dice.pick(&self.customers).clone();
            let (summary, details) = *self.dice.pick(self.words.visits);
            let new = NewInteraction {
                date: day,
                place: customer.address.clone().unwrap_or_else(|| customer.name.clone()),
                summary: summary.into(),
                details: details.into(),
                ..Default::default()
            };
            let who = self.staff.session(customer.account_manager.as_ref().map(|u| u.id));
            who.interactions().create(customer.id, new, None)?;
        }
        Ok(())
    }

    /// The sales system sends the week's orders; some of those who were quiet are among them.
    fn friday(&mut self, day: Date, mut orders: Vec<NewOrder>) -> Result<()> {
        self.clock.at(day, 9);
        for warning in self.open(WarningStatus::Deferred)? {
            let customer = self.staff.manager.customers().get(warning.customer.id)?;
            if let (Some(key), Some(_)) = (customer.external_id, customer.phone)
                && self.dice.percent(12)
            {
                self.orders += 1;
                self.diary.ordered_again += 1;
                orders.push(NewOrder {
                    external_id: format!("AGAIN-{:03}", self.orders),
                    customer_external_id: key,
                    date: day,
                    status: 2,
                    lines: vec![NewOrderLine {
                        product_name: Some("Trial order".into()),
                        quantity: 1.into(),
                        unit_price: Decimal::from(500),
                        ..Default::default()
                    }],
                    ..Default::default()
                });
            }
        }
        self.staff.erp.sales().push_orders(orders, None)?;
        Ok(())
    }

    /// The host asks for due jobs, at the minute the engine named.
    fn saturday(&mut self) -> Result<()> {
        let due = self.staff.erp.jobs().next_due()?;
        self.clock.set(due.due_at + TimeDelta::minutes(1));
        self.staff.erp.jobs().run_due(None)?;
        let open = self.open(WarningStatus::Warned)?.len() + self.open(WarningStatus::Deferred)?.len();
        let recovered = self.open(WarningStatus::Recovered)?.len();
        let warned = open + recovered + self.open(WarningStatus::Lost)?.len();
        self.diary.scans.push(Scan { due_at: due.due_at, open, warned, recovered });
        Ok(())
    }

    /// Every open warning: something is tried; where it was tried and time passed without an order, the loss is
    /// confirmed.
    fn warnings(&mut self, day: Date) -> Result<()> {
        self.clock.at(day, 6);
        for warning in self.open(WarningStatus::Warned)? {
            if self.dice.percent(80) {
                let measure = self.dice.pick(self.words.measures);
                self.responsible(&warning)?.churn().defer(warning.id, (*measure).into(), None)?;
            }
        }
        self.clock.at(day, 7);
        for warning in self.open(WarningStatus::Deferred)? {
            let last = warning.measures.last().map(|m| m.at.date_naive());
            if last.is_some_and(|last| last + Days::new(14) > day) {
                continue;
            }
            if self.dice.percent(40) {
                let measure = self.dice.pick(self.words.measures);
                self.responsible(&warning)?.churn().defer(warning.id, (*measure).into(), None)?;
            } else {
                let reason = self.dice.pick(self.words.reasons);
                let confirmed = self.responsible(&warning)?.churn().confirm(warning.id, (*reason).into(), None);
                match confirmed {
                    // It ordered between the scan and the confirmation, which is refused then (CHURN-2).
                    Err(CrmError::IllegalTransition { .. }) => {}
                    other => drop(other?),
                }
            }
        }
        Ok(())
    }

    /// A loss that the sales manager does not accept.
    fn win_back(&mut self) -> Result<()> {
        let Some(lost) = self.open(WarningStatus::Lost)?.pop() else { return Ok(()) };
        self.diary.won_back =
            Some(self.staff.manager.customers().win_back(lost.customer.id, self.words.won_back.into(), None)?);
        Ok(())
    }

    /// Who is responsible for the customer now.
    fn responsible(&self, warning: &ChurnWarning) -> Result<&Session> {
        let customer = self.staff.manager.customers().get(warning.customer.id)?;
        Ok(self.staff.session(customer.account_manager.map(|u| u.id)))
    }

    fn opportunities(&self, status: OpportunityStatus) -> Result<Vec<Opportunity>> {
        let filter = OpportunityFilter { status: Some(status), ..Default::default() };
        Ok(self.staff.manager.opportunities().list(Some(filter), ALL, None)?.items)
    }

    fn tickets(&self, status: TicketStatus) -> Result<Vec<Ticket>> {
        let filter = TicketFilter { status: Some(status), ..Default::default() };
        Ok(self.staff.manager.tickets().list(Some(filter), ALL, None)?.items)
    }

    fn open(&self, status: WarningStatus) -> Result<Vec<ChurnWarning>> {
        let filter = ChurnWarningFilter { status: Some(status), ..Default::default() };
        Ok(self.staff.manager.churn().list(Some(filter), ALL)?.items)
    }
}

/// The stages of the pipeline that a new database has.
fn stages(staff: &Staff) -> Result<Vec<StageId>> {
    let board = staff.manager.opportunities().board(PIPELINE.into(), None, Some(0), None, None, None, None, None)?;
    Ok(board.columns.into_iter().map(|column| column.stage.id).collect())
}

/// What that pipeline is called.
pub const PIPELINE: &str = "销售";

/// A page long enough for the whole list, as long as the list is one that people work through.
pub const ALL: Option<PageRequest> = Some(PageRequest { after: None, limit: Some(10_000), count: None });
