//! DICT: the data dictionary.

use crm_core::dictionary::{
    DictionaryEntry, DictionaryEntryId, DictionaryEntryUpdate, DictionaryFilter, NewDictionaryEntry,
};
use crm_core::prelude::*;
use crm_core::tickets::NewTicket;
use crm_core::users::{NewUser, User};

use crate::support::*;

fn new_entry(category: &str, item: &str, value: &str) -> NewDictionaryEntry {
    NewDictionaryEntry { category: category.into(), item: item.into(), value: value.into(), editable: None }
}

/// The items of a category, as a signed-in user sees them.
fn items(session: &Session, category: &str) -> Vec<String> {
    session.dictionary().choices(category.into()).unwrap().into_iter().map(|c| c.item).collect()
}

/// The entry of a category with the item.
fn entry(office: &Office, category: &str, item: &str) -> DictionaryEntry {
    let filter = DictionaryFilter { category: Some(category.into()), ..Default::default() };
    let page = office.admin.dictionary().list(Some(filter), None).unwrap();
    page.items.into_iter().find(|e| e.item == item).unwrap()
}

fn rename(item: &str) -> DictionaryEntryUpdate {
    DictionaryEntryUpdate { item: Some(item.into()), ..Default::default() }
}

/// A user who works the region, so that the entry is in use.
fn use_region(office: &Office, region: DictionaryEntryId) -> User {
    let new = NewUser {
        login: "regional".into(),
        display_name: "区域".into(),
        regions: Some(vec![region]),
        ..Default::default()
    };
    office.admin.users().create(new, None).unwrap()
}

#[test]
fn a_new_database_holds_the_choices() {
    let office = Office::new();
    // DICT-3: what a new database holds, with values from 1, editable.
    for (category, expected) in [
        ("customer_level", vec!["普通客户", "重点开发客户", "大客户", "合作伙伴", "战略合作伙伴"]),
        ("ticket_kind", vec!["咨询", "建议", "投诉"]),
        ("region", vec!["华北", "华东", "华南", "华中", "东北", "西北", "西南", "海外"]),
    ] {
        assert_eq!(items(&office.stranger, category), expected);
        let filter = DictionaryFilter { category: Some(category.into()), ..Default::default() };
        let page = office.admin.dictionary().list(Some(filter), None).unwrap();
        assert!(page.items.iter().all(|e| e.editable), "{category}");
        let values: Vec<_> = page.items.iter().map(|e| e.value.clone()).collect();
        assert_eq!(values, (1..=expected.len()).map(|v| v.to_string()).collect::<Vec<_>>());
    }
    // DICT-4: gender and the labels of the grades can't be edited.
    for category in ["gender", "satisfaction", "credit"] {
        let filter = DictionaryFilter { category: Some(category.into()), ..Default::default() };
        let page = office.admin.dictionary().list(Some(filter), None).unwrap();
        assert!(!page.items.is_empty() && page.items.iter().all(|e| !e.editable), "{category}");
        assert_eq!(refused(office.admin.dictionary().update(page.items[0].id, rename("x"))), "illegal_transition");
    }
    let grades = office.ben.dictionary().choices("satisfaction".into()).unwrap();
    assert_eq!(grades.iter().map(|c| c.value.as_str()).collect::<Vec<_>>(), ["1", "2", "3", "4", "5"]);
    assert!(items(&office.ben, "no such category").is_empty());
}

#[test]
fn only_administrators_edit_and_everybody_reads_the_choices() {
    let office = Office::new();
    let east = entry(&office, "region", "华东");
    for (name, session) in office.everyone() {
        let admin = name == "admin";
        // DICT-4: every signed-in user may read the choices.
        assert!(!session.dictionary().choices("region".into()).unwrap().is_empty(), "choices by {name}");
        // DICT-1: an administrator creates, updates, deletes.
        let created = session.dictionary().create(new_entry("region", &format!("省{name}"), name), None);
        assert_eq!(created.is_ok(), admin, "create by {name}");
        assert_eq!(session.dictionary().list(None, None).is_ok(), admin, "list by {name}");
        assert_eq!(session.dictionary().get(east.id).is_ok(), admin, "get by {name}");
        if !admin {
            assert_eq!(refused(session.dictionary().update(east.id, rename("x"))), "forbidden");
            assert_eq!(refused(session.dictionary().delete(east.id, None)), "forbidden");
        }
    }
}

#[test]
fn create_numbers_the_entry_and_keeps_it_unique() {
    let office = Office::new();
    let dictionary = office.admin.dictionary();
    let all = PageRequest { limit: Some(1_000), ..Default::default() };
    let before = dictionary.list(None, Some(all)).unwrap().items.iter().filter_map(|e| e.number).max().unwrap();
    let made = dictionary.create(new_entry("region", " 港澳台 ", "9"), None).unwrap();
    // DICT-1: the number is automatic.
    assert_eq!(made.number, Some(before + 1));
    assert_eq!((made.item.as_str(), made.editable, made.version), ("港澳台", true, 1));
    // DICT-1: category + item and category + value are unique, both told at once.
    assert_eq!(
        invalid(dictionary.create(new_entry("region", "华东", "9"), None)),
        ["item:not_unique", "value:not_unique"]
    );
    assert_eq!(invalid(dictionary.update(made.id, rename("华北"))), ["item:not_unique"]);
    let both = DictionaryEntryUpdate { value: Some("1".into()), item: Some("新".into()), ..Default::default() };
    assert_eq!(invalid(dictionary.update(made.id, both)), ["value:not_unique"]);
    // The same item in another category is another thing.
    dictionary.create(new_entry("industry", "华东", "9"), None).unwrap();
    assert_eq!(
        invalid(dictionary.create(new_entry(" ", "", &"x".repeat(501)), None)),
        ["category:required", "item:required", "value:too_long"]
    );
}

