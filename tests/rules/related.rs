//! OBJ-16: what refers to a record, of any kind: by object and field, a count and the first titles, and never more than the
//! caller's own lists tell.

use std::collections::BTreeSet;

use crm_core::contacts::NewContact;
use crm_core::customers::{CustomerId, NewCustomer};
use crm_core::objects::define::typed_kinds;
use crm_core::objects::shape::Kind;
use crm_core::objects::{RecordKey, Related};
use crm_core::opportunities::NewOpportunity;
use crm_core::roles::{NewRole, ScopeLevel};
use crm_core::tickets::NewTicket;
use crm_core::{Crm, CrmError, PageRequest, RecordId, Session, Tree};
use serde_json::json;

use crate::support::{FixedEnvironment, MORNING, Office, entry, invalid, new_customer, user};

fn key(object: &str, id: impl Into<RecordId>) -> RecordKey {
    RecordKey { object: object.into(), id: id.into() }
}

fn related(session: &Session, object: &str, id: impl Into<RecordId>) -> Vec<Related> {
    session.objects().related(key(object, id), None).unwrap()
}

/// What is told, in short: object, field, count and titles.
fn short(related: &[Related]) -> Vec<String> {
    let told = |one: &Related| {
        let titles: Vec<&str> = one.rows.iter().map(|row| row.title.as_deref().unwrap_or("-")).collect();
        format!("{}.{} {} {}", one.object, one.field, one.count, titles.join("/"))
    };
    related.iter().map(told).collect()
}

fn customer(office: &Office, name: &str, manager: &Session) -> CustomerId {
    let new = NewCustomer { account_manager: manager.user(), ..new_customer(&office.manager, name) };
    office.manager.customers().create(new, None).unwrap().id
}

fn contact(session: &Session, customer: CustomerId, name: &str) {
    let new = NewContact {
        name: Some(name.into()),
        gender: Some(entry(session, "gender", "男")),
        position: Some("工程师".into()),
        office_phone: Some("021-5555 0100".into()),
        ..Default::default()
    };
    session.contacts().create(customer, new, None).unwrap();
}

fn ticket(session: &Session, customer: CustomerId, summary: &str) {
    let kind = entry(session, "ticket_kind", "咨询");
    let new =
        NewTicket { kind, customer, summary: summary.into(), request: "请派人检修".into(), ..Default::default() };
    session.tickets().create(new, None).unwrap();
}

