/*
 * The operations that crm_call knows, by name. docs/operations.md describes their arguments and results in full.
 *
 * Made from the operation tables of the engine by crm-describe; do not edit.
 */

#ifndef CRM_OPERATIONS_H
#define CRM_OPERATIONS_H

/* ---- assignment ---- */

/**
 * Gives a record to one of `among` who may be its owner and is not (AUTO-9): to the next in turn, oldest account first,
 * after who got the caller's last one of the kind; or to who has the fewest of the kind in hand, not in a final state.
 * Who is passed over, since they may not be its owner, loses no turn. It is the kind's own `assign` or `reassign`, or
 * another owner by its `update`, and asks all that these ask of the caller. Where there is nobody, it is refused
 * (`among`: `nobody`). Rules and packs do the same by the effect `call`, each rule in a turn of its own, actions of packs in one of theirs.
 *
 * @param record RecordKey
 * @param among People
 * @param method Dealing, optional
 * @return UserRef
 */
#define CRM_ASSIGNMENT_DEAL "assignment.deal"

/**
 * Tells who would get a record by the enabled rules, and why others would not (ASSIGN-2): the members of each rule that accepts it,
 * until one decides. Nothing is written.
 *
 * @param record RecordKey
 * @return list of AssignmentCandidate
 */
#define CRM_ASSIGNMENT_PROPOSE "assignment.propose"

/**
 * Gives a lead, or a customer without an account manager, to whom the first enabled rule by position gives it that accepts it and
 * has an eligible member (ASSIGN-2); where there is none, it stays where it is. An opportunity of a customer goes to that one's
 * account manager, unless the rule says otherwise. Rules and packs do the same by the effect `call`.
 *
 * @param record RecordKey
 * @return Assigned
 */
#define CRM_ASSIGNMENT_APPLY "assignment.apply"

/**
 * Gives up to 10,000 leads, or customers without an account manager, by the enabled rules that don't act at once, the earliest
 * first, in one transaction (ASSIGN-6); with a filter tree (`matching`) those of which it is true. It tells how many each got, and
 * why others stay. A dry run tells it alone. The same is done every day at the time of the setting `assignment_at`.
 *
 * @param of DealtKind
 * @param matching tree, optional
 * @param dry_run boolean, optional
 * @return Distribution
 */
#define CRM_ASSIGNMENT_DISTRIBUTE "assignment.distribute"

/* ---- capture ---- */

/**
 * Takes what somebody sent by an enabled form, which is named by its public key (CAPT-3): an opportunity is created, or
 * joined where the form says so. Answers are texts, read as what the form maps them to; what is wrong is told by the names of
 * the form's fields. The same sender within the form's minutes is `repeated`; a filled trap is `ignored`, and only
 * counted; too many from one address within an hour are a conflict (`too_many`).
 *
 * With an `id` of the caller's (a UUIDv7) a repetition with equal arguments gives what it gave before; with other
 * arguments it is a conflict (`id_taken`).
 *
 * @param form text
 * @param answers list of FormAnswer
 * @param address text, optional
 * @param visit Visit, optional
 * @param consent boolean, optional
 * @param id CaptureId, optional
 * @return Captured
 */
#define CRM_CAPTURE_SUBMIT "capture.submit"

/**
 * Takes a message as it came (RFC 5322), at most 25 MiB, with the address of its mailbox (CAPT-5). It joins the record of
 * which it is an answer or whose person its sender is; else it becomes a lead. What machines sent is `ignored` with its reason
 * (CAPT-6), and what had come before is `repeated`.
 *
 * A sender can be forged. Whether this one is genuine the host has asked first, and says so by `verified`: without that,
 * whoever is a person of an open opportunity makes a lead, and joins nothing.
 *
 * @param message bytes
 * @param mailbox text
 * @param verified boolean, optional
 * @param id CaptureId, optional
 * @return Captured
 */
#define CRM_CAPTURE_EMAIL "capture.email"

/**
 * Lists what was captured, newest first (CAPT-1); to who does not see all records, what became one that they see.
 *
 * @param filter CaptureFilter, optional
 * @param page PageRequest, optional
 * @return CapturePage
 */
#define CRM_CAPTURE_LIST "capture.list"

/**
 * Gives what a provider knows of an opportunity or a customer, at most 50 facts (CAPT-9). Empty fields are filled; where
 * a field says something else, or the record is closed, lost or somebody's, the fact stands as a proposal in the answer.
 * A note of the record tells both, with their sources.
 *
 * @param record RecordKey
 * @param provider text
 * @param facts list of Fact
 * @return Enrichment
 */
#define CRM_CAPTURE_ENRICH "capture.enrich"

/* ---- currencies ---- */

/**
 * Says what one unit of currencies is worth in the company's own, from days on (SALE-10): at most 10,000 rates, in
 * one transaction. A rate of a currency and day that is there already is replaced. Gives how many were new or
 * changed.
 *
 * @param rates list of NewCurrencyRate
 * @return integer
 */
#define CRM_CURRENCIES_SET_RATES "currencies.set_rates"

/**
 * Lists the rates to the company's present currency, all or those of one currency, by currency and day
 * (SALE-10). Every signed-in user may.
 *
 * @param currency text, optional
 * @param page PageRequest, optional
 * @return CurrencyRatePage
 */
#define CRM_CURRENCIES_RATES "currencies.rates"

/**
 * Converts an amount to another currency at the rates of a day, today's without one (SALE-10): through the
 * company's currency exactly, and rounded once, half to even, to the places of the other. The rate of a day is the
 * latest that is valid from it or before; where a currency has none, the call is refused (`no_rate`). Every
 * signed-in user may.
 *
 * @param amount Money
 * @param to text
 * @param on date, optional
 * @return Money
 */
#define CRM_CURRENCIES_CONVERT "currencies.convert"

/* ---- duplicates ---- */

/**
 * Tells which records one may be the same as, before it is written (DUP-7), by every rule that is in force: `values` are
 * its fields so far, `{"name": "恒信轴承", "phone": "021-5555 0100"}`. With `record`, which is there, its own values
 * stand where `values` has none, and it does not meet itself. At most 100 hits are told, in the order of the rules.
 *
 * Of a record that the caller does not see no more is told than its object, what is alike, and whose it is, and nothing
 * where likeness alone found it. That is counted: beyond as many a day as the settings say, it is refused
 * (`daily_limit`), and the audit keeps who was told of which.
 *
 * @param object text
 * @param values tree
 * @param record RecordKey, optional
 * @return list of DuplicateHit
 */
#define CRM_DUPLICATES_CHECK "duplicates.check"

/**
 * Looks through all records by a rule, or by all that are in force (DUP-8). Pairs that are new are added, and open ones
 * that match no more are gone; what is ignored stays so. All that a rule admits is found. It works in slices, while others
 * write.
 *
 * @param rule text, optional
 * @return DuplicateScan
 */
#define CRM_DUPLICATES_SCAN "duplicates.scan"

/**
 * Lists pairs of records that may be the same, newest first (DUP-9): of two records that the caller sees both.
 *
 * @param filter PairFilter, optional
 * @param page PageRequest, optional
 * @return PairPage
 */
#define CRM_DUPLICATES_PAIRS "duplicates.pairs"

/**
 * Lists what open pairs connect, the largest first (DUP-9).
 *
 * @param object text
 * @param page PageRequest, optional
 * @return ClusterPage
 */
#define CRM_DUPLICATES_CLUSTERS "duplicates.clusters"

/**
 * Says of pairs that they are two records each, which no later check or scan tells of; or takes that back (DUP-9). Gives
 * how many changed.
 *
 * @param pairs list of PairId
 * @param ignored boolean, optional
 * @param note text, optional
 * @return integer
 */
#define CRM_DUPLICATES_IGNORE "duplicates.ignore"

/* ---- merges ---- */

/**
 * Says what a merge would do, without writing (DUP-14): which record stays, every field with all values and whose is
 * taken, how many of what moves and falls together, and what would refuse it. Records are customers or contacts; the
 * survivor, unless it is named, is the first in order: of customers active ones, then those with a key in the host's
 * ERP, with more orders, complete ones, earlier ones; of contacts the earliest.
 *
 * @param records list of RecordKey
 * @param survivor RecordKey, optional
 * @param choices list of FieldChoice, optional
 * @return MergePreview
 */
#define CRM_MERGES_PREVIEW "merges.preview"

/**
 * Makes records of one kind one (DUP-10 to DUP-13): the survivor keeps its fields and fills empty ones from the others
 * in their order, but where `choices` say otherwise; everything that refers to the others, or hangs on them, refers to
 * it and hangs on it; what both have falls together. The id, the number and the key of each loser stand for the
 * survivor from then on, and a version given with a loser's id is stale. The account manager of a loser becomes a
 * collaborator of the survivor, unless `keep_as_collaborator` is `false`.
 *
 * An active customer is not merged into a lost one, nor the contacts of lost ones, nor what waits for approval. Sales
 * managers may whose scope reaches all of the records, and who is the account manager of all of them. It can be undone
 * for as many days as the settings say.
 *
 * With an `id` of the caller's (a UUIDv7) a repetition of the same records gives the merge that was done.
 *
 * @param records list of RecordKey
 * @param survivor RecordKey, optional
 * @param choices list of FieldChoice, optional
 * @param versions list of RecordVersion, optional
 * @param keep_as_collaborator boolean, optional
 * @param id MergeId, optional
 * @return Merge
 */
#define CRM_MERGES_APPLY "merges.apply"

/**
 * Undoes a merge (DUP-14): each loser is back with its id, number, key and fields, and what moved goes back, unless it
 * was deleted or moved on since; fields that the merge set and nobody changed since go back too. What came after the
 * merge stays with the survivor, but orders of a loser's key go with the key. The result lists what stayed and why.
 * Refused (`conflict`): `undo_expired` later than the settings say, `merged_later` where the survivor was merged on,
 * `in_use` where another record has a value of the loser's meanwhile.
 *
 * @param id MergeId
 * @param version integer, optional
 * @return MergeUndone
 */
#define CRM_MERGES_UNDO "merges.undo"

/**
 * Lists merges, newest first: a sales manager all of records in their scope, others their own.
 *
 * @param filter MergeFilter, optional
 * @param page PageRequest, optional
 * @return MergePage
 */
#define CRM_MERGES_LIST "merges.list"

/* ---- opportunities ---- */

/**
 * Records an opportunity; it is unassigned at first (OPP-1). Number, creator and time are the engine's to give.
 *
 * With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the opportunity that is there;
 * with other fields it is a conflict (`id_taken`). `duplicates` is as in `customers.create` (DUP-6).
 *
 * @param new NewOpportunity
 * @param id OpportunityId, optional
 * @param duplicates OnDuplicate, optional
 * @return Opportunity
 */
#define CRM_OPPORTUNITIES_CREATE "opportunities.create"

/**
 * Records up to 10,000 opportunities by the rules of `create` (CAPT-8): all or, where any is refused, none; with `per_record`
 * the others are recorded all the same, and the result says of each what became of it.
 *
 * Each may name its persons, and an `assignee`, to whom it is assigned at once. `assign` names an enabled assignment rule that
 * gives those that name nobody. `duplicates` is as in `create`; the opportunities of one call meet each other, and the result has
 * the numbers of what each may be the same as (DUP-6).
 *
 * What must be whole is one transaction, during which nobody else writes. With `per_record` each 500 opportunities are, told and
 * audited by themselves, and a call that ends early leaves those that it came to.
 *
 * @param opportunities list of NewOpportunity
 * @param per_record boolean, optional
 * @param assign text, optional
 * @param duplicates OnDuplicate, optional
 * @return OpportunityBatch
 */
#define CRM_OPPORTUNITIES_CREATE_MANY "opportunities.create_many"

/**
 * Gives one opportunity. Its assignee may, whatever their roles (DUTY-1).
 *
 * @param id OpportunityId
 * @return Opportunity
 */
#define CRM_OPPORTUNITIES_GET "opportunities.get"

/**
 * Lists opportunities, newest first (OPP-5): all of them, or those that every given condition of the filter holds
 * for.
 *
 * @param filter OpportunityFilter, optional
 * @param page PageRequest, optional
 * @param matching tree, optional
 * @return OpportunityPage
 */
#define CRM_OPPORTUNITIES_LIST "opportunities.list"

/**
 * Lists open opportunities that want attention, newest first, each with all its reasons (SALE-11): `stuck`, it is longer in
 * its stage than that says; `overdue`, its expected close is over; `no_next_step`, neither a next step nor an activity is
 * ahead; `idle`, nothing was done with it for as many days as the setting `idle_days` says.
 *
 * @param filter OpportunityFilter, optional
 * @param page PageRequest, optional
 * @param matching tree, optional
 * @return AlertPage
 */
#define CRM_OPPORTUNITIES_ALERTS "opportunities.alerts"

/**
 * Changes an unassigned opportunity, not only one's own (OPP-2). Fields that are not named stay as they are. Where it meets
 * another one that it did not meet before, `duplicates` is as in `customers.create` (DUP-6).
 *
 * @param id OpportunityId
 * @param changes OpportunityUpdate
 * @param duplicates OnDuplicate, optional
 * @return Opportunity
 */
#define CRM_OPPORTUNITIES_UPDATE "opportunities.update"

/**
 * Changes the estimates of an assigned opportunity, and nothing else of it (SALE-7): its assignee, who works on it beside
 * them, or a sales manager. Fields that are not named stay as they are; a chance of success that is named is one by hand.
 *
 * @param id OpportunityId
 * @param changes OpportunityRevision
 * @return Opportunity
 */
#define CRM_OPPORTUNITIES_REVISE "opportunities.revise"

/**
 * Says whom an opportunity is about, in the place of what was said before (SALE-8): up to 20 persons, each a contact of the customer
 * that it names, or somebody by name. Exactly one is the primary one, which one alone always is: the opportunity's contact, whose
 * name, telephone and e-mail are its `contact_name`, `contact_phone` and `contact_email`, and change with these too. A person who
 * is a contact shows what that one has, until a value is given by hand or the contact is deleted.
 *
 * Sales managers and account managers may while it is unassigned; then its assignee, who works on it beside them, or a sales manager.
 *
 * @param id OpportunityId
 * @param persons list of NewPerson
 * @param version integer, optional
 * @return list of Person
 */
#define CRM_OPPORTUNITIES_SET_PERSONS "opportunities.set_persons"

/**
 * Says what an opportunity may sell, in the place of what was said before (SALE-9): up to 200 lines in one currency. Its amount is
 * their sum, and is not given any more (`derived`); where the last line goes, it stays as it was. Who may is as in `set_persons`.
 *
 * @param id OpportunityId
 * @param currency text
 * @param lines list of NewOpportunityLine
 * @param version integer, optional
 * @return Opportunity
 */
#define CRM_OPPORTUNITIES_SET_LINES "opportunities.set_lines"

