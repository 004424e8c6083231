//! What a caller sends and gets.

use rust_decimal::Decimal;

use super::persons::NewPerson;
use super::pipelines::{StageId, StageRef};
use crate::customers::CustomerId;
use crate::departments::{DepartmentId, DepartmentRef};
use crate::dictionary::{Choice, DictionaryEntryId};
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::FieldError;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::{UserId, id};
use crate::engine::money::Money;
use crate::engine::page::page;
use crate::engine::record::{choices, record, update};
use crate::engine::tree::Tree;
use crate::setup::SetupRef;
use crate::users::UserRef;

kinds! {
    /// An opportunity.
    OPPORTUNITY = "opportunity" in opportunities;
}

id! {
    /// Identifies an opportunity.
    OpportunityId
}

choices! {
    /// Where an opportunity stands.
    OpportunityStatus {
        /// Nobody develops it yet; it may still be edited and deleted.
        Unassigned = "unassigned",
        /// One account manager develops it, along its plan.
        Assigned = "assigned",
        /// Development succeeded; the customer exists. Final.
        Developed = "developed",
        /// Development failed, or it was none (SALE-4). Final.
        Failed = "failed",
    }
}

choices! {
    /// Where the chance of success of an opportunity comes from.
    ProbabilityFrom {
        /// Somebody gave it.
        ByHand = "by_hand",
        /// The stage says it.
        Stage = "stage",
        /// The score says it.
        Score = "score",
    }
}

choices! {
    /// How a forecast counts an opportunity.
    ForecastCategory {
        /// It is as good as won.
        Commit = "commit",
        /// It may be won.
        BestCase = "best_case",
        /// It is in the pipeline.
        Pipeline = "pipeline",
        /// It is left out.
        Omitted = "omitted",
    }
}

impl OpportunityStatus {
    /// Whether it is final.
    pub(crate) fn is_closed(self) -> bool {
        matches!(self, OpportunityStatus::Developed | OpportunityStatus::Failed)
    }
}

record! {
    /// What the caller gives to record an opportunity (OPP-1, SALE-2).
    input NewOpportunity for Opportunity {
        /// Where it came from: a fair, a recommendation.
        source: Option<String> = None [short],
        /// The name of the organisation to win, or to sell to.
        customer_name: String [short, unless("customer", "")],
        /// The chance of success in whole percent, 0 to 100.
        success_probability: i64 [range(0, 100), unless("probability_from", "by_hand")],
        /// What it is about, in a line.
        summary: String [short],
        /// Whom to talk to.
        contact_name: Option<String> = None [short],
        /// How to reach them.
        contact_phone: Option<String> = None [short],
        /// What it is about, in full.
        description: String [long],
        /// The existing, active customer that is sold to; its name is the customer name then (SALE-3).
        customer: Option<CustomerId> = None,
        /// What kind of selling it is, an entry of the dictionary category `opportunity_kind`.
        kind: Option<DictionaryEntryId> = None [category("opportunity_kind")],
        /// What it is expected to bring, without tax, in any currency.
        amount: Option<Money> = None [not_negative],
        /// The day on which it is expected to close.
        expected_close: Option<Date> = None,
        /// Where the chance of success comes from; by hand where that is not said.
        probability_from: Option<ProbabilityFrom> = None,
        /// How a forecast counts it; what its stage says where that is not said.
        forecast_category: Option<ForecastCategory> = None,
        /// Where the buyer came from, an entry of the dictionary category `origin`.
        origin: Option<DictionaryEntryId> = None [category("origin")],
        /// Where the organisation is, an entry of the dictionary category `region`.
        region: Option<DictionaryEntryId> = None [category("region")],
        /// The industry of the organisation.
        industry: Option<String> = None [short],
        /// The contact's e-mail address.
        contact_email: Option<String> = None [short, email],
        /// What the seller does next.
        next_step: Option<String> = None [short],
        /// The day of the next step.
        next_step_on: Option<Date> = None,
        /// Values of the fields that packs give opportunities, by their names: `{"stage": "found"}`.
        custom: Option<Tree> = None,
        /// The persons that it is about; its contact is the primary one of them (SALE-8).
        persons: Option<Vec<NewPerson>> = None [at_most(20)],
        /// The account manager to whom it is assigned at once; who may assign names one, and bulk creation.
        assignee: Option<UserId> = None,
    }
}

