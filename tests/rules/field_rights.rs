//! FIELD: who may read and write which fields of a record. Each path by which a value could come out is in
//! `field_rights_paths.rs`, that nothing comes out otherwise in `field_rights_same.rs`.

use crm_core::audit::AuditFilter;
use crm_core::contacts::NewContact;
use crm_core::customers::{CustomerUpdate, NewCustomer};
use crm_core::prelude::*;
use crm_core::roles::{FieldRight, RoleId, RoleUpdate};
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use serde_json::{Value, json};

use crate::field_world::*;
use crate::support::*;
use crate::watch::watched;

fn role_named(session: &Session, name: &str) -> crm_core::roles::Role {
    session.roles().list().unwrap().into_iter().find(|r| r.name == name).unwrap()
}

#[test]
fn the_widest_right_counts_among_the_roles_that_hold_the_area() {
    let world = World::new(&Values::first());
    let customers: &[&str] = &["customers.get", "contacts.get"];
    world.role_of("masks", customers, &["customer.phone masked", "contact.mobile masked"]);
    world.role_of("hides", customers, &["customer.phone hidden", "contact.mobile hidden"]);
    world.role_of("reads", customers, &["customer.phone read_only"]);
    world.role_of("follows", &["contacts.list"], &[]);
    world.role_of("others", &["tickets.list"], &[]);
    world.role_of("blind", &["tickets.list"], &["customer.phone hidden", "contact.mobile masked"]);
    // FIELD-2: the phone of the customer, and the mobile of its contact, which is of the same area.
    for (roles, phone, mobile) in [
        (&["masks"][..], "138****8000", Some("138****8000")),
        (&["hides"], "", None),
        // The widest.
        (&["masks", "hides"], "138****8000", Some("138****8000")),
        (&["masks", "hides", "reads"], "+86 138-0013-8000", Some("+86 138-0013-8000")),
        // A role that sets nothing, and holds an operation of the area, has the full right; that of another area has none.
        (&["hides", "follows"], "+86 138-0013-8000", Some("+86 138-0013-8000")),
        (&["hides", "others"], "", None),
        (&["masks", "blind"], "138****8000", Some("138****8000")),
        // These see all always.
        (&["hides", "integration"], "+86 138-0013-8000", Some("+86 138-0013-8000")),
        (&["hides", "system_administrator"], "+86 138-0013-8000", Some("+86 138-0013-8000")),
    ] {
        let user = world.hire(&roles.join("+"), roles);
        let customer = user.customers().get(id(CUSTOMER).parse().unwrap()).unwrap();
        assert_eq!(customer.phone.unwrap_or_default(), phone, "{roles:?}");
        let contact = user.contacts().get(id(CONTACT).parse().unwrap()).unwrap();
        assert_eq!(contact.mobile.as_deref(), mobile, "{roles:?}");
    }
    // FIELD-2: by duty alone, all roles count; without any, nothing set means full.
    let admin = &world.office.admin;
    let ann = user(&world.office.ann);
    let by_duty = |roles: &[&str]| {
        admin.users().set_roles(ann, roles.iter().map(|r| (*r).to_owned()).collect(), None).unwrap();
        world.office.ann.customers().get(id(CUSTOMER).parse().unwrap()).unwrap().phone
    };
    assert_eq!(by_duty(&["blind"]), None);
    assert_eq!(by_duty(&["blind", "others"]).as_deref(), Some("+86 138-0013-8000"));
    assert_eq!(by_duty(&[]).as_deref(), Some("+86 138-0013-8000"));
    // FIELD-2: the engine, and jobs, always.
    world.office.integration.jobs().run_due(None).unwrap();
}

