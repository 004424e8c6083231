//! No list in a result grows with the data: it is a page, or what bounds it stands here beside its proof.

use std::collections::BTreeSet;

use crm_core::Tree;
use crm_core::activities::{MAX_ATTENDEES, MAX_RECORDS, MAX_REMINDERS};
use crm_core::approvals::MAX_HISTORY;
use crm_core::automations::{MAX_TOLD, MAX_TRIED};
use crm_core::collaborators::MAX_COLLABORATORS;
use crm_core::departments::NewDepartment;
use crm_core::dictionary::{DictionaryEntryUpdate, NewDictionaryEntry};
use crm_core::duplicates::{MAX_CHECKED, MAX_IN_CLUSTER};
use crm_core::jobs::Job;
use crm_core::notes::MAX_MENTIONS;
use crm_core::objects::RecordKey;
use crm_core::objects::define::limits;
use crm_core::prelude::*;
use crm_core::roles::{FieldRight, NewRole, ScopeLevel};
use crm_core::sales::{NewOrder, SalesChanges};
use crm_core::schema::{RecordInfo, Type};
use crm_core::settings::SettingsUpdate;
use crm_core::setup::{MAX_DOCUMENT, MAX_DOCUMENTS};
use crm_core::shares::MAX_SHARES;
use crm_core::substitutes::MAX_SUBSTITUTES;
use crm_core::tags::MAX_TAGS;
use crm_core::users::{NotificationReason, ProfileUpdate};
use crm_core::validate::Rule;
use crm_core::views::{MAX_DEFINITION, MAX_SHARED, MAX_VIEWS};
use crm_core::{Bytes, Operation};
use serde_json::json;

use crate::bounds_inside::*;
use crate::files::files_have_bounds;
use crate::fill::Filled;
use crate::support::*;
use crate::work_reports::people_are_told_up_to_a_thousand;

/// A list in a result (`Record.field`, or the operation that returns it), what bounds it, and the proof.
type Bound = (&'static str, &'static str, fn());

