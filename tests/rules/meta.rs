//! META: what a host that draws screens is told: the buttons of a record (META-1) and the fields of a form (META-3).
//! Labels are in `labels.rs` and `label_texts.rs`.

use std::collections::{BTreeMap, BTreeSet};

use crm_core::audit::AuditFilter;
use crm_core::departments::NewDepartment;
use crm_core::meta::FieldDescription;
use crm_core::prelude::*;
use crm_core::reports::ContributionFilter;
use crm_core::schema::Type;
use crm_core::settings::SettingsUpdate;
use crm_core::{Access, Operation};
use serde_json::{Value, json};

use crate::faults::Rehearsing;
use crate::story::{Stage, all};
use crate::support::*;
use crate::totp::Device;

/// The operations that the user is told to be allowed on the record.
fn allowed(session: &Session, entity: Entity, id: impl Into<RecordId>) -> Vec<String> {
    session.meta().allowed(entity, vec![id.into()]).unwrap().remove(0).operations
}

/// The record that a call is about, for operations that are guarded.
fn subject(operation: &Operation, arguments: &Value) -> Option<(Entity, RecordId)> {
    operation.whose()?;
    if operation.name == "tickets.create" {
        // Called on the customer, which its record names.
        return Some((Entity::CUSTOMER, arguments["new"]["customer"].as_str()?.parse().ok()?));
    }
    if operation.name.starts_with("merges.") {
        // It is about several records, of which each must be theirs.
        return None;
    }
    let Some(argument) = operation.arguments.iter().find(|a| matches!(a.ty, Type::Id(_))) else {
        // The settings are one record without an id of their own.
        return Some((Entity::SETTINGS, RecordId::default()));
    };
    let id = arguments[argument.name()].as_str()?.parse().ok()?;
    let Type::Id(name) = argument.ty else { return None };
    if name == "RecordId" {
        return Some((arguments["entity"].as_str()?.into(), id));
    }
    let name: String = name
        .trim_end_matches("Id")
        .chars()
        .flat_map(|c| [c.is_uppercase().then_some('_'), Some(c)])
        .flatten()
        .collect();
    Some((name.trim_start_matches('_').to_lowercase().as_str().into(), id))
}

/// Whether the outcome of a call says that the record's rules allowed it; `None` where the arguments decided.
fn told(operation: &str, outcome: &Result<String>) -> Option<bool> {
    match outcome {
        // A kind of record that has none; a customer that nobody has, which a ticket is refused for by that field.
        Err(CrmError::Invalid { fields }) if fields.iter().any(|f| f.field == "entity") => None,
        Err(CrmError::Invalid { fields })
            if operation == "tickets.create" && fields.iter().any(|f| f.code == "unknown_record") =>
        {
            None
        }
        Ok(_) | Err(CrmError::Invalid { .. } | CrmError::LoginFailed { .. }) => Some(true),
        Err(CrmError::Conflict { reason, .. })
            if ["stale_version", "id_taken", "automation", "duplicate"].contains(&reason.as_str()) =>
        {
            None
        }
        // The entry may be changed, but for what documents and records have of it.
        Err(CrmError::Conflict { reason, .. }) if operation == "dictionary.update" && reason == "in_use" => None,
        // The customer is open to interactions; the activity that is named became one already.
        Err(CrmError::Conflict { reason, .. })
            if operation == "interactions.create" && reason == "already_recorded" =>
        {
            None
        }
        // A share of one's own may be given up, another's not.
        Err(CrmError::Forbidden { reason, .. }) if operation == "shares.take_back" && reason == "not_yours" => None,
        // Another category, other roles, another currency: whether it conflicts depends on what is asked for.
        Err(CrmError::Conflict { .. })
            if ["dictionary.update", "users.set_roles", "settings.update"].contains(&operation) =>
        {
            None
        }
        // PROC-4: whether a flow guards it depends on what is asked for; what a request freezes of a typed record too.
        Err(CrmError::Conflict { reason, .. }) if ["approval_required", "in_approval"].contains(&reason.as_str()) => {
            None
        }
        Err(CrmError::Conflict { .. } | CrmError::Forbidden { .. } | CrmError::IllegalTransition { .. }) => Some(false),
        Err(CrmError::NotFound { .. }) => Some(false),
        Err(other) => panic!("{operation}: {other}"),
    }
}

