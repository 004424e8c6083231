//! Texts: what shows as nothing is nothing, searching passes over what nobody types, and an empty text in a filter
//! restricts nothing where the filter says so.

use crm_core::Operation;
use crm_core::opportunities::{NewOpportunity, OpportunityFilter, OpportunityUpdate};
use crm_core::prelude::*;
use crm_core::reports::ContributionFilter;
use crm_core::roles::NewRole;
use crm_core::schema::Type;
use crm_core::users::NewUser;
use crm_core::validate::Rule;
use serde_json::{Value, json};

use crate::support::*;

/// Texts that show nothing, in many ways.
const INVISIBLE: &[&str] = &[
    "\u{200b}",
    "\u{200c}\u{200d}",
    "\u{feff}",
    "\u{2060}\u{2063}",
    "\u{ad}",
    "\u{200e}\u{200f}\u{202a}\u{202c}\u{2066}\u{2069}",
    "\u{3164}",
    "\u{ffa0}\u{115f}\u{1160}",
    "\u{fe0f}\u{e0100}",
    "\u{180e}",
    "\u{61c}",
    "\u{34f}",
    "\u{17b4}",
    "\u{e0041}\u{e007f}",
    "\u{2800}",
    "\u{fff9}\u{fffb}",
    "\u{1d173}",
    " \u{200b}\u{3000}\u{200b} ",
];

#[test]
fn what_shows_as_nothing_is_no_name() {
    let office = Office::new();
    for text in INVISIBLE {
        let new = NewOpportunity { summary: (*text).into(), ..new_opportunity(text) };
        assert_eq!(
            invalid(office.ann.opportunities().create(new, None, None)),
            ["customer_name:required", "summary:required"],
            "{text:?}"
        );
        // Where a text may be absent, it is.
        let new = NewOpportunity { source: Some((*text).into()), ..new_opportunity("华东精密机械") };
        let o = office.ann.opportunities().create(new, None, None).unwrap();
        assert_eq!(o.source, None, "{text:?}");
        let named = OpportunityUpdate { source: Some("展会".into()), ..Default::default() };
        office.ann.opportunities().update(o.id, named, None).unwrap();
        let blank = OpportunityUpdate { source: Some((*text).into()), ..Default::default() };
        assert_eq!(office.ann.opportunities().update(o.id, blank, None).unwrap().source, None, "{text:?}");
        let blank = OpportunityUpdate { customer_name: Some((*text).into()), ..Default::default() };
        assert_eq!(
            invalid(office.ann.opportunities().update(o.id, blank, None)),
            ["customer_name:required"],
            "{text:?}"
        );
        // Names of every kind, by whatever way they come.
        let user = NewUser { login: "x".into(), display_name: (*text).into(), ..Default::default() };
        assert_eq!(invalid(office.admin.users().create(user, None)), ["display_name:required"], "{text:?}");
        let role = NewRole { name: (*text).into(), grant: None };
        assert_eq!(invalid(office.admin.roles().create(role, None)), ["name:required"], "{text:?}");
        let products = json!({"products": [{"external_id": text, "name": text}]}).to_string();
        let outcome = office.integration.call("sales.push_products", &products);
        assert_eq!(invalid(outcome), ["products[0].external_id:required", "products[0].name:required"], "{text:?}");
        let crm = Crm::open_in_memory().unwrap();
        assert_eq!(invalid(crm.bootstrap(text, text, &[])), ["login:required", "display_name:required"], "{text:?}");
    }
    // What shows beside it is kept as it was given.
    for text in ["می\u{200c}خواهم", "\u{200f}שלום\u{200f}", "👩\u{200d}🔬", "❤\u{fe0f}", "A\u{200b}", "i\u{307}"]
    {
        let o = office.ann.opportunities().create(new_opportunity(text), None, None).unwrap();
        assert_eq!(o.customer_name, text);
    }
}