const BOUNDED: &[Bound] = &[
    // Lists inside a record, of which one answer carries so much, and more on request.
    ("AuditCall.changes", "the first 100, and 1 MiB of texts", a_call_carries_its_first_changes),
    ("ChurnWarning.measures", "the latest 20, and 1 MiB of texts", a_warning_carries_its_latest_measures),
    ("ChurnHistory.warnings", "1,000 with the win-backs, and 4 MiB of texts", a_history_goes_on),
    ("ChurnHistory.win_backs", "1,000 with the warnings, and 4 MiB of texts", a_history_goes_on),
    ("OrderDetails.lines", "1,000, and 4 MiB of texts", an_order_goes_on),
    ("Plan.items", "1,000, and 4 MiB of texts", a_plan_goes_on),
    ("TicketDetail.attempts", "1,000 with the assignments, and 4 MiB of texts", a_ticket_goes_on),
    ("TicketDetail.assignments", "1,000 with the attempts, and 4 MiB of texts", a_ticket_goes_on),
    ("ChangesSince.items", "as many as were asked for, and 4 MiB of texts", changes_end_by_size),
    // Kept so much of.
    ("ManagementReportContent.contribution", "the first 1,000, and 4 MiB of names", a_report_keeps_the_first_rows),
    ("ManagementReportContent.churn", "the latest 1,000, and 4 MiB of texts", a_report_keeps_the_first_rows),
    // As many as there may be.
    ("departments.list", "at most 10,000 departments", departments_are_bounded),
    ("roles.list", "at most 1,000 roles", roles_are_bounded),
    ("dictionary.choices", "at most 10,000 entries a category", dictionary_entries_are_bounded),
    ("CompositionReport.rows", "one an entry of customer_level, or six", dictionary_entries_are_bounded),
    ("ServiceReport.rows", "one an entry of ticket_kind", dictionary_entries_are_bounded),
    ("FieldDescription.choices", "of the type; or the first 1,000 of a category", a_description_is_bounded),
    ("sales.feeds", "at most 1,000 feeds", feeds_are_bounded),
    // As many as the caller sent, or may send.
    ("BatchedCustomer.errors", "a few a field", || at_most("customers.create_many", "customers", 10_000)),
    ("outbox.take", "as many as were asked for, and 4 MiB of texts", || {
        let take = Operation::find("outbox.take").unwrap();
        let limit = take.arguments.iter().find(|argument| argument.name() == "limit").unwrap();
        assert!(limit.rules.contains(&Rule::Range { min: 1, max: 1_000 }), "{:?}", limit.rules);
    }),
    ("calendar.entries", "at most 5,000 (tests/rules/calendar.rs)", || {
        assert_eq!(crm_core::calendar::MAX_ENTRIES, 5_000)
    }),
    ("automations.try_out", "as many as were sent", trials_are_bounded),
    ("Alert.reasons", "four reasons, each once", || assert_eq!(crm_core::opportunities::AlertReason::ALL.len(), 4)),
    ("Approval.sign_offs", "500 people in each of five groups", approvals_are_bounded),
    ("ApprovalDetail.chosen", "as many as were sent", approvals_are_bounded),
    ("ApprovalDetail.all_sign_offs", "the first 1,000", approvals_are_bounded),
    ("ApprovalDetail.history", "the first 1,000", approvals_are_bounded),
    ("Preview.steps", "ten steps of ten levels", approvals_are_bounded),
    ("PreviewStep.groups", "five groups", approvals_are_bounded),
    ("PreviewGroup.people", "500 people", approvals_are_bounded),
    ("substitutes.list", "at most 100 a person", approvals_are_bounded),
    ("Substitute.flows", "as many as were sent", approvals_are_bounded),
    ("Trial.changes", "the first 100, and 4 MiB of texts with the others", trials_are_bounded),
    ("Trial.notices", "the first 100, and 4 MiB of texts with the others", trials_are_bounded),
    ("Trial.messages", "the first 100, and 4 MiB of texts with the others", trials_are_bounded),
    ("CustomerBatch.records", "as many as were sent", || {
        at_most("customers.create_many", "customers", 10_000);
        at_most("customers.import_many", "customers", 10_000);
    }),
    ("PushResult.records", "as many as were sent", pushes_are_bounded),
    ("PushedRecord.errors", "a few a field that was sent", pushes_are_bounded),
    ("ObjectBatch.records", "as many as were sent", || at_most("objects.create_many", "records", 10_000)),
    ("ObjectCreated.errors", "a few a field", || at_most("objects.create_many", "records", 10_000)),
    ("packs.list", "at most 100 packs", packs_are_bounded),
    ("Pack.renamed", "fields of a document of 1 MiB", documents_are_bounded),
    ("PackPlan.steps", "a few a line of a document of 1 MiB", documents_are_bounded),
    ("PackStep.reprinted", "a few a line of the documents of 100 packs", documents_are_bounded),
    ("PackPlan.refusals", "a few a line of a document of 1 MiB", documents_are_bounded),
    ("ObjectTable.rows", "at most 10,000", tables_are_bounded),
    ("ObjectTable.rows[]", "a value a column", tables_are_bounded),
    ("ObjectTable.columns", "three keys and ten measures", tables_are_bounded),
    ("objects.related", "references of this version and of the packs, few an object", relations_are_bounded),
    ("HistoryChange.fields", "fields of the record", rights_are_to_fields_of_the_version),
    ("meta.objects", "kinds of this version, and 500 of packs", objects_are_bounded),
    ("ObjectDescription.fields", "fields of the version, and 200 of packs", objects_are_bounded),
    ("ObjectDescription.parts", "objects of packs", objects_are_bounded),
    ("ObjectDescription.states", "32 states", objects_are_bounded),
    ("ObjectDescription.actions", "operations of this version, or 40 actions", objects_are_bounded),
    ("ObjectDescription.views", "200 a pack", objects_are_bounded),
    ("ObjectDescription.title_fields", "fields of the object", objects_are_bounded),
    ("ObjectDescription.groups", "seven, those of areas, and one a pack", objects_are_bounded),
    ("ObjectDescription.columns", "eight", objects_are_bounded),
    ("ObjectDescription.filters", "eight", objects_are_bounded),
    ("ObjectDescription.operations", "operations of this version, or six and 40 actions", objects_are_bounded),
    ("ObjectBoard.states", "32 states", objects_are_bounded),
    ("ObjectDescription.hangs", "areas of this version", objects_are_bounded),
    ("ObjectHanging.columns", "fields of this version", objects_are_bounded),
    ("ObjectHanging.on_record", "operations of this version", objects_are_bounded),
    ("ObjectHanging.on_each", "operations of this version", objects_are_bounded),
    ("ObjectField.asked", "eight operators", objects_are_bounded),
    ("ObjectField.choices", "of the type, or 100 of a pack", objects_are_bounded),
    ("ObjectAction.from", "32 states", objects_are_bounded),
    ("ObjectAction.takes", "arguments of this version, or 20 fields", objects_are_bounded),
    ("ObjectAction.needs", "20 paths", objects_are_bounded),
    ("Related.rows", "at most 20", relations_are_bounded),
    (
        "Bench.sections",
        "twelve, and one a view that may be asked, of which a person has 500 and 1,000 are shared",
        benches_are_bounded,
    ),
    ("BenchSection.rows", "at most 20", benches_are_bounded),
    ("meta.seen", "as many as were asked for", || at_most("meta.seen", "ids", 1_000)),
    ("Role.scopes", "one an area whose records have levels", scopes_are_bounded),
    ("PurgeReport.paths", "as many as were given", || at_most("packs.purge", "paths", 100)),
    ("meta.allowed", "as many as were asked for", || at_most("meta.allowed", "ids", 1_000)),
    ("Merge.losers", "at most 9", || at_most("merges.apply", "records", 10)),
    ("Merge.moved", "a few a table", || at_most("merges.apply", "records", 10)),
    ("Merge.together", "a few a table", || at_most("merges.apply", "records", 10)),
    ("MergePreview.fields", "as many as a kind has", || at_most("merges.preview", "records", 10)),
    ("MergePreview.losers", "at most 9", || at_most("merges.preview", "records", 10)),
    ("MergePreview.moves", "a few a table", || at_most("merges.preview", "records", 10)),
    ("MergePreview.refusals", "a few a record", || at_most("merges.preview", "records", 10)),
    ("MergePreview.together", "a few a table", || at_most("merges.preview", "records", 10)),
    ("MergeUndone.returned", "a few a table", || at_most("merges.apply", "records", 10)),
    ("MergeUndone.stayed", "a few a table and field", || at_most("merges.apply", "records", 10)),
    ("MergedField.values", "at most 10", || at_most("merges.preview", "records", 10)),
    ("ManagementReportContent.statuses", "as many as were sent", || at_most("reports.submit", "new.statuses", 100)),
    ("User.regions", "as many as an administrator may give", users_are_bounded),
    ("User.industries", "as many as an administrator may give", users_are_bounded),
    ("User.push", "each reason once", reasons_stand_once),
    ("User.roles", "as many as an administrator may give", users_are_bounded),
    ("Colleague.regions", "as many as an administrator may give", users_are_bounded),
    ("Colleague.industries", "as many as an administrator may give", users_are_bounded),
    ("ImportReport.lines", "as many as a file of 64 MiB has", a_file_is_bounded),
    ("ImportReport.created_entries", "as many as the file has lines, and the dictionary takes", a_file_is_bounded),
    ("ImportedLine.errors", "a few a field that is mapped", || at_most("imports.customers", "mapping", 100)),
    ("ImportedLine.notes", "a few a field that is mapped", || at_most("imports.customers", "mapping", 100)),
    // As many as this version of the engine has.
    ("BatchedCustomer.lacks", "fields that the settings can require", fields_are_of_the_version),
    ("ImportedLine.lacks", "fields that the settings can require", fields_are_of_the_version),
    ("Settings.required_customer_fields", "fields that the settings can require", fields_are_of_the_version),
    ("Role.fields", "fields that can be withheld", rights_are_to_fields_of_the_version),
    ("withheld", "fields of the record", rights_are_to_fields_of_the_version),
    ("meta.fields", "fields of the record", rights_are_to_fields_of_the_version),
    ("RecordField.asked", "the eight operators of a filter tree", operators_are_eight),
    ("Role.operations", "operations of this version", operations_are_of_the_version),
    ("Allowed.operations", "operations of this version", operations_are_of_the_version),
    ("meta.operations", "operations of this version", operations_are_of_the_version),
    ("meta.labels", "words of this version", operations_are_of_the_version),
    ("OperationDescription.arguments", "arguments of this version", operations_are_of_the_version),
    ("jobs.run_due", "jobs of this version", jobs_are_of_the_version),
    ("RecoveryCodes.codes", "ten", recovery_codes_are_ten),
    ("DisabledUser.holds", "kinds of record of this version", holdings_are_of_the_version),
    ("HandoverPreview.holds", "kinds of record of this version", holdings_are_of_the_version),
    ("HandoverResult.moved", "kinds of record of this version", holdings_are_of_the_version),
    ("CollaboratorList.collaborators", "at most 50 a record", ties_have_a_most),
    ("ShareList.shares", "at most 200 a record", ties_have_a_most),
    ("ManagementReportContent.composition", "one for each way to divide", a_report_keeps_the_first_rows),
    ("ManagementReportContent.contribution_totals", "currencies that ISO 4217 has", currencies_are_known),
    ("setup.kinds", "kinds of setup document of this version", || {
        assert!(Office::new().ann.setup().kinds().unwrap().len() < 100)
    }),
    ("SetupPlan.refusals", "a few a field of a document of 256 KiB", setup_documents_are_bounded),
    ("SetupPlan.changes", "as many as a document of 256 KiB has fields", setup_documents_are_bounded),
    (
        "views.list",
        "at most 500 of one's own, 1,000 shared ones and 200 a pack, each with at most 16 KiB",
        views_have_a_most,
    ),
    ("ViewShares.roles", "at most 100", || at_most("views.share", "with.roles", 100)),
    ("ViewShares.departments", "at most 200", || at_most("views.share", "with.departments", 200)),
    ("Activity.attendees", "at most 100", || at_most("activities.create", "new.attendees", MAX_ATTENDEES)),
    ("Activity.reminders", "at most 5", || at_most("activities.create", "new.reminders", MAX_REMINDERS)),
    ("Activity.records", "at most 20", || at_most("activities.update", "changes.records", MAX_RECORDS)),
    ("ActivityBatch.records", "as many as were sent", || at_most("activities.create_many", "activities", 1_000)),
    ("ActivityCreated.errors", "a few a field", || at_most("activities.create_many", "activities", 1_000)),
    ("Settings.next_step_required", "at most 100", || at_most("settings.update", "changes.next_step_required", 100)),
    ("Settings.result_required", "at most 100", || at_most("settings.update", "changes.result_required", 100)),
    ("Settings.forgotten_levels", "at most 100", || at_most("settings.update", "changes.forgotten_levels", 100)),
    ("Settings.work_report_due", "one a kind of period", || at_most("settings.update", "changes.work_report_due", 3)),
    ("Settings.work_report_roles", "at most 100", || at_most("settings.update", "changes.work_report_roles", 100)),
    ("WorkFigures.done_by_kind", "one an entry of activity_kind", dictionary_entries_are_bounded),
    // Tried to the end in `work_statistics.rs`.
    ("WorkStatistics.rows", "at most 10,000", || {}),
    ("work_reports.missing", "at most 1,000", people_are_told_up_to_a_thousand),
    ("Note.mentions", "at most 50 a note", || at_most("notes.create", "new.mentions", MAX_MENTIONS)),
    ("NoteCreated.unreached", "those of the mentioned, at most 50", || {
        at_most("notes.update", "changes.mentions", MAX_MENTIONS);
    }),
    ("follows.list", "at most 1,000 a record, with its creator and its owner", || {
        // Tried to the end in `follows.rs`.
        at_most("follows.follow", "users", 1_000);
    }),
    ("FileDetail.versions", "at most 100 a file (FILE-5)", files_have_bounds),
    ("tags.set", "at most 50 a record", tags_have_a_most),
    ("duplicates.check", "the first 100", || assert_eq!(MAX_CHECKED, 100)),
    ("DuplicateHit.fields", "at most 5 a group", criteria_have_a_most),
    ("DuplicateCluster.records", "the first 100", || assert_eq!(MAX_IN_CLUSTER, 100)),
    ("DuplicateScan.too_common", "the first 100", || {
        // Those of a house are few: `duplicates.rs` has one.
    }),
    ("activity_plans.apply", "as many as a plan has steps, at most 30", steps_have_a_most),
    ("tags.list", "at most 50 a record", tags_have_a_most),
    ("Enrichment.filled", "at most as many as facts", || at_most("capture.enrich", "facts", 50)),
    ("Enrichment.proposed", "at most as many as facts", || at_most("capture.enrich", "facts", 50)),
    ("pools.claim", "as many as were sent, at most 100", || at_most("pools.claim", "records", 100)),
    ("pools.give", "as many as were sent, at most 1,000", || at_most("pools.give", "records", 1_000)),
    ("pools.put", "as many as were sent, at most 1,000", || at_most("pools.put", "records", 1_000)),
    ("Settings.score_fields", "at most 50", || at_most("settings.update", "changes.score_fields", 50)),
    // Told up to there in `areas/selling/scoring/rules.rs`.
    ("scoring.counts", "the first 10,000", || {}),
    ("ScoreExplanation.strengths", "one a field that counts, at most 50, a tag, at most 50, and the stage", || {
        at_most("settings.update", "changes.score_fields", 50);
        tags_have_a_most();
    }),
    ("ScoreExplanation.weaknesses", "one a field that counts, at most 50, a tag, at most 50, and the stage", || {
        at_most("settings.update", "changes.score_fields", 50);
        tags_have_a_most();
    }),
    ("ScoreExplanation.rules", "at most 100 rules", || {}),
    // Told up to there in `areas/selling/pools/store.rs`.
    ("pools.stays", "the last 1,000", || {}),
    ("customers.owners", "the last 1,000", || {}),
    ("assignment.propose", "the members of 100 rules, at most 200 each", || {}),
    ("Distribution.members", "the members of 100 rules, at most 200 each", || {}),
    ("Distribution.left", "one a reason", || {}),
    (
        "Board.columns",
        "the stages of a pipeline, at most 30 enabled ones and what still holds some, and two of the closed",
        || {},
    ),
    ("BoardColumn.cards", "at most 100 a stage", || {
        let board = Operation::find("opportunities.board").unwrap();
        let cards = board.arguments.iter().find(|argument| argument.name() == "per_stage").unwrap();
        assert!(cards.rules.contains(&Rule::Range { min: 0, max: 100 }));
    }),
    ("Funnel.stages", "the stages of a pipeline", || {}),
    ("OpportunityDetail.stays", "the last 1,000", || {}),
    ("OpportunityDetail.persons", "at most 20", || at_most("opportunities.set_persons", "persons", 20)),
    ("opportunities.set_persons", "as many as were sent, at most 20", || {
        at_most("opportunities.set_persons", "persons", 20);
    }),
    ("OpportunityDetail.lines", "at most 200", || at_most("opportunities.set_lines", "lines", 200)),
    ("OpportunityBatch.records", "as many as were sent", || {
        at_most("opportunities.create_many", "opportunities", 10_000);
    }),
    ("OpportunityCreated.errors", "a few a field", || {
        at_most("opportunities.create_many", "opportunities", 10_000);
    }),
    // Told up to there in `areas/selling/duplicates`: 20 records of an object by each criterion of a rule.
    ("OpportunityCreated.duplicates", "those that rules find", || {}),
    ("OpportunityDetail.times", "one a stage", || {}),
    ("Unconverted.sums", "one a currency", || {}),
    ("CheckReport.findings", "the first 100 of each kind of finding", findings_are_bounded),
];