#[test]
fn what_is_allowed_is_what_would_not_be_refused() {
    let mut answers: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    for story in all().into_iter().filter(|s| !s.json_only) {
        let rehearsing = Rehearsing::new();
        let mut stage = Stage::new(|options| rehearsing.open(options));
        let everyone: Vec<Session> = stage.sessions.values().cloned().collect();
        stage.play(&story, |session, operation, arguments| {
            let known = Operation::find(operation).filter(|o| o.access == Access::Write);
            let parsed: Value = serde_json::from_str(arguments).unwrap();
            if let Some((operation, (entity, id))) = known.and_then(|o| Some((o, subject(o, &parsed)?))) {
                for session in &everyone {
                    // Who is disabled hears nothing at all.
                    let Ok(answer) = session.meta().allowed(entity.clone(), vec![id]) else { continue };
                    let outcome = rehearsing.rehearse(session, |session| session.call(operation.name, arguments));
                    let listed = answer[0].operations.iter().any(|o| o == operation.name);
                    let Some(expected) = told(operation.name, &outcome) else { continue };
                    // META-1: by the same rules that would refuse the call, for everybody.
                    let place = format!("{} {} {arguments}", story.file, operation.name);
                    assert_eq!(listed, expected, "{place} by {:?}: {outcome:?}", session.user());
                    *answers.entry((operation.name, listed)).or_default() += 1;
                }
            }
            session.call(operation, arguments)
        });
    }
    let guarded = Operation::all()
        .filter(|o| o.access == Access::Write && o.whose().is_some() && o.area != "merges")
        .map(|o| o.name);
    // No story can show a code: what_hinders_beside_the_state_is_told_too does.
    let told_below = ("second_factor.reset", true);
    let unproved: Vec<_> = guarded
        .flat_map(|name| [(name, true), (name, false)])
        .filter(|answer| !answers.contains_key(answer) && *answer != told_below)
        .collect();
    assert!(unproved.is_empty(), "no story decides {unproved:?}");
}

#[test]
fn what_hinders_beside_the_state_is_told_too() {
    let office = Office::new();
    let (admin, customer) = (&office.admin, office.customer());
    let region = customer.region.unwrap().id;
    let free = entry(admin, "region", "海外");
    let fixed = entry(admin, "gender", "女");
    // META-1: an entry in use can't be deleted (DICT-1), one that is not editable can only be read.
    assert_eq!(allowed(admin, Entity::DICTIONARY_ENTRY, region), ["dictionary.update"]);
    assert_eq!(allowed(admin, Entity::DICTIONARY_ENTRY, free), ["dictionary.update", "dictionary.delete"]);
    assert!(allowed(admin, Entity::DICTIONARY_ENTRY, fixed).is_empty());
    // META-1: the last active administrator can't be disabled (USER-1); a second one can, and then the first too.
    let of_user = |session: &Session| allowed(admin, Entity::USER, user(session));
    let always = ["users.update", "users.set_roles", "users.set_password"];
    assert_eq!(of_user(admin), always);
    assert_eq!(of_user(&office.ann), [&always[..], &["users.disable"]].concat());
    let both = vec!["system_administrator".to_owned()];
    admin.users().set_roles(user(&office.ben), both, None).unwrap();
    assert!(of_user(admin).contains(&"users.disable".to_owned()));
    admin.users().disable(user(&office.ben), None).unwrap();
    assert_eq!(of_user(admin), always);
    assert_eq!(of_user(&office.ben), [&always[..], &["users.enable"]].concat());
    // META-1: a second factor is reset of whom has one, and one's own is not (FACTOR-4).
    Device::of(&office, &office.executive);
    Device::of(&office, admin);
    assert!(of_user(&office.executive).contains(&"second_factor.reset".to_owned()));
    assert!(!of_user(admin).contains(&"second_factor.reset".to_owned()));
    admin.second_factor().reset(user(&office.executive), None).unwrap();
    assert!(!of_user(&office.executive).contains(&"second_factor.reset".to_owned()));
    // META-1: built-in roles are fixed, and a role that somebody holds stays.
    let roles = admin.roles();
    let built_in = roles.list().unwrap().remove(0).id;
    assert_eq!(allowed(admin, Entity::ROLE, built_in), ["roles.copy", "roles.require_factor"]);
    let own = roles.copy(built_in, "deputy".into(), None).unwrap().id;
    assert_eq!(
        allowed(admin, Entity::ROLE, own),
        ["roles.copy", "roles.update", "roles.require_factor", "roles.set_field", "roles.set_scope", "roles.delete"]
    );
    admin.users().set_roles(user(&office.stranger), vec!["deputy".into()], None).unwrap();
    assert_eq!(
        allowed(admin, Entity::ROLE, own),
        ["roles.copy", "roles.update", "roles.require_factor", "roles.set_field", "roles.set_scope"]
    );
    // META-1: a department with parts or users stays.
    let new = |name: &str, parent| NewDepartment { name: name.into(), parent, ..Default::default() };
    let whole = admin.departments().create(new("公司", None), None).unwrap().id;
    let part = admin.departments().create(new("销售部", Some(whole)), None).unwrap().id;
    assert_eq!(allowed(admin, Entity::DEPARTMENT, whole), ["departments.update"]);
    assert_eq!(allowed(admin, Entity::DEPARTMENT, part), ["departments.update", "departments.delete"]);
    // META-1: to whom it is not permitted, nothing is; and a record that is not there allows nothing.
    assert!(allowed(&office.ann, Entity::DEPARTMENT, part).is_empty());
    assert!(allowed(admin, Entity::DEPARTMENT, RecordId::default()).is_empty());
    // META-1: one call for a whole list, in its order.
    let ids: Vec<RecordId> = [region, free, fixed].map(RecordId::from).to_vec();
    let answers = admin.meta().allowed(Entity::DICTIONARY_ENTRY, ids.clone()).unwrap();
    assert_eq!(answers.iter().map(|a| a.id).collect::<Vec<_>>(), ids);
    let too_many = vec![RecordId::default(); 1_001];
    assert_eq!(invalid(admin.meta().allowed(Entity::USER, too_many)), ["ids:too_many"]);
}