update! {
    /// Changes to an unassigned opportunity (OPP-2).
    OpportunityUpdate of Opportunity {
        /// Where it came from.
        source: String [short],
        /// The name of the organisation to win.
        customer_name: String [short, required],
        /// The chance of success in whole percent, 0 to 100.
        success_probability: i64 [range(0, 100), required],
        /// What it is about, in a line.
        summary: String [short, required],
        /// Whom to talk to.
        contact_name: String [short],
        /// How to reach them.
        contact_phone: String [short],
        /// What it is about, in full.
        description: String [long, required],
        /// The existing, active customer that is sold to; its name is the customer name then (SALE-3).
        customer: CustomerId [],
        /// What kind of selling it is, an entry of the dictionary category `opportunity_kind`.
        kind: DictionaryEntryId [category("opportunity_kind")],
        /// What it is expected to bring, without tax, in any currency.
        amount: Money [not_negative],
        /// The day on which it is expected to close.
        expected_close: Date [],
        /// Where the chance of success comes from; by hand where that is not said.
        probability_from: ProbabilityFrom [required],
        /// How a forecast counts it; what its stage says where that is not said.
        forecast_category: ForecastCategory [],
        /// Where the buyer came from, an entry of the dictionary category `origin`.
        origin: DictionaryEntryId [category("origin")],
        /// Where the organisation is, an entry of the dictionary category `region`.
        region: DictionaryEntryId [category("region")],
        /// The industry of the organisation.
        industry: String [short],
        /// The contact's e-mail address.
        contact_email: String [short, email],
        /// What the seller does next.
        next_step: String [short],
        /// The day of the next step.
        next_step_on: Date [],
        /// Values of the fields that packs give opportunities, by their names; a null empties one.
        custom: Tree [required],
    }
}

update! {
    /// Changes to the estimates of an assigned opportunity (SALE-7).
    OpportunityRevision of Opportunity {
        /// What it is expected to bring, without tax, in any currency.
        amount: Money [not_negative],
        /// The day on which it is expected to close.
        expected_close: Date [],
        /// The chance of success in whole percent, 0 to 100.
        success_probability: i64 [range(0, 100), required],
        /// Where the chance of success comes from; by hand where that is not said.
        probability_from: ProbabilityFrom [required],
        /// How a forecast counts it; what its stage says where that is not said.
        forecast_category: ForecastCategory [],
        /// What kind of selling it is, an entry of the dictionary category `opportunity_kind`.
        kind: DictionaryEntryId [category("opportunity_kind")],
        /// Where the buyer came from, an entry of the dictionary category `origin`.
        origin: DictionaryEntryId [category("origin")],
        /// Where the organisation is, an entry of the dictionary category `region`.
        region: DictionaryEntryId [category("region")],
        /// The industry of the organisation.
        industry: String [short],
        /// What the seller does next.
        next_step: String [short],
        /// The day of the next step.
        next_step_on: Date [],
        /// Values of the fields that packs give opportunities, by their names; a null empties one.
        custom: Tree [required],
    }
}