fn criteria_have_a_most() {
    let office = Office::new();
    let criteria = [r#"{"field": "name"}"#; 6].join(", ");
    let rule = format!(r#"{{"of": "customer", "groups": [{{"criteria": [{criteria}]}}]}}"#);
    let put = office.admin.setup().put("duplicate_rule".into(), "x".into(), rule.parse().unwrap(), None, None, None);
    assert_eq!(put.unwrap_err().fields()[0].code, "too_many");
}

fn reasons_stand_once() {
    let session = Office::new().ann;
    let push = NotificationReason::ALL.to_vec();
    let of = |push| ProfileUpdate { push: Some(push), ..Default::default() };
    assert_eq!(session.users().update_profile(of(push.clone())).unwrap().push, push);
    at_most("users.update_profile", "changes.push", 6);
    let twice = vec![NotificationReason::Mention, NotificationReason::Approval, NotificationReason::Mention];
    let once = [NotificationReason::Approval, NotificationReason::Mention];
    assert_eq!(session.users().update_profile(of(twice)).unwrap().push, once);
}

/// Tried to the end where kinds are declared for it, in the area's own tests.
fn setup_documents_are_bounded() {
    assert_eq!((MAX_DOCUMENTS, MAX_DOCUMENT), (500, 256 * 1024));
}

/// Tried to the end in `views.rs`.
fn views_have_a_most() {
    assert_eq!((MAX_VIEWS, MAX_SHARED, MAX_DEFINITION), (500, 1_000, 16 * 1024));
}

fn steps_have_a_most() {
    let office = Office::new();
    let steps: Vec<_> = (0..31).map(|_| serde_json::json!({"kind": "call", "subject": "a"})).collect();
    let document = serde_json::json!({"object": "customer", "steps": steps});
    assert_eq!(invalid(crate::people::put(&office.manager, "a", &document)), ["steps:too_many"]);
    let document = serde_json::json!({"object": "customer", "steps": document["steps"].as_array().unwrap()[..30]});
    crate::people::put(&office.manager, "a", &document).unwrap();
}

/// Tried to the end in `tags.rs`.
fn tags_have_a_most() {
    assert_eq!(MAX_TAGS, 50);
    at_most("tags.set", "add", 50);
}

/// Tried to the end in `sharing.rs`.
fn ties_have_a_most() {
    assert_eq!((MAX_COLLABORATORS, MAX_SHARES), (50, 200));
}

/// Whether a record is a page of a list that is asked for with a `PageRequest`.
fn is_page(operation: &Operation, record: &RecordInfo) -> bool {
    let fields: Vec<&str> = record.fields.iter().map(|f| f.name()).collect();
    fields.starts_with(&["items", "next", "total"]) && operation.arguments.iter().any(|a| a.name() == "page")
}

/// Adds every list in the type under the name of its place.
fn lists(operation: &Operation, ty: &Type, place: &str, found: &mut BTreeSet<String>) {
    match ty {
        Type::List(inner) => {
            found.insert(place.to_owned());
            lists(operation, inner, &format!("{place}[]"), found);
        }
        Type::Optional(inner) => lists(operation, inner, place, found),
        Type::Record(record) => {
            for field in record.fields {
                // Names of the record's own fields.
                let place = match field.name() {
                    "withheld" => field.name().to_owned(),
                    name => format!("{}.{name}", record.name),
                };
                match &field.ty {
                    Type::List(inner) if is_page(operation, record) => lists(operation, inner, &place, found),
                    ty => lists(operation, ty, &place, found),
                }
            }
        }
        _ => {}
    }
}

/// BENCH-1: as many rows as were asked for.
fn benches_are_bounded() {
    let office = Office::new();
    for _ in 0..22 {
        let new = serde_json::json!({"kind": entry(&office.ann, "activity_kind", "任务"), "subject": "a", "due_on": "2026-03-02"});
        office.ann.call("activities.create", &serde_json::json!({"new": new}).to_string()).unwrap();
    }
    let rows = |rows: i64| {
        let bench = office.ann.bench().today(None, Some(rows), Some(vec!["today".into()]))?;
        Ok((bench.sections[0].rows.len(), bench.sections[0].total.count))
    };
    assert_eq!((rows(20).unwrap(), rows(0).unwrap()), ((20, 22), (0, 22)));
    assert_eq!(invalid(rows(21)), ["rows:out_of_range"]);
}

/// AUTO-12: of what each of a hundred records would cause so much is told.
fn trials_are_bounded() {
    at_most("automations.try_out", "records", u32::try_from(MAX_TRIED).unwrap());
    let office = Office::new();
    let document = json!({"pack": "yard", "version": 1, "language": 1, "title": "Yard",
        "objects": {"box": {"title": "label", "fields": {"label": {"type": "text", "search": true}}}},
        "roles": {"sales_manager": ["yard"]}});
    office.apply(document);
    let boxes: Vec<_> = (0..MAX_TOLD + 1).map(|at| json!({"label": at.to_string()}).into()).collect();
    let made = office.manager.objects().create_many("yard.box".into(), boxes, false).unwrap();
    let rule = json!({"object": "yard.box", "trigger": {"kind": "updated"}, "actions": [
        {"set": {"label": "'x'"}, "on": {"each": "yard.box", "where": {"not": {"field": "label", "is": "x"}}}}]});
    let record = RecordKey { object: "yard.box".into(), id: made.records[0].id.unwrap() };
    let trial = office.admin.automations().try_out(rule.into(), vec![record]).unwrap().remove(0);
    assert_eq!((trial.changes.len(), trial.more), (MAX_TOLD, true));
}

#[test]
fn every_list_in_a_result_is_a_page_or_bounded() {
    let mut found = BTreeSet::new();
    for operation in Operation::all() {
        lists(operation, &operation.result, operation.name, &mut found);
    }
    let known: BTreeSet<String> = BOUNDED.iter().map(|(place, ..)| (*place).to_owned()).collect();
    let unbounded: Vec<_> = found.difference(&known).collect();
    assert!(unbounded.is_empty(), "neither a page nor bounded: {unbounded:?}");
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(gone.is_empty(), "bounded, but in no result: {gone:?}");
    assert_eq!(known.len(), BOUNDED.len(), "a list stands in the table twice");
    // Each proof once, and all that fail.
    let (mut proved, mut failed) = (Vec::<fn()>::new(), Vec::new());
    for (place, bound, proof) in BOUNDED {
        if !proved.iter().any(|known| std::ptr::fn_addr_eq(*known, *proof)) {
            proved.push(*proof);
            if std::panic::catch_unwind(proof).is_err() {
                failed.push(format!("{place}: {bound}"));
            }
        }
    }
    assert!(failed.is_empty(), "not so bounded: {failed:#?}");
}

/// One row an area, however often it is set.
fn scopes_are_bounded() {
    let office = Office::new();
    let roles = office.admin.roles();
    let role = roles.list().unwrap().remove(2);
    let mut set = 0;
    for area in Operation::all().map(|operation| operation.area).collect::<BTreeSet<_>>() {
        for reads in [ScopeLevel::Own, ScopeLevel::Below] {
            set += usize::from(roles.set_scope(role.id, area.into(), reads, ScopeLevel::Own, None).is_ok());
        }
    }
    assert_eq!((set, roles.get(role.id).unwrap().scopes.len()), (8, 4));
}

/// VIEW-4: one group more is refused, and so are a key and a measure more.
fn packs_are_bounded() {
    let filled = Filled::new();
    let document = |name: &str| -> Tree {
        let document = serde_json::json!({"pack": name, "version": 1, "language": 1, "title": name});
        document.into()
    };
    let packs = filled.office.admin.packs();
    for at in 1..=100 {
        let document = document(&format!("p{at}"));
        let plan = packs.plan(document.clone()).unwrap();
        assert_eq!(plan.refusals, []);
        packs.apply(document, plan.digest).unwrap();
    }
    assert_eq!(packs.list().unwrap().len(), 100);
    let refused = packs.plan(document("one_more")).unwrap().refusals;
    assert_eq!(refused.iter().map(|found| (&*found.field, &*found.code)).collect::<Vec<_>>(), [("pack", "too_many")]);
}

fn documents_are_bounded() {
    let office = Office::new();
    let json = format!(r#"{{"pack": "p", "version": 1, "language": 1, "title": "{}"}}"#, "x".repeat(1024 * 1024));
    let refused = office.admin.call("packs.plan", &format!(r#"{{"document": {json}}}"#));
    assert_eq!(invalid(refused), ["document:too_long"]);
}

fn tables_are_bounded() {
    let office = Office::new();
    let count = |query: serde_json::Value| office.admin.objects().aggregate("user".into(), query.into());
    let one = serde_json::json!({"count": true});
    let query = serde_json::json!({"group": ["login", "status", "status", "status"], "measures": vec![one; 11]});
    let wrong = invalid(count(query));
    assert!(wrong.contains(&"query.group:too_many".to_owned()), "{wrong:?}");
    assert!(wrong.contains(&"query.measures:too_many".to_owned()), "{wrong:?}");
    let insert = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 10001) \
                  INSERT INTO products (uid, external_id, name, name_folded) \
                  SELECT randomblob(16), n, n, n FROM n";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("many.crm");
    let clock = FixedEnvironment::new(MORNING);
    let crm = Crm::options().environment(clock.clone()).open(&file).unwrap();
    let office = Office::staff(crm, clock);
    rusqlite::Connection::open(&file).unwrap().execute_batch(insert).unwrap();
    let query = serde_json::json!({"group": ["name"], "measures": [{"count": true}]});
    let refused = office.manager.objects().aggregate("product".into(), query.into());
    assert_eq!(invalid(refused), ["query:too_many"]);
    let some = serde_json::json!({"field": "name", "contains": "1"});
    let query = serde_json::json!({"filter": some, "group": ["name"], "measures": [{"count": true}]});
    assert!(office.manager.objects().aggregate("product".into(), query.into()).unwrap().rows.len() > 3_000);
}

/// LIM-1: tried to the end where packs are read (`tests/objects/packs_mistakes.rs`).
fn objects_are_bounded() {
    assert_eq!((limits::OBJECTS, limits::PACKS, limits::FIELDS, limits::STATES), (500, 100, 200, 32));
    assert_eq!((limits::ACTIONS, limits::OF_ACTION, limits::VALUES, limits::VIEWS), (40, 20, 100, 200));
    assert!(Office::new().ann.meta().objects().unwrap().len() < 100);
}

/// OBJ-16: one an object and field, each with as many titles as may be asked for.
fn relations_are_bounded() {
    let operation = Operation::find("objects.related").unwrap();
    let rows = operation.arguments.iter().find(|argument| argument.name() == "rows").unwrap();
    assert!(rows.rules.contains(&Rule::Range { min: 0, max: 20 }));
    let office = Office::new();
    let record = RecordKey { object: "customer".into(), id: office.customer().id.into() };
    let found = office.manager.objects().related(record, Some(20)).unwrap();
    let names: BTreeSet<_> = found.iter().map(|one| (&one.object, &one.field)).collect();
    assert_eq!(names.len(), found.len());
}

/// An argument, or a field of the record in it, takes at most so many elements.
/// What a flow may say bounds who is asked.
fn approvals_are_bounded() {
    at_most("approvals.submit", "new.chosen", 10);
    at_most("substitutes.set", "new.flows", 50);
    assert_eq!((MAX_HISTORY, MAX_SUBSTITUTES), (1_000, 100));
}

fn at_most(operation: &str, path: &str, most: u32) {
    let operation = Operation::find(operation).unwrap();
    let mut fields = operation.arguments;
    let mut field = None;
    for name in path.split('.') {
        let found = fields.iter().find(|f| f.name() == name).unwrap_or_else(|| panic!("{} {path}", operation.name));
        if let Type::Record(record) = found.ty.required() {
            fields = record.fields;
        }
        field = Some(found);
    }
    assert!(field.unwrap().rules.contains(&Rule::AtMost(most)), "{} {path}", operation.name);
}

fn users_are_bounded() {
    for path in ["new.regions", "new.industries", "new.roles"] {
        at_most("users.create", path, 100);
    }
    at_most("users.set_roles", "roles", 100);
    for operation in ["users.update", "users.update_profile"] {
        at_most(operation, "changes.regions", 100);
        at_most(operation, "changes.industries", 100);
    }
}

fn pushes_are_bounded() {
    for (operation, path) in [
        ("sales.push_products", "products"),
        ("sales.push_stock", "stock"),
        ("sales.push_orders", "orders"),
        ("sales.remove_products", "external_ids"),
        ("sales.remove_stock", "external_ids"),
        ("sales.remove_orders", "external_ids"),
        ("sales.apply_changes", "changes.products"),
        ("sales.apply_changes", "changes.stock"),
        ("sales.apply_changes", "changes.orders"),
        ("sales.apply_changes", "changes.removed_products"),
        ("sales.apply_changes", "changes.removed_stock"),
        ("sales.apply_changes", "changes.removed_orders"),
    ] {
        at_most(operation, path, 10_000);
    }
}

fn a_file_is_bounded() {
    let office = Office::new();
    let file = Bytes(vec![b'\n'; 64 * 1024 * 1024 + 1]);
    assert_eq!(invalid(office.integration.imports().products(file, Vec::new(), None)), ["file:too_long"]);
}

fn operations_are_of_the_version() {
    let office = Office::new();
    let count = Operation::all().count();
    assert_eq!(office.ann.meta().operations().unwrap().len(), count);
    let labels = office.ann.meta().labels().unwrap();
    assert!(labels.len() > count && labels.len() < 10 * count, "{} {count}", labels.len());
    // PERM-1: what is no operation is granted to no role.
    let new = |grant: &str| NewRole { name: "r".into(), grant: Some(vec![grant.into()]) };
    assert_eq!(invalid(office.admin.roles().create(new("tickets.fly"), None)), ["grant[0]:unknown_operation"]);
}

fn fields_are_of_the_version() {
    let office = Office::new();
    let update =
        |name: &str| SettingsUpdate { required_customer_fields: Some(vec![name.into()]), ..Default::default() };
    assert_eq!(refused(office.admin.settings().update(update("colour"))), "invalid");
    let twice = SettingsUpdate { required_customer_fields: Some(vec!["fax".into(); 100]), ..Default::default() };
    let settings = office.admin.settings().update(twice).unwrap();
    assert!(settings.required_customer_fields.len() <= 100);
    at_most("settings.update", "changes.required_customer_fields", 100);
}

fn operators_are_eight() {
    let office = Office::new();
    let fields = office.admin.meta().fields(Entity::PRODUCT).unwrap();
    let all = ["is", "in", "lt", "le", "gt", "ge", "contains", "empty"];
    assert!(fields.iter().any(|field| !field.asked.is_empty()));
    for field in fields {
        assert!(field.asked.iter().all(|asked| all.contains(&asked.as_str())), "{:?}", field.asked);
    }
}

fn rights_are_to_fields_of_the_version() {
    let office = Office::new();
    let customer = office.customer().id;
    let roles = office.admin.roles();
    let role = roles.list().unwrap().into_iter().find(|r| r.name == "account_manager").unwrap();
    let set = |field: &str, right| roles.set_field(role.id, Entity::CUSTOMER, field.into(), right, None);
    let fields = office.admin.meta().fields(Entity::CUSTOMER).unwrap();
    for right in [FieldRight::Masked, FieldRight::Hidden, FieldRight::Hidden] {
        for field in &fields {
            assert_eq!(set(&field.name, right).is_ok(), field.confidential.is_some(), "{}", field.name);
        }
    }
    let declared = fields.iter().filter(|f| f.confidential.is_some()).count();
    assert_eq!(roles.get(role.id).unwrap().fields.len(), declared);
    assert_eq!(office.ann.customers().get(customer).unwrap().withheld.len(), declared);
    assert!(fields.len() < 100, "{}", fields.len());
}

/// One row a kind, however many records of it.
fn holdings_are_of_the_version() {
    let office = Office::new();
    for _ in 0..3 {
        office.assigned();
    }
    let holds = office.admin.users().disable(user(&office.ben), None).unwrap().holds;
    assert_eq!(holds.iter().map(|held| (held.entity.as_str(), held.count)).collect::<Vec<_>>(), [("opportunity", 3)]);
    assert!(holds.len() <= Entity::all().count());
}

fn jobs_are_of_the_version() {
    let office = Office::new();
    office.clock.advance(chrono::TimeDelta::days(400));
    assert!(office.integration.jobs().run_due(None).unwrap().len() <= Job::all().count());
}

fn recovery_codes_are_ten() {
    let office = Office::new();
    assert_eq!(crate::totp::Device::of(&office, &office.ann).recovery.len(), 10);
}

fn currencies_are_known() {
    let office = Office::new();
    let order = NewOrder { currency: Some("XQZ".into()), ..new_order("O1", "C1", "2026-03-02", 5) };
    assert_eq!(refused(office.integration.sales().push_orders(vec![order], None)), "invalid");
}

fn findings_are_bounded() {
    let filled = Filled::new();
    filled.rows("customers", 300, CUSTOMER, "UID, i, 'C' || i, 'c' || i, 1, 0, '2026-03-02'");
    filled.raw.execute("UPDATE customers SET last_order_date = '2020-01-01'", []).unwrap();
    filled.raw.pragma_update(None, "foreign_keys", false).unwrap();
    filled.raw.execute("UPDATE customers SET level = 9999", []).unwrap();
    let report = filled.office.admin.maintenance().check().unwrap();
    let of = |part: &str| report.findings.iter().filter(|f| f.contains(part)).count();
    assert_eq!(
        (of("wrong last order date"), of("foreign key: customers"), of("and 200 more of the kind")),
        (100, 100, 2)
    );
}

fn departments_are_bounded() {
    let filled = Filled::new();
    filled.rows("departments", 9_999, "uid, name", "UID, 'D' || i");
    let departments = filled.office.admin.departments();
    let new = |name: &str| NewDepartment { name: name.into(), ..Default::default() };
    departments.create(new("last"), None).unwrap();
    assert_eq!(departments.list().unwrap().len(), 10_000);
    assert_eq!(conflict(departments.create(new("one more"), None)), "too_many");
}

fn roles_are_bounded() {
    let filled = Filled::new();
    filled.rows("roles", 994, "uid, name, created_at", "UID, 'R' || i, 0");
    let roles = filled.office.admin.roles();
    let new = |name: &str| NewRole { name: name.into(), grant: None };
    let last = roles.create(new("last"), None).unwrap();
    assert_eq!(roles.list().unwrap().len(), 1_000);
    assert_eq!(conflict(roles.create(new("one more"), None)), "too_many");
    assert_eq!(conflict(roles.copy(last.id, "one more".into(), None)), "too_many");
}

const ENTRY: &str = "uid, category, item, item_folded, value, value_folded";

fn dictionary_entries_are_bounded() {
    let filled = Filled::new();
    let admin = &filled.office.admin;
    let there = admin.dictionary().choices("ticket_kind".into()).unwrap().len();
    filled.rows("dictionary_entries", 9_999 - there, ENTRY, "UID, 'ticket_kind', 'i' || i, 'i', 'v' || i, 'v'");
    let new = |category: &str, text: &str| NewDictionaryEntry {
        category: category.into(),
        item: text.into(),
        value: text.into(),
        editable: None,
    };
    admin.dictionary().create(new("ticket_kind", "last"), None).unwrap();
    assert_eq!(admin.dictionary().choices("ticket_kind".into()).unwrap().len(), 10_000);
    assert_eq!(filled.office.manager.reports().service(None).unwrap().rows.len(), 10_000);
    let refusal = admin.dictionary().create(new("ticket_kind", "one more"), None);
    assert_eq!(invalid(refusal), ["category:too_many"]);
    // An entry of another category doesn't come in by the back door.
    let other = admin.dictionary().create(new("colour", "red"), None).unwrap();
    let moved = DictionaryEntryUpdate { category: Some("ticket_kind".into()), ..Default::default() };
    assert_eq!(invalid(admin.dictionary().update(other.id, moved)), ["category:too_many"]);
}

fn a_description_is_bounded() {
    let filled = Filled::new();
    filled.rows("dictionary_entries", 1_500, ENTRY, "UID, 'region', 'i' || i, 'i', 'v' || i, 'v'");
    let description = filled.office.ann.meta().describe("customers.create".into(), None).unwrap();
    let region = description.arguments.iter().find(|a| a.path == "new.region").unwrap();
    assert_eq!(region.choices.len(), 1_000);
}

fn feeds_are_bounded() {
    let filled = Filled::new();
    filled.rows("sales_feeds", 999, "name, cursor, pulled_at", "'f' || i, 'c', 0");
    let sales = filled.office.integration.sales();
    let changes = || SalesChanges { next_cursor: "next".into(), ..Default::default() };
    sales.apply_changes("last".into(), changes(), None, None).unwrap();
    assert_eq!(sales.feeds().unwrap().len(), 1_000);
    assert_eq!(conflict(sales.apply_changes("one more".into(), changes(), None, None)), "too_many");
    // Those that are known go on.
    sales.apply_changes("f7".into(), changes(), Some("c".into()), None).unwrap();
}

/// The reason of a conflict.
#[track_caller]
fn conflict<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result.expect_err("should have been refused") {
        CrmError::Conflict { reason, .. } => reason,
        other => panic!("no conflict but {other}"),
    }
}
