//! VIEW: kept questions, asked as a list or a table is, with values for their parameters.

use crm_core::departments::{Department, NewDepartment};
use crm_core::objects::{ObjectPage, ObjectTable};
use crm_core::roles::{FieldRight, NewRole};
use crm_core::users::{NewUser, UserUpdate};
use crm_core::views::{MAX_DEFINITION, MAX_SHARED, MAX_VIEWS, NewView, View, ViewId, ViewShares, ViewUpdate};
use crm_core::{CrmError, ObjectRef, Result, Session, Value, Values};
use serde_json::{Value as Json, json};

use crate::support::*;

pub(crate) fn keep(session: &Session, name: &str, definition: Json) -> Result<View> {
    session.views().create(NewView { name: name.into(), definition: definition.into() }, None)
}

fn id(view: &View) -> ViewId {
    view.id.expect("a person's view")
}

fn rows(session: &Session, view: &View, parameters: Json) -> Result<ObjectPage> {
    session.views().rows(id(view).to_string(), given(parameters), None)
}

fn table(session: &Session, view: &View, parameters: Json) -> Result<ObjectTable> {
    session.views().table(id(view).to_string(), given(parameters))
}

fn given(parameters: Json) -> Option<Values> {
    Some(serde_json::from_value(parameters).unwrap())
}

fn titles(page: Result<ObjectPage>) -> Vec<String> {
    page.unwrap().items.into_iter().map(|record| record.title).collect()
}

fn shares(everybody: bool, roles: &[&str], departments: &[&Department]) -> ViewShares {
    ViewShares {
        everybody,
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        departments: departments.iter().map(|department| department.id).collect(),
    }
}

fn department(office: &Office, name: &str, parent: Option<&Department>) -> Department {
    let new = NewDepartment { name: name.into(), parent: parent.map(|d| d.id), ..Default::default() };
    office.admin.departments().create(new, None).unwrap()
}

fn names(session: &Session) -> Vec<String> {
    session.views().list(None).unwrap().into_iter().map(|view| view.name).collect()
}

fn reason<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result.expect_err("should have been refused") {
        CrmError::Conflict { reason, .. } | CrmError::Forbidden { reason, .. } => reason,
        other => other.code().into(),
    }
}

// VIEW-1: a view is kept with a name among one's own, and asked as the list that it describes.
#[test]
fn a_view_is_a_kept_question() {
    let office = Office::new();
    for name in ["乙机械", "甲机械", "丙船舶"] {
        office.ann.customers().create(new_customer(&office.ann, name), None, None).unwrap();
    }
    let definition = json!({
        "of": "customer", "filter": {"field": "name", "contains": "机械"},
        "columns": ["name", "account_manager.display_name"], "sort": ["-name"],
    });
    let view = keep(&office.ann, "  机械客户 ", definition.clone()).unwrap();
    assert_eq!(
        (view.name.as_str(), view.version, view.object.as_str(), view.broken),
        ("机械客户", 1, "customer", false)
    );
    assert_eq!(view.definition.to_string(), definition.to_string());
    assert_eq!(view.owner.as_ref().map(|owner| owner.id), office.ann.user());
    assert_eq!(view.shares, ViewShares::default());

    let found = rows(&office.ann, &view, json!({})).unwrap();
    let listed = office.ann.objects().list(
        "customer".into(),
        Some(definition["filter"].clone().into()),
        Some(vec!["-name".into()]),
        Some(vec!["name".into(), "account_manager.display_name".into()]),
        None,
    );
    assert_eq!(found, listed.unwrap());
    assert_eq!(found.items.len(), 2);
    // Without columns it shows every own field, as the list does.
    let all = keep(&office.ann, "全部", json!({"of": "customer"})).unwrap();
    let listed = office.ann.objects().list("customer".into(), None, None, None, None).unwrap();
    assert_eq!(rows(&office.ann, &all, json!({})).unwrap(), listed);

    assert_eq!(invalid(keep(&office.ann, "机械客户", json!({"of": "customer"}))), ["name:not_unique"]);
    keep(&office.ben, "机械客户", json!({"of": "ticket"})).unwrap();
    assert_eq!(names(&office.ann), ["全部", "机械客户"]);
    assert_eq!(office.ann.views().list(Some("ticket".into())).unwrap(), []);
    assert_eq!(office.ben.views().list(Some("ticket".into())).unwrap().len(), 1);
}

