//! CUST: customers.

use crm_core::Total;
use crm_core::customers::{CustomerFilter, CustomerId, CustomerStatus, CustomerUpdate, NewCustomer};
use crm_core::prelude::*;

use crate::support::*;

/// An update that names nothing.
fn change() -> CustomerUpdate {
    CustomerUpdate::default()
}

/// The fields that a new database requires, as an update would set them.
fn filling(session: &Session) -> CustomerUpdate {
    let full = new_customer(session, "x");
    CustomerUpdate {
        region: full.region,
        account_manager: full.account_manager,
        level: full.level,
        satisfaction: full.satisfaction,
        credit: full.credit,
        address: full.address,
        phone: full.phone,
        ..change()
    }
}

/// A customer from the host's books: a name, a key, and nothing else.
fn from_the_books(office: &Office, name: &str, external_id: &str) -> CustomerId {
    let new = NewCustomer { name: name.into(), external_id: Some(external_id.into()), ..Default::default() };
    let batch = office.integration.customers().import_many(vec![new], Some(true), None, None, None).unwrap();
    batch.records[0].id.unwrap()
}

#[test]
fn create_sets_what_the_caller_cannot_give() {
    let office = Office::new();
    let c = office.customer();
    // CUST-1: the caller's fields, and the auto fields.
    assert_eq!((c.name.as_str(), c.phone.as_deref()), ("华东精密机械", Some("021-5555 0100")));
    assert_eq!(c.region.as_ref().map(|r| r.item.as_str()), Some("华东"));
    assert_eq!(c.account_manager.as_ref().map(|u| u.display_name.as_str()), Some("安娜"));
    assert_eq!((c.number, c.status, c.version), (Some(1), CustomerStatus::Active, 1));
    assert_eq!(c.created_at, MORNING.parse::<Timestamp>().unwrap());
    assert_eq!((c.lost_at, c.last_order_date), (None, None));
    // CUST-2: every required field is filled, and it says so.
    assert!(c.complete);
    assert_eq!(office.ben.customers().get(c.id).unwrap(), c);
    // CUST-1: number and status can't be given.
    let forged = r#"{"new":{"name":"x","number":7,"status":"lost"}}"#;
    assert_eq!(invalid(office.ann.call("customers.create", forged)), ["number:unknown_field", "status:unknown_field"]);
}

#[test]
fn every_field_is_kept() {
    let office = Office::new();
    let money = |amount: &str, currency: &str| Money { amount: amount.parse().unwrap(), currency: currency.into() };
    let full = NewCustomer {
        postcode: Some("200120".into()),
        fax: Some("021-5555 0101".into()),
        website: Some("https://example.com".into()),
        business_licence_no: Some("310000000000001".into()),
        legal_representative: Some("王强".into()),
        registered_capital: Some(money("12500000.50", "CNY")),
        annual_turnover: Some(money("900000000", "JPY")),
        bank_name: Some("中国银行".into()),
        bank_account: Some("6222 0000".into()),
        local_tax_no: Some("D-1".into()),
        national_tax_no: Some("G-1".into()),
        external_id: Some(" C-1\t".into()),
        ..new_customer(&office.ann, "Ａcme\u{3000}")
    };
    let c = office.ann.customers().create(full.clone(), None, None).unwrap();
    // CUST-1: all twenty fields, money with its currency; a key from the books without stray blanks.
    assert_eq!((c.name.as_str(), c.external_id.as_deref()), ("Ａcme", Some("C-1")));
    assert_eq!(c.registered_capital, full.registered_capital);
    assert_eq!(c.annual_turnover, full.annual_turnover);
    let texts = [
        (&c.address, &full.address),
        (&c.postcode, &full.postcode),
        (&c.phone, &full.phone),
        (&c.fax, &full.fax),
        (&c.website, &full.website),
        (&c.business_licence_no, &full.business_licence_no),
        (&c.legal_representative, &full.legal_representative),
        (&c.bank_name, &full.bank_name),
        (&c.bank_account, &full.bank_account),
        (&c.local_tax_no, &full.local_tax_no),
        (&c.national_tax_no, &full.national_tax_no),
    ];
    for (kept, given) in texts {
        assert_eq!(kept, given);
    }
    // Optional fields can be emptied again.
    let clear = ["fax", "registered_capital", "external_id"].map(String::from).to_vec();
    let c = office.ann.customers().update(c.id, CustomerUpdate { clear: Some(clear), ..change() }, None).unwrap();
    assert_eq!((c.fax, c.registered_capital, c.external_id), (None, None, None));
}

