//! BAD-2: what is equal is the same, however it is spelled, and an id is of one record of one kind.

use crm_core::audit::AuditFilter;
use crm_core::customers::{CustomerBatch, CustomerId, NewCustomer};
use crm_core::opportunities::{NewOpportunity, OpportunityId};
use crm_core::plans::{NewPlanItem, PlanItemId};
use crm_core::prelude::*;
use crm_core::tickets::{NewTicket, TicketId};
use serde_json::{Value, json};

use crate::support::*;

#[test]
fn a_repeated_create_is_equal_by_value() {
    let office = Office::new();
    let base = serde_json::to_value(new_customer(&office.ann, "华北铸造")).unwrap();
    let create = |id: u64, fields: Value| {
        let mut new = base.clone();
        for (name, value) in fields.as_object().unwrap() {
            new[name] = value.clone();
        }
        let id = format!("0195b5e2-7f00-7000-9000-{id:012x}");
        office.ann.call("customers.create", &json!({"new": new, "id": id}).to_string())
    };
    let capital = |amount: &str| json!({"registered_capital": {"amount": amount, "currency": "CNY"}});
    let first = create(1, capital("860000")).unwrap();
    // BAD-2: the same amount in another spelling, and whatever else is the same value.
    for amount in ["860000.00", "860000.0", "8.6e5", "0860000", "+860000.000000000000000000000000000000000"] {
        assert_eq!(create(1, capital(amount)), Ok(first.clone()), "{amount}");
    }
    let mut blank = capital("860000.00");
    blank["fax"] = json!(" \u{200b} ");
    blank["name"] = json!("\u{3000}华北铸造\n");
    blank["website"] = json!(null);
    assert_eq!(create(1, blank), Ok(first.clone()));
    // The other way round, and against another amount.
    let spelled = create(2, capital("860000.00")).unwrap();
    assert_eq!(create(2, capital("860000")), Ok(spelled));
    for amount in ["860000.01", "8600000", "-860000"] {
        assert_eq!(refused(create(1, capital(amount))), "conflict", "{amount}");
    }
    let dollars = json!({"registered_capital": {"amount": "860000", "currency": "USD"}});
    assert_eq!(refused(create(1, dollars)), "conflict");
    // An empty list is none, and what is the default need not be said.
    let user = |new: Value| {
        let id = "0195b5e2-7f00-7000-9000-0000000000aa";
        office.admin.call("users.create", &json!({"new": new, "id": id}).to_string())
    };
    let made = user(json!({"login": "zoe", "display_name": "Zoe"})).unwrap();
    let same = user(json!({"login": "zoe", "display_name": "Zoe ", "roles": [], "regions": [], "industries": null}));
    assert_eq!(same, Ok(made));
    let entry = |new: Value| {
        let id = "0195b5e2-7f00-7000-9000-0000000000ab";
        office.admin.call("dictionary.create", &json!({"new": new, "id": id}).to_string())
    };
    let made = entry(json!({"category": "color", "item": "red", "value": "1"})).unwrap();
    assert_eq!(entry(json!({"category": "color", "item": "red", "value": "1", "editable": true})), Ok(made));
    let other = entry(json!({"category": "color", "item": "red", "value": "1", "editable": false}));
    assert_eq!(refused(other), "conflict");
}