// VIEW-1: a page goes on, and what is asked anew is asked of the same rows.
#[test]
fn rows_come_by_pages() {
    let office = Office::new();
    for at in 0..5 {
        office.ann.customers().create(new_customer(&office.ann, &format!("客户{at}")), None, None).unwrap();
    }
    let view = keep(&office.ann, "全部", json!({"of": "customer", "sort": ["name"]})).unwrap();
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = crm_core::PageRequest { limit: Some(2), after, count: None };
        let page = office.ann.views().rows(id(&view).to_string(), None, Some(page)).unwrap();
        found.extend(page.items.into_iter().map(|record| record.title));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(found, ["客户0", "客户1", "客户2", "客户3", "客户4"]);
}

// VIEW-1, VIEW-3, VIEW-4: all that is wrong with a definition is told when it is kept, by paths inside it.
#[test]
fn a_definition_is_judged_when_it_is_kept() {
    let office = Office::new();
    let wrong = |definition: Json| invalid(keep(&office.ann, "视图", definition));
    assert_eq!(wrong(json!([])), ["definition:type"]);
    assert_eq!(wrong(json!({"columns": ["name"]})), ["definition.of:required"]);
    assert_eq!(wrong(json!({"of": "planet"})), ["definition.of:unknown_object"]);
    let several = json!({
        "of": "customer", "size": 3, "parameters": {"kind": "choice", "of": "planet", "day": "date"},
        "filter": {"and": [{"field": "nmae", "is": "x"}, {"field": "name", "is": {"parameter": "day"}}]},
        "columns": ["name.x"], "sort": ["-phone"],
    });
    assert_eq!(
        wrong(several),
        [
            "definition.size:unknown_field",
            "definition.parameters.kind:type",
            "definition.parameters.of:unknown_type",
            "definition.filter.and[0].field:unknown_field",
            "definition.filter.and[1].is:type",
            "definition.columns[0]:type",
            "definition.sort[0]:not_searchable",
        ]
    );
    assert_eq!(wrong(json!({"of": "customer", "group": ["status"]})), ["definition.measures:required"]);
    let table = json!({"of": "customer", "columns": ["name"], "measures": [{"sum": "name"}], "sort": ["count"]});
    assert_eq!(
        wrong(table),
        ["definition.columns:not_here", "definition.measures[0].sum:type", "definition.sort[0]:unknown_field"]
    );
    let long = "长".repeat(MAX_DEFINITION);
    assert_eq!(wrong(json!({"of": "customer", "filter": {"field": "name", "is": long}})), ["definition:too_large"]);
    assert!(names(&office.ann).is_empty());
}