#[test]
fn create_names_every_offending_field_at_once() {
    let office = Office::new();
    let wrong = NewCustomer {
        name: " ".into(),
        region: Some(entry(&office.ann, "customer_level", "大客户")),
        account_manager: Some(UserId::default()),
        satisfaction: Some(6),
        credit: Some(0),
        registered_capital: Some(Money { amount: "1.005".parse().unwrap(), currency: "CNY".into() }),
        annual_turnover: Some(Money { amount: "1".parse().unwrap(), currency: "XXZ".into() }),
        ..Default::default()
    };
    // CUST-1, CUST-3: the declared rules, the choices of coded fields, and what the settings require.
    assert_eq!(
        invalid(office.ann.customers().create(wrong, None, None)),
        [
            "name:required",
            "satisfaction:out_of_range",
            "credit:out_of_range",
            "registered_capital:too_precise",
            "annual_turnover:unknown_currency",
            "region:unknown_choice",
            "account_manager:not_active_user",
            "level:required",
            "address:required",
            "phone:required",
        ]
    );
    // CUST-1: the host's key is unique where it is given.
    let new = |name: &str| NewCustomer { external_id: Some("C-1".into()), ..new_customer(&office.ann, name) };
    let first = office.ann.customers().create(new("a"), None, None).unwrap();
    assert_eq!(invalid(office.ann.customers().create(new("b"), None, None)), ["external_id:not_unique"]);
    let other = office.ann.customers().create(new_customer(&office.ann, "c"), None, None).unwrap();
    let taken = CustomerUpdate { external_id: Some("C-1".into()), ..change() };
    assert_eq!(invalid(office.ann.customers().update(other.id, taken.clone(), None)), ["external_id:not_unique"]);
    // One's own key is no clash.
    assert_eq!(office.ann.customers().update(first.id, taken, None).unwrap(), first);
}

#[test]
fn a_create_may_bring_its_own_id() {
    let office = Office::new();
    let id = CustomerId(uuid::Uuid::now_v7());
    let new = new_customer(&office.ann, "华东精密机械");
    let first = office.ann.customers().create(new.clone(), Some(id), None).unwrap();
    // BAD-2: repeated with equal arguments it returns the record, with others it is a conflict.
    assert_eq!(office.ann.customers().create(new, Some(id), None).unwrap(), first);
    assert_eq!(refused(office.ann.customers().create(new_customer(&office.ann, "x"), Some(id), None)), "conflict");
}

#[test]
fn who_may_create_read_and_change() {
    let office = Office::new();
    let c = office.customer();
    for (name, session) in office.everyone() {
        let sales = ["manager", "ann", "ben"].contains(&name);
        let created = session.customers().create(new_customer(&office.ann, "x"), None, None);
        // CUST-3: sales managers and account managers create.
        assert_eq!(created.is_ok(), sales, "create by {name}");
        // READ-1: account managers and sales managers read all.
        assert_eq!(session.customers().get(c.id).is_ok(), sales, "get by {name}");
        assert_eq!(session.customers().list(None, None, None).is_ok(), sales, "list by {name}");
        // CUST-2: its account manager, or a sales manager.
        let updated = session.customers().update(c.id, CustomerUpdate { fax: Some(name.into()), ..change() }, None);
        assert_eq!(updated.is_ok(), ["manager", "ann"].contains(&name), "update by {name}");
        if updated.is_err() {
            // DUTY-1: the same refusal whether the record exists or not.
            assert_eq!(refused(updated), "forbidden", "{name}");
            assert_eq!(
                refused(session.customers().update(CustomerId::default(), change(), None)),
                "forbidden",
                "{name}"
            );
        }
    }
}