/**
 * Deletes an unassigned opportunity for good; only its creator may (OPP-3). One that was ever assigned stays: a conflict
 * (`has_history`).
 *
 * @param id OpportunityId
 * @param version integer, optional
 * @return nothing: the text null
 */
#define CRM_OPPORTUNITIES_DELETE "opportunities.delete"

/**
 * Gives an unassigned opportunity to one active account manager, who develops it from then on (OPP-4). Anybody
 * else is refused (`not_account_manager`); `users.colleagues` lists who can be chosen. It enters the first stage of
 * `pipeline`, an enabled one that serves the assignee's department (`not_served`), or where none is named of the first
 * that does (PIPE-3).
 *
 * @param id OpportunityId
 * @param assignee UserId
 * @param version integer, optional
 * @param pipeline text, optional
 * @return Opportunity
 */
#define CRM_OPPORTUNITIES_ASSIGN "opportunities.assign"

/**
 * Gives an assigned opportunity to another active account manager, when somebody leaves for example (OPP-6). Its
 * plan stays, and `assignments` keeps the earlier assignee. It stays in its stage too, where the pipeline serves the new
 * assignee's department; else it enters the first one that does (PIPE-3).
 *
 * @param id OpportunityId
 * @param assignee UserId
 * @param version integer, optional
 * @return Opportunity
 */
#define CRM_OPPORTUNITIES_REASSIGN "opportunities.reassign"

/**
 * Lists to whom an opportunity was given, by whom and when, oldest first; none before it is assigned (OPP-6).
 *
 * @param id OpportunityId
 * @param page PageRequest, optional
 * @return AssignmentPage
 */
#define CRM_OPPORTUNITIES_ASSIGNMENTS "opportunities.assignments"

/**
 * Declares the development a success, which is final (PLAN-5). In the same transaction it creates the customer:
 * the opportunity's customer name, its assignee as the account manager, and the contact's name and phone as the
 * first contact (without a name, the phone becomes the customer's own). The customer is incomplete until an
 * update fills what the settings require.
 *
 * What the enabled stages of its pipeline ask for it must have by then: fields (`required_by_stage`, each), and done
 * activities (`stage`: `activity_required`) (PIPE-4).
 *
 * Returns the opportunity, which links to the customer. `customer` is the id that the caller wants the customer
 * to have (a UUIDv7); where it is taken, the call is a conflict (`id_taken`). `duplicates` is as in `customers.create`, of
 * the customer (DUP-6).
 *
 * An opportunity that names a customer creates none, and takes no such id (`not_applicable`). For one that names none,
 * `into` may name an active customer that is there: no second one is created, and the opportunity is that one's (SALE-5).
 * Persons with a name become contacts of that customer (SALE-8), but who is one by name and e-mail address or number is that one;
 * to a customer that is lost meanwhile none is added.
 *
 * @param id OpportunityId
 * @param version integer, optional
 * @param customer CustomerId, optional
 * @param into CustomerId, optional
 * @param duplicates OnDuplicate, optional
 * @return Opportunity
 */
#define CRM_OPPORTUNITIES_DEVELOP "opportunities.develop"

/**
 * Ends the development without success, which is final, with an optional reason (PLAN-6), and what it was lost for: an
 * entry of the dictionary category `lost_reason`, which the setting `lost_reason_required` asks for (SALE-6).
 *
 * `lost_to` is the record that won instead, where a pack gives opportunities a field of that name; else it is unknown
 * (`unknown_field`).
 *
 * @param id OpportunityId
 * @param reason text, optional
 * @param version integer, optional
 * @param lost_reason DictionaryEntryId, optional
 * @param lost_to RecordKey, optional
 * @return Opportunity
 */
#define CRM_OPPORTUNITIES_FAIL "opportunities.fail"

/**
 * Gives an assigned opportunity back, with a reason: it is unassigned again, and its creator's (SALE-4). Its plan and
 * its earlier assignments stay; the plan can be read, and changed once it is assigned again. The assignee may,
 * whatever their roles (DUTY-1).
 *
 * @param id OpportunityId
 * @param reason text
 * @param version integer, optional
 * @return Opportunity
 */
#define CRM_OPPORTUNITIES_RELEASE "opportunities.release"

/**
 * Closes an unassigned opportunity that is none, which is final: it has failed for this reason, an entry of the
 * dictionary category `lost_reason`, and perhaps one in words (SALE-4).
 *
 * @param id OpportunityId
 * @param lost_reason DictionaryEntryId
 * @param reason text, optional
 * @param version integer, optional
 * @return Opportunity
 */
#define CRM_OPPORTUNITIES_DISQUALIFY "opportunities.disqualify"

/**
 * Moves an assigned opportunity to another enabled stage, of its own pipeline or of an enabled one that serves its
 * department (`not_served`) (PIPE-4). It must have what that stage and the enabled ones before it ask for: fields
 * (`required_by_stage`, each), and done activities (`stage`: `activity_required`). Moving back in its pipeline asks for
 * nothing, and moving to where it is changes nothing. The assignee may, and who works on it beside them.
 *
 * @param id OpportunityId
 * @param stage StageId
 * @param version integer, optional
 * @return Opportunity
 */
#define CRM_OPPORTUNITIES_MOVE_STAGE "opportunities.move_stage"

/**
 * Gives one opportunity as `get` does, with its persons and its lines (SALE-8, SALE-9), its stays in stages and how long it was in
 * each (PIPE-6).
 *
 * @param id OpportunityId
 * @return OpportunityDetail
 */
#define CRM_OPPORTUNITIES_DETAIL "opportunities.detail"

/**
 * Tells why an opportunity has its score (SCORE-5): what pulls towards winning and towards losing, the strongest first, with
 * the shares of what was won and lost that had the same; and which rules of scores hold. It leaves out what the caller does
 * not read. It is computed anew, and the opportunity keeps the score that it has. Its assignee may, whatever their roles.
 *
 * @param id OpportunityId
 * @return ScoreExplanation
 */
#define CRM_OPPORTUNITIES_EXPLAIN_SCORE "opportunities.explain_score"

/**
 * Gives a pipeline as a board (PIPE-7): of each stage how many opportunities stand in it, what they amount to in the company's
 * currency, as they are and by their chances, and the first `per_stage` of them. Counts and sums are of whole columns, of what
 * the caller sees and the filter lets through. With `closed_from` or `closed_to` it tells what was won and lost on these days
 * too. `after` goes on where the cards of a `stage` ended.
 *
 * @param pipeline text
 * @param filter OpportunityFilter, optional
 * @param per_stage integer, optional
 * @param closed_from date, optional
 * @param closed_to date, optional
 * @param matching tree, optional
 * @param stage StageId, optional
 * @param after text, optional
 * @return Board
 */
#define CRM_OPPORTUNITIES_BOARD "opportunities.board"

/* ---- plans ---- */

/**
 * Gives an opportunity's plan: the opportunity with its steps by date (PLAN-4). The assignee may, whatever their
 * roles (DUTY-1).
 *
 * One answer carries at most 1,000 steps, and 4 MiB of their texts. Where there are more, `next` is there: pass it
 * as `after`.
 *
 * @param opportunity OpportunityId
 * @param after text, optional
 * @return Plan
 */
#define CRM_PLANS_GET "plans.get"

/**
 * Adds a step to the plan of an assigned opportunity (PLAN-1). Any day may be planned, past ones too.
 *
 * With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the step that is there; with
 * other fields it is a conflict (`id_taken`).
 *
 * @param opportunity OpportunityId
 * @param new NewPlanItem
 * @param id PlanItemId, optional
 * @return PlanItem
 */
#define CRM_PLANS_ADD "plans.add"

/**
 * Changes what a step is about, while the opportunity is assigned (PLAN-2). Its date is fixed: delete the step
 * and add another.
 *
 * @param id PlanItemId
 * @param changes PlanItemUpdate
 * @return PlanItem
 */
#define CRM_PLANS_UPDATE "plans.update"

/**
 * Deletes a step with its result, while the opportunity is assigned (PLAN-2).
 *
 * @param id PlanItemId
 * @param version integer, optional
 * @return nothing: the text null
 */
#define CRM_PLANS_DELETE "plans.delete"

/**
 * Records what came of a step, or revises it, while the opportunity is assigned; only the assignee may (PLAN-3).
 *
 * @param id PlanItemId
 * @param result text
 * @param version integer, optional
 * @return PlanItem
 */
#define CRM_PLANS_RECORD_RESULT "plans.record_result"

/* ---- pools ---- */

/**
 * Lists the records of a pool, the longest there first; with a filter tree (`matching`) those of which it is true. Its members may,
 * who looks after it, and sales managers; members see them whatever their scope (ASSIGN-7).
 *
 * @param pool text
 * @param page PageRequest, optional
 * @param matching tree, optional
 * @return PooledPage
 */
#define CRM_POOLS_RECORDS "pools.records"

/**
 * Tells a member of a pool what they have in hand, and how many records they may still claim (ASSIGN-8).
 *
 * @param pool text
 * @return PoolStanding
 */
#define CRM_POOLS_STANDING "pools.standing"

/**
 * Claims up to 100 records of a pool, all or none (ASSIGN-8): they are the caller's, a member of the pool who may develop
 * opportunities. Refused are, in this order, a record that is not in the pool (a conflict, `not_pooled`: somebody else was faster),
 * who would have more in hand than it allows (`hold_limit`) or claimed more today than a member may (`per_day`), what is not long
 * enough in it (`fresh`), and what was the caller's last (`previous_owner`). Who looks after the pool has no need of the last three.
 * Of a customer, open opportunities stay with their assignees.
 *
 * @param pool text
 * @param records list of RecordKey
 * @return list of ObjectRef
 */
#define CRM_POOLS_CLAIM "pools.claim"

/**
 * Gives up to 1,000 records of a pool to an account manager, all or none (ASSIGN-9). Sales managers may, and who looks after the
 * pool; no more than the pool allows anybody to have in hand (a conflict, `hold_limit`).
 *
 * @param pool text
 * @param records list of RecordKey
 * @param to UserId
 * @return list of ObjectRef
 */
#define CRM_POOLS_GIVE "pools.give"

/**
 * Puts up to 1,000 records into a pool, all or none, with a reason (ASSIGN-9): into the one that is named, or each into the first
 * that takes it. They are nobody's from then on; an opportunity is unassigned. The owner of all of them may, and sales managers.
 * Packs and rules do the same by the effect `call`.
 *
 * @param records list of RecordKey
 * @param reason text
 * @param pool text, optional
 * @return list of ObjectRef
 */
#define CRM_POOLS_PUT "pools.put"

/**
 * Tells in which pools a record was, the last first, 1,000 at the most: since when, why, and how it ended (ASSIGN-11). Whoever
 * reads the record may.
 *
 * @param record RecordKey
 * @return list of PoolStay
 */
#define CRM_POOLS_STAYS "pools.stays"

/* ---- scoring ---- */

/**
 * Lists what scores are learned from (SCORE-2): per department in which opportunities were closed, field and value how many were
 * won and lost, each with the 0.1 that it began with. With a `department` those of that one, with a `field` that one:
 * `origin`, `stage`, `closed`. At most 10,000 are told.
 *
 * @param department DepartmentId, optional
 * @param field text, optional
 * @return list of ScoreCount
 */
#define CRM_SCORING_COUNTS "scoring.counts"

/* ---- churn ---- */

/**
 * Adds a warning for every active customer that is quiet and has no open one, and closes the open ones whose
 * customer is quiet no more (CHURN-1, CHURN-2).
 *
 * Quiet is a customer whose latest order, or where there is none or an older one the day it was created or won
 * back, is more than six calendar months ago. The scheduled job does the same every Saturday; between two scans
 * this one adds only what has become quiet since.
 *
 * It writes 500 warnings at a time, each in a transaction with an event of its own; others write between them. One
 * that ends early has done a part, and the next does the rest.
 *
 * @return ChurnScan
 */
#define CRM_CHURN_SCAN "churn.scan"

/**
 * Gives one warning with its measures. The customer's account manager may, whatever their roles.
 *
 * @param id WarningId
 * @return ChurnWarning
 */
#define CRM_CHURN_GET "churn.get"

/**
 * Lists all that was tried against the loss of a warning's customer, oldest first. By the same people as `get`.
 *
 * @param id WarningId
 * @param page PageRequest, optional
 * @return MeasurePage
 */
#define CRM_CHURN_MEASURES "churn.measures"

/**
 * Lists warnings with their measures, newest first, closed ones too unless the filter names a status (CHURN-5).
 *
 * @param filter ChurnWarningFilter, optional
 * @param page PageRequest, optional
 * @return ChurnWarningPage
 */
#define CRM_CHURN_LIST "churn.list"

/**
 * Gives every warning and win-back of one customer, oldest first: at most 1,000 of them, and 4 MiB of text. Where
 * there is more, `next` is there: pass it as `after`.
 *
 * @param customer CustomerId
 * @param after text, optional
 * @return ChurnHistory
 */
#define CRM_CHURN_HISTORY "churn.history"

/**
 * Records a measure against the loss of the customer; the warning is then deferred, and may be so again (CHURN-3).
 *
 * The customer's present account manager may; where that person is disabled, or there is none, a sales manager.
 *
 * @param id WarningId
 * @param measure text
 * @param version integer, optional
 * @return ChurnWarning
 */
#define CRM_CHURN_DEFER "churn.defer"

/**
 * Confirms a deferred warning, with the reason of the loss: the customer is lost, and frozen until it is won back
 * (CHURN-4). By the same people as `defer`.
 *
 * Where the customer is quiet no more, the call is refused as not possible while `recovered`, and the warning is
 * recovered from then on: the only refusal that leaves something behind (CHURN-2).
 *
 * @param id WarningId
 * @param reason text
 * @param version integer, optional
 * @return ChurnWarning
 */
#define CRM_CHURN_CONFIRM "churn.confirm"

/* ---- contacts ---- */

/**
 * Adds a contact to an active customer, for good: it never moves to another one (CONTACT-1). The customer's
 * account manager may, and any sales manager.
 *
 * With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the contact that is there; with
 * other fields it is a conflict (`id_taken`). `duplicates` is as in `customers.create` (DUP-6).
 *
 * @param customer CustomerId
 * @param new NewContact
 * @param id ContactId, optional
 * @param duplicates OnDuplicate, optional
 * @return Contact
 */
#define CRM_CONTACTS_CREATE "contacts.create"

/**
 * Gives one contact, of an active customer or a lost one.
 *
 * @param id ContactId
 * @return Contact
 */
#define CRM_CONTACTS_GET "contacts.get"

/**
 * Lists contacts in the order they were added: of one customer, or of all (CONTACT-1). The customer's account
 * manager may list those of the customer, whatever their roles.
 *
 * @param customer CustomerId, optional
 * @param filter ContactFilter, optional
 * @param page PageRequest, optional
 * @param matching tree, optional
 * @return ContactPage
 */