#[test]
fn searching_passes_over_what_nobody_types() {
    let office = Office::new();
    let found = |text: &str| -> Vec<String> {
        let filter = OpportunityFilter { customer_name: Some(text.into()), ..Default::default() };
        let mut names: Vec<_> = office.ann.opportunities().list(Some(filter), None, None).unwrap().items;
        names.reverse();
        names.into_iter().map(|o| o.customer_name).collect()
    };
    for name in ["İZMİR DEMİR", "Izmir Demir", "ızmır demır", "i\u{307}zmi\u{307}r demi\u{307}r", "İzmir Demir"]
    {
        office.ann.opportunities().create(new_opportunity(name), None, None).unwrap();
    }
    // The four Turkish letters are one to whoever searches, for nobody knows on which keyboard the other typed.
    for text in ["izmir", "İZMİR", "IZMIR", "ızmır", "Izmır", "i\u{307}zmi\u{307}r", "mir d", "MİR D", "ＩＺＭＩＲ"]
    {
        assert_eq!(found(text).len(), 5, "{text}");
    }
    office.ann.opportunities().create(new_opportunity("Maschinen\u{ad}fabrik"), None, None).unwrap();
    office.ann.opportunities().create(new_opportunity("می\u{200c}خواهم"), None, None).unwrap();
    office.ann.opportunities().create(new_opportunity("上海\u{200b}重工\u{feff}"), None, None).unwrap();
    office.ann.opportunities().create(new_opportunity("❤\u{fe0f} GmbH"), None, None).unwrap();
    for (text, name) in [
        ("maschinenfabrik", "Maschinen\u{ad}fabrik"),
        ("MASCHINEN\u{ad}FABRIK", "Maschinen\u{ad}fabrik"),
        ("nen\u{200b}fa", "Maschinen\u{ad}fabrik"),
        ("میخواهم", "می\u{200c}خواهم"),
        ("上海重工", "上海\u{200b}重工\u{feff}"),
        ("❤ gmbh", "❤\u{fe0f} GmbH"),
    ] {
        assert_eq!(found(text), [name], "{text:?}");
    }
    // A login that only looks different is the same.
    let user = |login: &str| NewUser { login: login.into(), display_name: "x".into(), ..Default::default() };
    office.admin.users().create(user("Işıl.Demir"), None).unwrap();
    for login in ["isil.demir", "IŞIL.DEMİR", "ışıl.demir", "Işıl\u{200b}.Demir", "ＩŞıl.demir"] {
        let wanted: &[&str] =
            if login.contains(['s', 'S']) && !login.contains(['ş', 'Ş']) { &[] } else { &["login:not_unique"] };
        let outcome = office.admin.users().create(user(login), None);
        match wanted {
            [] => assert!(outcome.is_ok(), "{login}"),
            _ => assert_eq!(invalid(outcome), wanted, "{login}"),
        }
    }
    assert!(office.crm.session_by_login("IŞIL.DEMİR").is_ok());
}

#[test]
fn an_empty_text_in_a_filter_restricts_nothing_only_where_that_is_said() {
    let office = Office::new();
    let every = Operation::all().filter(|o| !o.public).map(|o| o.name.to_owned()).collect();
    office.admin.roles().create(NewRole { name: "everything".into(), grant: Some(every) }, None).unwrap();
    let all = vec!["everything".to_owned(), "system_administrator".to_owned()];
    office.admin.users().set_roles(user(&office.admin), all, None).unwrap();
    let customer = office.customer();
    office.opportunity();
    let list = |operation: &Operation, filter: Value| {
        let mut arguments = json!({"filter": filter, "page": {"limit": 10_000}});
        for argument in operation.arguments.iter().filter(|a| !a.optional) {
            // A list of one record's parts.
            assert!(matches!(argument.ty, Type::Id("CustomerId")), "{} {}", operation.name, argument.name());
            arguments[argument.name()] = json!(customer.id);
        }
        office.admin.call(operation.name, &arguments.to_string())
    };
    let (mut contained, mut exact) = (0, 0);
    // Of which kind setup documents are listed is a name of its own: the area's tests prove their filter.
    // A board has no pages, and the filter of `opportunities.list`.
    for operation in Operation::all().filter(|o| o.area != "setup" && o.name != "opportunities.board") {
        let Some(filter) = operation.arguments.iter().find(|a| a.name() == "filter") else { continue };
        // A filter tree has its own rule (FILT-4): a blank text is `required`.
        if matches!(filter.ty.required(), Type::Tree) {
            continue;
        }
        let Type::Record(record) = filter.ty.required() else { panic!("{}", operation.name) };
        for field in record.fields.iter().filter(|f| matches!(f.ty.required(), Type::Text)) {
            for empty in ["", " \t", "\u{3000}\u{200b}"] {
                let answer = list(operation, json!({field.name(): empty}));
                let place = format!("{} {} {empty:?}", operation.name, field.name());
                if field.rules.contains(&Rule::Exact) {
                    // An empty text is nobody's key: whoever asks for it has lost the one they meant.
                    assert_eq!(invalid(answer), [format!("{}:required", field.name())], "{place}");
                    // In a call that is wrong in another way too.
                    let two = list(operation, json!({field.name(): empty, "nonsense": 1}));
                    assert!(invalid(two).contains(&format!("{}:required", field.name())), "{place}");
                    exact += 1;
                } else {
                    assert_eq!(answer, list(operation, json!({})), "{place}");
                    let doc = field.doc().split_whitespace().collect::<Vec<_>>().join(" ");
                    assert!(doc.contains("an empty text restricts nothing"), "{place}: {doc}");
                    contained += 1;
                }
            }
        }
    }
    assert!(contained >= 60 && exact >= 21, "{contained} {exact}");
    // So is a list of choices that is empty.
    let filter = ContributionFilter { statuses: Some(vec![]), ..Default::default() };
    assert_eq!(invalid(office.manager.reports().contribution(Some(filter), None)), ["statuses:required"]);
}