#[test]
fn any_active_user_may_be_given_a_customer() {
    let office = Office::new();
    let c = office.customer();
    let stranger = user(&office.stranger);
    let handed = CustomerUpdate { account_manager: Some(stranger), ..change() };
    let c = office.ann.customers().update(c.id, handed, None).unwrap();
    assert_eq!(c.account_manager.map(|u| u.display_name).as_deref(), Some("路人"));
    // DUTY-1: being its account manager grants reading and maintaining it, whatever the roles, and no other customer.
    assert!(office.stranger.customers().get(c.id).is_ok());
    let visible = CustomerUpdate { website: Some("https://example.com".into()), ..change() };
    assert!(office.stranger.customers().update(c.id, visible.clone(), None).is_ok());
    let other = office.customer();
    assert_eq!(refused(office.stranger.customers().get(other.id)), "forbidden");
    assert_eq!(refused(office.stranger.customers().list(None, None, None)), "forbidden");
    // CUST-2: who was account manager before is so no more.
    assert_eq!(refused(office.ann.customers().update(c.id, visible, None)), "forbidden");
    office.admin.users().disable(stranger, None).unwrap();
    // CUST-1: an active user; a customer of somebody who left can be changed, and no other be given to them.
    let fax = CustomerUpdate { fax: Some("1".into()), ..change() };
    assert_eq!(office.manager.customers().update(c.id, fax, None).unwrap().account_manager.unwrap().id, stranger);
    let given = CustomerUpdate { account_manager: Some(stranger), ..change() };
    assert_eq!(invalid(office.manager.customers().update(other.id, given, None)), ["account_manager:not_active_user"]);
}

#[test]
fn update_leaves_no_required_field_empty() {
    let office = Office::new();
    let c = office.customer();
    let blank = CustomerUpdate {
        name: Some("\u{3000}".into()),
        address: Some(" ".into()),
        clear: Some(vec!["region".into(), "credit".into(), "fax".into()]),
        ..change()
    };
    // CUST-2: not by a blank, and not by clearing; fields that are not required can be emptied.
    assert_eq!(
        invalid(office.ann.customers().update(c.id, blank, None)),
        ["name:required", "region:required", "credit:required", "address:required"]
    );
    // A changed choice shows what the new one is called.
    let moved = CustomerUpdate { region: Some(entry(&office.ann, "region", "西南")), version: Some(1), ..change() };
    let c = office.ann.customers().update(c.id, moved.clone(), None).unwrap();
    assert_eq!((c.region.as_ref().map(|r| r.item.as_str()), c.version), (Some("西南"), 2));
    // BAD-2: stale versions are conflicts; the same again without one changes nothing.
    assert_eq!(refused(office.ann.customers().update(c.id, moved.clone(), None)), "conflict");
    let again = CustomerUpdate { version: None, ..moved };
    assert_eq!(office.ann.customers().update(c.id, again, None).unwrap().version, 2);
}

#[test]
fn an_incomplete_customer_says_so_until_an_update_fills_it() {
    let office = Office::new();
    let id = from_the_books(&office, "Alfreds Futterkiste", "ALFKI");
    let c = office.manager.customers().get(id).unwrap();
    // CUST-3: name and the host's key are enough for an import that says so; CUST-2: it is incomplete.
    assert!(!c.complete);
    assert_eq!((c.external_id.as_deref(), c.account_manager), (Some("ALFKI"), None));
    // CUST-2: after an update the required fields must all be filled, not only the ones it names.
    let partly = CustomerUpdate { fax: Some("1".into()), phone: Some("2".into()), ..change() };
    assert_eq!(
        invalid(office.manager.customers().update(id, partly, None)),
        ["region", "account_manager", "level", "satisfaction", "credit", "address"].map(|f| format!("{f}:required"))
    );
    let filled = office.manager.customers().update(id, filling(&office.ann), None).unwrap();
    assert!(filled.complete);
    // Nobody looked after it: the account managers could not have changed it.
    let orphan = from_the_books(&office, "x", "X");
    assert_eq!(refused(office.ann.customers().update(orphan, filling(&office.ann), None)), "forbidden");
}