#define CRM_CONTACTS_LIST "contacts.list"

/**
 * Changes a contact of an active customer; afterwards name, gender, position and office phone must all be filled
 * (CONTACT-1). Where it meets another one that it did not meet before, `duplicates` is as in `customers.create` (DUP-6).
 *
 * @param id ContactId
 * @param changes ContactUpdate
 * @param duplicates OnDuplicate, optional
 * @return Contact
 */
#define CRM_CONTACTS_UPDATE "contacts.update"

/**
 * Deletes a contact of an active customer for good (CONTACT-1).
 *
 * @param id ContactId
 * @param version integer, optional
 * @return nothing: the text null
 */
#define CRM_CONTACTS_DELETE "contacts.delete"

/* ---- customers ---- */

/**
 * Creates a customer, active from the start; the fields that the settings require must all be filled (CUST-3).
 *
 * With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the customer that is there; with
 * other fields it is a conflict (`id_taken`).
 *
 * One that may be there already, by a rule that asks, is a conflict (`duplicate`) that tells of up to 20 such records,
 * unless `duplicates` accepts them (DUP-6).
 *
 * @param new NewCustomer
 * @param id CustomerId, optional
 * @param duplicates OnDuplicate, optional
 * @return Customer
 */
#define CRM_CUSTOMERS_CREATE "customers.create"

/**
 * Creates up to 10,000 customers by the rules of `create` (CUST-3): all or, where any is refused, none; with
 * `per_record` the others are created all the same, and the result says of each what became of it.
 *
 * With `ids` of the caller's (a UUIDv7 for each customer, in their order) a repeated call makes no second ones: a
 * customer that is there already, with equal fields, counts as `unchanged`. An id that is another record's, or was
 * given with other fields, is a conflict (`id_taken`); with `per_record` that customer is refused.
 *
 * What must be whole is one transaction, during which nobody else writes. With `per_record` each 500 customers
 * are, told and audited by themselves, and a call that ends early leaves those that it came to. `duplicates` is as in
 * `create`; the customers of one call meet each other (DUP-6).
 *
 * @param customers list of NewCustomer
 * @param per_record boolean, optional
 * @param ids list of CustomerId, optional
 * @param duplicates OnDuplicate, optional
 * @return CustomerBatch
 */
#define CRM_CUSTOMERS_CREATE_MANY "customers.create_many"

/**
 * Creates up to 10,000 customers from the host's books, in the way of `create_many`. With `allow_incomplete` they
 * may lack required fields, and say that they are incomplete until an update fills them; a name is enough
 * (CUST-3).
 *
 * @param customers list of NewCustomer
 * @param allow_incomplete boolean, optional
 * @param per_record boolean, optional
 * @param ids list of CustomerId, optional
 * @param duplicates OnDuplicate, optional
 * @return CustomerBatch
 */
#define CRM_CUSTOMERS_IMPORT_MANY "customers.import_many"

/**
 * Gives one customer, an active or a lost one. Its account manager may, whatever their roles.
 *
 * @param id CustomerId
 * @return Customer
 */
#define CRM_CUSTOMERS_GET "customers.get"

/**
 * Lists customers, newest first, lost ones too unless the filter names a status (CUST-4).
 *
 * @param filter CustomerFilter, optional
 * @param page PageRequest, optional
 * @param matching tree, optional
 * @return CustomerPage
 */
#define CRM_CUSTOMERS_LIST "customers.list"

/**
 * Changes an active customer; afterwards the fields that the settings require must all be filled (CUST-2). Its
 * account manager may, and any sales manager; handing it to another account manager is such a change too.
 *
 * Orders that were pushed before with the `external_id` it is given join it at once.
 * Where it meets another one that it did not meet before, `duplicates` is as in `create` (DUP-6).
 *
 * @param id CustomerId
 * @param changes CustomerUpdate
 * @param duplicates OnDuplicate, optional
 * @return Customer
 */
#define CRM_CUSTOMERS_UPDATE "customers.update"

/**
 * Makes a lost customer active again, with the reason; its warnings and losses stay, see `churn.history`
 * (CHURN-6). The six months without an order are counted from today anew.
 *
 * @param id CustomerId
 * @param reason text
 * @param version integer, optional
 * @return Customer
 */
#define CRM_CUSTOMERS_WIN_BACK "customers.win_back"

/**
 * Tells whose a customer was, the last first, 1,000 at the most: from when until when, and how it ended (ASSIGN-11). Sales
 * managers may, and its account manager.
 *
 * @param id CustomerId
 * @return list of OwnerPeriod
 */
#define CRM_CUSTOMERS_OWNERS "customers.owners"

/* ---- interactions ---- */

/**
 * Records an interaction with a customer, a lost one too: winning it back needs them (VISIT-1). The customer's
 * account manager may, and any sales manager. A ticket that it names must be of the same customer. An activity that it names
 * becomes this interaction, once (`already_recorded`, ACT-7).
 *
 * With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the interaction that is there;
 * with other fields it is a conflict (`id_taken`).
 *
 * @param customer CustomerId
 * @param new NewInteraction
 * @param id InteractionId, optional
 * @return Interaction
 */
#define CRM_INTERACTIONS_CREATE "interactions.create"

/**
 * Gives one interaction.
 *
 * @param id InteractionId
 * @return Interaction
 */
#define CRM_INTERACTIONS_GET "interactions.get"

/**
 * Lists interactions, newest first by their date: of one customer, or of all (VISIT-1). The customer's account
 * manager may list those of the customer, whatever their roles.
 *
 * @param customer CustomerId, optional
 * @param filter InteractionFilter, optional
 * @param page PageRequest, optional
 * @param matching tree, optional
 * @return InteractionPage
 */
#define CRM_INTERACTIONS_LIST "interactions.list"

/**
 * Changes an interaction; what is required can't be emptied (VISIT-1).
 *
 * @param id InteractionId
 * @param changes InteractionUpdate
 * @return Interaction
 */
#define CRM_INTERACTIONS_UPDATE "interactions.update"

/**
 * Deletes an interaction for good (VISIT-1).
 *
 * @param id InteractionId
 * @param version integer, optional
 * @return nothing: the text null
 */
#define CRM_INTERACTIONS_DELETE "interactions.delete"

/* ---- tickets ---- */

/**
 * Records a ticket of a customer, an active or a lost one (TICKET-1). Nobody has it yet.
 *
 * With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the ticket that is there; with
 * other fields it is a conflict (`id_taken`).
 *
 * @param new NewTicket
 * @param id TicketId, optional
 * @return Ticket
 */
#define CRM_TICKETS_CREATE "tickets.create"

/**
 * Gives one ticket in full, with the history of its attempts and assignments (TICKET-5). Whoever was given it, or
 * handled it last, may read it too, whatever their roles (DUTY-1).
 *
 * One answer carries at most 1,000 entries of the history, and 4 MiB of their texts: the attempts first, then the
 * assignments. Where there are more, `next` is there: pass it as `after`.
 *
 * @param id TicketId
 * @param after text, optional
 * @return TicketDetail
 */
#define CRM_TICKETS_GET "tickets.get"

/**
 * Lists tickets, archived ones too, newest first (TICKET-5).
 *
 * @param filter TicketFilter, optional
 * @param page PageRequest, optional
 * @param matching tree, optional
 * @return TicketPage
 */
#define CRM_TICKETS_LIST "tickets.list"

/**
 * Gives a new ticket to one active user, whatever their roles (TICKET-2).
 *
 * @param id TicketId
 * @param assignee UserId
 * @param version integer, optional
 * @return Ticket
 */
#define CRM_TICKETS_ASSIGN "tickets.assign"

/**
 * Gives an assigned or handled ticket to another active user; the history keeps the earlier one (TICKET-6). A
 * handled ticket stays handled: its handler still gives the feedback, and the new assignee has the next attempt.
 *
 * @param id TicketId
 * @param assignee UserId
 * @param version integer, optional
 * @return Ticket
 */
#define CRM_TICKETS_REASSIGN "tickets.reassign"

/**
 * Records what was done about an assigned ticket, which then awaits the customer's answer; only its assignee may
 * (TICKET-3).
 *
 * @param id TicketId
 * @param handling text
 * @param version integer, optional
 * @return Ticket
 */
#define CRM_TICKETS_HANDLE "tickets.handle"

/**
 * Records what the customer says of a handled ticket, from 1 (very dissatisfied) to 5 (TICKET-4): with 3 or more
 * the ticket is archived, with less it goes back to its assignee, and what was tried stays in the history. Who
 * handled it may, and any sales manager.
 *
 * @param id TicketId
 * @param result text
 * @param satisfaction integer
 * @param version integer, optional
 * @return Ticket
 */
#define CRM_TICKETS_FEEDBACK "tickets.feedback"

/* ---- activities ---- */

/**
 * Plans an activity, for oneself or for another, who then was given it (ACT-1, ACT-6). Whoever plans one reads each of the
 * records that it is about, and its assignee must read the main one (`assignee`: `cannot_read`). Past times are allowed.
 *
 * With a `recurrence` it is the first of a series, whose occurrences are activities of their own (ACT-10): they exist for 400
 * days ahead, and at least the next one. Those before today are counted, not made, and the answer is the first that is.
 *
 * With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the activity that is there; with
 * other fields it is a conflict (`id_taken`).
 *
 * @param new NewActivity
 * @param id ActivityId, optional
 * @return Activity
 */
#define CRM_ACTIVITIES_CREATE "activities.create"

/**
 * Plans up to 1,000 activities, one for each of several people, say (ACT-2): all of them, or none where one is refused; with
 * `per_record` each that can be, and a report that tells of the others what is wrong with them. At most 50 of them recur.
 *
 * @param activities list of NewActivity
 * @param per_record boolean, optional
 * @return ActivityBatch
 */
#define CRM_ACTIVITIES_CREATE_MANY "activities.create_many"

/**
 * Gives one activity. Its people read it: its assignee, who gave it, who planned it, and users who attend; and, unless it is
 * personal, whoever reads its main record, and whose level of `activities` reaches its assignee: sales managers and
 * executives, unless `roles.set_scope` says otherwise (ACT-3).
 *
 * @param id ActivityId
 * @return Activity
 */
#define CRM_ACTIVITIES_GET "activities.get"

/**
 * Lists activities that the caller reads (ACT-3, ACT-17): those of a person, of a record, of a department, and the caller's
 * own where none of these is named. Planned ones come first, the earliest first, and behind them the others, the latest first.
 *
 * @param filter ActivityFilter, optional
 * @param page PageRequest, optional
 * @return ActivityPage
 */
#define CRM_ACTIVITIES_LIST "activities.list"

/**
 * Changes a planned activity: its assignee, who gave or planned it, and any sales manager who reads it may. With another
 * main record the assignee must read that (ACT-1).
 *
 * Of a series it reaches the activity alone, or with `reach` those behind it too, which become a series of their own, or all:
 * those that are planned and were not changed alone (ACT-11). Another time moves each by as much on the clock. With
 * another `recurrence` those that it yields too stay, others go, missing ones are made.
 *
 * @param id ActivityId
 * @param changes ActivityUpdate
 * @param reach Reach, optional
 * @return Activity
 */
#define CRM_ACTIVITIES_UPDATE "activities.update"

/**
 * Completes a planned activity, now or at an earlier instant (ACT-4): its assignee, and any sales manager who reads it may.
 * The result is required for the kinds that the setting `result_required` names; what is to be done next, where nothing else is
 * planned on an open main record of an object that `next_step_required` names (ACT-5). With `interaction` it becomes one with
 * the customer that its main record is, or belongs to, once, for who may record those (ACT-7): day, place, summary and
 * details are the activity's day, place, subject and result, each replaced by what is given.
 *
 * @param id ActivityId
 * @param done Completion
 * @param version integer, optional
 * @return Completed
 */
#define CRM_ACTIVITIES_COMPLETE "activities.complete"

/**
 * Cancels a planned activity: who gave or planned it, and any sales manager who reads it may. Of a series with `reach` those
 * behind it too, or all that are planned and were not changed alone; then no more are made.
 *
 * @param id ActivityId
 * @param reason text, optional
 * @param reach Reach, optional
 * @param version integer, optional
 * @return Activity
 */
#define CRM_ACTIVITIES_CANCEL "activities.cancel"

/**
 * Plans an activity again that was done or cancelled. What was said of its end goes. An assignee may reopen what was done,
 * but not what others cancelled. What became an interaction is not reopened while that is there (`already_recorded`).
 *
 * @param id ActivityId
 * @param version integer, optional
 * @return Activity
 */
#define CRM_ACTIVITIES_REOPEN "activities.reopen"

/**
 * Gives a planned activity to another active user, who must read its main record (ACT-1, ACT-6). Who gave it stays the one
 * to whom it can be handed back; where there was nobody, that is the caller.
 *
 * @param id ActivityId
 * @param assignee UserId
 * @param comment text, optional
 * @param version integer, optional
 * @return Activity
 */
#define CRM_ACTIVITIES_DELEGATE "activities.delegate"

/**
 * Hands a planned activity back to who gave it, with a comment (ACT-6). Only its assignee may. Where nobody else gave it, or
 * they are disabled, it is an illegal transition.
 *
 * @param id ActivityId
 * @param comment text
 * @param version integer, optional
 * @return Activity
 */
#define CRM_ACTIVITIES_HAND_BACK "activities.hand_back"

/**
 * Says whether one comes to a planned activity that one is asked to attend.
 *
 * @param id ActivityId
 * @param response Response
 * @param version integer, optional
 * @return Activity
 */
#define CRM_ACTIVITIES_RESPOND "activities.respond"

/**
 * Deletes an activity for good that is planned or cancelled. Only who planned it may.
 *
 * @param id ActivityId
 * @param version integer, optional
 * @return nothing: the text null
 */
#define CRM_ACTIVITIES_DELETE "activities.delete"

/* ---- activity_plans ---- */

/**
 * Plans the activities of an enabled plan on a record from a day on, all of them or none (ACT-16): each is due so many
 * days after `start`, and is the first person's that its step names; the caller's where that is nobody. Everything is
 * asked that `activities.create` asks, of each step by its place (`steps[1].assignee`). A plan that there is not, or that
 * is not enabled, is refused as `unknown`, one that is for other records as `not_supported`. Packs do the same by the
 * effect `call`.
 *
 * @param plan text
 * @param record RecordKey
 * @param start date
 * @return list of Activity
 */
#define CRM_ACTIVITY_PLANS_APPLY "activity_plans.apply"

/* ---- approvals ---- */

/**
 * Tells what submitting an operation would bring about (APPR-5, APPR-18): the steps and the people as they would be asked now,
 * and what the operation would change. It refuses all that `submit` refuses. Everything is done and undone: nothing of it is kept.
 *
 * @param record RecordKey
 * @param operation text
 * @param arguments tree
 * @return Preview
 */
