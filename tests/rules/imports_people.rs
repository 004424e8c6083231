//! SALES-3: customers with their account managers, contacts and dictionary items.

use crm_core::customers::CustomerUpdate;
use crm_core::imports::ImportedLine;
use crm_core::imports::{FieldMapping, ImportOptions, ImportReport};
use crm_core::prelude::*;
use crm_core::settings::SettingsUpdate;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};

use crate::imports::{bytes, codes, column, told};
use crate::support::*;
use crate::watch::watched;

fn import(office: &Office, file: &str, more: Vec<FieldMapping>, options: Option<ImportOptions>) -> ImportReport {
    let mapping = [vec![column("external_id", "id"), column("name", "name")], more].concat();
    office.integration.imports().customers(bytes(file), mapping, options, None).unwrap()
}

#[test]
fn a_value_that_stands_there_already_is_no_new_assignment() {
    let office = Office::new();
    let manager = || vec![column("account_manager", "manager"), column("address", "address")];
    let login = office.ann.users().me().unwrap().login;
    let file = |address: &str| format!("id,name,manager,address\nZ1,Zhong,{login},{address}\n");
    assert_eq!(told(&import(&office, &file("old street"), manager(), None)), ["2 created"]);
    office.admin.users().disable(user(&office.ann), None).unwrap();
    // The customer keeps its account manager; a new customer can't get one who is disabled.
    assert_eq!(told(&import(&office, &file("new street"), manager(), None)), ["2 updated"]);
    let another = file("a").replace("Z1", "Z2");
    assert_eq!(told(&import(&office, &another, manager(), None)), ["2 refused account_manager:not_active_user"]);
    // The same where it comes in by an update.
    let customer = office.manager.customers().list(None, None, None).unwrap().items.remove(0);
    assert_eq!(customer.address.as_deref(), Some("new street"));
    let again = CustomerUpdate { account_manager: Some(user(&office.ann)), ..Default::default() };
    let required = SettingsUpdate { required_customer_fields: Some(vec!["name".into()]), ..Default::default() };
    office.admin.settings().update(required).unwrap();
    assert!(office.manager.customers().update(customer.id, again, None).is_ok());
}

#[test]
fn a_lost_customers_line_that_says_nothing_new_is_no_fault() {
    let office = Office::new();
    let customer = known_customer(&office, "L1");
    let file = |name: &str| format!("id,name,person\nL1,{name},Xu\n");
    let contact = || vec![column("contact.name", "person")];
    import(&office, &file(&customer.name), contact(), None);
    office.lose(customer.id);
    // CUST-4: frozen is what would change.
    assert_eq!(told(&import(&office, &file(&customer.name), contact(), None)), ["2 unchanged"]);
    assert_eq!(told(&import(&office, &file("Lang"), contact(), None)), ["2 refused external_id:lost_customer"]);
    let other = file(&customer.name).replace("Xu", "Wu");
    assert_eq!(told(&import(&office, &other, contact(), None)), ["2 refused external_id:lost_customer"]);
}

#[test]
fn whatever_is_read_of_a_contact_is_kept_or_told() {
    let office = Office::new();
    let contact = || {
        vec![
            column("contact.name", "person"),
            column("contact.position", "job"),
            column("contact.office_phone", "office"),
            column("contact.mobile", "mobile"),
        ]
    };
    let run = |line: &str| {
        let report = import(&office, &format!("id,name,person,job,office,mobile\n{line}\n"), contact(), None);
        let line = &report.lines[0];
        (line.outcome.as_str().to_owned(), codes(&line.notes))
    };
    let none = Vec::<String>::new;
    assert_eq!(run("Q1,Qing,Sun Li,buyer,021-100,"), ("created".to_owned(), none()));
    assert_eq!(run("Q1,Qing,Sun Li,buyer,021-100,"), ("unchanged".to_owned(), none()));
    // More of the same person, by the number that both have; also spelt in another way.
    assert_eq!(run("Q1,Qing,Sun Li,chief buyer,021 100,139-1"), ("updated".to_owned(), none()));
    // Another mobile number: another person of the same name, and the report says so.
    assert_eq!(
        run("Q1,Qing,SUN LI,engineer,021-100,139-2"),
        ("updated".to_owned(), vec!["contact.name:same_name".to_owned()])
    );
    assert_eq!(
        run("Q1,Qing,Sun Li,engineer,021-100,1392"),
        ("updated".to_owned(), none()),
        "the spelling of the number"
    );
    // Nothing says which of the two.
    assert_eq!(
        run("Q1,Qing,Sun Li,director,,"),
        ("unchanged".to_owned(), vec!["contact.name:ambiguous_contact".to_owned()])
    );
    // A contact without a name is no contact, and that is said.
    assert_eq!(run("Q1,Qing,,director,,139-9"), ("unchanged".to_owned(), vec!["contact.name:required".to_owned()]));
    let customer = office.ann.customers().list(None, None, None).unwrap().items[0].id;
    let contacts = office.ann.contacts().list(Some(customer), None, None, None).unwrap().items;
    let known: Vec<String> = contacts
        .iter()
        .map(|c| format!("{} {}", c.position.as_deref().unwrap_or(""), c.mobile.as_deref().unwrap_or("")))
        .collect();
    assert_eq!(known, ["chief buyer 139-1", "engineer 1392"]);
}

