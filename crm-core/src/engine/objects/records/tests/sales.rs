//! Wholes and their parts: contracts, claims and bundles.

use serde_json::{Value as Json, json};

use super::*;

fn contract(customer: RecordId, instalments: Json) -> Json {
    json!({"name": "专线", "customer": customer.to_string(), "kind": entry_id("contract_kind", "sale").to_string(),
           "amount": cny("1000"), "from": "2026-03-01", "to": "2026-03-04", "instalments": instalments})
}

fn line(date: &str, amount: &str) -> Json {
    json!({"date": date, "kind": entry_id("expense_kind", "travel").to_string(), "amount": cny(amount)})
}

// Stories 16 and 17 of sales: OBJ-11, ROLL-3, MACH-7.
#[test]
fn contracts_are_paid_in_instalments() {
    let desk = Desk::new(&[&document(SALES)]);
    let customer = desk.customer();
    let due = |day: &str, amount: &str| json!({"due_on": day, "amount": cny(amount)});
    let given = contract(customer, json!([due("2026-04-01", "400"), due("2026-05-01", "600")]));
    let id = desk.create("sales.contract", given).expect("a contract");
    desk.prove();
    assert_eq!(desk.value("sales.contract", id, "open"), number("1000"));
    assert_eq!(desk.value("sales.contract", id, "version"), number("1"));
    let [first, second] = desk.part_ids("sales.contract", id, "instalments")[..] else { panic!("two") };
    let paid = json!({"instalments": [{"id": first.to_string(), "paid_on": "2026-03-05"}, {"id": second.to_string()}]});
    desk.change("sales.contract", id, paid.clone()).expect("paid");
    desk.prove();
    assert_eq!(desk.value("sales.contract", id, "paid"), number("400"));
    assert_eq!(desk.value("sales.contract", id, "open"), number("600"));
    assert_eq!(desk.value("sales.contract", id, "version"), number("2"));
    let versions = |id| {
        desk.parts("sales.contract", id, "instalments").iter().map(|p| p.value("version").clone()).collect::<Vec<_>>()
    };
    assert_eq!(versions(id), [number("2"), number("1")]);
    // The same again changes nothing, no version either.
    desk.change("sales.contract", id, paid).expect("the same");
    assert_eq!(desk.value("sales.contract", id, "version"), number("2"));
    desk.act(TODAY, "sales.contract", id, "sign", json!({"signed_on": "2026-03-02"})).expect("signed");
    assert_eq!(desk.act(TODAY, "sales.contract", id, "end", json!({})), Err(vec!["checks.over check".into()]));
    // Instalments are not among what froze.
    let third = json!({"instalments": [{"id": first.to_string()}, {"id": second.to_string()}, due("2026-06-01", "1")]});
    desk.change("sales.contract", id, third).expect("another");
    assert_eq!(desk.value("sales.contract", id, "version"), number("4"));
    let done = desk.act(TODAY, "sales.contract", id, "terminate", json!({})).expect("terminated");
    let gone = "sales.instalment by sales.contract.terminate";
    assert_eq!(done, ["sales.contract", gone, gone]);
    assert_eq!(desk.part_ids("sales.contract", id, "instalments"), [first]);
    assert_eq!(desk.value("sales.contract", id, "version"), number("5"));
}