#define CRM_APPROVALS_PREVIEW "approvals.preview"

/**
 * Submits an operation on a record for approval (APPR-5): `operation` is its name within the record's area, `update` or an
 * action, and `arguments` are its own but for the record and its version, 64 KiB at most. All is refused that the operation
 * would refuse the caller; where no flow guards it so, it is a conflict (`no_approval_needed`), and while there is another
 * request of the record that has not ended too (`in_approval`). The record stays as it is until the end, and what the flow
 * freezes of it is not changed meanwhile (APPR-6). Where no step asks anybody it is approved at once.
 *
 * With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the request that is there; with
 * other fields it is a conflict (`id_taken`).
 *
 * Where a rule calls it, the record's owner submits, as if they called: who has none is refused (`record`: `nobody`).
 *
 * @param record RecordKey
 * @param operation text
 * @param arguments tree
 * @param new NewApproval
 * @param id ApprovalId, optional
 * @return Approval
 */
#define CRM_APPROVALS_SUBMIT "approvals.submit"

/**
 * Takes a request back that has not ended: its submitter does; where the flow says so only until somebody has decided
 * (`decided`). The record stays as it was.
 *
 * @param id ApprovalId
 * @param comment text, optional
 * @param version integer, optional
 * @return Approval
 */
#define CRM_APPROVALS_WITHDRAW "approvals.withdraw"

/**
 * Submits a request again that was returned, with other arguments where they are given (APPR-10): a new round begins, of the
 * flow that guards it now, at the first step; or at the one that sent it back, where the flow says so and nothing else
 * has changed.
 *
 * @param id ApprovalId
 * @param arguments tree, optional
 * @param comment text, optional
 * @param version integer, optional
 * @return Approval
 */
#define CRM_APPROVALS_RESUBMIT "approvals.resubmit"

/**
 * Approves: the holder of an open sign-off does, or who stands in for them (APPR-8, APPR-12). With the last step the operation
 * is carried out for its submitter in the same transaction (APPR-9); where what was submitted is no longer what there
 * is, the request is returned instead. What was decided already is a conflict (`decided`).
 *
 * @param sign_off SignOffId
 * @param comment text, optional
 * @return Approval
 */
#define CRM_APPROVALS_APPROVE "approvals.approve"

/**
 * Rejects, with a comment. One rejected group rejects the request (APPR-8).
 *
 * @param sign_off SignOffId
 * @param comment text
 * @return Approval
 */
#define CRM_APPROVALS_REJECT "approvals.reject"

/**
 * Sends a request back with a comment: to its submitter, or to an earlier step, where a new round begins (APPR-10).
 *
 * @param sign_off SignOffId
 * @param comment text
 * @param to_step integer, optional
 * @return Approval
 */
#define CRM_APPROVALS_SEND_BACK "approvals.send_back"

/**
 * Gives an open sign-off to another active user, with a comment (APPR-11): its holder does, who stands in for them, and any
 * administrator. Not to the submitter, nor to who holds one of the step.
 *
 * @param sign_off SignOffId
 * @param to UserId
 * @param comment text
 * @return Approval
 */
#define CRM_APPROVALS_PASS_ON "approvals.pass_on"

/**
 * Has up to ten others asked too (APPR-11): `before`, who all approve before the holder is asked again; `after`, with whom the
 * holder's approval counts; `beside`, as others of the group. A rejection by one of the first two is the holder's. Neither
 * the submitter nor who holds a sign-off of the step.
 *
 * @param sign_off SignOffId
 * @param users list of UserId
 * @param place SignerPlace
 * @param comment text, optional
 * @return Approval
 */
#define CRM_APPROVALS_ADD_SIGNERS "approvals.add_signers"

/**
 * Gives one request with all that happened to it (APPR-16), to whoever reads it (APPR-15): its submitter, who was given a
 * sign-off, who is copied in once it has ended, administrators, and who reads the record.
 *
 * @param id ApprovalId
 * @return ApprovalDetail
 */
#define CRM_APPROVALS_GET "approvals.get"

/**
 * Lists requests that the caller reads, newest first; with `waiting_for` those that wait for a person, oldest first. A page looks
 * at 2,000 others at the most: it may end before it is full, even empty, and goes on with `next`.
 *
 * @param filter ApprovalFilter, optional
 * @param page PageRequest, optional
 * @return ApprovalPage
 */
#define CRM_APPROVALS_LIST "approvals.list"

/**
 * Ends a request that has not been carried out, with a comment (APPR-14).
 *
 * @param id ApprovalId
 * @param comment text
 * @param version integer, optional
 * @return Approval
 */
#define CRM_APPROVALS_CANCEL "approvals.cancel"

/**
 * Tries again to carry out what was approved and was refused then (APPR-9): its submitter does, and any administrator.
 *
 * @param id ApprovalId
 * @param version integer, optional
 * @return Approval
 */
#define CRM_APPROVALS_CARRY_OUT "approvals.carry_out"

/* ---- automations ---- */

/**
 * Tells what a rule, given as a document, would do with records of its object, in order and other rules in turn (AUTO-12),
 * as if it were enabled behind all others. Everything is done and undone: nothing of it is kept.
 *
 * @param rule tree
 * @param records list of RecordKey
 * @return list of Trial
 */
#define CRM_AUTOMATIONS_TRY_OUT "automations.try_out"

/**
 * Lists the runs of rules, newest first (AUTO-13): to administrators all, to others those of records that they read. A page
 * looks at 2,000 others at the most: it may end before it is full, even empty, and goes on with `next`.
 *
 * @param filter RunFilter, optional
 * @param page PageRequest, optional
 * @return RunPage
 */
#define CRM_AUTOMATIONS_RUNS "automations.runs"

/**
 * Tells how often the condition of a rule did not hold; nothing more is kept of that (AUTO-13). Up to 63 of what
 * another process counted may not be written yet.
 *
 * @param rule text
 * @return Count
 */
#define CRM_AUTOMATIONS_UNMET "automations.unmet"

/* ---- bench ---- */

/**
 * Gives what somebody has before them today (BENCH-1): a section for each sort of it, with how many there are and the first
 * `rows` of them. Without `sections` it gives all to which the caller has a right; those that are named otherwise are left
 * out where the caller has none. Another `person` is one whom the caller's level of `activities` reaches; of their sections
 * the caller sees what they read themselves, and neither approvals, what was sent back, notifications, reports nor saved views.
 *
 * @param person UserId, optional
 * @param rows integer, optional
 * @param sections list of text, optional
 * @return Bench
 */
#define CRM_BENCH_TODAY "bench.today"

/* ---- calendar ---- */

/**
 * Gives what stands in the calendars of up to 50 people, named by themselves or by their department, between two instants, at
 * most 92 days apart (CAL-1): what they have to do, and what they attend and have not declined. The earliest comes first, and an
 * activity of several of them stands there for each. What the caller reads is told in full; of other appointments no more than
 * that somebody is busy. More than 5,000 are `too_many`.
 *
 * With `busy` it gives what makes them busy alone: what an appointment at that time would meet (CAL-2), but for the activity
 * that is `excluding`, which is to be moved there. Nobody is kept from planning it all the same.
 *
 * @param people People
 * @param at_from instant
 * @param at_before instant
 * @param busy boolean, optional
 * @param excluding ActivityId, optional
 * @return list of CalendarEntry
 */
#define CRM_CALENDAR_ENTRIES "calendar.entries"

/**
 * Gives activities that the caller reads as a calendar file (RFC 5545), those that `activities.list` gives by the same filter
 * (CAL-3). A series is in it as a whole, once, with what is different of it. More than 1,000 are `too_many`.
 *
 * @param filter ActivityFilter, optional
 * @return text
 */
#define CRM_CALENDAR_EXPORT_ICS "calendar.export_ics"

/**
 * Plans what stands in a calendar file for the caller (CAL-4): an event is a meeting and a to-do a task, unless its
 * categories name another kind of activity by its value. What came with an earlier file is known by its UID among what the
 * caller has, gave or attends, and changes where the file says that it is newer; what this engine exported does too. A file has
 * up to 10 MiB and 10,000 components. One that is wrong is refused by itself, on the line where it begins.
 *
 * @param file bytes
 * @return ImportReport
 */
#define CRM_CALENDAR_IMPORT_ICS "calendar.import_ics"

/**
 * Opens a feed of the caller's calendar, by whose secret the host's system asks for it (CAL-5). The secret is told this once, and
 * voids the one before it.
 *
 * @return FeedToken
 */
#define CRM_CALENDAR_OPEN_FEED "calendar.open_feed"

/**
 * Closes the caller's feed: its secret is void.
 *
 * @return nothing: the text null
 */
#define CRM_CALENDAR_CLOSE_FEED "calendar.close_feed"

/**
 * Gives the calendar that a secret stands for, as a calendar file (CAL-5): what its owner has and attends, from 30 days ago
 * to 400 days ahead, as they read it now. A secret that is unknown or void, or that of a disabled user, is `not_found`.
 *
 * @param token secret
 * @return text
 */
#define CRM_CALENDAR_FEED "calendar.feed"

/* ---- files ---- */

/**
 * Puts a file of at most 1 MiB on a record, or a new version of one that is there (FILE-1, FILE-2). Larger ones are
 * sent in parts: `begin`, `append`, `finish`. A new version is given no `id`.
 *
 * @param record RecordKey
 * @param new NewFile
 * @param content bytes
 * @param id FileId, optional
 * @return File
 */
#define CRM_FILES_PUT "files.put"

/**
 * Begins to send a file in parts (FILE-2); `new.size` says how large it will be. Called again with its `id`, it tells
 * how much has come. Of ten that one person has open, another ends the one that is idle longest.
 *
 * @param record RecordKey
 * @param new NewFile
 * @param id UploadId, optional
 * @return Upload
 */
#define CRM_FILES_BEGIN "files.begin"

/**
 * Sends the next part, of at most 4 MiB, at the offset that was reached (`received`); another is a conflict
 * (`wrong_offset`). The last part may be sent again. Where all has come, a part at offset 0 starts over (FILE-2).
 *
 * @param id UploadId
 * @param offset integer
 * @param content bytes
 * @return Upload
 */
#define CRM_FILES_APPEND "files.append"

/**
 * Makes a file of what was sent, all of it (FILE-2); where its SHA-256 is given, it must be that of what came.
 * Called again, it answers with the file.
 *
 * @param id UploadId
 * @param sha256 text, optional
 * @return File
 */
#define CRM_FILES_FINISH "files.finish"

/**
 * Gets a file with its versions.
 *
 * @param id FileId
 * @return FileDetail
 */
#define CRM_FILES_GET "files.get"

/**
 * Lists the files of a record to whoever reads it, the newest first (FILE-1).
 *
 * @param record RecordKey
 * @param page PageRequest, optional
 * @return FilePage
 */
#define CRM_FILES_LIST "files.list"

/**
 * Reads from the latest version of a file, or from that one, at most 4 MiB a call and nothing past the end (FILE-7).
 *
 * @param id FileId
 * @param file_version integer, optional
 * @param offset integer, optional
 * @param length integer, optional
 * @return bytes
 */
#define CRM_FILES_READ "files.read"

/**
 * Renames or describes a file: whoever put it there, or maintains its record (FILE-1).
 *
 * @param id FileId
 * @param changes FileUpdate
 * @return File
 */
#define CRM_FILES_UPDATE "files.update"

/**
 * Deletes a file with all its versions (FILE-7): whoever put it there, or maintains its record.
 *
 * @param id FileId
 * @param version integer, optional
 * @return nothing: the text null
 */
#define CRM_FILES_DELETE "files.delete"

/* ---- follows ---- */

/**
 * Follows a record that one reads (FOLLOW-1), or has others follow it who read it too: that may who maintains the record. With
 * `updates` they hear of every change, without of notes, new files, another state or owner, and the end alone; called again it
 * says that anew. Rules have those follow whom they name. A record has at most 1,000 followers beside its creator and its owner.
 *
 * @param record RecordKey
 * @param users list of UserId, optional
 * @param updates boolean, optional
 * @return nothing: the text null
 */
#define CRM_FOLLOWS_FOLLOW "follows.follow"

/**
 * Follows a record no more (FOLLOW-1), or takes somebody else away, which may who maintains it. They don't follow it by
 * themselves again, whatever they do with it.
 *
 * @param record RecordKey
 * @param user UserId, optional
 * @return nothing: the text null
 */
#define CRM_FOLLOWS_UNFOLLOW "follows.unfollow"

/**
 * Gives who follows a record to whoever reads it, the oldest account first.
 *
 * @param record RecordKey
 * @return list of Follower
 */
#define CRM_FOLLOWS_LIST "follows.list"

/* ---- notes ---- */

/**
 * Writes a note on a record (NOTE-1), whatever its state. Who writes one reads the record: one out of reach is refused as
 * its own `get` would be, and where records of the kind have no notes, the call is `invalid` (`record`: `not_supported`).
 * `unreached` are those of the mentioned who don't read the record.
 *
 * @param record RecordKey
 * @param new NewNote
 * @param id NoteId, optional
 * @return NoteCreated
 */
#define CRM_NOTES_CREATE "notes.create"

/**
 * Changes a note of one's own (NOTE-1).
 *
 * @param id NoteId
 * @param changes NoteUpdate
 * @return NoteCreated
 */
#define CRM_NOTES_UPDATE "notes.update"

/**
 * Deletes a note for good: its author's, or any by a sales manager who reads the record (NOTE-1). Its replies stay, as notes
 * of their own; the audit has their number.
 *
 * @param id NoteId
 * @param version integer, optional
 * @return nothing: the text null
 */
#define CRM_NOTES_DELETE "notes.delete"

/**
 * Lists the notes of a record to whoever reads it (NOTE-1), newest first, replies under theirs in the order in which they
 * came.
 *
 * @param record RecordKey
 * @param page PageRequest, optional
 * @return NotePage
 */
#define CRM_NOTES_LIST "notes.list"

/* ---- notifications ---- */

/**
 * Lists one's own notifications, newest first, or those that were not read yet (NOTIFY-3): of records that one reads now.
 * A page's count is the badge.
 *
 * @param unread boolean, optional
 * @param page PageRequest, optional
 * @return NotificationPage
 */
#define CRM_NOTIFICATIONS_LIST "notifications.list"

/**
 * Marks one's own notifications as read (NOTIFY-3): those named, or all that were told until an instant. Gives how many
 * were not read before.
 *
 * @param ids list of NotificationId, optional
 * @param until instant, optional
 * @return Count
 */
#define CRM_NOTIFICATIONS_MARK_READ "notifications.mark_read"

/* ---- outbox ---- */