#[test]
fn rights_are_set_shown_copied_and_audited() {
    let world = World::new(&Values::first());
    let roles = world.office.admin.roles();
    let set = |id: RoleId, field: &str, right: FieldRight| {
        let (entity, field) = field.split_once('.').unwrap();
        roles.set_field(id, entity.into(), field.into(), right, None)
    };
    let manager = role_named(&world.office.admin, "sales_manager");
    // FIELD-11: built-in roles too, at once; shown by get and list.
    let changed = set(manager.id, "customer.phone", FieldRight::Masked).unwrap();
    assert_eq!((changed.version, changed.fields.len()), (manager.version + 1, 1));
    assert_eq!(roles.get(manager.id).unwrap(), changed);
    assert_eq!(role_named(&world.office.admin, "sales_manager"), changed);
    let phone = |session: &Session| session.customers().get(id(CUSTOMER).parse().unwrap()).unwrap().phone.unwrap();
    assert_eq!(phone(&world.office.manager), "138****8000");
    // Nothing changed: no new version, no row in the audit.
    assert_eq!(set(manager.id, "customer.phone", FieldRight::Masked).unwrap(), changed);
    // SCOPE-5: a copy has them too, and goes its own way.
    let copy = roles.copy(manager.id, "copy".into(), None).unwrap();
    assert_eq!(copy.fields, changed.fields);
    assert!(set(copy.id, "customer.phone", FieldRight::Full).unwrap().fields.is_empty());
    assert_eq!(roles.get(manager.id).unwrap().fields, changed.fields);
    // Granting and renaming leave them, deleting takes them along.
    let narrowed = set(copy.id, "contact.name", FieldRight::ReadOnly).unwrap();
    let update =
        RoleUpdate { name: Some("renamed".into()), grant: Some(vec!["audit.list".into()]), ..Default::default() };
    assert_eq!(roles.update(copy.id, update).unwrap().fields, narrowed.fields);
    roles.delete(copy.id, None).unwrap();
    // FIELD-11: audited as a change of the role.
    let filter = AuditFilter { operation: Some("roles.set_field".into()), ..Default::default() };
    let calls = world.office.admin.audit().list(Some(filter), None).unwrap().items;
    assert_eq!(calls.len(), 3);
    let first = &calls[2].changes[0];
    let after: Value = serde_json::from_str(first.after.as_deref().unwrap()).unwrap();
    let field = json!({"entity": "customer", "field": "phone", "right": "masked"});
    assert_eq!(after, json!({"version": changed.version, "fields": [field]}));
    // FIELD-1, FIELD-11: not of what is never withheld, nor of the two roles that see all, nor hidden what must be there.
    for field in ["customer.name", "customer.id", "ticket.summary", "opportunity.customer_name", "user.phone", "x.y"] {
        let refused = set(manager.id, field, FieldRight::Hidden);
        let expected = if field == "x.y" { "entity:unknown_value" } else { "field:not_confidential" };
        assert!(invalid(refused).contains(&expected.to_owned()), "{field}");
    }
    for field in ["interaction.place", "interaction.summary", "interaction.details", "opportunity.description"] {
        assert_eq!(invalid(set(manager.id, field, FieldRight::Hidden)), ["right:not_hideable"], "{field}");
        set(manager.id, field, FieldRight::Masked).unwrap();
    }
    for role in ["system_administrator", "integration"] {
        let role = role_named(&world.office.admin, role);
        match set(role.id, "customer.phone", FieldRight::Hidden).unwrap_err() {
            CrmError::Conflict { reason, .. } => assert_eq!(reason, "always_full"),
            other => panic!("{other}"),
        }
    }
    assert_eq!(refused(set(RoleId::default(), "customer.phone", FieldRight::Hidden)), "not_found");
    let stale = roles.set_field(manager.id, "customer".into(), "fax".into(), FieldRight::Hidden, Some(1));
    assert_eq!(refused(stale), "conflict");
    for (name, session) in world.office.everyone().into_iter().filter(|(name, _)| *name != "admin") {
        let refused_set =
            session.roles().set_field(manager.id, "customer".into(), "phone".into(), FieldRight::Full, None);
        assert_eq!(refused(refused_set), "forbidden", "{name}");
    }
}