#[test]
fn a_warning_that_would_recover_cannot_be_confirmed() {
    let office = Office::new();
    known_customer(&office, "C1");
    office.clock.set("2026-09-05T01:00:00Z");
    office.integration.churn().scan().unwrap();
    let warning = office.ann.churn().list(None, None).unwrap().items.remove(0).id;
    office.ann.churn().defer(warning, "电话回访".into(), None).unwrap();
    assert_eq!(allowed(&office.ann, Entity::WARNING, warning), ["churn.defer", "churn.confirm"]);
    office.integration.sales().push_orders(vec![new_order("A1", "C1", "2026-09-04", 2)], None).unwrap();
    // META-1: the confirmation would find that the customer is quiet no more, and be refused (CHURN-2).
    assert_eq!(allowed(&office.ann, Entity::WARNING, warning), ["churn.defer"]);
    assert_eq!(refused(office.ann.churn().confirm(warning, "无".into(), None)), "illegal_transition");
}

// META-3, SETUP-1: the form of a document of each kind; a tree in a document is none again, which would never end.
#[test]
fn the_document_of_every_kind_is_described() {
    let office = Office::new();
    let kinds = office.admin.setup().kinds().unwrap();
    assert!(kinds.len() > 3, "{kinds:?}");
    for kind in kinds {
        let described = office.admin.meta().describe("setup.put".into(), Some(kind.kind.clone())).unwrap();
        let paths: Vec<&str> = described.arguments.iter().map(|field| field.path.as_str()).collect();
        assert!(paths.iter().any(|path| path.starts_with("document.")), "{}: {paths:?}", kind.kind);
        assert!(paths.len() < 200, "{}: {paths:?}", kind.kind);
    }
}

/// A field of an operation's description.
fn field(session: &Session, operation: &str, path: &str) -> FieldDescription {
    let fields = session.meta().describe(operation.into(), None).unwrap().arguments;
    fields.into_iter().find(|f| f.path == path).unwrap_or_else(|| panic!("{operation} has no {path}"))
}