/**
 * Puts an event about a record into the outbox (AUTO-10), with the values of own fields of it, which are told whatever
 * the caller's field rights are. With `merge_within`, one of the topic that was made so many seconds ago at the most, and
 * that nobody took, says this from now on. Packs do the same by the effect `call`.
 *
 * @param record RecordKey
 * @param topic text
 * @param fields list of text, optional
 * @param merge_within integer, optional
 * @return MessageId
 */
#define CRM_OUTBOX_EMIT "outbox.emit"

/**
 * Puts a message to each of these people into the outbox (AUTO-10), to reach them by a medium that the host knows: `email`,
 * `sms`. It says what the template makes of the record now, for each under their own rights; who doesn't read the record gets
 * none. `push` and `digest` are the engine's own (`medium`: `reserved`). More than 1,000 people are `invalid` (`to`:
 * `too_many`), and so is what is more than 64 KiB (`template`: `too_large`). Gives how many messages there are.
 *
 * @param record RecordKey
 * @param to People
 * @param medium text
 * @param template text
 * @return Count
 */
#define CRM_OUTBOX_MESSAGE "outbox.message"

/**
 * Takes messages that wait, oldest first, for so many seconds (AUTO-11); the answer ends with 4 MiB. Of one record's only the
 * earliest that has not ended is taken. What nobody says to be done until then has failed, and is handed out again.
 *
 * @param limit integer, optional
 * @param kinds list of MessageKind, optional
 * @param lease_seconds integer, optional
 * @return list of OutboxMessage
 */
#define CRM_OUTBOX_TAKE "outbox.take"

/**
 * Says that what messages are for was done (AUTO-11), whoever took them; again is no matter. One that was never taken is a
 * conflict (`not_leased`).
 *
 * @param ids list of MessageId
 * @return nothing: the text null
 */
#define CRM_OUTBOX_DONE "outbox.done"

/**
 * Says that it was not done, and why (AUTO-11): it waits for 1, 5, 30 minutes, 2, 12 and 24 hours, and with the seventh
 * failure it is dead; with `permanent` at once. One that is not taken, or not any more, is a conflict (`not_leased`).
 *
 * @param id MessageId
 * @param reason text
 * @param permanent boolean, optional
 * @return nothing: the text null
 */
#define CRM_OUTBOX_FAILED "outbox.failed"

/**
 * Lists messages, newest first.
 *
 * @param filter MessageFilter, optional
 * @param page PageRequest, optional
 * @return MessagePage
 */
#define CRM_OUTBOX_LIST "outbox.list"

/**
 * Has dead messages wait again, as if they had never been taken (AUTO-11). Gives how many were dead.
 *
 * @param ids list of MessageId
 * @return Count
 */
#define CRM_OUTBOX_RETRY "outbox.retry"

/* ---- substitutes ---- */

/**
 * Names who signs off for the caller, from an instant until before another, for all flows or some (APPR-12); administrators name
 * them for others. The substitute may decide what is open or opens then, and so may the person. Of several the latest named
 * counts; chains are followed, up to five long.
 *
 * With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the substitute that is there; with
 * other fields it is a conflict (`id_taken`).
 *
 * @param new NewSubstitute
 * @param id SubstituteId, optional
 * @return Substitute
 */
#define CRM_SUBSTITUTES_SET "substitutes.set"

/**
 * Ends that somebody signs off for another: whose substitute it is does, and any administrator.
 *
 * @param id SubstituteId
 * @param version integer, optional
 * @return nothing: the text null
 */
#define CRM_SUBSTITUTES_END "substitutes.end"

/**
 * Lists the substitutes that a person has now or will have, the latest named first; the caller's where nobody is named.
 *
 * @param user UserId, optional
 * @return list of Substitute
 */
#define CRM_SUBSTITUTES_LIST "substitutes.list"

/* ---- tags ---- */

/**
 * Puts tags on a record and takes others off it, by their names (TAG-1); gives those that it bears then. It asks for reading
 * the record, whatever its state: one out of reach is refused as its own `get` would be. A name in `add` that no enabled
 * tag has is refused as `unknown`, a tag that is not for the record's kind as `not_supported`; one in `remove` that the
 * record does not bear is no matter.
 *
 * @param record RecordKey
 * @param add list of text, optional
 * @param remove list of text, optional
 * @return list of TagRef
 */
#define CRM_TAGS_SET "tags.set"

/**
 * Gives the tags that a record bears, in their order, to whoever reads it.
 *
 * @param record RecordKey
 * @return list of TagRef
 */
#define CRM_TAGS_LIST "tags.list"

/**
 * Merges one tag into another (TAG-1): every record that bears it bears the other one instead, once, and it is deleted.
 * Gives how many records bore it, whoever reads them. What `set` would refuse of `into` is refused: a tag that is not
 * enabled as `unknown`, one that is not for all of these records as `not_supported`. A tag that a pack brings goes with that
 * alone (`in_use`).
 *
 * @param tag text
 * @param into text
 * @return Count
 */
#define CRM_TAGS_MERGE "tags.merge"

/* ---- templates ---- */

/**
 * Makes a document of a record by a template (DOC-2, DOC-6). Everything is read in one transaction under the caller's own
 * rights: a record out of reach is refused as its own `get` would be, what field rights withhold prints as nothing and is
 * named in `withheld`. A name that no enabled template has is `invalid` (`template`: `unknown`), as is a template for
 * another kind of record (`record`: `wrong_kind`), one that costs too much (`template`: `too_expensive`) or that prints
 * more than 1,000 records of a relation (`template`: `too_many`).
 *
 * @param template text
 * @param record RecordKey
 * @param options RenderOptions, optional
 * @return Document
 */
#define CRM_TEMPLATES_RENDER "templates.render"

/**
 * Makes a document likewise and puts it on the record as a file, as `files.put` does (DOC-6): called by the template, with
 * `.html` or `.txt` behind. The audit names the template and its version. Called again with its `id`, it answers with the
 * file, whatever the record says by now. What is larger than a file may be is `invalid` (`template`: `too_large`).
 *
 * @param template text
 * @param record RecordKey
 * @param options RenderOptions, optional
 * @param id FileId, optional
 * @return File
 */
#define CRM_TEMPLATES_RENDER_FILE "templates.render_file"

/* ---- work_reports ---- */

/**
 * Begins the caller's report of a period, which any day of it finds, or gives the one that is there, in whatever state
 * (WORK-1). A period that has not begun in the company's zone has none.
 *
 * @param kind ReportKind
 * @param period date
 * @return WorkReport
 */
#define CRM_WORK_REPORTS_DRAFT "work_reports.draft"

/**
 * Changes a draft, which its author does.
 *
 * @param id WorkReportId
 * @param changes WorkReportUpdate
 * @return WorkReport
 */
#define CRM_WORK_REPORTS_UPDATE "work_reports.update"

/**
 * Submits a draft, in which `done` must be filled, with the figures of now (WORK-2). Its author's superior reads it from now
 * on, and whoever reads the reports of others whom their level of `activities` lets see what its author has to do.
 *
 * @param id WorkReportId
 * @param version integer, optional
 * @return WorkReport
 */
#define CRM_WORK_REPORTS_SUBMIT "work_reports.submit"

/**
 * Takes a report back that nobody has reviewed: it is a draft again.
 *
 * @param id WorkReportId
 * @param version integer, optional
 * @return WorkReport
 */
#define CRM_WORK_REPORTS_RECALL "work_reports.recall"

/**
 * Reviews a submitted report, with a score, a comment or both (WORK-3): its author's superior does, or a sales manager whose
 * level of `activities` reaches the author, nobody their own. Who reviewed it may change what they said; what is not given stays.
 * The author is told.
 *
 * @param id WorkReportId
 * @param score integer, optional
 * @param comment text, optional
 * @param version integer, optional
 * @return WorkReport
 */
#define CRM_WORK_REPORTS_REVIEW "work_reports.review"

/**
 * Gives one work report to whoever reads it (WORK-4).
 *
 * @param id WorkReportId
 * @return WorkReport
 */
#define CRM_WORK_REPORTS_GET "work_reports.get"

/**
 * Lists the work reports that the caller reads, that of the latest period first.
 *
 * @param filter WorkReportFilter, optional
 * @param page PageRequest, optional
 * @return WorkReportPage
 */
#define CRM_WORK_REPORTS_LIST "work_reports.list"

/**
 * Gives the active users who hold one of the roles that the setting `work_report_roles` names and have not submitted a report of
 * that period, as far as the caller's level of `activities` reaches, the oldest account first (WORK-4). Where they are more than
 * 1,000, it is refused (`kind`: `too_many`).
 *
 * @param kind ReportKind
 * @param period date
 * @return list of Colleague
 */
#define CRM_WORK_REPORTS_MISSING "work_reports.missing"

/* ---- reports ---- */

/**
 * What each customer's orders amount to (REP-1): of all years and in status shipped or paid, unless the filter
 * says otherwise.
 *
 * One row a customer and currency: the company's currency first, then the others by their code; within a currency
 * the highest amount first, then by the customer's number. A customer none of whose orders count has one row, of
 * 0 in the company's currency. Lost customers are in it: they have contributed too.
 *
 * @param filter ContributionFilter, optional
 * @param page PageRequest, optional
 * @return ContributionPage
 */
#define CRM_REPORTS_CONTRIBUTION "reports.contribution"

/**
 * How the customers divide by level, credit or satisfaction (REP-2): the active ones, or with `all_customers` the
 * lost ones too. Shares are in basis points, hundredths of a percent.
 *
 * @param by CompositionBy
 * @param all_customers boolean, optional
 * @return CompositionReport
 */
#define CRM_REPORTS_COMPOSITION "reports.composition"

/**
 * How many tickets there are of each kind (REP-3), created in one year of the company's calendar where one is
 * given.
 *
 * @param year integer, optional
 * @return ServiceReport
 */
#define CRM_REPORTS_SERVICE "reports.service"

/**
 * The confirmed losses, latest first (REP-4). A customer who was won back stays in it; one lost twice is in it
 * twice.
 *
 * @param filter ChurnLossFilter, optional
 * @param page PageRequest, optional
 * @return ChurnLossPage
 */
#define CRM_REPORTS_CHURN "reports.churn"

/**
 * What became of the opportunities that entered each stage of a pipeline in a period, first and last day included (PIPE-9): how
 * many went further, were won, were lost from there or are there still, and how long a finished stay took. `department` is
 * that of their last assignment, `user` who develops or developed them.
 *
 * @param pipeline text
 * @param period_from date
 * @param period_to date
 * @param department DepartmentId, optional
 * @param user UserId, optional
 * @return Funnel
 */
#define CRM_REPORTS_FUNNEL "reports.funnel"

/**
 * Submits the four reports of a period as they stand now, with a comment (REP-5); kept unchanged from then on.
 *
 * Contribution counts the orders dated in the period, service the tickets created in it, churn the losses
 * confirmed in it (first and last day included; days are the company's); composition is that of the active
 * customers at the time of the call. Of a long contribution or churn report the first 1,000 rows are kept, with
 * the totals of all.
 *
 * With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the report that is there; with
 * other fields it is a conflict (`id_taken`).
 *
 * @param new NewManagementReport
 * @param id ManagementReportId, optional
 * @return ManagementReport
 */
#define CRM_REPORTS_SUBMIT "reports.submit"

/**
 * Lists the submitted management reports, latest first.
 *
 * @param page PageRequest, optional
 * @return ManagementReportPage
 */
#define CRM_REPORTS_SUBMITTED "reports.submitted"

/**
 * Gives one submitted management report in full.
 *
 * @param id ManagementReportId
 * @return ManagementReport
 */
#define CRM_REPORTS_GET_SUBMITTED "reports.get_submitted"

/**
 * What people did in a period of at most 366 days (WORK-5, WORK-6): a row a person, or a department with the sum of its own
 * people, as one figure or by day, week or month, and what all of them did. Whose work the caller sees follows from their level
 * of `activities`; what a row counts is all that person's work. At most 10,000 rows.
 *
 * @param filter WorkFilter
 * @return WorkStatistics
 */
#define CRM_REPORTS_WORK "reports.work"

/**
 * Where the opportunities come from that were recorded in a period, first and last day included, and what became of them
 * (CAPT-10): a row for each origin, form, source, department or assignee, and one for what says nothing, in the order of
 * what they are grouped by. A department is that of whom it is assigned to.
 *
 * @param by SourceBy
 * @param period_from date
 * @param period_to date
 * @param page PageRequest, optional
 * @return SourcePage
 */
#define CRM_REPORTS_SOURCES "reports.sources"

/* ---- imports ---- */

/**
 * Imports products from a CSV file; a product that is there is updated by its key (SALES-3). The mapping's fields
 * are those of `NewProduct`.
 *
 * As in every import, the first line names the columns, the file has at most 64 MiB, what can be read two ways is
 * refused or told, and the report says what became of the lines. A thousand lines are one transaction with one
 * summary in the audit, so an import that ends early keeps those before; with `all_or_nothing` all are one.
 *
 * @param file bytes
 * @param mapping list of FieldMapping
 * @param options ImportOptions, optional
 * @return ImportReport
 */
#define CRM_IMPORTS_PRODUCTS "imports.products"

/**
 * Imports rows of stock from a CSV file (SALES-3). The mapping's fields are those of `NewStock`.
 *
 * @param file bytes
 * @param mapping list of FieldMapping
 * @param options ImportOptions, optional
 * @return ImportReport
 */
#define CRM_IMPORTS_STOCK "imports.stock"

/**
 * Imports orders from a CSV file with their lines from a second one (SALES-3), which may be the same flat file: rows
 * that say the same of an order are one order, and rows that don't are refused. The mapping's fields are those of
 * `NewOrder`; the line mapping's those of `NewOrderLine`, and `order`, the order's key. Where a line's amount is
 * not mapped or empty, it is computed from quantity, unit price and discount rate.
 *
 * @param file bytes
 * @param mapping list of FieldMapping
 * @param lines_file bytes
 * @param lines_mapping list of FieldMapping
 * @param options ImportOptions, optional
 * @return ImportReport
 */
#define CRM_IMPORTS_ORDERS "imports.orders"

/**
 * Imports customers, with a contact each, from a CSV file; a customer that is there is updated by its key in the
 * host's ERP (SALES-3). The mapping's fields are those of `NewCustomer`, and those of `NewContact` behind
 * `contact.`. A customer may arrive incomplete; its line says what it lacks. A customer that may be there already under
 * another key is refused by a rule that asks, unless `duplicates` accepts it; by one that records it has a note with the
 * numbers of those that it meets (DUP-6).
 *
 * @param file bytes
 * @param mapping list of FieldMapping
 * @param options ImportOptions, optional
 * @param duplicates OnDuplicate, optional
 * @return ImportReport
 */
#define CRM_IMPORTS_CUSTOMERS "imports.customers"

/* ---- orders ---- */

