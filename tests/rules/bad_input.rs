//! BAD: what is wrong with the input is told by field, versions and ids of the caller's keep calls from colliding, and
//! what was confirmed is there after a crash. Garbage for every operation is in `tests/gate`, kills in `tests/faults`.

use crm_core::opportunities::{OpportunityStatus, OpportunityUpdate};
use crm_core::prelude::*;
use crm_core::roles::NewRole;
use crm_core::schema::{FieldInfo, Type};
use crm_core::{Access, Operation};
use serde_json::{Value, json};

use crate::faults::Rehearsing;
use crate::story::{Stage, all};
use crate::support::*;

#[test]
fn numbers_out_of_range_are_told_by_their_field() {
    let office = Office::new();
    let list = |limit: Value| office.ann.call("opportunities.list", &json!({"page": {"limit": limit}}).to_string());
    for limit in [
        json!(0),
        json!(-1),
        json!(10_001),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e30),
        json!(-1e300),
        json!(1_i64 << 40),
    ] {
        // BAD-1: an out-of-range number is its field's error, however far out it is.
        match list(limit.clone()).unwrap_err() {
            CrmError::Invalid { fields } => {
                assert_eq!(fields.len(), 1, "{limit}");
                let told = (fields[0].field.as_str(), fields[0].code.as_str(), fields[0].limit.as_deref());
                assert_eq!(told, ("limit", "out_of_range", Some("1..10000")), "{limit}");
            }
            other => panic!("{limit}: {other}"),
        }
    }
    for limit in [json!(1.5), json!("5"), json!(true), json!([])] {
        assert_eq!(invalid(list(limit.clone())), ["limit:wrong_type"], "{limit}");
    }
    assert!(list(json!(10_000)).is_ok() && list(json!(null)).is_ok());
    for limit in [Some(0), Some(-1), Some(i64::MAX)] {
        let page = PageRequest { limit, ..Default::default() };
        assert_eq!(invalid(office.ann.opportunities().list(None, Some(page), None)), ["limit:out_of_range"]);
    }
    // BAD-1: where a field has no range of its own, the one of whole numbers.
    let huge = format!(r#"{{"id":"{}","version":99999999999999999999}}"#, office.opportunity().id);
    assert_eq!(invalid(office.ann.call("opportunities.delete", &huge)), ["version:out_of_range"]);
}

/// Every integer, text, date … that an operation takes, nested ones too, with a value of the right place but the wrong
/// kind.
fn wrong_kind(ty: &Type) -> Option<Value> {
    Some(match ty.required() {
        Type::Text | Type::Secret | Type::Json => json!(7),
        Type::Integer => json!(u64::MAX),
        Type::Boolean => json!("yes"),
        Type::Decimal => json!("12,50"),
        Type::Date => json!("2026-02-30"),
        Type::Instant => json!("2026-01-31T25:00:00Z"),
        Type::Id(_) => json!("nobody"),
        Type::Bytes => json!("not base64!"),
        Type::Choice(_) | Type::Name(_) => json!("no such value"),
        // Whatever is JSON is a tree.
        Type::Values => json!([7]),
        Type::Tree | Type::Value | Type::Record(_) | Type::List(_) | Type::Optional(_) | Type::Nothing => return None,
    })
}