// Story 18 of sales: OBJ-11, MACH-5, CHECK-3; what is wrong with parts is told with the rest, where it stands.
#[test]
fn claims_have_lines() {
    let desk = Desk::new(&[&document(SALES)]);
    let claim = |lines: Json| desk.create("sales.claim", json!({"reason": "上海出差", "lines": lines}));
    let empty = claim(json!([])).expect("a draft");
    assert_eq!(desk.act(TODAY, "sales.claim", empty, "claim", json!({})), Err(vec!["checks.lines check".into()]));
    assert_eq!(claim(json!([line("2026-03-06", "10")])), Err(vec!["lines[0].checks.past check".into()]));
    let wrong = json!({"lines": [line("2026-03-06", "10"), {"date": "2026-03-01", "amount": "10"}]});
    assert_eq!(
        desk.create("sales.claim", wrong),
        Err(["reason required", "lines[0].checks.past check", "lines[1].amount type", "lines[1].kind required"]
            .map(String::from)
            .to_vec())
    );
    let many: Vec<Json> = (0..=MOST_PARTS).map(|_| line("2026-03-01", "1")).collect();
    assert_eq!(claim(many.into()), Err(vec!["lines too_many".into()]));
    let id = claim(json!([line("2026-03-01", "12.50"), line("2026-03-02", "7.50")])).expect("two lines");
    desk.prove();
    assert_eq!(desk.value("sales.claim", id, "total"), number("20"));
    assert_eq!(desk.value("sales.claim", id, "lines_count"), number("2"));
    let [first, second] = desk.part_ids("sales.claim", id, "lines")[..] else { panic!("two") };
    let strange =
        json!({"lines": [{"id": desk.id().to_string()}, {"id": first.to_string()}, {"id": first.to_string()}]});
    assert_eq!(
        desk.change("sales.claim", id, strange),
        Err(["lines[0].id unknown_record", "lines[2].id repeated"].map(String::from).to_vec())
    );
    // Another order is a change too.
    desk.change("sales.claim", id, json!({"lines": [{"id": second.to_string()}, {"id": first.to_string()}]}))
        .expect("turned");
    assert_eq!(desk.part_ids("sales.claim", id, "lines"), [second, first]);
    assert_eq!(desk.value("sales.claim", id, "version"), number("2"));
    // One in the middle, one gone.
    let mixed = json!({"lines": [{"id": second.to_string()}, line("2026-03-03", "1"), {"id": first.to_string(), "amount": cny("2")}]});
    desk.change("sales.claim", id, mixed).expect("mixed");
    desk.prove();
    assert_eq!(desk.value("sales.claim", id, "total"), number("10.5"));
    assert_eq!(desk.part_ids("sales.claim", id, "lines")[2], first);
    desk.act(TODAY, "sales.claim", id, "claim", json!({})).expect("claimed");
    let late = json!({"lines": [{"id": second.to_string()}]});
    assert_eq!(desk.change("sales.claim", id, late), Err(vec!["lines frozen".into()]));
    // A draft goes with its lines, which are told with it.
    let draft = claim(json!([line("2026-03-01", "1"), line("2026-03-02", "2")])).expect("a draft");
    let lines = desk.part_ids("sales.claim", draft, "lines");
    let told = desk.write(TODAY, |writer| {
        let model = writer.model("sales.claim")?;
        let (key, before) = read(writer.tx, model, writer.world, draft)?.expect("a record");
        writer.delete(key, before)?;
        let whole = writer.written.iter().find(|written| written.model.name == "sales.claim").expect("the claim");
        let (name, parts) = &whole.parts[0];
        assert_eq!(name, "lines");
        Ok((writer.written.len(), parts.iter().map(id_of).collect::<Vec<_>>()))
    });
    assert_eq!(told, Ok((3, lines)));
    desk.prove();
}

// Story 23 of telecom: TYPE-5 and formulas of parts, OBJ-11, UNIQ-1 within a list.
#[test]
fn bundles_hold_products() {
    let desk = Desk::new(&[&document(SALES), &document(TELECOM)]);
    let service = entry_id("line_of_service", "line").to_string();
    let product = |code: &str, price: &str| {
        let given = json!({"code": code, "name": code, "service": service, "list_price": cny(price)});
        desk.create("telecom.offering", given).expect("a product")
    };
    let (line, voice) = (product("L", "100"), product("V", "50"));
    let item = |product: RecordId, quantity: i64| json!({"product": product.to_string(), "quantity": quantity});
    let bundle = |code: &str, items: Json| {
        let given =
            json!({"code": code, "name": code, "kind": "bundle", "service": service, "discount": "10", "items": items});
        desk.create("telecom.offering", given)
    };
    let id = bundle("B", json!([item(line, 2), item(voice, 1)])).expect("a bundle");
    desk.prove();
    assert_eq!(desk.value("telecom.offering", id, "parts_price"), number("250"));
    assert_eq!(desk.value("telecom.offering", id, "price"), number("225"));
    assert_eq!(bundle("C", json!([item(id, 1)])), Err(vec!["items[0].checks.one_level check".into()]));
    assert_eq!(bundle("C", json!([item(line, 1), item(line, 1)])), Err(vec!["items[1].bundle not_unique".into()]));
    // Two change places; what tells them apart is looked at as it will be.
    let [first, second] = desk.part_ids("telecom.offering", id, "items")[..] else { panic!("two") };
    let turned = json!({"items": [{"id": first.to_string(), "product": voice.to_string()},
                                  {"id": second.to_string(), "product": line.to_string()}]});
    desk.change("telecom.offering", id, turned).expect("turned");
    desk.prove();
    let products: Vec<Value> =
        desk.parts("telecom.offering", id, "items").iter().map(|part| part.value("product").clone()).collect();
    assert_eq!(products, [Value::Record(voice), Value::Record(line)]);
    // A new one takes the place of one that goes.
    let replaced = json!({"items": [item(line, 3), {"id": first.to_string()}]});
    desk.change("telecom.offering", id, replaced).expect("replaced");
    desk.prove();
    assert_eq!(desk.part_ids("telecom.offering", id, "items")[1], first);
    let twice = json!({"items": [item(voice, 1), {"id": first.to_string()}]});
    assert_eq!(desk.change("telecom.offering", id, twice), Err(vec!["items[0].bundle not_unique".into()]));
    assert_eq!(desk.delete("telecom.offering", line), Err(vec!["in_use".into()]));
    // The bundle, with its two items, goes.
    assert_eq!(desk.delete("telecom.offering", id), Ok(3));
    assert_eq!(desk.delete("telecom.offering", line), Ok(1));
}