/**
 * Lists a customer's orders that are shipped (status 5) or paid (6), newest first by the order date (ORDER-1).
 * Orders of other statuses are not in it, whatever the filter says.
 *
 * @param customer CustomerId
 * @param filter OrderFilter, optional
 * @param page PageRequest, optional
 * @param matching tree, optional
 * @return OrderPage
 */
#define CRM_ORDERS_LIST "orders.list"

/**
 * Gives one order in full, whatever its status: its lines and the total (ORDER-2).
 *
 * One answer carries at most 1,000 lines, and 4 MiB of their texts. Where there are more, `next` is there: pass it
 * as `after`.
 *
 * @param id OrderId
 * @param after text, optional
 * @return OrderDetails
 */
#define CRM_ORDERS_GET "orders.get"

/* ---- products ---- */

/**
 * Gives one product.
 *
 * @param id ProductId
 * @return Product
 */
#define CRM_PRODUCTS_GET "products.get"

/**
 * Lists products by name: all of them, or those with the given texts in name, model and batch (PROD-1).
 *
 * @param filter ProductFilter, optional
 * @param page PageRequest, optional
 * @param matching tree, optional
 * @return ProductPage
 */
#define CRM_PRODUCTS_LIST "products.list"

/* ---- sales ---- */

/**
 * Creates or changes products by the host's keys (SALES-1): at most 10,000, each as it is now, in the order
 * given. What is the same already stays untouched, so a repetition changes nothing.
 *
 * A wrong record refuses the whole call, with every wrong field of every record; with `per_record` it is refused
 * alone, and the result says why. (A call of the wrong shape is refused in any case.) The whole call is one
 * transaction, with one summary in the audit. With `per_record` each 500 records are (fewer where orders have
 * several lines), so that others write in between; a call that ends early keeps those before.
 *
 * Where packs give products something, each gets it as one that a person writes does (EXT-5): a check refuses the
 * record, and the audit has a row for each.
 *
 * @param products list of NewProduct
 * @param per_record boolean, optional
 * @return PushResult
 */
#define CRM_SALES_PUSH_PRODUCTS "sales.push_products"

/**
 * Creates or changes rows of stock by the host's keys, in the way of `push_products` (SALES-1). The product may
 * arrive later.
 *
 * @param stock list of NewStock
 * @param per_record boolean, optional
 * @return PushResult
 */
#define CRM_SALES_PUSH_STOCK "sales.push_stock"

/**
 * Creates or changes orders with their lines by the host's keys, in the way of `push_products` (SALES-1). An
 * order of a customer not known yet is kept, and joins the customer when one with that `external_id` appears. An
 * order for a lost customer is taken too, and does not bring it back.
 *
 * @param orders list of NewOrder
 * @param per_record boolean, optional
 * @return PushResult
 */
#define CRM_SALES_PUSH_ORDERS "sales.push_orders"

/**
 * Removes products by the host's keys (SALES-1). What is not there is unchanged. Stock and order lines that name
 * the product stay. What hangs on it goes (PROC-3), and what packs define and refers to it is refused (`in_use`),
 * cleared or gone, as its field says (OBJ-13).
 *
 * @param external_ids list of text
 * @param per_record boolean, optional
 * @return PushResult
 */
#define CRM_SALES_REMOVE_PRODUCTS "sales.remove_products"

/**
 * Removes rows of stock by the host's keys (SALES-1). What is not there is unchanged.
 *
 * @param external_ids list of text
 * @param per_record boolean, optional
 * @return PushResult
 */
#define CRM_SALES_REMOVE_STOCK "sales.remove_stock"

/**
 * Removes orders with their lines by the host's keys, in the way of `remove_products` (SALES-1).
 *
 * @param external_ids list of text
 * @param per_record boolean, optional
 * @return PushResult
 */
#define CRM_SALES_REMOVE_ORDERS "sales.remove_orders"

/**
 * Stores a batch of a sales feed's changes, at most 10,000 records, and the cursor behind them in one transaction
 * (SALES-2). `cursor` is where the batch starts: where it is not the one stored (none before the first batch),
 * somebody else was faster, and the call is a conflict (`stale_cursor`).
 *
 * For hosts that ask their sales system themselves; those that hand the engine a feed use `pull_sales`.
 *
 * @param feed text
 * @param changes SalesChanges
 * @param cursor text, optional
 * @param per_record boolean, optional
 * @return SalesChangesResult
 */
#define CRM_SALES_APPLY_CHANGES "sales.apply_changes"

/**
 * Says up to where a feed's changes are here; one never pulled has no cursor.
 *
 * @param feed text
 * @return SalesFeedState
 */
#define CRM_SALES_FEED "sales.feed"

/**
 * Lists the feeds that were pulled, by name. There are at most 1,000; the first batch of one more is a conflict
 * (`too_many`).
 *
 * @return list of SalesFeedState
 */
#define CRM_SALES_FEEDS "sales.feeds"

/**
 * Forgets a feed's cursor, so that the next pull starts from the beginning. The data stay. A feed never pulled is
 * `not_found`.
 *
 * @param feed text
 * @return nothing: the text null
 */
#define CRM_SALES_FORGET_FEED "sales.forget_feed"

/* ---- stock ---- */

/**
 * Gives one row of stock.
 *
 * @param id StockId
 * @return StockItem
 */
#define CRM_STOCK_GET "stock.get"

/**
 * Lists stock, ordered by the host's key of the product: all of it, or that of a product or a warehouse
 * (STOCK-1).
 *
 * @param filter StockFilter, optional
 * @param page PageRequest, optional
 * @return StockPage
 */
#define CRM_STOCK_LIST "stock.list"

/* ---- collaborators ---- */

/**
 * Names an active user as a collaborator of a customer or an opportunity (SHARE-1); one who is it already stays. A
 * record has at most 50 (a conflict, `too_many`).
 *
 * @param entity Entity
 * @param id RecordId
 * @param user UserId
 * @return CollaboratorList
 */
#define CRM_COLLABORATORS_ADD "collaborators.add"

/**
 * Takes a collaborator from a customer or an opportunity; of one who is none nothing changes.
 *
 * @param entity Entity
 * @param id RecordId
 * @param user UserId
 * @return CollaboratorList
 */
#define CRM_COLLABORATORS_REMOVE "collaborators.remove"

/**
 * Lists the collaborators of a customer or an opportunity, those who were named first at the beginning (SHARE-6).
 *
 * @param entity Entity
 * @param id RecordId
 * @return CollaboratorList
 */
#define CRM_COLLABORATORS_LIST "collaborators.list"

/* ---- departments ---- */

/**
 * Lists all departments as a tree: each directly behind its parent or a sibling's parts, siblings by name. Every
 * signed-in user may. A company has at most 10,000.
 *
 * @return list of Department
 */
#define CRM_DEPARTMENTS_LIST "departments.list"

/**
 * Gives one department. Every signed-in user may.
 *
 * @param id DepartmentId
 * @return Department
 */
#define CRM_DEPARTMENTS_GET "departments.get"

/**
 * Creates a department, at the top or as a part of another one, with its head where it has one. Beyond 10,000 of them it is a conflict
 * (`too_many`).
 *
 * With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the department that is there;
 * with other fields it is a conflict (`id_taken`).
 *
 * @param new NewDepartment
 * @param id DepartmentId, optional
 * @return Department
 */
#define CRM_DEPARTMENTS_CREATE "departments.create"

/**
 * Renames a department, gives it another head, or makes it part of another; its own parts come along.
 *
 * @param id DepartmentId
 * @param changes DepartmentUpdate
 * @return Department
 */
#define CRM_DEPARTMENTS_UPDATE "departments.update"

/**
 * Deletes a department; one that has users or parts is a conflict (`in_use`).
 *
 * @param id DepartmentId
 * @param version integer, optional
 * @return nothing: the text null
 */
#define CRM_DEPARTMENTS_DELETE "departments.delete"

/* ---- handover ---- */

/**
 * Counts what a person has, kind by kind and without any content (HAND-1): customers they manage; opportunities that
 * are assigned to them, or that they recorded and nobody has yet; tickets of theirs that are not archived; open churn
 * warnings, which follow their customer; and collaborations.
 *
 * @param from_user UserId
 * @return HandoverPreview
 */
#define CRM_HANDOVER_PREVIEW "handover.preview"

/**
 * Hands over what a person has to one successor, with the reason: everything, the records named, or those that the
 * filters find (HAND-1), of which exactly one is given. All or nothing, in one transaction during which nobody else
 * writes.
 *
 * Customers get the new account manager, lost ones too; assigned opportunities and open tickets are assigned anew in
 * the state in which they are, those that nobody had are assigned; warnings and plans follow their record (HAND-2).
 * What is final stays. Each record counts a version. What the person does not have any more is skipped and counted
 * (HAND-3). With *everything* their collaborations pass on, and what was shared with them ends (HAND-4).
 *
 * Sales managers may; system administrators may for a person who is disabled (HAND-6).
 *
 * @param from_user UserId
 * @param to_user UserId
 * @param reason text
 * @param what NewHandover
 * @return HandoverResult
 */
#define CRM_HANDOVER_RUN "handover.run"

/* ---- roles ---- */

/**
 * Lists all roles, the built-in ones first, then by name. There are at most 1,000.
 *
 * @return list of Role
 */
#define CRM_ROLES_LIST "roles.list"

/**
 * Gives one role.
 *
 * @param id RoleId
 * @return Role
 */
#define CRM_ROLES_GET "roles.get"

/**
 * Creates a role that holds the given operations, and all operations of the given areas (PERM-1).
 * Beyond 1,000 roles it is a conflict (`too_many`).
 *
 * With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the role that is there; with
 * other fields it is a conflict (`id_taken`).
 *
 * @param new NewRole
 * @param id RoleId, optional
 * @return Role
 */
#define CRM_ROLES_CREATE "roles.create"

/**
 * Creates a role under another name with the operations that this one holds now, what it requires, the records it
 * reaches and its rights to fields; built-in roles may be copied too. With a `new_id` of the caller's (a UUIDv7) a repetition returns the role that is there; with another name
 * or original it is a conflict (`id_taken`).
 *
 * @param id RoleId
 * @param name text
 * @param new_id RoleId, optional
 * @return Role
 */
#define CRM_ROLES_COPY "roles.copy"

/**
 * Renames a role, grants and revokes operations; whoever holds it may and may not at once (PERM-1). Built-in
 * roles are fixed.
 *
 * @param id RoleId
 * @param changes RoleUpdate
 * @return Role
 */
#define CRM_ROLES_UPDATE "roles.update"

/**
 * Says whether whoever holds the role needs a second factor, from their next call on (FACTOR-3). Those who signed in
 * by the engine and have none may then only set one up (`second_factor.begin` and `confirm`, `users.me`); whom the
 * host authenticated itself is not asked. Built-in roles may be told so too.
 *
 * @param id RoleId
 * @param required boolean
 * @param version integer, optional
 * @return Role
 */
#define CRM_ROLES_REQUIRE_FACTOR "roles.require_factor"

/**
 * Sets what a role may do with a field that can be withheld (FIELD-11): `meta.fields` lists those of a kind of record.
 * `full` is what a role may where nothing was set. It holds at once, also for built-in roles, but for
 * `system_administrator` and `integration`, which always have the full right (`always_full`). A field that can't be
 * withheld is a violation (`not_confidential`), and so is hiding a required text, which can be masked
 * (`not_hideable`).
 *
 * Who holds several roles has the widest right among those that hold an operation of the record's area; see
 * `docs/access.md`.
 *
 * @param id RoleId
 * @param entity Entity
 * @param field text
 * @param right FieldRight
 * @param version integer, optional
 * @return Role
 */
#define CRM_ROLES_SET_FIELD "roles.set_field"

/**
 * Sets which records of an area (`customers`, `opportunities`, `tickets`) a role reads and which it changes (SCOPE-1):
 * the user's own, those of their department, of it and those below, or all; never more to change than to read
 * (`above_reads`). Contacts, interactions, orders and churn warnings are of `customers`, plans of `opportunities`.
 * `all` and `all` is what a role has where nothing was set. Of `activities`, whose holder is the assignee, that is what
 * `sales_manager` and `executive` have, and every other role `own` (ACT-3); those narrow nobody in anything else. It holds from the next call on, also for built-in roles,
 * but for `system_administrator` and `integration`, which reach all always (`always_all`).
 *
 * The first role of a database that is narrowed has a job made due at once (`jobs.run_due`, or `maintenance.rebuild`),
 * which prepares it; until then the answer says `in_force: false`, and everybody sees what they saw. Widening the
 * last narrowed role ends it at once.
 *
 * @param id RoleId
 * @param area text
 * @param reads ScopeLevel
 * @param writes ScopeLevel
 * @param version integer, optional
 * @return Role
 */
#define CRM_ROLES_SET_SCOPE "roles.set_scope"

/**
 * Deletes a role; one that a user holds is a conflict (`in_use`). Built-in roles are fixed.
 *
 * @param id RoleId
 * @param version integer, optional
 * @return nothing: the text null
 */
#define CRM_ROLES_DELETE "roles.delete"

/* ---- second_factor ---- */

/**
 * Begins a second factor of the acting user's: a new secret, told this once, of which their device makes a code of
 * six digits every thirty seconds (TOTP of RFC 6238, FACTOR-1). `issuer` is the name that the device shows beside
 * the login name, `CRM` unless another is given. It asks nobody for anything until `confirm`, and a new `begin`
 * replaces it; while one is on it is a conflict (`factor_on`).
 *
 * @param issuer text, optional
 * @return BegunFactor
 */
#define CRM_SECOND_FACTOR_BEGIN "second_factor.begin"

/**
 * Turns the second factor on that was begun, with a code of the device, and gives ten recovery codes, told this once
 * (FACTOR-1). Signing in takes a code from now on. Where none was begun it is a conflict (`factor_not_begun`).
 *
 * @param code secret
 * @return RecoveryCodes
 */
#define CRM_SECOND_FACTOR_CONFIRM "second_factor.confirm"

/**
 * Turns the acting user's second factor off, with a code of the device or a recovery code (FACTOR-4). A wrong one is
 * refused as `login_failed` and counts as a failed log-in. Where there is none it is a conflict (`factor_off`).
 *
 * @param code secret
 * @return User
 */
#define CRM_SECOND_FACTOR_DISABLE "second_factor.disable"

/**
 * Takes another user's second factor away, who lost their device (FACTOR-4); signing in takes the password alone
 * until they begin a new one. The log of sign-ins tells it. One's own is a conflict (`own_factor`): `disable` takes a
 * code. Where there is none it is a conflict too (`factor_off`).
 *
 * @param id UserId
 * @param version integer, optional
 * @return User
 */
#define CRM_SECOND_FACTOR_RESET "second_factor.reset"