// VIEW-3: every parameter must be given, by its type, and no other.
#[test]
fn parameters_are_given_by_their_types() {
    let office = Office::new();
    let new = crm_core::customers::NewCustomer { satisfaction: Some(4), ..new_customer(&office.ann, "华东精密") };
    let customer = office.ann.customers().create(new, None, None).unwrap();
    let one = |ty: &str, field: &str, op: &str| {
        let filter = json!({"field": field, op: {"parameter": "x"}});
        keep(
            &office.ann,
            &format!("{field} {op} {ty}"),
            json!({"of": "customer", "parameters": {"x": ty}, "filter": filter}),
        )
        .unwrap()
    };
    let fits = [
        ("text", "name", "is", json!("华东精密"), json!("华")),
        ("boolean", "complete", "is", json!(customer.complete), json!(!customer.complete)),
        ("integer", "satisfaction", "ge", json!(4), json!(5)),
        ("date", "created_at", "is", json!("2026-03-02"), json!("2026-03-03")),
        ("instant", "created_at", "le", json!("2026-03-02T01:00:00Z"), json!("2026-03-02T00:59:59Z")),
        ("user", "account_manager", "is", json!(user(&office.ann)), json!(user(&office.ben))),
        ("customer", "id", "is", json!(customer.id), json!("0195b5e2-7f00-7000-8000-00000000abcd")),
    ];
    for (at, (ty, field, op, yes, no)) in fits.into_iter().enumerate() {
        let definition =
            json!({"of": "customer", "parameters": {"x": ty}, "filter": {"field": field, op: {"parameter": "x"}}});
        let view = keep(&office.ann, &format!("视图 {at}"), definition).unwrap();
        assert_eq!(titles(rows(&office.ann, &view, json!({"x": yes}))), ["华东精密"], "{ty}");
        assert_eq!(titles(rows(&office.ann, &view, json!({"x": no}))), [""; 0], "{ty}");
        let wrong = invalid(rows(&office.ann, &view, json!({"x": {"object": "ticket", "id": customer.id}})));
        assert_eq!(wrong, ["parameters.x:type"], "{ty}");
        assert_eq!(invalid(rows(&office.ann, &view, json!({}))), ["parameters.x:required"]);
        assert_eq!(invalid(office.ann.views().rows(id(&view).to_string(), None, None)), ["parameters.x:required"]);
    }
    // A host in Rust gives them as what they are.
    let view = one("user", "account_manager", "is");
    let ann = ObjectRef { object: "user".into(), id: user(&office.ann).into(), title: None };
    let values: Values = [("x", Value::Record(ann))].into_iter().collect();
    assert_eq!(titles(office.ann.views().rows(id(&view).to_string(), Some(values), None)), ["华东精密"]);
    let view = one("date", "created_at", "ge");
    let values: Values = [("x", Value::Date(date("2026-03-02")))].into_iter().collect();
    assert_eq!(titles(office.ann.views().rows(id(&view).to_string(), Some(values), None)), ["华东精密"]);
    // All that is wrong at once; what fits its own type and not the field's is told there too.
    let wrong = invalid(rows(&office.ann, &view, json!({"x": 7, "y": 1})));
    assert_eq!(wrong, ["parameters.x:type", "parameters.y:unknown_parameter"]);
    let many: Values = (0..201).map(|at| (format!("p{at}"), Value::Null)).collect();
    assert_eq!(invalid(office.ann.views().rows(id(&view).to_string(), Some(many), None)), ["parameters:too_many"]);
}

// VIEW-4: a view with measures is a table, and neither is asked as the other.
#[test]
fn a_table_is_asked_as_one() {
    let office = Office::new();
    for name in ["甲", "乙"] {
        office.ann.customers().create(new_customer(&office.ann, name), None, None).unwrap();
    }
    let definition = json!({
        "of": "customer", "parameters": {"since": "date"},
        "filter": {"field": "created_at", "ge": {"parameter": "since"}},
        "group": ["status", {"field": "created_at", "by": "month"}], "measures": [{"count": true}], "sort": ["-count"],
    });
    let view = keep(&office.ann, "客户数", definition).unwrap();
    let query = json!({
        "group": ["status", {"field": "created_at", "by": "month"}], "measures": [{"count": true}], "sort": ["-count"],
    });
    let asked = office.ann.objects().aggregate("customer".into(), query.into()).unwrap();
    assert_eq!(table(&office.ann, &view, json!({"since": "2026-03-02"})).unwrap(), asked);
    assert_eq!(asked.rows.len(), 1);
    assert_eq!(table(&office.ann, &view, json!({"since": "2026-03-03"})).unwrap().rows.len(), 0);
    assert_eq!(invalid(table(&office.ann, &view, json!({}))), ["parameters.since:required"]);
    assert_eq!(invalid(rows(&office.ann, &view, json!({"since": "2026-03-02"}))), ["view:type"]);
    let list = keep(&office.ann, "客户", json!({"of": "customer"})).unwrap();
    assert_eq!(invalid(table(&office.ann, &list, json!({}))), ["view:type"]);
}