#[test]
fn what_an_earlier_version_remembers_of_a_create_is_good() {
    use sha2::{Digest, Sha256};

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let clock = FixedEnvironment::new(MORNING);
    let open = || Crm::options().environment(clock.clone()).open(&file).unwrap();
    let office = Office::staff(open(), clock.clone());
    let id: CustomerId = "0195b5e2-7f00-7000-9000-0000000000aa".parse().unwrap();
    let item: PlanItemId = "0195b5e2-7f00-7000-9000-0000000000ab".parse().unwrap();
    let opportunity = office.assigned().id;
    let new = |amount: &str| {
        let capital = Money { amount: decimal(amount), currency: "CNY".into() };
        NewCustomer { registered_capital: Some(capital), ..new_customer(&office.ann, "华北铸造") }
    };
    let made = office.ann.customers().create(new("860000.00"), Some(id), None).unwrap();
    let step = NewPlanItem { date: date("2026-03-09"), content: "初次拜访".into() };
    office.ben.plans().add(opportunity, step.clone(), Some(item)).unwrap();
    // Version 0.1.0 kept a digest of the arguments as they were written, byte by byte.
    let written = format!(
        r#"{{"name":"华北铸造","region":"{}","account_manager":"{}","level":"{}","satisfaction":4,"credit":3,"address":"上海市浦东新区 1 号","phone":"021-5555 0100","registered_capital":{{"amount":"860000.00","currency":"CNY"}}}}"#,
        made.region.as_ref().unwrap().id,
        made.account_manager.as_ref().unwrap().id,
        made.level.as_ref().unwrap().id,
    );
    let below = format!(r#"["{opportunity}",{{"date":"2026-03-09","content":"初次拜访"}}]"#);
    let remember = |id: uuid::Uuid, written: &str| {
        let digest: [u8; 32] = Sha256::digest(written).into();
        let connection = rusqlite::Connection::open(&file).unwrap();
        let sql = "UPDATE create_digests SET digest = ? WHERE uid = ?";
        assert_eq!(connection.execute(sql, rusqlite::params![digest, id.as_bytes()]).unwrap(), 1);
    };
    remember(id.0, &written);
    remember(item.0, &below);
    // BAD-2: what equals that is a repetition, and so is what equals it by value from now on.
    assert_eq!(office.ann.customers().create(new("860000.00"), Some(id), None).unwrap(), made);
    assert!(office.ben.plans().add(opportunity, step.clone(), Some(item)).is_ok());
    let other = NewPlanItem { content: "再次拜访".into(), ..step };
    assert_eq!(refused(office.ben.plans().add(opportunity, other, Some(item))), "conflict");
    assert_eq!(refused(office.ann.customers().create(new("860000.01"), Some(id), None)), "conflict");
    remember(id.0, &written.replace("860000.00", "860000"));
    for amount in ["860000", "860000.00", "860000.0"] {
        assert_eq!(office.ann.customers().create(new(amount), Some(id), None).unwrap(), made, "{amount}");
    }
}

#[test]
fn an_id_is_of_one_kind() {
    let office = Office::new();
    let customer = office.customer();
    let opportunity = office.opportunity();
    let fourth = "0195b5e2-7f00-7000-9000-0000000000ff";
    let gone = NewOpportunity { source: Some("展会".into()), ..new_opportunity("西北管业") };
    let gone_id: OpportunityId = fourth.parse().unwrap();
    office.ann.opportunities().create(gone, Some(gone_id), None).unwrap();
    office.ann.opportunities().delete(gone_id, None).unwrap();
    let product = json!({"products": [{"external_id": "P1", "name": "轴承"}]});
    office.integration.call("sales.push_products", &product.to_string()).unwrap();
    let product = office.ann.products().list(None, None, None).unwrap().items[0].id;
    let region = region(&office.ann);
    let role = office.admin.roles().list().unwrap()[0].id;
    let taken = |id: RecordId| {
        let outcome = office.ann.tickets().create(
            NewTicket {
                kind: entry(&office.ann, "ticket_kind", "咨询"),
                summary: "x".into(),
                customer: customer.id,
                request: "y".into(),
                ..Default::default()
            },
            Some(TicketId(id.0)),
        );
        assert!(matches!(&outcome, Err(CrmError::Conflict { reason, .. }) if reason == "id_taken"), "{outcome:?}");
    };
    // BAD-2: of whatever kind it is: made by the engine or a caller, by hand or in bulk, there or deleted.
    let others: [RecordId; 7] = [
        customer.id.into(),
        opportunity.id.into(),
        gone_id.into(),
        product.into(),
        region.into(),
        role.into(),
        user(&office.ann).into(),
    ];
    // Ids that are not of version 7 are refused before that.
    for id in others.into_iter().filter(|id| id.0.get_version_num() == 7) {
        taken(id);
    }
    let developed = office.assigned();
    let outcome =
        office.ben.opportunities().develop(developed.id, None, Some(CustomerId(opportunity.id.0)), None, None);
    assert!(matches!(&outcome, Err(CrmError::Conflict { reason, .. }) if reason == "id_taken"), "{outcome:?}");
    // AUDIT-1: a record is looked for among those of its kind.
    let of = |record: RecordId, entity: Option<Entity>| {
        let filter = AuditFilter { record: Some(record), entity, ..Default::default() };
        office.admin.audit().list(Some(filter), None).map(|page| page.items.len())
    };
    assert_eq!(of(customer.id.into(), Some(Entity::CUSTOMER)), Ok(1));
    assert_eq!(of(customer.id.into(), None), Ok(1));
    assert_eq!(invalid(of(customer.id.into(), Some(Entity::OPPORTUNITY))), ["record:wrong_kind"]);
    // Both of a development: the customer has its own story.
    office.ben.opportunities().develop(developed.id, None, None, None, None).unwrap();
    assert_eq!(invalid(of(developed.id.into(), Some(Entity::CUSTOMER))), ["record:wrong_kind"]);
    assert_eq!(of(developed.id.into(), Some(Entity::OPPORTUNITY)), Ok(3));
}

#[test]
fn a_repeated_batch_does_not_double() {
    let office = Office::new();
    let customer = |name: &str| serde_json::to_value(new_customer(&office.ann, name)).unwrap();
    let id = |n: u64| format!("0195b5e2-7f00-7000-9000-{n:012x}");
    let count = || office.ann.customers().list(None, None, None).unwrap().items.len();
    for (operation, session, at) in
        [("customers.create_many", &office.ann, 1), ("customers.import_many", &office.integration, 101)]
    {
        let names = ["甲", "乙", "丙"];
        let mut batch = json!({
            "customers": names.map(&customer),
            "ids": [id(at), id(at + 1), id(at + 2)],
        });
        let before = count();
        let first: CustomerBatch = serde_json::from_str(&session.call(operation, &batch.to_string()).unwrap()).unwrap();
        assert_eq!((first.created, first.refused, count()), (3, 0, before + 3));
        assert_eq!(
            first.records.iter().map(|r| r.id.unwrap().to_string()).collect::<Vec<_>>(),
            [id(at), id(at + 1), id(at + 2)]
        );
        // BAD-2: again, it is the same three, and tells so; in whatever spelling.
        batch["customers"][0]["registered_capital"] = Value::Null;
        let again: CustomerBatch = serde_json::from_str(&session.call(operation, &batch.to_string()).unwrap()).unwrap();
        assert_eq!((again.created, again.unchanged, again.refused, count()), (0, 3, 0, before + 3));
        assert_eq!(
            again.records.iter().map(|r| (r.id, r.number)).collect::<Vec<_>>(),
            first.records.iter().map(|r| (r.id, r.number)).collect::<Vec<_>>()
        );
        // One of them is another now, one is new, one the same.
        batch["customers"] = json!([customer("甲"), customer("丁"), customer("戊")]);
        batch["ids"] = json!([id(at), id(at + 1), id(at + 3)]);
        let outcome = session.call(operation, &batch.to_string());
        assert!(
            matches!(&outcome, Err(CrmError::Conflict { id: of, reason, .. }) if reason == "id_taken" && *of == id(at + 1)),
            "{outcome:?}"
        );
        assert_eq!(count(), before + 3);
        batch["per_record"] = json!(true);
        let some: CustomerBatch = serde_json::from_str(&session.call(operation, &batch.to_string()).unwrap()).unwrap();
        assert_eq!((some.created, some.unchanged, some.refused, count()), (1, 1, 1, before + 4));
        let error = &some.records[1].errors[0];
        assert_eq!((error.field.as_str(), error.code.as_str()), ("id", "id_taken"));
        // An id for each, each once, and of version 7.
        batch["per_record"] = json!(false);
        batch["ids"] = json!([id(at + 4), id(at + 5)]);
        assert_eq!(invalid(session.call(operation, &batch.to_string())), ["ids:wrong_count"]);
        batch["ids"] = json!([id(at + 4), id(at + 5), id(at + 4)]);
        assert_eq!(invalid(session.call(operation, &batch.to_string())), ["ids[2]:not_unique"]);
        batch["ids"] = json!([id(at + 4), "0195b5e2-7f00-4000-9000-000000000001", id(at + 6)]);
        assert_eq!(invalid(session.call(operation, &batch.to_string())), ["customers[1].id:not_uuid_v7"]);
        assert_eq!(count(), before + 4);
    }
}