record! {
    /// An opportunity.
    output Opportunity of OPPORTUNITY extended in opportunities as o {
        /// Its id.
        id: OpportunityId,
        /// Its version, for updates.
        version: i64,
        /// Its short number; absent until the engine that gives numbers has seen it.
        number: Option<i64>,
        /// Where it stands.
        status: OpportunityStatus,
        /// Where it came from.
        source: Option<String> [confidential(value)],
        /// The name of the organisation to win; of the customer that was named its present one.
        customer_name: String,
        /// The chance of success in whole percent, 0 to 100.
        success_probability: i64,
        /// What it is about, in a line.
        summary: String,
        /// Whom to talk to.
        contact_name: Option<String> [confidential(person)],
        /// How to reach them.
        contact_phone: Option<String> [confidential(phone)],
        /// What it is about, in full.
        description: String [confidential(text)],
        /// Who recorded it.
        creator: UserRef,
        /// When it was recorded.
        created_at: Timestamp,
        /// Who develops it, or did when it was closed; absent while it is unassigned.
        assignee: Option<UserRef>,
        /// Who assigned it (last); absent while it is unassigned.
        assigner: Option<UserRef>,
        /// When it was assigned (last); absent while it is unassigned.
        assigned_at: Option<Timestamp>,
        /// When it was developed or failed; absent before.
        closed_at: Option<Timestamp>,
        /// Why it failed, where that was said.
        failure_reason: Option<String> [confidential(text)],
        /// What it was lost for, an entry of the dictionary category `lost_reason`, where that was said (SALE-6).
        lost_reason: Option<Choice> [confidential(value)],
        /// Why it was given back, where it was; absent again once it is assigned (SALE-4).
        release_reason: Option<String> [confidential(text)],
        /// The customer that is sold to: the one that was named, or that its development created.
        customer: Option<CustomerId>,
        /// What kind of selling it is, an entry of the dictionary category `opportunity_kind`.
        kind: Option<Choice> as rare [confidential(value)],
        /// What it is expected to bring, without tax, in any currency.
        amount: Option<Money> as rare [confidential(amount)],
        /// The same in the company's currency, at the rate of the day on which it was written last; absent where there was none.
        base_amount: Option<Money> as rare [confidential(amount)],
        /// The day on which it is expected to close.
        expected_close: Option<Date> as rare,
        /// Where the chance of success comes from.
        probability_from: ProbabilityFrom,
        /// How a forecast counts it, where that was said by hand.
        forecast_category: Option<ForecastCategory> as rare,
        /// Where the buyer came from, an entry of the dictionary category `origin`.
        origin: Option<Choice> as rare [confidential(value)],
        /// Where the organisation is, an entry of the dictionary category `region`.
        region: Option<Choice> as rare,
        /// The industry of the organisation.
        industry: Option<String> as rare [confidential(value)],
        /// The contact's e-mail address.
        contact_email: Option<String> as rare [confidential(email)],
        /// What the seller does next.
        next_step: Option<String> as rare [confidential(text)],
        /// The day of the next step.
        next_step_on: Option<Date> as rare,
        /// The pool that it is in, where it is in one (ASSIGN-7).
        pool: Option<SetupRef>,
        /// The pipeline in which it is, or was when it was closed; absent while it is unassigned (PIPE).
        pipeline: Option<SetupRef>,
        /// The stage in which it is, or was when it was closed.
        stage: Option<StageRef>,
        /// Since when it is in this stage.
        stage_since: Option<Timestamp>,
        /// The department of its assignee when it was assigned (last).
        department: Option<DepartmentRef>,
        /// The chance in percent that it is won, learned from closed ones, two places: 0.01 to 99.99 while it is open, and 100 or 0
        /// behind that (SCORE-1). Absent while nothing was closed. It counts no version.
        score: Option<Decimal> as rare = "score_e6" [confidential(value)],
        /// The sum of what rules of scores give it, the last time while it was open; absent where there are none (SCORE-6). It counts
        /// no version.
        rule_score: Option<i64> as rare [confidential(value)],
        /// The day on which it falls back into a pool, unless something is done with it; told where it is read, while somebody develops it
        /// and a pool says so (ASSIGN-10).
        pool_due_on: Option<Date> as rare = unstored,
        /// How many days are left until then, 0 on that day.
        pool_days_left: Option<i64> as rare = unstored,
    }
}