#[test]
fn nothing_of_a_refused_line_stays() {
    let office = Office::new();
    let lost = known_customer(&office, "F1");
    office.lose(lost.id);
    let options = || Some(ImportOptions { create_entries: Some(true), ..Default::default() });
    let more = || vec![column("level", "level"), column("region", "region")];
    let file = "id,name,level,region\n\
        F1,frozen,Platinmu,\n\
        F2,,Platinmu,\n\
        F3,fine,Platinum,Mars\n\
        F4,fine,Platinum,\n";
    let report = import(&office, file, more(), options());
    assert_eq!(
        told(&report),
        ["2 refused external_id:lost_customer", "3 refused name:required", "4 created", "5 created"]
    );
    // SALES-3: the misspelt item was named by refused lines alone.
    assert_eq!(report.created_entries, ["customer_level: Platinum", "region: Mars"]);
    assert_eq!(report.new_entries, 2);
    let items: Vec<String> =
        office.ann.dictionary().choices("customer_level".into()).unwrap().into_iter().map(|c| c.item).collect();
    assert!(items.contains(&"Platinum".to_owned()) && !items.contains(&"Platinmu".to_owned()), "{items:?}");
}

#[test]
fn many_new_items_are_looked_up_each_by_itself() {
    let storage = SqliteStorage::in_memory(&SqliteOptions::default()).unwrap();
    let (watched, statements) = watched(storage);
    let clock = FixedEnvironment::new("2026-03-02T01:00:00Z");
    let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(watched)).unwrap();
    let office = Office::staff(crm, clock);
    let lines: String = (0..300).map(|i| format!("{i},c{i},level {i}\n")).collect();
    let options = ImportOptions { create_entries: Some(true), ..Default::default() };
    statements.take();
    let report = import(&office, &format!("id,name,level\n{lines}"), vec![column("level", "level")], Some(options));
    assert_eq!((report.created, report.new_entries), (300, 300));
    // SALES-3: the category is looked through once, and not once an item.
    let whole =
        |sql: &str| sql.contains("FROM dictionary_entries") && sql.contains("category = ?") && !sql.contains(" AND ");
    let seen = statements.take_counted();
    // Beside it the two that names and domains are compared by, once (DUP-3).
    assert_eq!(seen.iter().filter(|(sql, _)| whole(sql)).map(|(_, times)| times).sum::<usize>(), 3);
}

#[test]
fn a_full_category_refuses_the_line_that_would_add_to_it() {
    let office = Office::new();
    let there = office.ann.dictionary().choices("customer_level".into()).unwrap().len();
    let room = 10_000 - there;
    let lines: String = (0..room + 2).map(|i| format!("{i},c{i},level {i}\n")).collect();
    let options = ImportOptions { create_entries: Some(true), ..Default::default() };
    let file = format!("id,name,level\n{lines}F,f,level 0\n");
    let report = import(&office, &file, vec![column("level", "level")], Some(options));
    assert_eq!((report.created, report.refused, report.new_entries), (room as i64 + 1, 2, room as i64));
    let refused: Vec<&ImportedLine> = report.lines.iter().filter(|l| !l.errors.is_empty()).collect();
    // SALES-3: the error names the field of the line.
    assert_eq!(codes(&refused[0].errors), ["level:too_many"]);
    assert_eq!((refused.len(), refused[0].line), (2, room as i64 + 2));
}