#[test]
fn what_may_not_be_written_is_not_demanded() {
    let world = World::new(&Values::first());
    let name = "clerk";
    let rights =
        ["customer.phone read_only", "customer.credit hidden", "contact.office_phone masked", "contact.gender hidden"];
    world.role(name, &[], &rights);
    let clerk = world.hire(name, &[name]);
    let ann = &world.office.ann;
    // FIELD-7: phone and credit are required of customers, and not of who may not write them.
    let whole = new_customer(ann, "华北");
    let new = NewCustomer { phone: None, credit: None, ..whole.clone() };
    assert_eq!(invalid(ann.customers().create(new.clone(), None, None)), ["credit:required", "phone:required"]);
    let made = clerk.customers().create(new.clone(), None, None).unwrap();
    assert_eq!((made.complete, made.withheld), (false, vec!["credit".to_owned()]));
    // FIELD-6: but a value for them is refused, and what else is missing is told beside.
    let given = NewCustomer { level: None, ..whole };
    assert_eq!(
        invalid(clerk.customers().create(given, None, None)),
        ["credit:not_writable", "phone:not_writable", "level:required"]
    );
    // FIELD-7: an update is not refused for them either.
    let changes = CustomerUpdate { website: Some("example.com".into()), ..Default::default() };
    assert!(!clerk.customers().update(made.id, changes.clone(), None).unwrap().complete);
    assert_eq!(invalid(ann.customers().update(made.id, changes, None)), ["credit:required", "phone:required"]);
    // FIELD-7, FIELD-3: a batch tells what a customer lacks, but not of what is hidden.
    let batch = clerk.customers().create_many(vec![new], None, None, None).unwrap();
    assert_eq!(batch.records[0].lacks, ["phone"]);
    // FIELD-7: a contact is incomplete without them, FIELD-6 as before.
    let contact = NewContact { name: Some("李雷".into()), position: Some("经理".into()), ..Default::default() };
    assert_eq!(
        invalid(ann.contacts().create(id(CUSTOMER).parse().unwrap(), contact.clone(), None, None)),
        ["gender:required", "office_phone:required"]
    );
    let made = clerk.contacts().create(id(CUSTOMER).parse().unwrap(), contact.clone(), None, None).unwrap();
    assert_eq!(
        (made.office_phone, made.gender, made.withheld),
        (None, None, vec!["gender".into(), "office_phone".into()])
    );
    let nameless = NewContact { name: None, office_phone: Some("1".into()), ..contact };
    assert_eq!(
        invalid(clerk.contacts().create(id(CUSTOMER).parse().unwrap(), nameless, None, None)),
        ["office_phone:not_writable", "name:required"]
    );
    // FIELD-7: nothing else can be incomplete; the form says that the call is refused.
    world.role(
        "dumb",
        &["tickets"],
        &["ticket.request read_only", "interaction.place masked", "ticket.handling hidden"],
    );
    let dumb = world.hire("dumb", &["dumb"]);
    let kind = entry(ann, "ticket_kind", "咨询").to_string();
    let new = json!({"new": {"kind": kind, "summary": "s", "customer": id(CUSTOMER), "request": "r"}});
    assert_eq!(invalid(dumb.call("tickets.create", &new.to_string())), ["request:not_writable"]);
    let form = dumb.meta().describe("tickets.create".into(), None).unwrap();
    let field = form.arguments.iter().find(|f| f.path == "new.request").unwrap();
    assert_eq!((field.required, field.right), (true, FieldRight::ReadOnly));
    let form = dumb.meta().describe("tickets.handle".into(), None).unwrap();
    let field = form.arguments.iter().find(|f| f.path == "handling").unwrap();
    assert_eq!((field.required, field.right), (true, FieldRight::Hidden));
    // FIELD-10: of a customer or a contact, what may not be written is not required.
    let required = |form: &str| -> Vec<String> {
        let form = clerk.meta().describe(form.into(), None).unwrap();
        form.arguments.into_iter().filter(|f| f.required && f.path.starts_with("new.")).map(|f| f.path).collect()
    };
    assert_eq!(required("contacts.create"), ["new.name", "new.position"]);
    assert!(!required("customers.create").contains(&"new.phone".to_owned()));
    assert!(required("customers.create").contains(&"new.address".to_owned()));
}