#[test]
fn what_is_wrong_is_told_by_the_name_of_its_field() {
    let office = Office::new();
    // The engine itself may do everything, but a host has no session of it: an administrator with every permission.
    let every = Operation::all().filter(|o| !o.public).map(|o| o.name.to_owned()).collect();
    office.admin.roles().create(NewRole { name: "everything".into(), grant: Some(every) }, None).unwrap();
    let all = vec!["everything".to_owned(), "system_administrator".to_owned()];
    office.admin.users().set_roles(user(&office.admin), all, None).unwrap();
    let mut tried = 0;
    for operation in Operation::all() {
        let good = crate::samples::arguments(operation);
        for argument in operation.arguments {
            let mut places = Vec::new();
            match argument.ty.required() {
                Type::Record(record) => {
                    places.extend(record.fields.iter().map(|f| (format!("/{}/{}", argument.name(), f.name()), f)));
                }
                _ => places.push((format!("/{}", argument.name()), argument)),
            }
            for (place, field) in places {
                let Some(wrong) = wrong_kind(&field.ty) else { continue };
                let mut arguments = good.clone();
                match arguments.pointer_mut(&place) {
                    Some(value) => *value = wrong,
                    // Samples leave out what contradicts the rest.
                    None => arguments.pointer_mut(place.rsplit_once('/').unwrap().0).unwrap()[field.name()] = wrong,
                }
                let refusal = office.admin.call(operation.name, &arguments.to_string()).unwrap_err();
                // BAD-1: a clear, typed error that names the field, whatever the parser would have said.
                // Of an amount of money that is an argument itself, by where it stands.
                let within = format!("{}.{}", argument.name(), field.name());
                let named = matches!(&refusal, CrmError::Invalid { fields }
                    if fields.iter().any(|f| f.field == field.name() || f.field == within));
                // Whether an open set has a name a rule says, behind the record (PERM-3).
                let behind = matches!(field.ty.required(), Type::Name(_)) && refusal.code() == "not_found";
                assert!(named || behind, "{} {place}: {refusal:?}", operation.name);
                tried += 1;
            }
        }
    }
    assert!(tried > 300, "{tried}");
}

#[test]
fn a_stale_version_is_a_conflict_everywhere() {
    let mut proved = std::collections::BTreeSet::new();
    for story in all().into_iter().filter(|s| !s.json_only) {
        let rehearsing = Rehearsing::new();
        let mut stage = Stage::new(|options| rehearsing.open(options));
        stage.play(&story, |session, operation, arguments| {
            let known = Operation::find(operation).unwrap();
            let mut stale: Value = serde_json::from_str(arguments).unwrap();
            let place = known.arguments.iter().find_map(|a| match a.ty.required() {
                Type::Integer if a.name() == "version" => Some("/version".to_owned()),
                Type::Record(r) if r.fields.iter().any(|f| f.name() == "version") => {
                    Some(format!("/{}/version", a.name()))
                }
                _ => None,
            });
            // What is only read names the version that it wants, and so does what keeps a document of a template.
            let changes = known.access == Access::Write && operation != "templates.render_file";
            if let Some(place) = place.filter(|_| changes)
                && rehearsing.rehearse(session, |session| session.call(operation, arguments)).is_ok()
            {
                let (parent, name) = place.rsplit_once('/').unwrap();
                stale.pointer_mut(parent).unwrap()[name] = json!(4711);
                let outcome = rehearsing.rehearse(session, |session| session.call(operation, &stale.to_string()));
                // A document that is put for the first time has no version to be stale.
                if operation == "setup.put" && matches!(&outcome, Err(CrmError::NotFound { .. })) {
                    return session.call(operation, arguments);
                }
                // BAD-2: an update that names a stale version is a conflict.
                let conflict = matches!(&outcome, Err(CrmError::Conflict { reason, .. }) if reason == "stale_version");
                assert!(conflict, "{} {operation}: {outcome:?}", story.file);
                proved.insert(known.name);
            }
            session.call(operation, arguments)
        });
    }
    let versioned = |o: &&Operation| {
        o.access == Access::Write
            && o.arguments.iter().any(|a| match a.ty.required() {
                Type::Record(record) => record.fields.iter().any(|f| f.name() == "version"),
                _ => a.name() == "version",
            })
    };
    // Its story would need a code of the moment: second_factor.rs proves it.
    proved.insert("second_factor.reset");
    // It names the version of a template, and changes none.
    proved.insert("templates.render_file");
    let unproved: Vec<_> =
        Operation::all().filter(versioned).map(|o| o.name).filter(|name| !proved.contains(name)).collect();
    assert!(unproved.is_empty(), "no story calls {unproved:?}");
    // BAD-2: whatever changes one record can be told its version.
    for operation in Operation::all().filter(|o| o.access == Access::Write && o.whose().is_some()) {
        let creates = operation.arguments.iter().any(|a| matches!(a.ty, Type::Optional(Type::Id(_))));
        // Who works on a record, and to whom it is shown, counts no version of it (SHARE-6).
        let beside = ["collaborators", "shares"].contains(&operation.area) || operation.name == "views.share";
        // A sign-off is decided once, and says so itself (`decided`, APPR-8).
        let once = operation.arguments.iter().any(|a| a.name() == "sign_off");
        assert!(creates || beside || once || versioned(&operation), "{} has no version", operation.name);
    }
}