#[test]
fn a_batch_is_whole_unless_the_caller_says_otherwise() {
    let office = Office::new();
    let customers = office.ann.customers();
    let good = |name: &str| NewCustomer { external_id: Some(name.into()), ..new_customer(&office.ann, name) };
    let bad = NewCustomer { name: "".into(), satisfaction: Some(9), ..new_customer(&office.ann, "x") };
    let incomplete = NewCustomer { phone: None, ..good("d") };
    let batch = vec![good("a"), bad, good("b"), good("a"), incomplete];
    // CUST-3: whole by default: nothing is created, every record's violations are told.
    assert_eq!(
        invalid(customers.create_many(batch.clone(), None, None, None)),
        [
            "customers[1].name:required",
            "customers[1].satisfaction:out_of_range",
            "customers[3].external_id:not_unique",
            "customers[4].phone:required",
        ]
    );
    assert!(customers.list(None, None, None).unwrap().items.is_empty());
    // CUST-3: per record on request: the others are created, each record's result is told.
    let result = customers.create_many(batch, Some(true), None, None).unwrap();
    assert_eq!((result.created, result.refused), (2, 3));
    let outcome: Vec<(bool, Vec<&str>)> =
        result.records.iter().map(|r| (r.id.is_some(), r.errors.iter().map(|e| e.field.as_str()).collect())).collect();
    assert_eq!(
        outcome,
        [
            (true, vec![]),
            (false, vec!["name", "satisfaction"]),
            (true, vec![]),
            (false, vec!["external_id"]),
            (false, vec!["phone"]),
        ]
    );
    // A refused record uses up no number.
    assert_eq!(result.records.iter().filter_map(|r| r.number).collect::<Vec<_>>(), [1, 2]);
    let names: Vec<String> = customers.list(None, None, None).unwrap().items.into_iter().map(|c| c.name).collect();
    assert_eq!(names, ["b", "a"]);
    // What is wrong with the list itself refuses it, per record or not.
    let many = vec![NewCustomer { name: "x".into(), ..Default::default() }; 10_001];
    assert_eq!(invalid(customers.create_many(many, Some(true), None, None)), ["customers:too_many"]);
    assert_eq!(customers.create_many(vec![], None, None, None).unwrap().created, 0);
}

#[test]
fn only_an_import_may_bring_incomplete_customers() {
    let office = Office::new();
    let bare = |name: &str| vec![NewCustomer { name: name.into(), ..Default::default() }];
    // CUST-3: the host's integration says so; people create by the rules of CUST-2.
    assert_eq!(refused(office.manager.customers().import_many(bare("a"), Some(true), None, None, None)), "forbidden");
    assert_eq!(refused(office.integration.customers().create_many(bare("a"), None, None, None)), "forbidden");
    assert_eq!(refused(office.integration.customers().import_many(bare("a"), None, None, None, None)), "invalid");
    let batch = office.integration.customers().import_many(bare("a"), Some(true), None, None, None).unwrap();
    let lacks = ["region", "account_manager", "level", "satisfaction", "credit", "address", "phone"];
    assert_eq!(batch.records[0].lacks, lacks);
}

