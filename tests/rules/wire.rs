//! How arguments, results and refusals look as JSON.

use crm_core::customers::NewCustomer;
use crm_core::opportunities::NewOpportunity;
use crm_core::{Crm, CrmError, Locale, Session};

fn session() -> Session {
    let crm = Crm::open_in_memory().expect("opens");
    let roles = ["system_administrator", "sales_manager", "integration"];
    let user = crm.bootstrap("li", "李雷", &roles).expect("the first user");
    crm.session(user).expect("a session")
}

#[test]
fn no_arguments_may_be_written_in_any_way_that_a_language_has_for_nothing() {
    let session = session();
    for nothing in ["{}", "", "  ", "[]", " [ ] ", "\u{feff}", "\u{feff}{}", "\u{feff}\n[]"] {
        assert!(session.call("roles.list", nothing).is_ok(), "{nothing:?}");
    }
    let filter = "\u{feff}{\"page\": {\"limit\": 1}}";
    assert!(session.call("users.list", filter).is_ok());
    for (wrong, code) in [("[1]", "wrong_type"), ("null", "wrong_type"), ("{", "not_json"), ("{\u{feff}}", "not_json")]
    {
        let refused = session.call("users.list", wrong).expect_err(wrong);
        assert_eq!(refused.fields()[0].code, code, "{wrong}");
    }
}

#[test]
fn an_empty_list_is_an_empty_object_only_where_all_arguments_stand() {
    let refused = session().call("users.list", r#"{"filter": []}"#).expect_err("a list is no filter");
    assert_eq!((refused.fields()[0].field.as_str(), refused.fields()[0].code.as_str()), ("filter", "wrong_type"));
}

#[test]
fn instants_have_six_digits_so_that_they_sort_as_texts() {
    let session = session();
    let me: serde_json::Value = serde_json::from_str(&session.call("users.me", "").expect("me")).expect("JSON");
    let at = me["created_at"].as_str().expect("an instant");
    assert_eq!((at.len(), at.as_bytes()[19], at.as_bytes()[26]), (27, b'.', b'Z'), "{at}");
}

#[test]
fn every_field_error_speaks_the_sessions_language() {
    let chinese = session().with_locale(Locale::ZhHans);
    let wrong = NewOpportunity { customer_name: " ".into(), success_probability: 101, ..Default::default() };
    let typed = chinese.opportunities().create(wrong, None, None).expect_err("wrong");
    let shape = chinese.call("opportunities.create", r#"{"new": {"success_probability": "x"}, "id": 3}"#);
    for error in [typed, shape.expect_err("wrong")] {
        assert!(error.fields().len() >= 2);
        for field in error.fields() {
            assert!(chinese_only(&field.text) && chinese_only(&field.label), "{field:?}");
            assert!(error.text(Locale::ZhHans).contains(&field.label), "{error:?}");
        }
    }
    // Within a batch too, record by record, and in English again for the next.
    let names = |name: &str| vec![NewCustomer { name: name.into(), ..Default::default() }];
    let batch = chinese
        .customers()
        .import_many(names(&"长".repeat(501)), Some(true), Some(true), None, None)
        .expect("by record");
    let told = &batch.records[0].errors[0];
    assert_eq!((told.label.as_str(), told.code.as_str()), ("名称", "too_long"));
    assert_eq!(told.text, "最多 500 个字符");
    let english = chinese.with_locale(Locale::En);
    let refused = english.customers().import_many(names(""), Some(true), None, None, None).expect_err("no name");
    assert_eq!((refused.fields()[0].label.as_str(), refused.fields()[0].text.as_str()), ("Name", "is required"));
}

fn chinese_only(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) || text.chars().all(|c| c.is_ascii_uppercase())
}

#[test]
fn a_language_is_matched_not_spelt() {
    for (tag, expected) in [
        ("zh", Locale::ZhHans),
        ("ZH", Locale::ZhHans),
        ("zh-hans", Locale::ZhHans),
        ("zh_CN", Locale::ZhHans),
        ("zh_CN.GB18030@pinyin", Locale::ZhHans),
        ("zh-Hant-TW", Locale::ZhHans),
        ("en-US", Locale::En),
        ("C.UTF-8", Locale::En),
        ("zha", Locale::En), // Zhuang
        ("", Locale::En),
    ] {
        assert_eq!(Locale::matching(tag), expected, "{tag}");
    }
    let error = CrmError::Busy.in_language(Locale::ZhHans);
    assert_eq!(error, CrmError::Busy);
}