/// Whether a create takes its record's own id there. A development takes the id of its customer too, but the status of
/// the opportunity tells a repetition.
fn own_id(argument: &FieldInfo) -> bool {
    matches!(argument.ty, Type::Optional(Type::Id(_))) && ["id", "new_id"].contains(&argument.name())
}

/// The arguments with a text or an instant in them changed, where there is one.
fn altered(arguments: &Value) -> Option<Value> {
    let mut other = arguments.clone();
    // With another kind, or another record or form below which it stands, it would be another create; a message is no text.
    let of = |name: &str| ["object", "record", "kind", "form", "message"].contains(&name);
    let arguments = other.as_object_mut()?.iter_mut().filter(|(name, _)| !of(name));
    let new = arguments.map(|(_, v)| v).find_map(|v| match v {
        Value::String(text) if text.parse::<RecordId>().is_err() => Some(text),
        Value::Object(fields) => fields.values_mut().find_map(|v| match v {
            Value::String(text) if text.parse::<RecordId>().is_err() && text.parse::<Date>().is_err() => Some(text),
            _ => None,
        }),
        _ => None,
    })?;
    match new.parse::<Timestamp>() {
        Ok(at) => *new = (at + chrono::TimeDelta::seconds(1)).to_rfc3339(),
        Err(_) => new.push('x'),
    }
    Some(other)
}

#[test]
fn a_create_that_is_repeated_creates_once() {
    let mut proved = std::collections::BTreeSet::new();
    let mut next = 0_u64;
    for story in all().into_iter().filter(|s| !s.json_only) {
        let mut stage = Stage::new(|options| options.open_in_memory().unwrap());
        let admin = stage.sessions["admin"].clone();
        stage.play(&story, |session, operation, arguments| {
            let known = Operation::find(operation).unwrap();
            let mut own: Value = serde_json::from_str(arguments).unwrap();
            let id = known.arguments.iter().find(|a| own_id(a));
            // A document that is replaced is none that is made, nor is a version of a file.
            let replaced = (operation == "setup.put" && own.get("version").is_some())
                || (operation == "files.put" && own.pointer("/new/replaces").is_some());
            let Some(id) = id.filter(|_| !replaced) else { return session.call(operation, arguments) };
            if own.get(id.name()).is_none() {
                next += 1;
                own[id.name()] = json!(format!("0195b5e2-7f00-7000-9000-{next:012x}"));
            }
            let first = session.call(operation, &own.to_string());
            // A message that came before makes nothing, whatever its id.
            let repeats = |told: &String| operation == "capture.email" && told.contains("\"repeated\"");
            if first.as_ref().is_ok_and(|told| !repeats(told)) {
                let changes = || admin.changes().latest().map_or(0, |latest| latest.sequence);
                let before = changes();
                // BAD-2: repeated with equal arguments it returns the record that is there …
                let again = session.call(operation, &own.to_string());
                // … but to who made it and does not see it any more it is not there (SCOPE-8) …
                let unseen = matches!(&again, Err(CrmError::NotFound { .. })) && story.rules.contains(&"SCOPE-8".into());
                if !unseen {
                    assert_eq!(again, first, "{} {operation}", story.file);
                }
                // BAD-2: … with other arguments it is a conflict …
                // What is said of duplicates is none of them (DUP-6).
                let mut without = own.clone();
                without.as_object_mut().unwrap().remove("duplicates");
                if let Some(other) = altered(&without) {
                    let outcome = session.call(operation, &other.to_string());
                    let taken = matches!(&outcome, Err(CrmError::Conflict { reason, .. }) if reason == "id_taken");
                    // Who may merge is asked before, of the records that are named: others may be none of theirs.
                    let asked = operation == "merges.apply" && matches!(&outcome, Err(CrmError::Forbidden { .. }));
                    assert!(taken || asked, "{} {operation} {other}: {outcome:?}", story.file);
                    proved.insert(known.name);
                }
                // BAD-2: … and only a UUID of version 7 will do.
                let mut fourth = own.clone();
                fourth[id.name()] = json!("0195b5e2-7f00-4000-9000-000000000001");
                let outcome = session.call(operation, &fourth.to_string());
                let refused = matches!(&outcome, Err(CrmError::Invalid { fields }) if fields.iter().any(|f| f.code == "not_uuid_v7"));
                // Who may merge is asked of the records, which are one by now, before an id is looked at.
                let refused = refused || operation == "merges.apply" && outcome.is_err();
                // A document is found by its name: another id than its own is another's. An activity becomes one interaction,
                // and a record has one request, whatever its id.
                let conflicts = |with: &str| matches!(&outcome, Err(CrmError::Conflict { reason, .. }) if reason == with);
                let named = operation == "setup.put" && conflicts("id_taken")
                    || operation == "interactions.create" && conflicts("already_recorded")
                    || operation == "approvals.submit" && conflicts("in_approval");
                assert!(refused || named, "{} {operation}: {outcome:?}", story.file);
                assert_eq!(before, changes(), "{} {operation} was done twice", story.file);
            }
            first
        });
    }
    let creates = Operation::all().filter(|o| o.arguments.iter().any(own_id));
    let unproved: Vec<_> = creates.map(|o| o.name).filter(|name| !proved.contains(name)).collect();
    assert!(unproved.is_empty(), "no story calls {unproved:?}");
}