#[test]
fn every_operation_is_described_with_its_fields() {
    let office = Office::new();
    let all = office.ann.meta().operations().unwrap();
    // META-3: for every operation.
    let names: Vec<&str> = all.iter().map(|d| d.name.as_str()).collect();
    assert_eq!(names, Operation::all().map(|o| o.name).collect::<Vec<_>>());
    for (described, operation) in all.iter().zip(Operation::all()) {
        // META-3: whether a person should confirm first: deletes.
        let removes = ["delete", "remove"].iter().any(|word| operation.short_name().starts_with(word));
        assert!(described.confirm || !removes, "{} is not confirmed", operation.name);
        // META-3: an argument is required unless the call may leave it out.
        let top: BTreeMap<&str, bool> = described
            .arguments
            .iter()
            .filter(|f| !f.path.contains('.'))
            .map(|f| (f.path.trim_end_matches("[]"), f.required))
            .collect();
        let declared: BTreeMap<&str, bool> =
            operation.arguments.iter().map(|a| (a.name(), !a.optional && !matches!(a.ty, Type::Optional(_)))).collect();
        assert_eq!(top, declared, "{}", operation.name);
        for field in &described.arguments {
            let place = format!("{} {}", operation.name, field.path);
            assert!(!field.kind.is_empty() && !field.label.is_empty(), "{place}");
            // META-3: every text has a limit.
            assert!(field.kind != "text" || field.max_length.is_some(), "{place} has no longest text");
            // META-3: a default is one of the field's values, and the field need not be given then.
            if let Some(default) = &field.default_value {
                let default: Value = serde_json::from_str(default).unwrap();
                assert!(!field.required, "{place}");
                let number = default.as_i64();
                assert!(number.is_none() || number >= field.minimum && number <= field.maximum, "{place}: {default}");
            }
        }
        assert_eq!(described.permitted, operation.public || operation.roles().any(|r| r == "account_manager"));
        // One operation alone is told the same, with the choices of the dictionary beside it.
        let mut alone = office.ann.meta().describe(operation.name.into(), None).unwrap();
        for (field, short) in alone.arguments.iter_mut().zip(&described.arguments) {
            assert_eq!(field.category.is_some(), field.choices != short.choices, "{} {}", operation.name, field.path);
            field.choices.clone_from(&short.choices);
        }
        assert_eq!(&alone, described);
    }
}

#[test]
fn fields_are_described_with_type_limits_choices_and_default() {
    let office = Office::new();
    let ann = &office.ann;
    // META-3: required, type, limits.
    let probability = field(ann, "opportunities.create", "new.success_probability");
    assert_eq!((probability.required, probability.kind.as_str()), (true, "integer"));
    assert_eq!((probability.minimum, probability.maximum), (Some(0), Some(100)));
    let description = field(ann, "opportunities.create", "new.description");
    assert_eq!((description.max_length, description.multiline), (Some(20_000), true));
    let quantity = field(ann, "sales.push_orders", "orders[].lines[].quantity");
    assert_eq!((quantity.max_scale, quantity.minimum), (Some(6), Some(-9_000_000_000_000)));
    assert_eq!(field(ann, "sales.push_orders", "orders[]").max_items, Some(10_000));
    let password = field(ann, "users.change_password", "password");
    assert_eq!((password.kind.as_str(), password.min_length, password.max_length), ("secret", Some(8), Some(200)));
    // META-3: choices, of a fixed set and of a dictionary, with labels in the session's language.
    let by = |locale| -> Vec<(String, String)> {
        let session = office.manager.with_locale(locale);
        field(&session, "reports.composition", "by").choices.into_iter().map(|c| (c.value, c.label)).collect()
    };
    assert_eq!(by(Locale::En).len(), 3);
    assert_ne!(by(Locale::En), by(Locale::ZhHans));
    let kinds = field(ann, "tickets.create", "new.kind");
    assert_eq!(kinds.category.as_deref(), Some("ticket_kind"));
    let known = ann.dictionary().choices("ticket_kind".into()).unwrap();
    let known: Vec<_> = known.into_iter().map(|c| (c.id.to_string(), c.item)).collect();
    assert_eq!(kinds.choices.into_iter().map(|c| (c.value, c.label)).collect::<Vec<_>>(), known);
    // META-3: the default.
    for (operation, path, default) in [
        ("opportunities.list", "page.limit", Some("50")),
        ("opportunities.list", "page.count", Some("false")),
        ("opportunities.list", "page.after", None),
        ("changes.since", "limit", Some("1000")),
        ("dictionary.create", "new.editable", Some("true")),
        ("dictionary.list", "filter.editable", None),
        ("reports.composition", "all_customers", Some("false")),
        ("reports.contribution", "filter.statuses[]", Some("[5, 6]")),
        ("imports.products", "options.delimiter", Some("\",\"")),
        ("sales.apply_changes", "changes.more", Some("false")),
        ("customers.create_many", "per_record", Some("false")),
    ] {
        assert_eq!(field(ann, operation, path).default_value.as_deref(), default, "{operation} {path}");
    }
    let schema = Operation::find("opportunities.list").unwrap().to_json();
    assert_eq!(schema["arguments"]["properties"]["page"]["properties"]["limit"]["default"], json!(50));
}