/**
 * Checks a code of a user whom the host authenticated itself, of the device or a recovery code (FACTOR-2). It counts
 * once, and a wrong one counts as at the engine's log-in: `login_failed` (`wrong_credentials`, `locked`; without a
 * code `code_required`). Whoever has no second factor passes, which the answer says.
 *
 * @param user UserId
 * @param code secret, optional
 * @return FactorCheck
 */
#define CRM_SECOND_FACTOR_CHECK "second_factor.check"

/* ---- shares ---- */

/**
 * Shares a customer, an opportunity or a ticket with one active user, or with one department and those below it
 * (SHARE-2, SHARE-3): the one or the other is given. What is shared with the same before has this access from now
 * on. A record has at most 200 (a conflict, `too_many`).
 *
 * @param entity Entity
 * @param id RecordId
 * @param access ShareAccess
 * @param user UserId, optional
 * @param department DepartmentId, optional
 * @return ShareList
 */
#define CRM_SHARES_GIVE "shares.give"

/**
 * Takes the share with a user or with a department back (SHARE-5); where there is none nothing changes. The user who
 * has it may, too.
 *
 * @param entity Entity
 * @param id RecordId
 * @param user UserId, optional
 * @param department DepartmentId, optional
 * @return nothing: the text null
 */
#define CRM_SHARES_TAKE_BACK "shares.take_back"

/**
 * Lists with whom a record is shared, for those who may share it (SHARE-6); those who were given it first at the
 * beginning.
 *
 * @param entity Entity
 * @param id RecordId
 * @return ShareList
 */
#define CRM_SHARES_LIST "shares.list"

/**
 * Lists the records of a kind that are shared with the acting user or with their department, latest share first
 * (SHARE-6). One that is shared with both is listed for each.
 *
 * @param entity Entity
 * @param page PageRequest, optional
 * @return SharedRecordPage
 */
#define CRM_SHARES_MINE "shares.mine"

/* ---- sign_ins ---- */

/**
 * Lists sign-ins and failed ones, newest first (LOGIN-2): every attempt with a password, and every session that a
 * host began with a client. Failures of one name, address and reason within a minute are one row; beyond a thousand
 * rows of failures a minute the rest are one, without names. All of this process are told, and those of others that
 * their processes have written, which they do with whatever they write next.
 *
 * @param filter SignInFilter, optional
 * @param page PageRequest, optional
 * @return SignInPage
 */
#define CRM_SIGN_INS_LIST "sign_ins.list"

/**
 * Lists the acting user's own sign-ins, and those that failed under their name, newest first (LOGIN-2).
 *
 * @param page PageRequest, optional
 * @return SignInPage
 */
#define CRM_SIGN_INS_MINE "sign_ins.mine"

/* ---- users ---- */

/**
 * Creates an active user with the given roles (USER-1). They have no password until one is set.
 *
 * With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the user that is there; with
 * other fields it is a conflict (`id_taken`).
 *
 * @param new NewUser
 * @param id UserId, optional
 * @return User
 */
#define CRM_USERS_CREATE "users.create"

/**
 * Gives one user.
 *
 * @param id UserId
 * @return User
 */
#define CRM_USERS_GET "users.get"

/**
 * Lists users by login name, disabled ones too unless the filter names a status.
 *
 * @param filter UserFilter, optional
 * @param page PageRequest, optional
 * @param matching tree, optional
 * @return UserPage
 */
#define CRM_USERS_LIST "users.list"

/**
 * Changes a user's login name, display name, department and the like (USER-1); what they may do is changed by
 * `set_roles`.
 *
 * @param id UserId
 * @param changes UserUpdate
 * @return User
 */
#define CRM_USERS_UPDATE "users.update"

/**
 * Gives a user exactly these roles, by name, none for an empty list (USER-1). The last active administrator keeps
 * theirs: taking it away is a conflict (`last_administrator`).
 *
 * @param id UserId
 * @param roles list of text
 * @param version integer, optional
 * @return User
 */
#define CRM_USERS_SET_ROLES "users.set_roles"

/**
 * Sets a user's password, of 8 to 200 characters, or takes it away where none is given (USER-2); a lock of the
 * login ends.
 *
 * @param id UserId
 * @param password secret, optional
 * @param version integer, optional
 * @return User
 */
#define CRM_USERS_SET_PASSWORD "users.set_password"

/**
 * Disables an active user, and tells what they still hold (USER-1). Their history stays; whatever they do next is
 * refused. Disabling the last active administrator is a conflict (`last_administrator`).
 *
 * @param id UserId
 * @param version integer, optional
 * @return DisabledUser
 */
#define CRM_USERS_DISABLE "users.disable"

/**
 * Enables a disabled user; they have the roles they had.
 *
 * @param id UserId
 * @param version integer, optional
 * @return User
 */
#define CRM_USERS_ENABLE "users.enable"

/**
 * Lists active users by name, for every signed-in user (USER-3).
 *
 * @param filter ColleagueFilter, optional
 * @param page PageRequest, optional
 * @return ColleaguePage
 */
#define CRM_USERS_COLLEAGUES "users.colleagues"

/**
 * Gives the acting user, with their roles (USER-3).
 *
 * @return User
 */
#define CRM_USERS_ME "users.me"

/**
 * Changes the acting user's own profile (USER-3): display name, e-mail, phone, regions, industries; and own settings
 * (PROC-7): time zone, when the day starts, and how they want to be told of what concerns them. The engine keeps the
 * latter; nobody is told of anything yet.
 *
 * @param changes ProfileUpdate
 * @return User
 */
#define CRM_USERS_UPDATE_PROFILE "users.update_profile"

/**
 * Changes the acting user's own password, to one of 8 to 200 characters (USER-3). Who has one gives it as
 * `current`; a wrong one is refused as `login_failed` and counts as a failed log-in, and enough of them lock it
 * (USER-2). Where one has a second factor the count of wrong tries stays until one has signed in.
 *
 * @param password secret
 * @param current secret, optional
 * @return User
 */
#define CRM_USERS_CHANGE_PASSWORD "users.change_password"

/* ---- audit ---- */

/**
 * Lists the calls that changed something, with the records they changed, newest first (AUDIT-1): all of them, or
 * those that every given condition of the filter holds for. The order is that of the commits; `at` is when a call was
 * asked for, which may be before the one that came first.
 *
 * @param filter AuditFilter, optional
 * @param page PageRequest, optional
 * @return AuditPage
 */
#define CRM_AUDIT_LIST "audit.list"

/**
 * Lists all records that one call changed, in order (AUDIT-1). `list` carries the first 100 of each call; a call is
 * named by its `number`. One that there is not is `not_found`.
 *
 * @param call integer
 * @param page PageRequest, optional
 * @return RecordChangePage
 */
#define CRM_AUDIT_CHANGES "audit.changes"

/**
 * Lists refused calls and failed log-ins, newest first (PERM-2): all of this process until now, and those of others
 * that their processes have written, which they do with whatever they write next. Of names that nobody has a
 * thousand a day are kept; the rest of them is counted in one row without a name.
 *
 * @param filter RefusalFilter, optional
 * @param page PageRequest, optional
 * @return RefusalPage
 */
#define CRM_AUDIT_REFUSALS "audit.refusals"

/* ---- changes ---- */

/**
 * Gives the changes behind a sequence number in order, deletions too: 1,000 at a time, or `limit`, or fewer where
 * their texts come to 4 MiB before (AUDIT-2). Asked again and again with the `sequence`, `database` and `epoch` of
 * the answer before, beginning with 0, it tells every change exactly once. Where that is not possible it is a
 * conflict, and the follower begins anew: with another database than the answer before (`other_database`), with one
 * that was restored from a backup made before that `sequence` (`restored`), and with a sequence number that was not
 * given yet (`beyond_last`). Without `epoch` the database's first is meant.
 *
 * @param sequence integer
 * @param limit integer, optional
 * @param database DatabaseId, optional
 * @param epoch EpochId, optional
 * @return ChangesSince
 */
#define CRM_CHANGES_SINCE "changes.since"

/**
 * Gives the sequence number of the last change, 0 where there is none, with the database and its epoch: where to
 * begin after reading the records themselves. Ask for it first, so that what changes meanwhile comes twice rather
 * than not at all.
 *
 * @return ChangesLatest
 */
#define CRM_CHANGES_LATEST "changes.latest"

/* ---- dictionary ---- */

/**
 * Gives the choices of a category in the order they were entered; none for a category that has no entries
 * (DICT-4). Every signed-in user may read them. A category has at most 10,000.
 *
 * @param category text
 * @return list of DictionaryChoice
 */
#define CRM_DICTIONARY_CHOICES "dictionary.choices"

/**
 * Lists entries by category, and within it in the order they were entered (DICT-4).
 *
 * @param filter DictionaryFilter, optional
 * @param page PageRequest, optional
 * @return DictionaryPage
 */
#define CRM_DICTIONARY_LIST "dictionary.list"

/**
 * Gives one entry.
 *
 * @param id DictionaryEntryId
 * @return DictionaryEntry
 */
#define CRM_DICTIONARY_GET "dictionary.get"

/**
 * Adds an entry to a category, a new one too (DICT-1). Item and value must each be new in the category, which may
 * have 10,000 entries.
 *
 * With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the entry that is there; with
 * other fields it is a conflict (`id_taken`).
 *
 * @param new NewDictionaryEntry
 * @param id DictionaryEntryId, optional
 * @return DictionaryEntry
 */
#define CRM_DICTIONARY_CREATE "dictionary.create"

/**
 * Changes an editable entry, or makes it read-only for good (DICT-1). Records that refer to it show the new item
 * at once (DICT-3). An entry in use keeps its category.
 *
 * @param id DictionaryEntryId
 * @param changes DictionaryEntryUpdate
 * @return DictionaryEntry
 */
#define CRM_DICTIONARY_UPDATE "dictionary.update"

/**
 * Deletes an editable entry that no record uses (DICT-1); one in use is a conflict (`in_use`).
 *
 * @param id DictionaryEntryId
 * @param version integer, optional
 * @return nothing: the text null
 */
#define CRM_DICTIONARY_DELETE "dictionary.delete"

/* ---- jobs ---- */

/**
 * Says which job falls due next, and when; in the past where one is due already.
 *
 * @return DueJob
 */
#define CRM_JOBS_NEXT_DUE "jobs.next_due"

/**
 * Runs what is due, as the actor `system`, and says what ran.
 *
 * Every due instant is served once, whoever asks, from several processes too. A job writes in slices, between
 * which others write, and the note that it ran goes with the last: one that fails or is killed before stays due, and
 * does the rest when it runs again. Instants that were missed while nobody asked are served together by one run, as
 * of now. A job that fails undoes no other and keeps none from running.
 *
 * What falls due for single records is served oldest first, `limit` items at most, in transactions of at most 200 (PROC-8).
 * An item that fails is counted, tried again after 1, 5 and 30 minutes and then given up; it stops no other. Where as many were
 * served as were asked for, there may be more.
 *
 * What was committed is told, whatever failed beside it: what failed has the code of its error (`failure`), stays due and
 * is tried again by the next call. Where nothing ran at all, the first error is the call's; an interruption always is.
 *
 * @param limit integer, optional
 * @return list of JobRun
 */
#define CRM_JOBS_RUN_DUE "jobs.run_due"

/* ---- maintenance ---- */

/**
 * Copies the whole database into a new file while others go on reading and writing (MAINT-1). The copy is one
 * moment's state and opens like any database, for reading also where nothing can be written. `file` is a path on
 * the machine the engine runs on. A file that exists is a conflict (`file_exists`): a backup never overwrites
 * another.
 *
 * The copy has the permissions of the database, and the backup is in the audit, unless the database was opened for
 * reading only. Where the call fails or is interrupted, there is no copy.
 *
 * @param file text
 * @return nothing: the text null
 */
#define CRM_MAINTENANCE_BACKUP "maintenance.backup"

/**
 * Verifies the file's structure, the references, and the derived data against recomputation (MAINT-1), on a snapshot
 * and in memory that does not grow with the data. What lies in a store of the host's (FILE-4) is read through behind it.
 *
 * @return CheckReport
 */
#define CRM_MAINTENANCE_CHECK "maintenance.check"

/**
 * Recomputes the derived data where they are wrong, and checks the database again. What it put right is in the
 * audit. Needed only where `check` found something in them.
 *
 * They are compared while others write, and put right in slices: what was wrong is wrong until its slice, and a
 * rebuild that is interrupted leaves the rest to the next one. Where nothing is wrong, nothing is written.
 *
 * @return CheckReport
 */
#define CRM_MAINTENANCE_REBUILD "maintenance.rebuild"

/* ---- meta ---- */

/**
 * Says for each record which operations that change something the acting user may call on it now (META-1), by the
 * rules that would refuse the call. One call serves a whole list screen: up to 1,000 records of one kind. Of a defined
 * object (`hotel.reservation`) these are `update`, `delete` and its actions, under their full names (OBJ-17).
 *
 * @param entity Entity
 * @param ids list of RecordId
 * @return list of Allowed
 */
#define CRM_META_ALLOWED "meta.allowed"

/**
 * Gives those of up to 1,000 records of one kind that the acting user sees (SCOPE-14): so that a host can pass on to
 * people what its listeners are told. Nothing is said of the others.
 *
 * @param entity Entity
 * @param ids list of RecordId
 * @return list of RecordId
 */
#define CRM_META_SEEN "meta.seen"

/**
 * Describes one operation for drawing its form, in the session's language, with the choices of its coded fields
 * (META-3), as far as the acting user may fill them (FIELD-10): those of defined objects too, `hotel.reservation.arrive`, with
 * the fields of the record that they take, and custom fields in the forms of typed ones (OBJ-17). A name that no operation
 * has is refused as `unknown_operation`.
 *
 * With the `kind` of a setup document (SETUP-1), of operations that take one of a kind, its argument `document` is
 * described with the fields of that kind, and `permitted` says whether the acting user may do it to such a document.
 *
 * @param operation text
 * @param kind text, optional
 * @return OperationDescription
 */
#define CRM_META_DESCRIBE "meta.describe"

/**
 * Describes the fields of a kind of record, in the session's language: which can be withheld from roles
 * (`roles.set_field`), and what the acting user may do with each (FIELD-10).
 *
 * @param entity Entity
 * @return list of RecordField
 */
#define CRM_META_FIELDS "meta.fields"

/**
 * Describes every operation, without the dictionary's choices, and says of each whether the acting user's roles
 * hold it (META-3).
 *
 * @return list of OperationDescription
 */
#define CRM_META_OPERATIONS "meta.operations"

/**
 * Describes every object, typed and defined, in the session's language (OBJ-17): its fields, states, actions and views,
 * as far as the acting user reads and writes the fields.
 *
 * @return list of ObjectDescription
 */
#define CRM_META_OBJECTS "meta.objects"

/**
 * Describes one object by its name, `customer` (OBJ-17). What no kind of record is called is refused as
 * `unknown_object`.
 *
 * @param name text
 * @return ObjectDescription
 */