/// A customer of ann's to which something of several kinds refers.
fn office() -> (Office, CustomerId) {
    let office = Office::new();
    office.admin.call("settings.update", r#"{"changes": {"required_customer_fields": []}}"#).unwrap();
    let id = customer(&office, "华东精密", &office.ann);
    for name in ["王工", "李工"] {
        contact(&office.ann, id, name);
    }
    for (session, summary) in [(&office.ann, "轴承异响"), (&office.ben, "漏油"), (&office.ann, "停机")] {
        ticket(session, id, summary);
    }
    (office, id)
}

// OBJ-16: by object and field, in the order of the kinds, the newest first; what nothing refers to is told of nothing.
#[test]
fn what_refers_to_a_record_is_told() {
    let (office, id) = office();
    let other = customer(&office, "华北钢铁", &office.ben);
    ticket(&office.ben, other, "另一家");
    let found = related(&office.manager, "customer", id);
    let mut told = short(&found);
    told.sort();
    assert_eq!(told, ["contact.customer 2 李工/王工", "ticket.customer 3 停机/漏油/轴承异响"]);
    assert!(found.iter().all(|one| one.label == "Customer" && !one.more));
    let chinese = office.manager.with_locale(crm_core::Locale::ZhHans);
    assert!(related(&chinese, "customer", id).iter().all(|one| one.label == "客户"));
    // A person: by each field that an index finds. Who assigned a ticket is left out.
    let mut told = short(&related(&office.admin, "user", user(&office.ann)));
    assert_eq!(told, Vec::<String>::new(), "the administrator lists none of these");
    let role = NewRole { name: "both".into(), grant: Some(["users", "customers", "tickets"].map(Into::into).to_vec()) };
    office.admin.roles().create(role, None).unwrap();
    office.admin.users().set_roles(user(&office.stranger), vec!["both".into()], None).unwrap();
    told.extend(short(&related(&office.stranger, "user", user(&office.ann))));
    told.sort();
    assert_eq!(told, ["customer.account_manager 1 华东精密", "ticket.creator 2 停机/轴承异响"]);
    // An entry of the dictionary is a record too.
    let kind = entry(&office.ann, "ticket_kind", "咨询");
    let role = NewRole { name: "words".into(), grant: Some(["dictionary", "tickets"].map(Into::into).to_vec()) };
    office.admin.roles().create(role, None).unwrap();
    office.admin.users().set_roles(user(&office.stranger), vec!["words".into()], None).unwrap();
    assert_eq!(
        short(&related(&office.stranger, "dictionary_entry", kind)),
        ["ticket.kind 4 另一家/停机/漏油/轴承异响"]
    );
}

// OBJ-16: what is told is the beginning of the list that the caller could ask for.
#[test]
fn each_is_the_beginning_of_a_list() {
    let (office, id) = office();
    let mut compared = 0;
    for session in [&office.manager, &office.ann] {
        for one in session.objects().related(key("customer", id), Some(2)).unwrap() {
            let filter = json!({"field": one.field, "is": id});
            let page = PageRequest { limit: Some(2), count: Some(true), ..Default::default() };
            let list =
                session.objects().list(one.object.clone(), Some(Tree::from(filter)), None, None, Some(page)).unwrap();
            let total = list.total.unwrap();
            assert_eq!((one.count, one.more), (total.count, total.more));
            let titles: Vec<_> = list.items.iter().map(|item| (item.id, Some(item.title.clone()))).collect();
            assert_eq!(one.rows.into_iter().map(|row| (row.id, row.title)).collect::<Vec<_>>(), titles);
            compared += 1;
        }
    }
    assert!(compared >= 4, "{compared}");
}

// OBJ-16: so many titles as are wanted, none too; a count to 1,000 and whether there are more.
#[test]
fn titles_are_few_and_counts_end() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("many.crm");
    let clock = FixedEnvironment::new(MORNING);
    let crm = Crm::options().environment(clock.clone()).open(&file).unwrap();
    let office = Office::staff(crm, clock);
    let id = office.customer().id;
    let fill = |more: i64| {
        let insert = format!(
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {more}) \
             INSERT INTO contacts (uid, customer, name, name_folded, created_at) \
             SELECT randomblob(16), (SELECT max(id) FROM customers), n, n, 0 FROM n"
        );
        rusqlite::Connection::open(&file).unwrap().execute_batch(&insert).unwrap();
    };
    fill(1_000);
    let ask = |rows| office.manager.objects().related(key("customer", id), rows);
    for (rows, wanted) in [(None, 5), (Some(0), 0), (Some(20), 20)] {
        let found = ask(rows).unwrap();
        assert_eq!((found[0].count, found[0].more, found[0].rows.len()), (1_000, false, wanted));
    }
    fill(1);
    let found = ask(Some(1)).unwrap();
    assert_eq!((found[0].count, found[0].more, found[0].rows[0].title.as_deref()), (1_000, true, Some("1")));
    assert_eq!(invalid(ask(Some(21))), ["rows:out_of_range"]);
    assert_eq!(invalid(ask(Some(-1))), ["rows:out_of_range"]);
}

// OBJ-16, OBJ-7: whoever may get the record may ask, by a duty too; of objects that they may not list they hear nothing.
#[test]
fn only_what_may_be_listed_is_told() {
    let (office, id) = office();
    let ask = |session: &Session, object: &str, id: RecordId| session.objects().related(key(object, id), None);
    let refused = CrmError::Forbidden { operation: "customers.get".into(), reason: "no_permission".into() };
    for id in [id.into(), RecordId::default()] {
        assert_eq!(ask(&office.stranger, "customer", id).unwrap_err(), refused);
    }
    let changes = crm_core::customers::CustomerUpdate { account_manager: office.stranger.user(), ..Default::default() };
    office.manager.customers().update(id, changes).unwrap();
    assert_eq!(ask(&office.stranger, "customer", id.into()).unwrap(), []);
    let role = NewRole { name: "desk".into(), grant: Some(vec!["tickets.list".into()]) };
    office.admin.roles().create(role, None).unwrap();
    office.admin.users().set_roles(user(&office.stranger), vec!["desk".into()], None).unwrap();
    assert_eq!(short(&related(&office.stranger, "customer", id)), ["ticket.customer 3 停机/漏油/轴承异响"]);
    // What is no kind is said so, and what is not there.
    assert_eq!(invalid(ask(&office.manager, "nothing", id.into())), ["object:unknown_object"]);
    for (session, object) in [(&office.manager, "customer"), (&office.admin, "user"), (&office.manager, "product")] {
        let gone = ask(session, object, RecordId::default()).unwrap_err();
        assert!(matches!(&gone, CrmError::NotFound { entity, .. } if entity == object), "{gone:?}");
    }
}

