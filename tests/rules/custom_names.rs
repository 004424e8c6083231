//! EXT-6: a later engine whose typed record gains a field of the name of a custom one keeps both.

use crm_core::customers::CustomerUpdate;
use crm_core::views::NewView;
use crm_core::{Crm, Session, Tree, Value};
use rusqlite::Connection;
use serde_json::{Value as Json, json};

use crate::custom::{custom, told};
use crate::support::*;

/// What an engine knew that had no `website` of its own. While it is applied here, the field is called otherwise.
fn shop() -> Json {
    json!({
        "pack": "shop", "version": 1, "language": 1, "title": "Shop",
        "extend": {"customer": {
            "fields": {
                "homepage": {"type": "text", "search": true, "confidential": true},
                "visits": {"type": "integer", "default": "1"},
                "known": {"type": "boolean", "formula": "homepage != ''", "confidential": true}
            },
            "checks": {"plain": {"check": "homepage != 'none' and visits > 0", "text": "None is no page."}},
            "needs": {"customers.win_back": ["homepage"]}
        }},
        "views": {"pages": {
            "of": "customer", "filter": {"field": "homepage", "empty": false}, "columns": ["name", "homepage"],
            "sort": ["name"]
        }},
        "roles": {"sales_manager": ["customer.homepage:read", "customer.homepage:write", "customer.known:read"]},
        "labels": {"zh-Hans": {"customer.homepage": "主页", "views.pages": "主页"}}
    })
}

fn office(file: &std::path::Path) -> Office {
    let clock = FixedEnvironment::new(MORNING);
    Office::staff(Crm::options().environment(clock.clone()).open(file).unwrap(), clock)
}

/// The database as an engine wrote it that knew the field by this name.
fn as_before(file: &std::path::Path, name: &str) {
    let raw = Connection::open(file).unwrap();
    let renamed = |sql: &str| raw.execute(sql, [name]).unwrap();
    assert_eq!(renamed("UPDATE packs SET document = replace(document, 'homepage', ?)"), 2);
    assert_eq!(renamed("UPDATE object_fields SET name = ? WHERE name = 'homepage'"), 1);
    renamed("UPDATE role_operations SET operation = replace(operation, 'homepage', ?)");
    renamed("UPDATE audit_changes SET after = replace(after, 'homepage', ?)");
    renamed("UPDATE views SET definition = replace(definition, 'homepage', ?)");
}

