//! FIELD-1: of every field of every record that the engine gives it is decided whether it can be withheld. A field that is
//! new must be entered in `tests/decisions/fields.txt`, where a person sees it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crm_core::Operation;
use crm_core::schema::{FieldInfo, RecordInfo, Type};
use crm_core::validate::Rule;

/// The records in what operations give, and in what they are given.
fn records(given: bool) -> Vec<&'static RecordInfo> {
    let (mut records, mut choices) = (Vec::new(), Vec::new());
    for operation in Operation::all() {
        match given {
            true => operation.arguments.iter().for_each(|argument| argument.ty.collect(&mut records, &mut choices)),
            false => operation.result.collect(&mut records, &mut choices),
        }
    }
    records
}

/// What a field says of itself.
fn declared(field: &FieldInfo) -> Option<String> {
    let said: Vec<String> = field
        .rules
        .iter()
        .filter_map(|rule| match rule {
            Rule::Confidential(kind) => Some(kind.to_string()),
            Rule::Of(name) => Some(format!("as {name}")),
            _ => None,
        })
        .collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// The kinds of every field that can be withheld, by kind of record and name.
fn kinds() -> BTreeMap<(String, String), String> {
    let mut kinds = BTreeMap::new();
    for record in records(false) {
        for field in record.fields {
            if let (Some(of), Some(Rule::Confidential(kind))) = (record.of, field.rules.first()) {
                let twice = kinds.insert((of.entity.to_owned(), field.name().to_owned()), kind.to_string());
                assert!(twice.is_none(), "{}.{} is declared twice", of.entity, field.name());
            }
        }
    }
    kinds
}

#[test]
fn of_every_field_it_is_decided_whether_it_can_be_withheld() {
    let kinds = kinds();
    let mut lines = Vec::new();
    for record in records(false) {
        let (mut open, mut withheld) = (Vec::new(), Vec::new());
        for field in record.fields.iter().filter(|field| field.name() != "withheld") {
            let by_name = record.of.and_then(|of| kinds.get(&(of.entity.to_owned(), field.name().to_owned()))).cloned();
            match declared(field).or(by_name) {
                Some(kind) => withheld.push(format!("{} ({kind})", field.name())),
                None => open.push(field.name().to_owned()),
            }
        }
        let withheld = if withheld.is_empty() { String::new() } else { format!(" | {}", withheld.join(", ")) };
        lines.push(format!("{}: {}{withheld}", record.name, open.join(" ")));
    }
    lines.sort();
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/decisions/fields.txt");
    if std::env::var_os("CRM_DECIDE").is_some() {
        std::fs::write(&file, lines.join("\n") + "\n").unwrap();
    }
    let decided = std::fs::read_to_string(&file).unwrap();
    let decided: Vec<&str> = decided.lines().collect();
    for line in &lines {
        assert!(
            decided.contains(&line.as_str()),
            "not decided in tests/decisions/fields.txt (CRM_DECIDE=1 writes it; look at each line):\n{line}"
        );
    }
    assert_eq!(decided.len(), lines.len(), "there are decisions about records that are gone");
}

#[test]
fn what_can_be_hidden_can_be_absent() {
    let kinds = kinds();
    assert!(kinds.len() > 40, "{kinds:?}");
    for record in records(false) {
        for field in record.fields {
            let by_name =
                record.of.is_some_and(|of| kinds.contains_key(&(of.entity.to_owned(), field.name().to_owned())));
            if by_name && record.of.is_some() {
                // FIELD-1: a required text can be masked; anything else must be optional, or stand in a list of records.
                let fits = match field.ty {
                    Type::Optional(_) | Type::Text => true,
                    Type::List(inner) => matches!(inner, Type::Record(_)),
                    _ => false,
                };
                assert!(fits, "{}.{} can't be withheld", record.name, field.name());
            }
            // FIELD-4: what has a mask is a text.
            if let Some(Rule::Confidential(kind)) = field.rules.first()
                && !["amount", "value"].contains(&kind.as_str())
            {
                assert!(matches!(field.ty.required(), Type::Text | Type::List(_)), "{}.{}", record.name, field.name());
            }
        }
    }
}

#[test]
fn what_is_said_to_stand_for_a_field_does() {
    let kinds = kinds();
    let known = |name: &str| {
        let (entity, field) = name.split_once('.').unwrap();
        assert!(kinds.contains_key(&(entity.to_owned(), field.to_owned())), "{name} is not declared");
    };
    let mut found = 0;
    let arguments = Operation::all().flat_map(|operation| operation.arguments);
    let fields = [records(false), records(true)].concat().into_iter().flat_map(|record| record.fields);
    for rule in fields.chain(arguments).flat_map(|field| field.rules) {
        if let Rule::Of(name) = rule {
            known(name);
            found += 1;
        }
    }
    assert!(found > 10, "{found}");
    // Every kind that has such fields is given and changed by records that say so: a new input is noticed by its fields.
    // An activity's details are its own.
    let own = ["NewActivity", "ActivityUpdate"];
    for record in records(true).into_iter().filter(|record| record.of.is_none() && !own.contains(&record.name)) {
        for name in ["bank_account", "office_phone", "unit_price", "delivery_address", "contact_phone", "details"] {
            assert!(record.fields.iter().all(|f| f.name() != name), "{} has {name}, and says not of what", record.name);
        }
    }
}