// OBJ-16, SCOPE-6: records out of reach are neither counted nor named, by the levels of their own list.
#[test]
fn only_what_is_seen_is_told() {
    let (office, id) = office();
    let mine = NewOpportunity {
        customer_name: "华东精密".into(),
        summary: "数控机床".into(),
        description: "更换".into(),
        ..Default::default()
    };
    office.ann.opportunities().create(mine, None).unwrap();
    let sellers = office.admin.roles().list().unwrap().into_iter().find(|role| role.name == "account_manager").unwrap();
    for (area, level) in [("customers", ScopeLevel::All), ("tickets", ScopeLevel::Own)] {
        office.admin.roles().set_scope(sellers.id, area.into(), level, ScopeLevel::Own, None).unwrap();
    }
    assert!(office.admin.maintenance().rebuild().unwrap().ok);
    let told = |session: &Session| -> Vec<String> {
        short(&related(session, "customer", id)).into_iter().filter(|one| one.starts_with("ticket")).collect()
    };
    assert_eq!(told(&office.manager), ["ticket.customer 3 停机/漏油/轴承异响"]);
    assert_eq!(told(&office.ben), ["ticket.customer 1 漏油"]);
    // A record that is out of reach is not there.
    let level = ScopeLevel::Own;
    office.admin.roles().set_scope(sellers.id, "customers".into(), level, level, None).unwrap();
    assert!(office.admin.maintenance().rebuild().unwrap().ok);
    let refused = office.ben.objects().related(key("customer", id), None).unwrap_err();
    assert_eq!(refused, office.ben.customers().get(id).unwrap_err());
}

// OBJ-16, FIELD-3: a field that is withheld tells nothing of who refers by it, and a title that is withheld is absent or masked.
#[test]
fn what_is_withheld_is_not_told() {
    let (office, id) = office();
    let region = entry(&office.manager, "region", "华东");
    let role = NewRole {
        name: "clerks".into(),
        grant: Some(["customers", "contacts", "dictionary"].map(Into::into).to_vec()),
    };
    let role = office.admin.roles().create(role, None).unwrap();
    office.admin.users().set_roles(user(&office.stranger), vec!["clerks".into()], None).unwrap();
    assert_eq!(short(&related(&office.stranger, "dictionary_entry", region)), ["customer.region 1 华东精密"]);
    for (entity, field, right) in [("customer", "region", "masked"), ("contact", "name", "masked")] {
        let set = json!({"id": role.id, "entity": entity, "field": field, "right": right});
        office.admin.call("roles.set_field", &set.to_string()).unwrap();
    }
    assert_eq!(related(&office.stranger, "dictionary_entry", region), []);
    assert_eq!(short(&related(&office.stranger, "customer", id)), ["contact.customer 2 李****/王****"]);
    let set = json!({"id": role.id, "entity": "contact", "field": "name", "right": "hidden"});
    office.admin.call("roles.set_field", &set.to_string()).unwrap();
    assert_eq!(short(&related(&office.stranger, "customer", id)), ["contact.customer 2 -/-"]);
}

// OBJ-16, VIEW-7: a field is declared to be found by an index where an index begins with it, and nowhere else.
#[test]
fn indexes_are_as_they_are_declared() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("indexed.crm");
    drop(Crm::options().open(&file).unwrap());
    let connection = rusqlite::Connection::open(&file).unwrap();
    let (mut indexed, mut others) = (0, Vec::new());
    for typed in typed_kinds() {
        let object = typed.object;
        let sql = "SELECT i.name FROM pragma_index_list(?) l JOIN pragma_index_info(l.name) i ON i.seqno = 0 WHERE l.partial = 0";
        let mut statement = connection.prepare(sql).unwrap();
        let first = statement.query_map([object.table.as_str()], |row| row.get::<_, String>(0)).unwrap();
        let first: BTreeSet<String> = first.map(Result::unwrap).collect();
        for field in object.fields.iter() {
            let compared = match &field.kind {
                // They are not compared, and the id is every record's.
                Kind::Id | Kind::Text { twin: None } | Kind::Money { currency: Some(_) } => continue,
                Kind::Text { twin: Some(twin) } => twin,
                _ => &field.column,
            };
            let there = first.contains(compared.as_str());
            assert_eq!(field.indexed, there, "{}.{}", object.name, field.name);
            indexed += usize::from(there);
            let refers = field.kind.to().is_some();
            others.extend((refers && !there).then(|| format!("{}.{}", object.name, field.name)));
        }
    }
    assert!(indexed > 25, "{indexed}");
    // What is left out: who did something once, of which nobody asks; and what few have, whose index is of those alone.
    others.sort();
    assert_eq!(
        others,
        [
            "opportunity.assigner",
            "opportunity.department",
            "opportunity.lost_reason",
            "opportunity.pipeline",
            "opportunity.stage",
            "ticket.assigner"
        ]
    );
}