// VIEW-1: whoever asks needs the right to the object's list; each sees their own fields in it.
#[test]
fn each_reader_asks_by_their_own_rights() {
    let office = Office::new();
    office.ann.customers().create(new_customer(&office.ann, "华东精密"), None, None).unwrap();
    let shown = keep(&office.manager, "电话", json!({"of": "customer", "columns": ["name", "phone"]})).unwrap();
    let definition = json!({"of": "customer", "filter": {"field": "satisfaction", "ge": 1}, "sort": ["satisfaction"]});
    let sought = keep(&office.manager, "满意度", definition).unwrap();
    let grouped = json!({"of": "customer", "group": ["satisfaction"], "measures": [{"count": true}]});
    let grouped = keep(&office.manager, "分组", grouped).unwrap();
    let summed = json!({"of": "customer", "measures": [{"count": true}, {"avg": "satisfaction"}]});
    let summed = keep(&office.manager, "平均", summed).unwrap();
    for view in [&shown, &sought, &grouped, &summed] {
        office.manager.views().share(id(view), shares(true, &[], &[])).unwrap();
    }
    // Nobody without the right, though the view is shared with them.
    let error = rows(&office.stranger, &shown, json!({})).unwrap_err();
    let CrmError::Forbidden { operation, reason } = error else { panic!("{error}") };
    assert_eq!((operation.as_str(), reason.as_str()), ("customers.list", "no_permission"));
    assert_eq!(refused(table(&office.stranger, &grouped, json!({}))), "forbidden");

    let role = office.admin.roles().list().unwrap().into_iter().find(|role| role.name == "account_manager").unwrap();
    for field in ["phone", "satisfaction"] {
        let set =
            office.admin.roles().set_field(role.id, crm_core::Entity::CUSTOMER, field.into(), FieldRight::Hidden, None);
        set.unwrap();
    }
    let found = rows(&office.ann, &shown, json!({})).unwrap().items.remove(0);
    assert_eq!((found.values.len(), found.withheld), (1, vec!["phone".to_owned()]));
    let wrong = invalid(rows(&office.ann, &sought, json!({})));
    assert_eq!(wrong, ["view.filter.field:not_readable", "view.sort[0]:not_readable"]);
    assert_eq!(invalid(table(&office.ann, &grouped, json!({}))), ["view.group[0]:not_readable"]);
    let left = table(&office.ann, &summed, json!({})).unwrap();
    assert_eq!((left.columns.len(), left.withheld), (1, vec!["satisfaction.avg".to_owned()]));
    // It is no broken one: others ask it.
    assert!(office.ann.views().list(None).unwrap().iter().all(|view| !view.broken));
    assert_eq!(titles(rows(&office.manager, &sought, json!({}))), ["华东精密"]);
}

// VIEW-2: a view is its owner's, until it is shared with a role, a department and those below it, or everybody.
#[test]
fn a_view_is_its_owners_until_it_is_shared() {
    let office = Office::new();
    let (east, west) = (department(&office, "华东", None), department(&office, "华西", None));
    let group = department(&office, "一组", Some(&east));
    let seat = |session: &Session, department: &Department| {
        let changes = UserUpdate { department: Some(department.id), ..Default::default() };
        office.admin.users().update(user(session), changes).unwrap();
    };
    seat(&office.ann, &group);
    seat(&office.ben, &west);
    let view = keep(&office.manager, "客户", json!({"of": "customer"})).unwrap();
    let who = || -> Vec<&str> {
        let may = |session: &Session| rows(session, &view, json!({})).is_ok();
        let seen = |session: &Session| !names(session).is_empty();
        office
            .everyone()
            .into_iter()
            .filter(|(_, s)| seen(s))
            .inspect(|(n, s)| assert_eq!(may(s), ["manager", "ann", "ben"].contains(n), "{n}"))
            .map(|(n, _)| n)
            .collect()
    };
    assert_eq!(who(), ["manager"]);
    assert_eq!(refused(rows(&office.ann, &view, json!({}))), "not_found");
    let share = |with: ViewShares| office.manager.views().share(id(&view), with);
    let after = share(shares(false, &[], &[&east])).unwrap();
    assert_eq!((after.version, after.shares.departments.clone()), (2, vec![east.id]));
    assert_eq!(who(), ["manager", "ann"]);
    share(shares(false, &["executive"], &[&west])).unwrap();
    assert_eq!(who(), ["manager", "ben", "executive"]);
    share(shares(true, &[], &[])).unwrap();
    assert_eq!(who().len(), 7);
    // The same again changes nothing.
    assert_eq!(share(shares(true, &[], &[])).unwrap().version, 4);
    share(ViewShares::default()).unwrap();
    assert_eq!(who(), ["manager"]);
    let wrong = ViewShares { roles: vec!["nobody".into()], departments: vec![Default::default()], everybody: false };
    assert_eq!(invalid(share(wrong)), ["roles[0]:unknown_record", "departments[0]:unknown_record"]);
    // A role or a department that goes takes its share with it.
    let role = office.admin.roles().create(NewRole { name: "客服".into(), ..Default::default() }, None).unwrap();
    share(shares(false, &["客服"], &[&group])).unwrap();
    office.admin.roles().delete(role.id, None).unwrap();
    assert_eq!(office.manager.views().list(None).unwrap()[0].shares, shares(false, &[], &[&group]));
}