#[test]
fn a_read_only_entry_stays_as_it_is() {
    let office = Office::new();
    let dictionary = office.admin.dictionary();
    let made = dictionary.create(new_entry("industry", "制造", "1"), None).unwrap();
    let fixed = DictionaryEntryUpdate { editable: Some(false), ..Default::default() };
    // DICT-1: `editable` can be turned off …
    let fixed = dictionary.update(made.id, fixed).unwrap();
    assert!(!fixed.editable);
    // DICT-1: … and then the entry can only be read, and not be made editable again.
    let again = DictionaryEntryUpdate { editable: Some(true), ..Default::default() };
    assert_eq!(refused(dictionary.update(made.id, again)), "illegal_transition");
    assert_eq!(refused(dictionary.update(made.id, rename("x"))), "illegal_transition");
    assert_eq!(refused(dictionary.delete(made.id, None)), "illegal_transition");
    assert_eq!(dictionary.get(made.id).unwrap(), fixed);
    let born = NewDictionaryEntry { editable: Some(false), ..new_entry("industry", "农业", "2") };
    let born = dictionary.create(born, None).unwrap();
    assert_eq!(refused(dictionary.delete(born.id, None)), "illegal_transition");
}

#[test]
fn an_entry_in_use_keeps_its_place_but_may_be_renamed() {
    let office = Office::new();
    let dictionary = office.admin.dictionary();
    let east = entry(&office, "region", "华东");
    let user = use_region(&office, east.id);
    // DICT-1: an entry in use can't be deleted or change category.
    let moved = DictionaryEntryUpdate { category: Some("area".into()), ..Default::default() };
    assert!(matches!(
        dictionary.update(east.id, moved.clone()),
        Err(CrmError::Conflict { reason, .. }) if reason == "in_use"
    ));
    assert_eq!(refused(dictionary.delete(east.id, None)), "conflict");
    // DICT-3: records refer to the entry, so a renamed item is renamed everywhere.
    dictionary.update(east.id, rename("华东区")).unwrap();
    assert_eq!(office.admin.users().get(user.id).unwrap().regions[0].item, "华东区");
    // One that is not in use can be moved and deleted.
    let north = entry(&office, "region", "华北");
    assert_eq!(dictionary.update(north.id, moved).unwrap().category, "area");
    dictionary.delete(north.id, None).unwrap();
    assert_eq!(refused(dictionary.get(north.id)), "not_found");
    assert!(!items(&office.ann, "region").contains(&"华北".to_owned()));
}

#[test]
fn every_record_that_refers_to_an_entry_uses_it() {
    let office = Office::new();
    let customer = office.customer();
    let kind = entry(&office, "ticket_kind", "投诉");
    let ticket = NewTicket {
        kind: kind.id,
        summary: "机床停机".into(),
        customer: customer.id,
        request: "请派人检修".into(),
        ..Default::default()
    };
    office.ann.tickets().create(ticket, None).unwrap();
    let level = customer.level.unwrap();
    for used in [customer.region.unwrap().id, level.id, kind.id] {
        // DICT-1: in use by customers and tickets.
        assert_eq!(refused(office.admin.dictionary().delete(used, None)), "conflict");
    }
    // DICT-3: renamed everywhere.
    office.admin.dictionary().update(level.id, rename("战略客户")).unwrap();
    assert_eq!(office.ann.customers().get(customer.id).unwrap().level.unwrap().item, "战略客户");
}

#[test]
fn an_unknown_value_names_the_category() {
    let office = Office::new();
    let complaint = entry(&office, "ticket_kind", "投诉");
    for wrong in [complaint.id, DictionaryEntryId::default()] {
        let new =
            NewUser { login: "x".into(), display_name: "x".into(), regions: Some(vec![wrong]), ..Default::default() };
        // DICT-2: an unknown value is a validation error that names the category.
        match office.admin.users().create(new, None) {
            Err(CrmError::Invalid { fields }) => {
                assert_eq!(fields[0].code, "unknown_choice");
                assert_eq!(fields[0].limit.as_deref(), Some("region"));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn lists_by_category_item_value() {
    let office = Office::new();
    let found = |filter: DictionaryFilter| -> Vec<String> {
        office.admin.dictionary().list(Some(filter), None).unwrap().items.into_iter().map(|e| e.item).collect()
    };
    office.admin.dictionary().create(new_entry("grade", "ＶＩＰ客户", "A"), None).unwrap();
    let none = DictionaryFilter::default;
    // DICT-4: by category, item, value, with the editable flag.
    assert_eq!(found(DictionaryFilter { category: Some("ticket_kind".into()), ..none() }), ["咨询", "建议", "投诉"]);
    assert_eq!(found(DictionaryFilter { item: Some("vip客".into()), ..none() }), ["ＶＩＰ客户"]);
    assert_eq!(found(DictionaryFilter { item: Some("伙伴".into()), ..none() }), ["合作伙伴", "战略合作伙伴"]);
    assert_eq!(
        found(DictionaryFilter { category: Some("grade".into()), value: Some("a".into()), ..none() }),
        ["ＶＩＰ客户"]
    );
    let eighth = DictionaryFilter { category: Some("region".into()), value: Some("8".into()), ..none() };
    assert_eq!(found(eighth), ["海外"]);
    assert!(!found(DictionaryFilter { editable: Some(false), ..none() }).contains(&"海外".to_owned()));
    // Paged, by category.
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let request = PageRequest { limit: Some(7), after, ..Default::default() };
        let page = office.admin.dictionary().list(None, Some(request)).unwrap();
        seen.extend(page.items.into_iter().map(|e| e.category));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 120);
    assert!(seen.is_sorted());
}