#[test]
fn nobody_finds_out_what_is_taken() {
    let world = World::new(&Values::first());
    world.role("clerk", &[], &["customer.external_id hidden"]);
    let clerk = world.hire("clerk", &["clerk"]);
    let new = |key: &str| NewCustomer { external_id: Some(key.into()), ..new_customer(&world.office.ann, "新") };
    // FIELD-8: whoever may write it hears that it is taken, and not whose.
    let taken = world.office.ann.customers().create(new("C1"), None, None).unwrap_err();
    assert_eq!(taken.fields()[0].code, "not_unique");
    assert_eq!(taken.fields()[0].detail, "is taken");
    // FIELD-6, FIELD-8: whoever may not hears the same of every value.
    let [taken, free] = ["C1", "nobody's"].map(|key| clerk.customers().create(new(key), None, None).unwrap_err());
    assert_eq!(taken, free);
    assert_eq!(taken.fields().iter().map(|f| f.code.as_str()).collect::<Vec<_>>(), ["not_writable"]);
}

#[test]
fn what_shows_the_whole_database_needs_every_field() {
    let world = World::new(&Values::first());
    let grant = ["changes", "maintenance"];
    world.role("clerk", &grant, &["interaction.place masked"]);
    world.role("reader", &grant, &["customer.phone read_only"]);
    let (clerk, reader) = (world.hire("clerk", &["clerk"]), world.hire("reader", &["reader"]));
    let reason = |refusal: CrmError| match refusal {
        CrmError::Forbidden { reason, .. } => reason,
        other => panic!("{other}"),
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copy.crm").to_string_lossy().into_owned();
    // SCOPE-13: changes, backups, and what a check finds in the books, are told to who reads every field.
    assert_eq!(reason(clerk.changes().latest().unwrap_err()), "out_of_scope");
    assert_eq!(reason(clerk.changes().since(0, None, None, None).unwrap_err()), "out_of_scope");
    assert_eq!(reason(clerk.wait_changes(0, std::time::Duration::ZERO).unwrap_err()), "out_of_scope");
    assert_eq!(reason(clerk.maintenance().backup(file.clone()).unwrap_err()), "out_of_scope");
    assert_eq!(reason(clerk.maintenance().check().unwrap_err()), "out_of_scope");
    assert_eq!(reason(clerk.maintenance().rebuild().unwrap_err()), "out_of_scope");
    assert!(!std::path::Path::new(&file).exists());
    assert!(reader.changes().latest().unwrap().sequence > 0);
    assert!(reader.changes().since(0, None, None, None).is_ok());
    assert!(reader.maintenance().check().unwrap().ok);
}

#[test]
fn reports_do_without_or_are_refused() {
    let world = World::new(&Values::first());
    let report = json!({"id": id(REPORT)});
    world.role("no totals", &[], &["order.total masked"]);
    world.role("no credit", &[], &["customer.credit hidden", "warning.reason masked"]);
    let (no_totals, no_credit) = (world.hire("a", &["no totals"]), world.hire("b", &["no credit"]));
    // FIELD-5: contribution, whose order it is, can't do without the totals, wherever it stands.
    let period = json!({"new": {"period_from": "2026-01-01", "period_to": "2026-12-31"}});
    for (operation, arguments) in [
        ("reports.contribution", json!({})),
        ("reports.get_submitted", report.clone()),
        ("reports.submit", period.clone()),
    ] {
        match no_totals.call(operation, &arguments.to_string()).unwrap_err() {
            CrmError::Forbidden { reason, .. } => assert_eq!(reason, "field", "{operation}"),
            other => panic!("{operation}: {other}"),
        }
    }
    assert_eq!(answer(&no_totals, "reports.submitted", json!({}))["items"].as_array().unwrap().len(), 1);
    // FIELD-5: of the compositions, that by what is not read is absent and named; what was submitted stays whole.
    for read in
        [answer(&no_credit, "reports.get_submitted", report.clone()), answer(&no_credit, "reports.submit", period)]
    {
        let by: Vec<&str> =
            read["content"]["composition"].as_array().unwrap().iter().map(|c| c["by"].as_str().unwrap()).collect();
        assert_eq!(by, ["level", "satisfaction"]);
        assert_eq!(read["content"]["withheld"], json!(["composition"]));
        assert_eq!(read["content"]["churn"][0]["reason"], "****");
        let whole = answer(&world.office.manager, "reports.get_submitted", json!({"id": read["id"]}));
        assert_eq!(whole["content"]["composition"].as_array().unwrap().len(), 3);
        assert!(whole["content"].get("withheld").is_none());
        assert_eq!(whole["content"]["churn"][0]["reason"], "一切都好");
    }
    // FIELD-5, FIELD-10: neither asked nor offered.
    let by = |by: &str| no_credit.call("reports.composition", &json!({"by": by}).to_string());
    assert_eq!(invalid(by("credit")), ["by:not_readable"]);
    assert!(by("level").is_ok());
    let form = no_credit.meta().describe("reports.composition".into(), None).unwrap();
    let offered: Vec<&str> = form.arguments[0].choices.iter().map(|c| c.value.as_str()).collect();
    assert_eq!(offered, ["level", "satisfaction"]);
}

#[test]
fn rights_come_behind_every_other_refusal() {
    let world = World::new(&Values::first());
    let role = world.role_of("clerk", &["customers.get", "customers.update"], &["customer.phone hidden"]);
    let clerk = world.hire("clerk", &["clerk"]);
    let update = |id: String, version: i64| {
        let changes = json!({"phone": "1", "version": version});
        clerk.call("customers.update", &json!({"id": id, "changes": changes}).to_string())
    };
    // PERM-3: permission, not found, version, state, and then fields.
    assert_eq!(refused(clerk.call("customers.list", r#"{"filter": {"credit": 1}}"#)), "forbidden");
    assert_eq!(refused(update(id(99), 1)), "not_found");
    assert_eq!(refused(update(id(CUSTOMER), 77)), "conflict");
    assert_eq!(refused(update(id(QUIET), 2)), "illegal_transition");
    let refusal = update(id(CUSTOMER), 1);
    assert!(invalid(refusal).contains(&"phone:not_writable".to_owned()));
    // FIELD-6: a blank text empties, and is refused like `clear`.
    let blank = json!({"id": id(CUSTOMER), "changes": {"phone": " "}});
    assert!(invalid(clerk.call("customers.update", &blank.to_string())).contains(&"phone:not_writable".to_owned()));
    // FIELD-6: in a batch, per record, under the record's name.
    world
        .office
        .admin
        .roles()
        .update(
            role.id,
            RoleUpdate { grant: Some(vec!["customers.create_many".into(), "sales".into()]), ..Default::default() },
        )
        .unwrap();
    let whole = new_customer(&world.office.ann, "华北");
    let batch = vec![NewCustomer { phone: None, ..whole.clone() }, whole];
    let result = clerk.customers().create_many(batch.clone(), Some(true), None, None).unwrap();
    assert_eq!((result.created, result.refused), (1, 1));
    assert_eq!(result.records[1].errors[0].code, "not_writable");
    assert_eq!(invalid(clerk.customers().create_many(batch, None, None, None)), ["customers[1].phone:not_writable"]);
    // FIELD-6: what takes the place of an order empties what it does not name.
    world.set(&role, &["order.delivery_address masked"]);
    let order = new_order("SO-9", "C1", "2026-03-02", 5);
    assert_eq!(invalid(clerk.sales().push_orders(vec![order], None)), ["orders[0].delivery_address:not_writable"]);
}

#[test]
fn a_database_without_rights_pays_nothing_and_shows_nothing() {
    let (storage, seen) = watched(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
    let clock = FixedEnvironment::new(MORNING);
    let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
    let office = Office::staff(crm, clock);
    let customer = office.customer();
    let get = |session: &Session| {
        seen.take();
        let shown = answer(session, "customers.get", json!({"id": customer.id}));
        (shown, seen.take_counted().into_iter().filter(|(sql, _)| !sql.starts_with("PRAGMA")).collect::<Vec<_>>())
    };
    let (shown, statements) = get(&office.manager);
    // FIELD-3: no answer is longer for what is not withheld.
    assert!(shown.get("withheld").is_none());
    let roles = office.admin.roles();
    let set = |role: &str, right| {
        let role = role_named(&office.admin, role);
        roles.set_field(role.id, "customer".into(), "fax".into(), right, None).unwrap();
    };
    // Rights of roles that the user does not hold cost nothing; those of one that they hold three statements: what is withheld
    // at all, which fields, and what pools hide.
    set("account_manager", FieldRight::Hidden);
    assert_eq!(get(&office.manager).1, statements);
    set("sales_manager", FieldRight::Hidden);
    let (_, more) = get(&office.manager);
    assert_eq!(more.len(), statements.len() + 3, "{more:?}");
    // From then on whether anything is withheld is asked with the rest.
    let (_, more) = get(&office.manager);
    assert_eq!(more.len(), statements.len() + 2, "{more:?}");
    // FIELD-2: taken back, or with other roles, all is as before, once that was found.
    set("sales_manager", FieldRight::Full);
    assert_eq!(get(&office.manager).1.len(), statements.len());
    assert_eq!(get(&office.manager).1, statements);
}

#[test]
fn whom_rights_limit_is_noted_and_compared() {
    let filled = crate::fill::Filled::new();
    let admin = &filled.office.admin;
    let noted = || -> Vec<String> {
        let mut query = filled.raw.prepare("SELECT login FROM users WHERE limited = 1 ORDER BY login").unwrap();
        query.query_map([], |row| row.get(0)).unwrap().map(|login| login.unwrap()).collect()
    };
    let role = role_named(admin, "account_manager");
    let set = |right| admin.roles().set_field(role.id, "customer".into(), "fax".into(), right, None).unwrap();
    set(FieldRight::Hidden);
    assert_eq!(noted(), ["ann", "ben"]);
    // FIELD-2: whoever gets the role, a new user too, is noted, and whoever loses it is not.
    let roles = |roles: &[&str]| roles.iter().map(|role| (*role).to_owned()).collect::<Vec<_>>();
    admin.users().set_roles(user(&filled.office.ben), roles(&["executive"]), None).unwrap();
    admin.users().set_roles(user(&filled.office.stranger), roles(&["executive", "account_manager"]), None).unwrap();
    let new = crm_core::users::NewUser {
        login: "new".into(),
        display_name: "新".into(),
        roles: Some(roles(&["account_manager"])),
        ..Default::default()
    };
    admin.users().create(new, None).unwrap();
    assert_eq!(noted(), ["ann", "new", "stranger"]);
    assert!(admin.maintenance().check().unwrap().ok);
    // MAINT-1: what is noted wrongly is found, and put right.
    filled.raw.execute("UPDATE users SET limited = 1 - limited WHERE login IN ('ann', 'ben')", []).unwrap();
    let found = admin.maintenance().check().unwrap().findings;
    assert_eq!(found, ["2 users are wrong about whether their roles limit fields"]);
    assert!(admin.maintenance().rebuild().unwrap().ok);
    assert_eq!(noted(), ["ann", "new", "stranger"]);
    set(FieldRight::Full);
    assert_eq!(noted(), Vec::<String>::new());
}