// VIEW-2: who reads it does not change it; a system administrator deletes any.
#[test]
fn only_the_owner_changes_a_view() {
    let office = Office::new();
    let view = keep(&office.ann, "客户", json!({"of": "customer"})).unwrap();
    let of_manager = keep(&office.manager, "客户", json!({"of": "customer"})).unwrap();
    office.manager.views().share(id(&of_manager), shares(true, &[], &[])).unwrap();
    let named = |name: &str| ViewUpdate { name: Some(name.into()), ..Default::default() };
    for (name, session) in office.everyone() {
        let (update, share) = match name {
            "manager" => ("done", "done"),
            "admin" => ("not_yours", "not_yours"),
            _ => ("not_yours", "no_permission"),
        };
        let told = |result: Result<View>| result.map_or_else(|refused| reason::<()>(Err(refused)), |_| "done".into());
        assert_eq!(told(session.views().update(id(&of_manager), named("全部"))), update, "{name}");
        assert_eq!(told(session.views().share(id(&of_manager), shares(true, &[], &[]))), share, "{name}");
        if !["manager", "admin"].contains(&name) {
            assert_eq!(reason(session.views().delete(id(&of_manager), None)), "no_permission", "{name}");
        }
    }
    // What is not shared with them is not there for them.
    for (name, session) in office.everyone().into_iter().filter(|(name, _)| !["ann", "admin"].contains(name)) {
        assert_eq!(refused(session.views().update(id(&view), named("全部"))), "not_found", "{name}");
    }
    assert_eq!(refused(office.manager.views().share(id(&view), shares(true, &[], &[]))), "not_found");
    // Sharing needs the permission, though the view is one's own; changing and deleting it does not.
    assert_eq!(reason(office.ann.views().share(id(&view), shares(true, &[], &[]))), "no_permission");
    let changed =
        ViewUpdate { definition: Some(json!({"of": "ticket"}).into()), version: Some(1), ..Default::default() };
    let after = office.ann.views().update(id(&view), changed.clone()).unwrap();
    assert_eq!((after.version, after.object.as_str()), (2, "ticket"));
    assert_eq!(reason(office.ann.views().update(id(&view), changed.clone())), "stale_version");
    // The same again is no change.
    let same = office.ann.views().update(id(&view), ViewUpdate { version: None, ..changed }).unwrap();
    assert_eq!(same, after);
    assert_eq!(
        invalid(
            office
                .ann
                .views()
                .update(id(&view), ViewUpdate { definition: Some(json!({"of": 1}).into()), ..Default::default() })
        ),
        ["definition.of:type"]
    );
    office.ann.views().delete(id(&view), Some(2)).unwrap();
    office.admin.views().delete(id(&of_manager), None).unwrap();
    assert_eq!(refused(office.admin.views().delete(id(&view), None)), "not_found");
    assert!(office.everyone().iter().all(|(_, session)| names(session).is_empty()));
}

// VIEW-2: what a disabled user shared is of who disabled them; what they kept for themselves stays theirs.
#[test]
fn shared_views_go_to_who_disables_their_owner() {
    let office = Office::new();
    let hired = NewUser {
        login: "li".into(),
        display_name: "李".into(),
        roles: Some(vec!["sales_manager".into()]),
        ..Default::default()
    };
    let hired = office.admin.users().create(hired, None).unwrap();
    let li = office.crm.session(hired.id).unwrap();
    let own = keep(&li, "自用", json!({"of": "customer"})).unwrap();
    let shared = keep(&li, "客户", json!({"of": "customer"})).unwrap();
    li.views().share(id(&shared), shares(false, &["account_manager"], &[])).unwrap();
    keep(&office.admin, "客户", json!({"of": "user"})).unwrap();
    office.admin.users().disable(hired.id, None).unwrap();
    let found = office.ann.views().list(None).unwrap().remove(0);
    assert_eq!((found.id, found.name.as_str(), found.version), (shared.id, "客户 (2)", 3));
    assert_eq!(found.owner.as_ref().map(|owner| owner.id), office.admin.user());
    assert_eq!(titles(rows(&office.ann, &found, json!({}))), [""; 0]);
    assert_eq!(names(&office.admin), ["客户", "客户 (2)"]);
    let asked = crm_core::audit::AuditFilter { record: Some(id(&found).into()), ..Default::default() };
    let calls = office.admin.audit().list(Some(asked), None).unwrap().items;
    assert_eq!(calls[0].operation, "users.disable");
    office.admin.users().enable(hired.id, None).unwrap();
    assert_eq!(names(&li), ["自用"]);
    assert_eq!(li.views().list(None).unwrap()[0].owner, own.owner);
}

