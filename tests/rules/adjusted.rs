//! PACK-6: what an administrator says of a pack's fields in `my` holds wherever the field is asked, and as long as it is said.

use crm_core::CrmError;
use serde_json::{Value as Json, json};

use crate::support::*;

fn yard() -> Json {
    json!({
        "pack": "yard", "version": 1, "language": 1, "title": "Yard",
        "objects": {"pallet": {
            "title": "mark",
            "fields": {
                "mark": {"type": "text", "max": 20, "required": true},
                "bay": {"type": "integer", "min": 1, "max": 9, "default": "1"},
                "weight": {"type": "integer"},
                "remark": {"type": "text", "max": 200}
            }
        }},
        "extend": {"customer": {"fields": {"gate": {"type": "text", "max": 10}}}},
        "roles": {"sales_manager": ["yard"]}
    })
}

fn open() -> Office {
    let office = Office::for_packs();
    office.apply(yard());
    office
}

fn create(office: &Office, new: Json) -> Result<Json, Vec<(String, String)>> {
    match office.manager.call("yard.pallet.create", &json!({"new": new}).to_string()) {
        Ok(record) => Ok(serde_json::from_str(&record).unwrap()),
        Err(CrmError::Invalid { fields }) => {
            Err(fields.into_iter().map(|field| (field.field, field.code.to_string())).collect())
        }
        Err(other) => panic!("{other}"),
    }
}

fn shown(office: &Office) -> Vec<String> {
    let told = office.manager.meta().object("yard.pallet".into()).unwrap();
    let own = ["mark", "bay", "weight", "remark"];
    told.fields.into_iter().map(|field| field.name).filter(|name| own.contains(&name.as_str())).collect()
}

/// The path, whether it is required, and the default, of a field of a form.
fn form(office: &Office, operation: &str, path: &str) -> (bool, Option<String>) {
    let told = office.manager.meta().describe(operation.into(), None).unwrap();
    let field = told.arguments.into_iter().find(|field| field.path == path).unwrap();
    (field.required, field.default_value)
}

#[test]
fn what_administrators_say_of_a_packs_field_holds_until_they_take_it_back_pack_6() {
    let office = open();
    let plain = create(&office, json!({"mark": "A"})).unwrap();
    assert_eq!((&plain["values"]["bay"], &plain["values"]["weight"]), (&json!(1), &Json::Null));
    assert_eq!(shown(&office), ["mark", "bay", "weight", "remark"]);

    let my = |version: i64, pallet: Json, customer: Json| {
        json!({"pack": "my", "version": version, "language": 1, "title": "Ours",
               "extend": {"yard.pallet": {"adjust": pallet}, "customer": {"adjust": customer}}})
    };
    office.apply(my(
        1,
        json!({"weight": {"required": true, "before": "bay"}, "bay": {"default": "7"},
                   "mark": {"required": false, "default": "'P'"}, "remark": {"before": "mark"}}),
        json!({"gate": {"required": true}}),
    ));
    // Required: at create, and never cleared, but what was there before stays writable elsewhere (TYPE-2).
    assert_eq!(create(&office, json!({"mark": "B"})), Err(vec![("weight".into(), "required".into())]));
    let adjusted = create(&office, json!({"weight": 5})).unwrap();
    assert_eq!(adjusted["values"], json!({"mark": "P", "bay": 7, "weight": 5, "remark": null}));
    let changes = json!({"id": plain["id"], "changes": {"values": {"remark": "old"}}});
    office.manager.call("yard.pallet.update", &changes.to_string()).unwrap();
    // Screens show it so.
    assert_eq!(shown(&office), ["remark", "mark", "weight", "bay"]);
    assert_eq!(form(&office, "yard.pallet.create", "new.weight"), (true, None));
    assert_eq!(form(&office, "yard.pallet.create", "new.mark"), (false, Some("'P'".into())));
    assert_eq!(form(&office, "yard.pallet.create", "new.bay").1, Some("7".into()));
    // Of a typed record's custom field too.
    let customer = office.manager.call("customers.create", r#"{"new": {"name": "Gatehouse"}}"#);
    let Err(CrmError::Invalid { fields }) = customer else { panic!("{customer:?}") };
    assert_eq!(
        fields.iter().map(|field| (&*field.field, &*field.code)).collect::<Vec<_>>(),
        [("custom.gate", "required")]
    );
    assert!(form(&office, "customers.create", "new.custom.gate").0);

    // Taken back, the pack's own word holds again.
    office.apply(my(2, json!({"weight": {"before": "bay"}}), json!({})));
    assert_eq!(shown(&office), ["mark", "weight", "bay", "remark"]);
    let back = create(&office, json!({"mark": "C"})).unwrap();
    assert_eq!(back["values"], json!({"mark": "C", "bay": 1, "weight": null, "remark": null}));
    office.manager.call("customers.create", r#"{"new": {"name": "Gatehouse"}}"#).unwrap();
    // Asleep, nothing of it holds.
    office.admin.packs().disable("my".into()).unwrap();
    assert_eq!(shown(&office), ["mark", "bay", "weight", "remark"]);
}