#define CRM_META_OBJECT "meta.object"

/**
 * Gives every label in the session's language (META-2).
 *
 * @return list of Label
 */
#define CRM_META_LABELS "meta.labels"

/* ---- objects ---- */

/**
 * Creates a record of a defined object (OBJ-12), by the right `create` of the object: `hotel.room.create`, which is this
 * call too. `new` is the record as a person would write it: `{"number": "301", "price": {"amount": "388.50", "currency":
 * "CNY"}}`; a record that is referred to stands by its id or by `{"key": "301"}`. What is typed is written by its own
 * area (`object`: `typed`). Everything that is wrong is told at once.
 *
 * With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the record that is there; with
 * other fields it is a conflict (`id_taken`).
 *
 * @param object text
 * @param new tree
 * @param id RecordId, optional
 * @return ObjectRecord
 */
#define CRM_OBJECTS_CREATE "objects.create"

/**
 * Creates many records of a defined object: all of them, or none where one is refused; with `per_record` each that can
 * be, and a report that tells of the others what is wrong with them.
 *
 * @param object text
 * @param records list of tree
 * @param per_record boolean, optional
 * @return ObjectBatch
 */
#define CRM_OBJECTS_CREATE_MANY "objects.create_many"

/**
 * Gives a record of any kind with its own fields (OBJ-8), by the right, the duties and the scope of its area's own
 * `get`: `customers.get` for a `customer`. What no kind of record is called is refused as `unknown_object`.
 *
 * @param object text
 * @param id RecordId
 * @return ObjectRecord
 */
#define CRM_OBJECTS_GET "objects.get"

/**
 * Lists records of any kind (OBJ-8) by the right and the scope of their area's own `list`, newest first where `sort`
 * names no other order. `fields` are the values wanted, paths over references among them (`customer.name`); absent,
 * all of the kind's own.
 *
 * @param object text
 * @param filter tree, optional
 * @param sort list of text, optional
 * @param fields list of text, optional
 * @param page PageRequest, optional
 * @return ObjectPage
 */
#define CRM_OBJECTS_LIST "objects.list"

/**
 * Counts, sums and compares records of any kind (VIEW-4), by the right and the scope of their area's own `list`.
 * `query` is a view's `filter`, `group` (up to three paths, or `{"field": path, "by": "month"}`: day, week, month,
 * quarter, year), `measures` (one to ten: `{"count": true}`, `{"sum": path}`, `avg`, `min`, `max`, `count_distinct`)
 * and `sort` (names of columns). More than 10,000 rows are refused as `too_many`.
 *
 * @param object text
 * @param query tree
 * @return ObjectTable
 */
#define CRM_OBJECTS_AGGREGATE "objects.aggregate"

/**
 * Tells what refers to a record (OBJ-16), to whoever may get it: by object and field how many records do, up to 1,000,
 * and the titles of the newest. Of each object it tells what the caller's own list of it would give: nothing of one that
 * they may not list, or by a field that they don't read in full. Typed fields without an index (who assigned a ticket,
 * who created a customer) are left out.
 *
 * @param record RecordKey
 * @param rows integer, optional
 * @return list of Related
 */
#define CRM_OBJECTS_RELATED "objects.related"

/**
 * Tells what happened to a record (OBJ-15), newest first, to whoever may get it: when, who, by which operation, and the
 * fields with their values before and afterwards, under the reader's field rights as they are now. What was changed in
 * bulk (a push of orders) is told in the audit's summaries alone.
 *
 * @param record RecordKey
 * @param page PageRequest, optional
 * @return HistoryPage
 */
#define CRM_OBJECTS_HISTORY "objects.history"

/**
 * Changes fields of a record of a defined object (OBJ-9), by the right `update` of the object.
 *
 * @param object text
 * @param id RecordId
 * @param changes ObjectUpdate
 * @return ObjectRecord
 */
#define CRM_OBJECTS_UPDATE "objects.update"

/**
 * Calls an action of a record of a defined object (MACH-2), by the right of that name, or a duty that the action gives:
 * `hotel.reservation.arrive`, which is this call too. `with` are the fields that the action takes.
 *
 * @param object text
 * @param id RecordId
 * @param action text
 * @param with tree, optional
 * @param version integer, optional
 * @return ObjectRecord
 */
#define CRM_OBJECTS_ACT "objects.act"

/**
 * Deletes a record of a defined object (OBJ-13), by the right `delete` of the object: one with states in its first state
 * alone. What refers to it decides: the deletion is a conflict (`in_use`), the reference is emptied, or what refers goes
 * too.
 *
 * @param object text
 * @param id RecordId
 * @param version integer, optional
 * @return nothing: the text null
 */
#define CRM_OBJECTS_DELETE "objects.delete"

/**
 * Brings a deleted record of a defined object back (OBJ-14), from what the audit kept of it, by the right `restore` of
 * the object: with its id, number, values and parts. It is asked what a create would be asked; fields that are gone
 * since are left out. One that is there is a conflict (`id_taken`).
 *
 * @param record RecordKey
 * @return ObjectRecord
 */
#define CRM_OBJECTS_RESTORE "objects.restore"

/**
 * Changes the fields that packs give a typed record (EXT-3), in whatever state it is, by the right `extend` of its area:
 * `customers.extend` for a `customer`, or a duty that the area names. What is the area's own is written by the area.
 *
 * @param record RecordKey
 * @param changes ObjectUpdate
 * @return ObjectRecord
 */
#define CRM_OBJECTS_EXTEND "objects.extend"

/* ---- packs ---- */

/**
 * Lists the packs that are applied, disabled ones too, in the order in which they were. There are at most 100.
 *
 * @return list of Pack
 */
#define CRM_PACKS_LIST "packs.list"

/**
 * Gives a pack with its document, as it is in force.
 *
 * @param name text
 * @return PackDetail
 */
#define CRM_PACKS_GET "packs.get"

/**
 * Says what a document would change (PACK-2): the steps, each with its class and the records that it concerns, and what
 * stands against it. Nothing is written. What is wrong with the document stands in `refusals`, all at once, each by its
 * path. The digest is what `apply` asks for.
 *
 * @param document tree
 * @return PackPlan
 */
#define CRM_PACKS_PLAN "packs.plan"

/**
 * Applies a document exactly as it was planned (PACK-3, PACK-4), all or nothing. `plan` is the digest of its plan: where
 * the document, the catalogue or what a step does is another by now, it is a conflict (`stale_plan`). What stands
 * against it is refused. The same document again does nothing.
 *
 * @param document tree
 * @param plan text
 * @return Pack
 */
#define CRM_PACKS_APPLY "packs.apply"

/**
 * Puts a pack to sleep (PACK-9): its operations and fields are unknown, its checks, roll-ups and grants asleep. The data
 * stay, and its references still decide over deletions. While another pack that is enabled requires it, or names what it
 * defines, it is a conflict (`in_use`).
 *
 * @param name text
 * @return Pack
 */
#define CRM_PACKS_DISABLE "packs.disable"

/**
 * Wakes a pack that was disabled, and computes its roll-ups and formulas anew. What in its document does not hold any
 * more is refused, each by its path.
 *
 * @param name text
 * @return Pack
 */
#define CRM_PACKS_ENABLE "packs.enable"

/**
 * Destroys hidden data for good (PACK-8): an object (`hotel.service`), a field (`hotel.service.hours`,
 * `hotel.customer.tier`), or a disabled pack as a whole (`hotel`). All or nothing: what is not hidden is a conflict
 * (`in_use`). The audit stays.
 *
 * @param paths list of text
 * @return PurgeReport
 */
#define CRM_PACKS_PURGE "packs.purge"

/**
 * Gives the documents of all packs that are enabled, or of these with what they require, in the order in which an empty
 * database takes them: `{"packs": [document, …]}` (PACK-13). Of all of them, and of `my`, also what administrators put by
 * `setup.put`, as that takes it elsewhere: `"setup": [{"kind", "name", "enabled", "position", "document"}, …]`, without
 * the ids of people and records; left out where there is nothing.
 *
 * @param names list of text, optional
 * @return tree
 */
#define CRM_PACKS_EXPORT "packs.export"

/* ---- settings ---- */

/**
 * Gives the settings. Every signed-in user may: forms and dates depend on them.
 *
 * @return Settings
 */
#define CRM_SETTINGS_GET "settings.get"

/**
 * Changes the settings. What they decide follows at once: the time zone, which instants belong to a day or a year
 * and when the Saturday scan is due; the currency, which one the amounts get that are pushed without any, and
 * which comes first in the contribution report. The currency can't change while a field that a pack defines has an
 * amount in it: a conflict (`in_use`), whose `id` is that field (TYPE-4).
 *
 * Where a customer needs other fields than before, every customer is looked at again, and is complete or not by
 * the new list; that is derived, so it counts no version and is no change of the customer. They are looked at in
 * slices, between which others write; every answer meanwhile is by the new list already. A call that ends before
 * the last slice has changed the settings all the same, and the rest is done with the next due jobs.
 *
 * @param changes SettingsUpdate
 * @return Settings
 */
#define CRM_SETTINGS_UPDATE "settings.update"

/* ---- setup ---- */

/**
 * Lists the kinds of document that this version has, and says of each whether the acting user reads and writes its
 * documents (SETUP-1). Every signed-in user may ask.
 *
 * @return list of SetupKind
 */
#define CRM_SETUP_KINDS "setup.kinds"

/**
 * Lists the documents of a kind by their places, then by age. It needs the right `setup.<kind>.read` or
 * `setup.<kind>` (SETUP-6), as `get` and `history` do; a kind that this version lacks is `invalid` (`unknown_kind`).
 *
 * @param kind text
 * @param filter SetupFilter, optional
 * @param page PageRequest, optional
 * @return SetupPage
 */
#define CRM_SETUP_LIST "setup.list"

/**
 * Gives one document, as it is or in one of its versions.
 *
 * @param kind text
 * @param name text
 * @param document_version integer, optional
 * @return SetupDocument
 */
#define CRM_SETUP_GET "setup.get"

/**
 * Says what is wrong with a document, what putting it would change, and how many records that concerns (SETUP-3).
 * Nothing is written. It needs the right `setup.<kind>`, as everything that writes does.
 *
 * @param kind text
 * @param name text
 * @param document tree
 * @return SetupPlan
 */
#define CRM_SETUP_PLAN "setup.plan"

/**
 * Creates a document, or replaces what stands in it, as a whole (SETUP-2). Whatever is wrong is told at once, by paths
 * inside the document. Inner parts with an `id` (a stage of a pipeline) keep the one that is given; others get one, but
 * for those that stood there already and say the same. Equal content changes nothing.
 *
 * A new document stands behind the others unless it is given a `position`, and begins enabled or disabled as its kind
 * says; it may have an `id` of the caller's (a UUIDv7). With a `version` that is not the document's it is a conflict
 * (`stale_version`); with one and no such document `not_found`. What is put over a pack's document is the administrators'
 * own (`pack` is `my`), whatever the pack's next version says, until it says what the pack does (SETUP-5).
 *
 * @param kind text
 * @param name text
 * @param document tree
 * @param version integer, optional
 * @param id SetupId, optional
 * @param position integer, optional
 * @return SetupDocument
 */
#define CRM_SETUP_PUT "setup.put"

/**
 * Gives a document another name. Documents that name it say the new one from then on, records keep its id. A pack's has
 * the name that the pack gives it (`fixed`).
 *
 * @param kind text
 * @param name text
 * @param to text
 * @return SetupDocument
 */
#define CRM_SETUP_RENAME "setup.rename"

/**
 * Puts a document in force. What it names must be there (SETUP-4).
 *
 * @param kind text
 * @param name text
 * @return SetupDocument
 */
#define CRM_SETUP_ENABLE "setup.enable"

/**
 * Takes a document out of force.
 *
 * @param kind text
 * @param name text
 * @return SetupDocument
 */
#define CRM_SETUP_DISABLE "setup.disable"

/**
 * Deletes a document with its versions. While enabled documents name it, it is `invalid` (`name`: `in_use`), once for
 * each of them (SETUP-4). Where administrators put their own over a pack's document, that is taken away and the pack's
 * stands again; the pack's own goes with the pack alone (`name`: `in_use`).
 *
 * @param kind text
 * @param name text
 * @return nothing: the text null
 */
#define CRM_SETUP_DELETE "setup.delete"

/**
 * Lists the versions of a document, newest first (SETUP-6).
 *
 * @param kind text
 * @param name text
 * @param page PageRequest, optional
 * @return SetupHistory
 */
#define CRM_SETUP_HISTORY "setup.history"

/* ---- views ---- */

/**
 * Lists the views that the acting user may ask by name: their own, those that are shared with them, and those of packs over
 * objects whose records they list (VIEW-1, VIEW-2). `object` are those over one object alone.
 *
 * @param object text, optional
 * @return list of View
 */
#define CRM_VIEWS_LIST "views.list"

/**
 * Keeps a view. Whatever is wrong with the definition is told at once, by paths inside it (`definition.filter.and[1].lt`).
 * Whoever keeps one needs no right to the records: that is asked of whoever asks the view.
 *
 * @param new NewView
 * @param id ViewId, optional
 * @return View
 */
#define CRM_VIEWS_CREATE "views.create"

/**
 * Changes a view of one's own. What is shared with others is theirs to ask and not to change.
 *
 * @param id ViewId
 * @param changes ViewUpdate
 * @return View
 */
#define CRM_VIEWS_UPDATE "views.update"

/**
 * Deletes a view of one's own; a system administrator deletes any.
 *
 * @param id ViewId
 * @param version integer, optional
 * @return nothing: the text null
 */
#define CRM_VIEWS_DELETE "views.delete"

/**
 * Says with whom a view of one's own is shared from now on (VIEW-2): everybody, whoever has a role, the people of a
 * department and of those below it. With nobody it is one's own again.
 *
 * @param id ViewId
 * @param with ViewShares
 * @return View
 */
#define CRM_VIEWS_SHARE "views.share"

/**
 * Gives the rows that a view asks for (VIEW-1). `view` is the name of a pack's, `hotel.free_rooms`, or the id of a person's;
 * it needs the right `list` of its object. Each parameter must be given (VIEW-3). One that asks for a table, that is
 * broken, or that seeks, sorts or groups by what the reader does not read, is `invalid`.
 *
 * @param view text
 * @param parameters values, optional
 * @param page PageRequest, optional
 * @return ObjectPage
 */
#define CRM_VIEWS_ROWS "views.rows"

/**
 * Gives the table that a view with `measures` asks for (VIEW-4), as `rows` gives rows.
 *
 * @param view text
 * @param parameters values, optional
 * @return ObjectTable
 */
#define CRM_VIEWS_TABLE "views.table"

#endif /* CRM_OPERATIONS_H */