record! {
    /// What became of one opportunity of many.
    output OpportunityCreated {
        /// Its id; absent where it was refused.
        id: Option<OpportunityId>,
        /// Its number.
        number: Option<i64>,
        /// Whom it was assigned to, where it was.
        assignee: Option<UserRef>,
        /// The numbers of the records that it may be the same as, those of the same call among them (DUP-6).
        duplicates: Vec<i64>,
        /// Why it was refused; fields are named within the opportunity.
        errors: Vec<FieldError>,
    }
}

record! {
    /// What became of many opportunities (CAPT-8).
    output OpportunityBatch {
        /// How many were created.
        created: i64,
        /// How many were refused; only where the call was per record.
        refused: i64,
        /// Each one's result, in the order of the call.
        records: Vec<OpportunityCreated>,
    }
}

page!(OpportunityPage of Opportunity, "A page of opportunities, newest first.");

record! {
    /// Which opportunities are wanted; what is absent does not restrict (OPP-5).
    filter OpportunityFilter of Opportunity {
        /// In this state.
        status: OpportunityStatus => is status,
        /// Recorded by this user.
        creator: UserId => is creator,
        /// Developed by this user.
        assignee: UserId => is assignee,
        /// The customer's name contains this; width and case don't matter, and an empty text restricts nothing.
        customer_name: String => contains customer_name_folded [short],
        /// The summary contains this; width and case don't matter, and an empty text restricts nothing.
        summary: String => contains summary_folded [short],
        /// The contact's name or phone contains this; width and case don't matter, and an empty text restricts nothing.
        contact: String => contains contact_folded [short, of("opportunity.contact_name"), of("opportunity.contact_phone")],
        /// Recorded at this instant or later.
        created_from: Timestamp => from created_at,
        /// Recorded before this instant.
        created_before: Timestamp => before created_at,
        /// Selling to this customer, or won as it.
        customer: CustomerId => is customer,
        /// Of this kind, an entry of the dictionary category `opportunity_kind`.
        kind: DictionaryEntryId => is kind [category("opportunity_kind")],
        /// Of this origin, an entry of the dictionary category `origin`.
        origin: DictionaryEntryId => is origin [category("origin")],
        /// Expected to close on this day or later.
        expected_close_from: Date => from expected_close,
        /// Expected to close on this day or earlier.
        expected_close_to: Date => to expected_close,
        /// Lost for this, an entry of the dictionary category `lost_reason`.
        lost_reason: DictionaryEntryId => is lost_reason [category("lost_reason")],
        /// Developed or failed at this instant or later.
        closed_from: Timestamp => from closed_at,
        /// Developed or failed before this instant.
        closed_before: Timestamp => before closed_at,
        /// In the pipeline of this name, or closed in it.
        pipeline: String => called pipeline [text(100), exact],
        /// In this stage, or closed in it.
        stage: StageId => is stage,
        /// Assigned to somebody of this department when it was (last).
        department: DepartmentId => is department,
        /// With a score of at least so many percent.
        score_from: Decimal => from score_e6 [quantity, of("opportunity.score")],
    }
}

choices! {
    /// Why an open opportunity wants attention (SALE-11).
    AlertReason {
        /// It is longer in its stage than that says.
        Stuck = "stuck",
        /// The day on which it was expected to close is over.
        Overdue = "overdue",
        /// Neither a next step nor an activity is ahead.
        NoNextStep = "no_next_step",
        /// Nothing was done with it for as many days as the setting `idle_days` says.
        Idle = "idle",
    }
}

record! {
    /// An open opportunity that wants attention.
    output Alert {
        /// The opportunity.
        opportunity: Opportunity,
        /// Why, all reasons.
        reasons: Vec<AlertReason>,
    }
}

page!(AlertPage of Alert, "A page of opportunities that want attention, newest first.");

record! {
    /// One assignment in the history of an opportunity (OPP-6) or a ticket (TICKET-6).
    output Assignment {
        /// To whom.
        assignee: UserRef,
        /// By whom.
        assigner: Option<UserRef>,
        /// When.
        assigned_at: Timestamp,
    }
}

page!(AssignmentPage of Assignment, "A page of assignments, oldest first.");
