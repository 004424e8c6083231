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

fn my(version: i64, pallet: Json, customer: Json) -> Json {
    json!({"pack": "my", "version": version, "language": 1, "title": "Ours",
           "extend": {"yard.pallet": {"adjust": pallet}, "customer": {"adjust": customer}}})
}

/// The steps of a plan, each with its class and records, then what stands against it.
fn told(office: &Office, document: &Json) -> Vec<String> {
    let plan = office.admin.packs().plan(document.clone().into()).unwrap();
    let steps = plan.steps.into_iter().map(|step| format!("{} {} {}", step.path, step.class, step.rows));
    let refusals = plan.refusals.into_iter().map(|one| format!("{}: {}", one.field, one.code));
    steps.chain(refusals).collect()
}

// PACK-6: what stands before another that is moved itself stands before it where that is shown, in whatever order they are said.
#[test]
fn fields_follow_one_another_pack_6() {
    let office = open();
    office.apply(my(1, json!({"remark": {"before": "weight"}, "weight": {"before": "mark"}}), json!({})));
    assert_eq!(shown(&office), ["remark", "weight", "mark", "bay"]);
    office.apply(my(2, json!({"weight": {"before": "mark"}, "remark": {"before": "weight"}}), json!({})));
    assert_eq!(shown(&office), ["remark", "weight", "mark", "bay"]);
    // Two before one stand in their order; a circle stands nowhere.
    office.apply(my(3, json!({"weight": {"before": "mark"}, "remark": {"before": "mark"}}), json!({})));
    assert_eq!(shown(&office), ["weight", "remark", "mark", "bay"]);
    let circle = json!({"remark": {"before": "weight"}, "weight": {"before": "bay"}, "bay": {"before": "remark"},
                        "mark": {"before": "bay"}});
    let wrong = told(&office, &my(4, circle, json!({}))).into_iter().filter(|told| told.contains(": "));
    let path = |field: &str| format!("extend.yard.pallet.adjust.{field}.before: cycle");
    assert_eq!(wrong.collect::<Vec<_>>(), [path("remark"), path("weight"), path("bay")]);
}

// PACK-6, OBJ-13: what is cleared when its record goes can't be required, whoever says which of the two last.
#[test]
fn what_is_cleared_is_not_required_obj_13() {
    let office = Office::for_packs();
    let mut yard = yard();
    yard["objects"]["pallet"]["fields"]["of"] = json!({"type": "ref", "to": "customer", "on_delete": "clear"});
    office.apply(yard.clone());
    let required = json!({"of": {"required": true}});
    assert_eq!(
        told(&office, &my(1, required.clone(), json!({}))).last().unwrap(),
        "extend.yard.pallet.adjust.of.required: not_here"
    );
    office.apply(my(1, json!({"of": {"before": "mark"}}), json!({})));
    yard["version"] = json!(2);
    yard["objects"]["pallet"]["fields"]["of"]["on_delete"] = json!("refuse");
    office.apply(yard.clone());
    office.apply(my(2, required, json!({})));
    yard["version"] = json!(3);
    yard["objects"]["pallet"]["fields"]["of"]["on_delete"] = json!("clear");
    assert_eq!(told(&office, &yard).last().unwrap(), "my.extend.yard.pallet.adjust.of.required: not_here");
}

// PACK-2, PACK-6: what becomes required is counted; what a pack says of a field is hidden only where administrators say the same
// thing otherwise.
#[test]
fn a_plan_counts_and_tells_what_is_hidden_pack_2() {
    let office = open();
    create(&office, json!({"mark": "A"})).unwrap();
    create(&office, json!({"mark": "B", "weight": 3})).unwrap();
    office.manager.call("customers.create", r#"{"new": {"name": "Gatehouse"}}"#).unwrap();
    let first =
        my(1, json!({"weight": {"required": true}, "bay": {"default": "2"}}), json!({"gate": {"required": true}}));
    assert_eq!(
        told(&office, &first),
        ["yard.pallet.weight counts 1", "yard.pallet.bay safe 0", "customer.gate counts 1", "title safe 0"]
    );
    office.apply(first);
    // It is required already.
    let second = my(
        2,
        json!({"weight": {"required": true, "default": "4"}, "bay": {"default": "2"}, "mark": {"required": false}}),
        json!({"gate": {"required": true}}),
    );
    assert_eq!(told(&office, &second), ["yard.pallet.weight safe 0", "yard.pallet.mark safe 0"]);
    office.apply(second);
    create(&office, json!({"weight": 9})).unwrap();
    let third =
        my(3, json!({"weight": {"required": true}, "bay": {"default": "2"}}), json!({"gate": {"required": true}}));
    // Taken back, the pack's own word holds again: one has no mark.
    assert_eq!(told(&office, &third), ["yard.pallet.weight safe 0", "yard.pallet.mark counts 1"]);
    office.apply(third);
    // Other things that the pack says of these fields are not hidden.
    let mut yard = yard();
    yard["version"] = json!(2);
    yard["objects"]["pallet"]["fields"]["weight"]["doc"] = json!("In kilograms.");
    yard["objects"]["pallet"]["fields"]["weight"]["default"] = json!("1");
    yard["objects"]["pallet"]["fields"]["bay"]["max"] = json!(12);
    let hides = |document: &Json| -> Vec<String> {
        told(&office, document).into_iter().filter(|told| told.contains(" hides ")).collect()
    };
    assert_eq!(hides(&yard), Vec::<String>::new());
    yard["objects"]["pallet"]["fields"]["weight"]["required"] = json!(true);
    assert_eq!(hides(&yard), ["my.yard.pallet.weight hides 0"]);
    yard["objects"]["pallet"]["fields"]["bay"]["default"] = json!("3");
    yard["extend"]["customer"]["fields"]["gate"]["required"] = json!(true);
    assert_eq!(
        hides(&yard),
        ["my.yard.pallet.weight hides 0", "my.yard.pallet.bay hides 0", "my.customer.gate hides 0"]
    );
}