#[test]
fn list_filters_and_pages_newest_first() {
    let office = Office::new();
    let mut ids = Vec::new();
    for (i, name) in ["华东机械", "Acme Ｌtd", "华东电子", "100% 纯棉"].iter().enumerate() {
        let by = if i % 2 == 0 { &office.ann } else { &office.ben };
        let grade = i as i64 + 1;
        let new = NewCustomer { satisfaction: Some(grade), credit: Some(5 - grade), ..new_customer(by, name) };
        ids.push(by.customers().create(new, None, None).unwrap().id);
    }
    ids.push(from_the_books(&office, "Northwind", "NW"));
    let moved = CustomerUpdate {
        region: Some(entry(&office.ann, "region", "海外")),
        level: Some(entry(&office.ann, "customer_level", "合作伙伴")),
        ..change()
    };
    office.manager.customers().update(ids[1], moved, None).unwrap();
    let found = |filter: CustomerFilter| -> Vec<usize> {
        let page = office.ben.customers().list(Some(filter), None, None).unwrap();
        page.items.iter().map(|c| ids.iter().position(|id| *id == c.id).unwrap()).collect()
    };
    let none = CustomerFilter::default;
    let overseas = Some(entry(&office.ann, "region", "海外"));
    let partner = Some(entry(&office.ann, "customer_level", "合作伙伴"));
    // CUST-4: each filter, newest first.
    assert_eq!(found(none()), [4, 3, 2, 1, 0]);
    assert_eq!(found(CustomerFilter { name: Some("华东".into()), ..none() }), [2, 0]);
    assert_eq!(found(CustomerFilter { name: Some("ACME ltd".into()), ..none() }), [1]);
    assert_eq!(found(CustomerFilter { name: Some("%".into()), ..none() }), [3]);
    assert_eq!(found(CustomerFilter { number: Some(3), ..none() }), [2]);
    assert_eq!(found(CustomerFilter { region: overseas, ..none() }), [1]);
    assert_eq!(found(CustomerFilter { account_manager: Some(user(&office.ben)), ..none() }), [3, 1]);
    assert_eq!(found(CustomerFilter { level: partner, ..none() }), [1]);
    assert_eq!(found(CustomerFilter { status: Some(CustomerStatus::Active), ..none() }), [4, 3, 2, 1, 0]);
    assert_eq!(found(CustomerFilter { status: Some(CustomerStatus::Lost), ..none() }), [0; 0]);
    assert_eq!(found(CustomerFilter { satisfaction: Some(2), ..none() }), [1]);
    assert_eq!(found(CustomerFilter { credit: Some(1), ..none() }), [3]);
    assert_eq!(found(CustomerFilter { complete: Some(false), ..none() }), [4]);
    assert_eq!(found(CustomerFilter { external_id: Some("NW".into()), ..none() }), [4]);
    let both = CustomerFilter { name: Some("华东".into()), account_manager: Some(user(&office.ann)), ..none() };
    assert_eq!(found(both), [2, 0]);
    // CUST-4: paged, by key, with a count on request.
    let request = |after| PageRequest { limit: Some(2), count: Some(true), after };
    let mut seen = Vec::new();
    let mut next = None;
    loop {
        let page = office.ben.customers().list(None, Some(request(next)), None).unwrap();
        assert_eq!(page.total, Some(Total { count: 5, more: false }));
        seen.extend(page.items.iter().map(|c| c.number.unwrap()));
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    assert_eq!(seen, [5, 4, 3, 2, 1]);
}

#[test]
fn a_lost_customer_is_frozen_until_it_is_won_back() {
    let office = Office::new();
    let c = office.lose(office.customer().id);
    assert_eq!(c.status, CustomerStatus::Lost);
    let found = CustomerFilter { status: Some(CustomerStatus::Lost), ..Default::default() };
    assert_eq!(office.ben.customers().list(Some(found), None, None).unwrap().items, std::slice::from_ref(&c));
    // CUST-2, CUST-4: only while active, by whomever.
    for session in [&office.ann, &office.manager] {
        let update = CustomerUpdate { fax: Some("1".into()), ..change() };
        assert_eq!(refused(session.customers().update(c.id, update, None)), "illegal_transition");
    }
    // PERM-3: whose record it is comes first, then the version, then the state, then the fields.
    let stale = CustomerUpdate { satisfaction: Some(9), version: Some(99), ..change() };
    assert_eq!(refused(office.ben.customers().update(c.id, stale.clone(), None)), "forbidden");
    assert_eq!(refused(office.ann.customers().update(c.id, stale.clone(), None)), "conflict");
    let now = CustomerUpdate { version: None, ..stale };
    assert_eq!(refused(office.ann.customers().update(c.id, now, None)), "illegal_transition");
    office.manager.customers().win_back(c.id, "新报价".into(), None).unwrap();
    let update = CustomerUpdate { fax: Some("1".into()), ..change() };
    assert!(office.ann.customers().update(c.id, update, None).is_ok());
}

#[test]
fn the_check_knows_which_customers_are_complete() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("company.crm");
    let clock = FixedEnvironment::new(MORNING);
    let crm = Crm::options().environment(clock.clone()).open(&file).unwrap();
    let office = Office::staff(crm, clock);
    let c = office.customer();
    from_the_books(&office, "x", "X");
    let maintenance = office.admin.maintenance();
    assert!(maintenance.check().unwrap().ok);
    let other = rusqlite::Connection::open(&file).unwrap();
    other.execute("UPDATE customers SET complete = 1 - complete", []).unwrap();
    // MAINT-1: derived data against recomputation; CUST-2: completeness is derived from the settings.
    let report = maintenance.check().unwrap();
    assert_eq!(report.findings, ["2 customers are wrong about whether they are complete"]);
    assert!(maintenance.rebuild().unwrap().ok);
    assert_eq!(office.ann.customers().get(c.id).unwrap(), c);
}