#[test]
fn an_absent_value_is_its_default() {
    let office = Office::new();
    for i in 0..51 {
        office.ann.opportunities().create(new_opportunity(&i.to_string()), None, None).unwrap();
    }
    let list = |page: Option<PageRequest>| office.ann.opportunities().list(None, page, None).unwrap();
    // META-3: what is told of a default is so.
    let said = list(Some(PageRequest { limit: Some(50), count: Some(false), ..Default::default() }));
    assert_eq!(list(None), said);
    assert_eq!(list(Some(PageRequest::default())), said);
    let shipped_and_paid = ContributionFilter { statuses: Some(vec![5, 6]), ..Default::default() };
    let report = |filter| office.manager.reports().contribution(filter, None).unwrap();
    known_customer(&office, "C1");
    let orders = (1..10).map(|status| new_order(&status.to_string(), "C1", "2026-01-05", status)).collect();
    office.integration.sales().push_orders(orders, None).unwrap();
    assert_eq!(report(None), report(Some(shipped_and_paid)));
    let changes = office.admin.changes();
    assert_eq!(changes.since(0, None, None, None).unwrap(), changes.since(0, Some(1_000), None, None).unwrap());
}

#[test]
fn what_a_customer_needs_is_described_as_the_settings_stand() {
    let office = Office::new();
    let required = |operation: &str, prefix: &str| -> BTreeSet<String> {
        let fields = office.ann.meta().describe(operation.into(), None).unwrap().arguments;
        let inner = fields.iter().filter(|f| f.required).filter_map(|f| f.path.strip_prefix(prefix));
        inner.map(str::to_owned).collect()
    };
    let names = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<BTreeSet<_>>();
    let default = ["name", "region", "account_manager", "level", "satisfaction", "credit", "address", "phone"];
    // META-3, CUST-2: the fields that the settings require.
    assert_eq!(required("customers.create", "new."), names(&default));
    assert_eq!(required("customers.create_many", "customers[]."), names(&default));
    let fields = Some(vec!["website".to_owned()]);
    office.admin.settings().update(SettingsUpdate { required_customer_fields: fields, ..Default::default() }).unwrap();
    assert_eq!(required("customers.create", "new."), names(&["name", "website"]));
    // CUST-3: an import may bring incomplete ones, and an update needs none of them by name.
    assert_eq!(required("customers.import_many", "customers[]."), names(&["name"]));
    assert!(required("customers.update", "changes.").is_empty());
}

#[test]
fn a_kind_of_record_that_nobody_knows_is_refused() {
    let office = Office::new();
    for kind in ["unicorn", "", "Opportunity", "opportunity "] {
        // META-1, AUDIT-1: whichever way it is called.
        assert_eq!(invalid(office.ann.meta().allowed(kind.into(), vec![])), ["entity:unknown_value"], "{kind:?}");
        let filter = AuditFilter { entity: Some(kind.into()), ..Default::default() };
        assert_eq!(invalid(office.admin.audit().list(Some(filter), None)), ["entity:unknown_value"], "{kind:?}");
        let arguments = json!({"entity": kind, "ids": []}).to_string();
        assert_eq!(invalid(office.ann.call("meta.allowed", &arguments)), ["entity:unknown_value"], "{kind:?}");
    }
    assert_eq!(invalid(office.ann.call("meta.allowed", r#"{"entity": 7, "ids": []}"#)), ["entity:wrong_type"]);
    for kind in Entity::all() {
        // A kind that no operation is called on allows nothing.
        let answers = office.admin.meta().allowed(kind.clone(), vec![RecordId::default()]).unwrap();
        assert!(kind == "settings" || answers[0].operations.is_empty(), "{kind}");
    }
}
