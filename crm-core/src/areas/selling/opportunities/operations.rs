//! The operations on opportunities.

use super::lines::NewOpportunityLine;
use super::persons::{NewPerson, Person};
use super::pipelines::{Board, OpportunityDetail, StageId};
use super::rules;
use super::types::*;
use crate::customers::CustomerId;
use crate::dictionary::DictionaryEntryId;
use crate::duplicates::OnDuplicate;
use crate::engine::clock::Date;
use crate::engine::ids::UserId;
use crate::engine::page::PageRequest;
use crate::engine::tree::Tree;
use crate::objects::RecordKey;
use crate::scoring::ScoreExplanation;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! opportunities_operations { ($($project:ident)::+) => { $($project)::+! {
    opportunities: Opportunities, "Opportunities (销售机会): winning new customers, and selling to those that are there.";

    /// Records an opportunity; it is unassigned at first (OPP-1). Number, creator and time are the engine's to give.
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the opportunity that is there;
    /// with other fields it is a conflict (`id_taken`). `duplicates` is as in `customers.create` (DUP-6).
    write fn create(new: NewOpportunity, id: Option<OpportunityId> = None, duplicates: Option<OnDuplicate> = None [default("\"refuse\"")]) -> Opportunity;

    /// Records up to 10,000 opportunities by the rules of `create` (CAPT-8): all or, where any is refused, none; with `per_record`
    /// the others are recorded all the same, and the result says of each what became of it.
    ///
    /// Each may name its persons, and an `assignee`, to whom it is assigned at once. `assign` names an enabled assignment rule that
    /// gives those that name nobody. `duplicates` is as in `create`; the opportunities of one call meet each other, and the result has
    /// the numbers of what each may be the same as (DUP-6).
    ///
    /// What must be whole is one transaction, during which nobody else writes. With `per_record` each 500 opportunities are, told and
    /// audited by themselves, and a call that ends early leaves those that it came to.
    write[bulk, sliced, tells, conflict] fn create_many(
        opportunities: Vec<NewOpportunity> [at_most(10_000)],
        per_record: Option<bool> = None [default("false")],
        assign: Option<String> = None [text(100)],
        duplicates: Option<OnDuplicate> = None [default("\"refuse\"")],
    ) -> OpportunityBatch;

    /// Gives one opportunity. Its assignee may, whatever their roles (DUTY-1).
    read fn get(id: OpportunityId) -> Opportunity;

    /// Lists opportunities, newest first (OPP-5): all of them, or those that every given condition of the filter holds
    /// for.
    read fn list(filter: Option<OpportunityFilter> = None, page: Option<PageRequest> = None, matching: Option<Tree> = None) -> OpportunityPage;

    /// Lists open opportunities that want attention, newest first, each with all its reasons (SALE-11): `stuck`, it is longer in
    /// its stage than that says; `overdue`, its expected close is over; `no_next_step`, neither a next step nor an activity is
    /// ahead; `idle`, nothing was done with it for as many days as the setting `idle_days` says.
    read fn alerts(filter: Option<OpportunityFilter> = None, page: Option<PageRequest> = None, matching: Option<Tree> = None) -> AlertPage;

    /// Changes an unassigned opportunity, not only one's own (OPP-2). Fields that are not named stay as they are. Where it meets
    /// another one that it did not meet before, `duplicates` is as in `customers.create` (DUP-6).
    write fn update(id: OpportunityId, changes: OpportunityUpdate, duplicates: Option<OnDuplicate> = None [default("\"refuse\"")]) -> Opportunity;

    /// Changes the estimates of an assigned opportunity, and nothing else of it (SALE-7): its assignee, who works on it beside
    /// them, or a sales manager. Fields that are not named stay as they are; a chance of success that is named is one by hand.
    write fn revise(id: OpportunityId, changes: OpportunityRevision) -> Opportunity;

    /// Says whom an opportunity is about, in the place of what was said before (SALE-8): up to 20 persons, each a contact of the customer
    /// that it names, or somebody by name. Exactly one is the primary one, which one alone always is: the opportunity's contact, whose
    /// name, telephone and e-mail are its `contact_name`, `contact_phone` and `contact_email`, and change with these too. A person who
    /// is a contact shows what that one has, until a value is given by hand or the contact is deleted.
    ///
    /// Sales managers and account managers may while it is unassigned; then its assignee, who works on it beside them, or a sales manager.
    write fn set_persons(
        id: OpportunityId,
        persons: Vec<NewPerson> [at_most(20)],
        version: Option<i64> = None,
    ) -> Vec<Person>;

    /// Says what an opportunity may sell, in the place of what was said before (SALE-9): up to 200 lines in one currency. Its amount is
    /// their sum, and is not given any more (`derived`); where the last line goes, it stays as it was. Who may is as in `set_persons`.
    write fn set_lines(
        id: OpportunityId,
        currency: String [text(3)],
        lines: Vec<NewOpportunityLine> [at_most(200)],
        version: Option<i64> = None,
    ) -> Opportunity;

    /// Deletes an unassigned opportunity for good; only its creator may (OPP-3). One that was ever assigned stays: a conflict
    /// (`has_history`).
    write[confirm] fn delete(id: OpportunityId, version: Option<i64> = None) -> ();

    /// Gives an unassigned opportunity to one active account manager, who develops it from then on (OPP-4). Anybody
    /// else is refused (`not_account_manager`); `users.colleagues` lists who can be chosen. It enters the first stage of
    /// `pipeline`, an enabled one that serves the assignee's department (`not_served`), or where none is named of the first
    /// that does (PIPE-3).
    write[moves] fn assign(
        id: OpportunityId,
        assignee: UserId,
        version: Option<i64> = None,
        pipeline: Option<String> = None [text(100)],
    ) -> Opportunity;

    /// Gives an assigned opportunity to another active account manager, when somebody leaves for example (OPP-6). Its
    /// plan stays, and `assignments` keeps the earlier assignee. It stays in its stage too, where the pipeline serves the new
    /// assignee's department; else it enters the first one that does (PIPE-3).
    write fn reassign(id: OpportunityId, assignee: UserId, version: Option<i64> = None) -> Opportunity;

    /// Lists to whom an opportunity was given, by whom and when, oldest first; none before it is assigned (OPP-6).
    read fn assignments(id: OpportunityId, page: Option<PageRequest> = None) -> AssignmentPage;

    /// Declares the development a success, which is final (PLAN-5). In the same transaction it creates the customer:
    /// the opportunity's customer name, its assignee as the account manager, and the contact's name and phone as the
    /// first contact (without a name, the phone becomes the customer's own). The customer is incomplete until an
    /// update fills what the settings require.
    ///
    /// What the enabled stages of its pipeline ask for it must have by then: fields (`required_by_stage`, each), and done
    /// activities (`stage`: `activity_required`) (PIPE-4).
    ///
    /// Returns the opportunity, which links to the customer. `customer` is the id that the caller wants the customer
    /// to have (a UUIDv7); where it is taken, the call is a conflict (`id_taken`). `duplicates` is as in `customers.create`, of
    /// the customer (DUP-6).
    ///
    /// An opportunity that names a customer creates none, and takes no such id (`not_applicable`). For one that names none,
    /// `into` may name an active customer that is there: no second one is created, and the opportunity is that one's (SALE-5).
    /// Persons with a name become contacts of that customer (SALE-8), but who is one by name and e-mail address or number is that one;
    /// to a customer that is lost meanwhile none is added.
    write[moves] fn develop(
        id: OpportunityId,
        version: Option<i64> = None,
        customer: Option<CustomerId> = None,
        into: Option<CustomerId> = None,
        duplicates: Option<OnDuplicate> = None [default("\"refuse\"")],
    ) -> Opportunity;

    /// Ends the development without success, which is final, with an optional reason (PLAN-6), and what it was lost for: an
    /// entry of the dictionary category `lost_reason`, which the setting `lost_reason_required` asks for (SALE-6).
    ///
    /// `lost_to` is the record that won instead, where a pack gives opportunities a field of that name; else it is unknown
    /// (`unknown_field`).
    write[moves] fn fail(
        id: OpportunityId,
        reason: Option<String> = None [long, of("opportunity.failure_reason")],
        version: Option<i64> = None,
        lost_reason: Option<DictionaryEntryId> = None [category("lost_reason"), of("opportunity.lost_reason")],
        lost_to: Option<RecordKey> = None,
    ) -> Opportunity;

    /// Gives an assigned opportunity back, with a reason: it is unassigned again, and its creator's (SALE-4). Its plan and
    /// its earlier assignments stay; the plan can be read, and changed once it is assigned again. The assignee may,
    /// whatever their roles (DUTY-1).
    write[moves] fn release(id: OpportunityId, reason: String [long, of("opportunity.release_reason")], version: Option<i64> = None) -> Opportunity;

    /// Closes an unassigned opportunity that is none, which is final: it has failed for this reason, an entry of the
    /// dictionary category `lost_reason`, and perhaps one in words (SALE-4).
    write[moves] fn disqualify(
        id: OpportunityId,
        lost_reason: DictionaryEntryId [category("lost_reason"), of("opportunity.lost_reason")],
        reason: Option<String> = None [long, of("opportunity.failure_reason")],
        version: Option<i64> = None,
    ) -> Opportunity;

    /// Moves an assigned opportunity to another enabled stage, of its own pipeline or of an enabled one that serves its
    /// department (`not_served`) (PIPE-4). It must have what that stage and the enabled ones before it ask for: fields
    /// (`required_by_stage`, each), and done activities (`stage`: `activity_required`). Moving back in its pipeline asks for
    /// nothing, and moving to where it is changes nothing. The assignee may, and who works on it beside them.
    write[rules] fn move_stage(id: OpportunityId, stage: StageId, version: Option<i64> = None) -> Opportunity;

    /// Gives one opportunity as `get` does, with its persons and its lines (SALE-8, SALE-9), its stays in stages and how long it was in
    /// each (PIPE-6).
    read fn detail(id: OpportunityId) -> OpportunityDetail;

    /// Tells why an opportunity has its score (SCORE-5): what pulls towards winning and towards losing, the strongest first, with
    /// the shares of what was won and lost that had the same; and which rules of scores hold. It leaves out what the caller does
    /// not read. It is computed anew, and the opportunity keeps the score that it has. Its assignee may, whatever their roles.
    read fn explain_score(id: OpportunityId) -> ScoreExplanation;

    /// Gives a pipeline as a board (PIPE-7): of each stage how many opportunities stand in it, what they amount to in the company's
    /// currency, as they are and by their chances, and the first `per_stage` of them. Counts and sums are of whole columns, of what
    /// the caller sees and the filter lets through. With `closed_from` or `closed_to` it tells what was won and lost on these days
    /// too. `after` goes on where the cards of a `stage` ended.
    read fn board(
        pipeline: String [text(100)],
        filter: Option<OpportunityFilter> = None,
        per_stage: Option<i64> = None [range(0, 100), default("20")],
        closed_from: Option<Date> = None,
        closed_to: Option<Date> = None,
        matching: Option<Tree> = None,
        stage: Option<StageId> = None,
        after: Option<String> = None [cursor],
    ) -> Board;
} } }

crate::opportunities_operations!(crate::engine::operations::project_core);