// BAD-2, VIEW-1: a repeated create is the view that is there, its maker's alone.
#[test]
fn a_view_is_created_once() {
    let office = Office::new();
    let uid: ViewId = "0195b5e2-7f00-7000-8000-00000000abcd".parse().unwrap();
    let new = NewView { name: "客户".into(), definition: json!({"of": "customer"}).into() };
    let view = office.ann.views().create(new.clone(), Some(uid)).unwrap();
    assert_eq!(office.ann.views().create(new.clone(), Some(uid)).unwrap(), view);
    assert_eq!(reason(office.ben.views().create(new, Some(uid))), "id_taken");
}

// LIM-1: as many views as a person may have, and as many as may be shared.
#[test]
fn views_are_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("many.crm");
    let clock = FixedEnvironment::new(MORNING);
    let office = Office::staff(crm_core::Crm::options().environment(clock.clone()).open(&file).unwrap(), clock);
    let view = keep(&office.manager, "客户", json!({"of": "customer"})).unwrap();
    let many = |from: i64, to: i64, owner: &str, everybody: bool| {
        let insert = format!(
            "WITH RECURSIVE n (n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM n WHERE n < {to}) \
             INSERT INTO views (uid, owner, name, name_folded, object, definition, everybody) \
             SELECT randomblob(16), (SELECT id FROM users WHERE login = '{owner}'), n, n, 'customer', \
             '{{\"of\":\"customer\"}}', {everybody} FROM n"
        );
        rusqlite::Connection::open(&file).unwrap().execute_batch(&insert).unwrap();
    };
    many(1, MAX_VIEWS, "ann", false);
    assert_eq!(invalid(keep(&office.ann, "又一个", json!({"of": "customer"}))), ["name:too_many"]);
    assert_eq!(office.ann.views().list(None).unwrap().len(), 500);
    many(1, MAX_SHARED - 1, "gao", true);
    let everybody = || shares(true, &[], &[]);
    office.manager.views().share(id(&view), everybody()).unwrap();
    let more = keep(&office.manager, "又一个", json!({"of": "customer"})).unwrap();
    assert_eq!(invalid(office.manager.views().share(id(&more), everybody())), ["with:too_many"]);
    assert_eq!(office.ben.views().list(None).unwrap().len(), 1_000);
}

// VIEW-9: one that names what is not there any more is kept, broken, and refused until it is changed.
#[test]
fn a_view_that_lost_a_field_is_broken() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("broken.crm");
    let clock = FixedEnvironment::new(MORNING);
    let office = Office::staff(crm_core::Crm::options().environment(clock.clone()).open(&file).unwrap(), clock);
    let view = keep(&office.manager, "客户", json!({"of": "customer", "columns": ["name"]})).unwrap();
    let write = |definition: &str| {
        let sql = format!("UPDATE views SET definition = '{definition}'");
        rusqlite::Connection::open(&file).unwrap().execute_batch(&sql).unwrap();
    };
    write(r#"{"of": "customer", "columns": ["name", "colour"]}"#);
    assert!(office.manager.views().list(None).unwrap()[0].broken);
    assert_eq!(invalid(rows(&office.manager, &view, json!({}))), ["view.columns[1]:unknown_field"]);
    // The right comes first, where it is known which.
    assert_eq!(refused(office.stranger.views().rows(id(&view).to_string(), None, None)), "not_found");
    write(r#"{"of": "planet"}"#);
    assert_eq!(invalid(rows(&office.manager, &view, json!({}))), ["view.of:unknown_object"]);
    let mended = ViewUpdate { definition: Some(json!({"of": "customer"}).into()), ..Default::default() };
    assert!(!office.manager.views().update(id(&view), mended).unwrap().broken);
    assert_eq!(titles(rows(&office.manager, &view, json!({}))), [""; 0]);
}