#[test]
fn an_update_without_a_version_applies_only_what_it_names() {
    let office = Office::new();
    let o = office.opportunity();
    let change = |changes: OpportunityUpdate| office.ann.opportunities().update(o.id, changes, None).unwrap();
    change(OpportunityUpdate { source: Some("展会".into()), ..Default::default() });
    // BAD-2: named fields only, on the record as it is: the other change stays.
    let after = change(OpportunityUpdate { summary: Some("铣床".into()), ..Default::default() });
    assert_eq!((after.source.as_deref(), after.summary.as_str(), after.version), (Some("展会"), "铣床", 3));
    assert_eq!(after.description, o.description);
}

/// Copies a file of an open database. A process that has it open can't without losing its locks, so another one does.
fn copy(from: &std::path::Path, to: &std::path::Path) {
    if cfg!(unix) {
        assert!(std::process::Command::new("cp").arg(from).arg(to).status().unwrap().success());
    } else {
        std::fs::copy(from, to).unwrap();
    }
}

#[test]
fn what_was_confirmed_is_there_after_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let clock = FixedEnvironment::new(MORNING);
    let office = Office::staff(Crm::options().environment(clock.clone()).open(&file).unwrap(), clock);
    let mut confirmed = Vec::new();
    for round in 0..10 {
        let o = office.assigned();
        office.ben.opportunities().develop(o.id, None, None, None, None).unwrap();
        confirmed.push(o.id);
        // The files as a crash at this moment leaves them: nothing was closed, the log is not merged.
        let after = folder.path().join(format!("crash-{round}.crm"));
        copy(&file, &after);
        copy(&folder.path().join("office.crm-wal"), &folder.path().join(format!("crash-{round}.crm-wal")));
        let crm = Crm::open(&after).unwrap();
        let ann = crm.session(user(&office.ann)).unwrap();
        for id in &confirmed {
            // BAD-3: every operation that returned success is there, all of it.
            let o = ann.opportunities().get(*id).unwrap();
            assert_eq!(o.status, OpportunityStatus::Developed);
            assert_eq!(ann.customers().get(o.customer.unwrap()).unwrap().name, o.customer_name);
        }
        assert!(crm.session(user(&office.admin)).unwrap().maintenance().check().unwrap().ok);
    }
}
