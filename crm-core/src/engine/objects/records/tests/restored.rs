//! Records that are brought back, and creates that are repeated.

use serde_json::{Map, Value as Json, json};

use super::*;
use crate::engine::objects::calls::kept;
use crate::engine::objects::records::restore;

impl Desk {
    /// Deletes a record; gives what the audit keeps of it.
    fn gone(&self, object: &str, id: RecordId) -> Map<String, Json> {
        let kept = self.write(TODAY, |writer| {
            let model = writer.model(object)?;
            let (key, before) = read(writer.tx, model, writer.world, id)?.expect("a record");
            writer.delete(key, before)?;
            let root = writer.written.iter().find(|written| written.model.name == object).expect("the record");
            Ok(kept(root, "CNY").before.expect("what it was"))
        });
        serde_json::from_str(&kept.expect("deleted")).expect("JSON")
    }

    fn restore(&self, object: &str, kept: &Map<String, Json>) -> std::result::Result<(), Vec<String>> {
        let done = self.write("2026-03-06T02:00:00Z", |writer| {
            let (model, mut found) = (writer.model(object)?, Violations::default());
            let tx = &mut *writer.tx;
            let mut find = |field: &FieldModel, named: &Named| self.find(tx, field, named);
            let restored = restore::read(&self.catalogue, model, kept, &company(), &mut find, &mut found)?;
            writer.restore(model, restored, found).map(drop)
        });
        self.prove();
        done
    }
}

// OBJ-14: same id, number, creator, values and parts, in their order; it is asked what a create is asked.
#[test]
fn what_was_deleted_comes_back() {
    let desk = Desk::new(&[&document(SALES)]);
    let lines = |days: &[&str]| -> Vec<Json> {
        let kind = entry_id("expense_kind", "travel").to_string();
        days.iter().map(|day| json!({"date": day, "kind": kind, "amount": cny("10.50")})).collect()
    };
    let given = json!({"reason": "上海出差", "lines": lines(&["2026-03-03", "2026-03-01"])});
    let id = desk.create("sales.claim", given).expect("a claim");
    // What a default would fill was emptied.
    let cleared = desk.create("sales.claim", json!({"reason": "无", "claimant": null})).expect("a claim");
    let turned: Vec<Json> =
        desk.part_ids("sales.claim", id, "lines").iter().rev().map(|id| json!({"id": id.to_string()})).collect();
    desk.change("sales.claim", id, json!({"lines": turned})).expect("turned");
    let all = |id| {
        let whole = desk.records("sales.claim").into_iter().find(|claim| id_of(claim) == id).expect("a claim");
        let version = |picture: &Picture<'_>| picture.place("version").expect("a version");
        let values = |picture: &Picture<'_>| {
            let mut held = picture.held.clone();
            held.remove(version(picture));
            // Its whole has another key.
            held.into_iter().map(|held| held.value).collect::<Vec<_>>()
        };
        (values(&whole), desk.parts("sales.claim", id, "lines").iter().map(values).collect::<Vec<_>>())
    };
    let (before, before_cleared) = (all(id), all(cleared));
    let (mut kept, kept_cleared) = (desk.gone("sales.claim", id), desk.gone("sales.claim", cleared));
    desk.restore("sales.claim", &kept_cleared).expect("back");
    assert_eq!(all(cleared), before_cleared);
    kept.insert("gone_since".into(), json!(1));
    desk.restore("sales.claim", &kept).expect("back");
    assert_eq!(all(id), before);
    // The version goes on.
    assert_eq!(desk.value("sales.claim", id, "version"), number("3"));
    assert_eq!(desk.restore("sales.claim", &kept), Err(vec!["id_taken".into()]));
    // A part that is there stands against it as well; what does not fit any more is told at its place.
    let mut other = desk.gone("sales.claim", cleared);
    let part = desk.part_ids("sales.claim", id, "lines")[0].to_string();
    other.insert("lines".into(), json!([{"id": part}]));
    assert_eq!(desk.restore("sales.claim", &other), Err(vec!["id_taken".into()]));
    let mut kept = desk.gone("sales.claim", id);
    kept["lines"][1]["date"] = json!("2026-03-07");
    kept["lines"][0]["kind"] = json!(desk.id().to_string());
    assert_eq!(
        desk.restore("sales.claim", &kept),
        Err(["lines[0].kind unknown_record", "lines[1].checks.past check"].map(String::from).to_vec())
    );
    // A contract's customer is gone meanwhile.
    let customer = desk.customer();
    let contract = json!({"name": "专线", "customer": customer.to_string(), "amount": cny("5"),
                          "kind": entry_id("contract_kind", "sale").to_string()});
    let contract = desk.create("sales.contract", contract).expect("a contract");
    let mut kept = desk.gone("sales.contract", contract);
    kept["customer"] = json!(desk.id().to_string());
    assert_eq!(desk.restore("sales.contract", &kept), Err(vec!["customer unknown_record".into()]));
}

// OBJ-12: creates are equal by value, parts included, however they are spelled.
#[test]
fn creates_are_equal_by_value() {
    let desk = Desk::new(&[&document(SALES)]);
    let spelled = |given: Json| by_value(&desk.catalogue, desk.model("sales.claim"), &given, &company()).to_string();
    let one = json!({"reason": " 出差 ", "lines": [{"date": "2026-03-01", "amount": cny("10.50")}]});
    let same =
        json!({"lines": [{"amount": {"currency": "CNY", "amount": "10.5"}, "date": "2026-03-01"}], "reason": "出差"});
    assert_eq!(spelled(one.clone()), spelled(same.clone()));
    let others: [(&str, Json); 4] = [
        ("/lines/0/amount/amount", json!("10.51")),
        ("/lines/0/date", json!("2026-03-02")),
        ("/reason", json!("出差2")),
        ("/lines", json!([])),
    ];
    for (at, other) in others {
        let mut changed = same.clone();
        *changed.pointer_mut(at).expect("there") = other;
        assert_ne!(spelled(one.clone()), spelled(changed), "{at}");
    }
}