#[test]
fn a_field_that_the_engine_takes_the_name_of_is_called_by_its_pack() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.crm");
    let first = office(&file);
    first.apply(shop());
    // Another pack, which sleeps, names it too.
    let more = json!({
        "pack": "more", "version": 1, "language": 1, "title": "More", "requires": {"shop": 1},
        "objects": {"page": {"title": "text", "fields": {
            "customer": {"type": "ref", "to": "customer"}, "text": {"type": "text"}
        }}},
        "views": {"known": {
            "of": "more.page", "filter": {"field": "customer.visits", "ge": 1}, "columns": ["text", "customer.homepage"]
        }}
    });
    first.apply(more);
    first.admin.packs().disable("more".into()).unwrap();
    let new = crm_core::customers::NewCustomer {
        custom: custom(json!({"homepage": "shop.example"})),
        ..new_customer(&first.ann, "华东")
    };
    let made = first.manager.customers().create(new, None, None).unwrap();
    let keep = |name: &str, field: &str| {
        let definition = json!({
            "of": "customer", "filter": {"field": field, "empty": false}, "columns": ["name", field]
        });
        let view = NewView { name: name.into(), definition: definition.into() };
        first.manager.views().create(view, None).unwrap().id.unwrap()
    };
    let (own, other) = (keep("With a page", "homepage"), keep("Visited", "visits"));
    let (admin, manager, ann) = (user(&first.admin), user(&first.manager), user(&first.ann));
    drop(first);
    as_before(&file, "website");

    let crm = Crm::options().environment(FixedEnvironment::new(MORNING)).open(&file).unwrap();
    let session = |user| -> Session { crm.session(user).unwrap() };
    let (admin, manager, ann) = (session(admin), session(manager), session(ann));
    // The custom field is there under another name, and the engine's own beside it.
    let kept = manager.customers().get(made.id).unwrap();
    assert_eq!(told(&kept.custom), json!({"shop_website": "shop.example", "visits": 1, "known": true}));
    assert_eq!(kept.website, None);
    let both = CustomerUpdate {
        website: Some("own.example".into()),
        custom: custom(json!({"shop_website": "other.example"})),
        ..Default::default()
    };
    let both = manager.customers().update(made.id, both, None).unwrap();
    assert_eq!(
        (both.website.as_deref(), both.custom.text("shop_website").unwrap()),
        (Some("own.example"), Some("other.example"))
    );
    let wrong = CustomerUpdate { custom: custom(json!({"website": "x"})), ..Default::default() };
    assert_eq!(invalid(manager.customers().update(made.id, wrong, None)), ["custom.website:unknown_field"]);
    // Grants, checks, views and labels go by it.
    assert!(ann.customers().get(made.id).unwrap().custom.get("shop_website").is_none());
    let none = CustomerUpdate { custom: custom(json!({"shop_website": "none"})), ..Default::default() };
    assert_eq!(invalid(manager.customers().update(made.id, none, None)), ["checks.plain:check"]);
    let rows = manager.views().rows("shop.pages".into(), None, None).unwrap().items;
    assert!(
        matches!(rows[0].values.get("shop_website"), Some(Value::Text(text)) if text == "other.example"),
        "{rows:?}"
    );
    // What people keep goes on asking the custom field: their views get another version with it.
    let views = manager.views().list(None).unwrap();
    let version = |id| views.iter().find(|view| view.id == Some(id)).unwrap().version;
    assert_eq!((version(own), version(other)), (2, 1));
    let definition = &views.iter().find(|view| view.id == Some(own)).unwrap().definition;
    assert_eq!(definition.value()["filter"], json!({"field": "shop_website", "empty": false}));
    assert_eq!(definition.value()["columns"], json!(["name", "shop_website"]));
    let rows = manager.views().rows(own.to_string(), None, None).unwrap().items;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].values.text("shop_website").unwrap(), Some("other.example"));
    let document = admin.packs().get("shop".into()).unwrap().document;
    let extension = &document.value()["extend"]["customer"];
    assert_eq!(extension["fields"]["shop_website"]["was"], "website");
    assert_eq!(extension["fields"]["known"]["formula"], "shop_website != ''");
    assert_eq!(extension["checks"]["plain"]["check"], "shop_website != 'none' and visits > 0");
    assert_eq!(extension["needs"], json!({"customers.win_back": ["shop_website"]}));
    assert_eq!(document.value()["labels"]["zh-Hans"]["customer.shop_website"], "主页");
    assert_eq!(document.value()["views"]["pages"]["columns"], json!(["name", "shop_website"]));
    let more = admin.packs().get("more".into()).unwrap().document;
    assert_eq!(more.value()["views"]["known"]["columns"], json!(["text", "customer.shop_website"]));
    // Its history knows it by the former name too.
    let key = crate::custom::key("customer", made.id);
    let history = manager.objects().history(key, None).unwrap().items;
    assert!(
        history.iter().all(|change| change.fields.iter().any(|field| field.field == "shop_website")),
        "{history:?}"
    );
    // `packs.list` says so, and the audit that it happened while the database was opened.
    let packs = admin.packs().list().unwrap();
    let renamed = |at: usize| serde_json::to_value(&packs[at].renamed).unwrap();
    assert_eq!(renamed(0), json!([{"object": "customer", "from": "website", "to": "shop_website"}]));
    assert_eq!(renamed(1), json!([]));
    let upgrades = crm_core::audit::AuditFilter { operation: Some("upgrade".into()), ..Default::default() };
    let upgrades = admin.audit().list(Some(upgrades), None).unwrap().items;
    assert_eq!(upgrades.len(), 1);
    assert!(upgrades[0].changes[0].after.as_deref().unwrap().contains("shop_website"));
    // The pack that slept wakes, and the next version goes by the present name.
    admin.packs().enable("more".into()).unwrap();
    let next = shop().to_string().replace("homepage", "shop_website").replace("\"version\":1", "\"version\":2");
    let plan = admin.packs().plan(next.parse::<Tree>().unwrap()).unwrap();
    assert_eq!((plan.refusals, plan.steps), (vec![], vec![]));
    drop((admin, manager, ann, crm));
    // Opened once more, nothing else happens.
    let crm = Crm::options().environment(FixedEnvironment::new(MORNING)).open(&file).unwrap();
    let admin = crm.session_by_login("admin").unwrap();
    assert_eq!(admin.packs().list().unwrap()[0].renamed.len(), 1);
}
