//! DOC-3, DOC-7: clauses, versions, and the templates of packs.

use crm_core::templates::RenderOptions;
use serde_json::json;

use crate::notes::key;
use crate::support::*;
use crate::templates::{Desk, trade};

// DOC-3, DOC-7, SETUP-4: clauses ten deep, no loops, and what is used stays.
#[test]
fn clauses_stand_in_templates_ten_deep() {
    let desk = Desk::new();
    let include = |name: &str| format!("{{% include \"{name}\" %}}");
    desk.put("c11", json!({"body": "end {{ record.name }}", "format": "text"})).unwrap();
    for at in (1..=10).rev() {
        desk.put(&format!("c{at}"), json!({"body": include(&format!("c{}", at + 1)), "format": "text"})).unwrap();
    }
    // The first of the chain holds ten others; a template above it would hold eleven.
    assert_eq!(desk.wrong(&include("c1")), ["body:too_deep"]);
    assert_eq!(desk.print(&include("c2")), "end 供货合同 & 附件");
    // A clause that would be too deep for a template that includes it is refused too.
    desk.put("c12", json!({"body": "deeper"})).unwrap();
    let told = invalid(desk.put("c11", json!({"body": include("c12")})));
    assert!(!told.is_empty() && told.iter().all(|told| told == "body:too_deep"), "{told:?}");
    // Loops, of one and of several, whatever the spelling.
    assert_eq!(invalid(desk.put("环", json!({"body": include("环")}))), ["body[1]:unknown_record", "body[1]:cycle"]);
    desk.put("环", json!({"body": "a"})).unwrap();
    assert_eq!(invalid(desk.put("环", json!({"body": include("环")}))), ["body[1]:cycle"]);
    assert!(invalid(desk.put("c11", json!({"body": include("Ｃ9")}))).iter().all(|told| told == "body:cycle"));
    // A clause may not come to name what a template's object has not.
    let told = invalid(desk.put("c11", json!({"body": "{{ record.nothing }}"})));
    assert!(!told.is_empty() && told.iter().all(|told| told == "body:unknown_field"), "{told:?}");
    // Used ones stay.
    let setup = desk.office.manager.setup();
    assert_eq!(invalid(setup.delete("template".into(), "c11".into())), ["name:in_use"]);
    assert_eq!(invalid(setup.rename("template".into(), "c11".into(), "end".into())), ["name:in_use"]);
    setup.delete("template".into(), "c1".into()).unwrap();
    // A template for another object is no clause here.
    desk.put("客户", json!({"object": "customer", "body": "{{ record.name }}"})).unwrap();
    assert_eq!(desk.wrong(&include("客户")), ["body[1]:not_here"]);
    // Many ways through few clauses are walked once.
    for at in (1..=9).rev() {
        let next = if at == 9 { "x".to_owned() } else { include(&format!("many{}", at + 1)).repeat(200) };
        desk.put(&format!("many{at}"), json!({"body": next})).unwrap();
    }
    assert_eq!(invalid(desk.text(&include("many1"))), ["template:too_expensive"]);
}

// DOC-7, SETUP-2: a changed template is used at the next call, an earlier version by its number.
#[test]
fn versions_are_kept() {
    let desk = Desk::new();
    assert_eq!(desk.print("one"), "one");
    assert_eq!(desk.print("two"), "two");
    let version = |version| {
        let options = RenderOptions { language: None, version: Some(version) };
        desk.office.ann.templates().render("样张".into(), desk.contract.clone(), Some(options))
    };
    let first = version(1).unwrap();
    assert_eq!((first.text.as_str(), first.template_version), ("one", 1));
    assert_eq!(version(2).unwrap().text, "two");
    assert_eq!(invalid(version(3)), ["version:unknown"]);
    desk.office.manager.setup().disable("template".into(), "样张".into()).unwrap();
    assert_eq!(invalid(version(1)), ["template:unknown"]);
}

// PACK-2: where a pack gives its object and its fields other names, templates say them.
#[test]
fn templates_say_the_names_of_a_new_version() {
    let desk = Desk::new();
    let body = "{{ record.name }} {% if record.paid %}{{ record.amount|money }}{% endif %}{{ record.customer.name }}";
    let before = desk.print(body);
    let mut next = serde_json::to_value(trade()).unwrap();
    next["version"] = json!(2);
    let fields = next["objects"]["contract"]["fields"].as_object_mut().unwrap();
    for (old, new) in [("amount", "total"), ("customer", "buyer")] {
        let mut field = fields.remove(old).unwrap();
        field["was"] = json!(old);
        fields.insert(new.into(), field);
    }
    desk.office.apply(next);
    let document = desk.office.ann.setup().get("template".into(), "样张".into(), None).unwrap().document;
    let now = "{{ record.name }} {% if record.paid %}{{ record.total|money }}{% endif %}{{ record.buyer.name }}";
    assert_eq!(document.value()["body"], now);
    assert_eq!(desk.render(&desk.office.ann, "样张").unwrap().text, before);
}

// SETUP-5: a pack brings templates for its own objects and clauses beside them; they are judged by what it defines.
#[test]
fn packs_bring_templates_for_their_own_objects() {
    let office = Office::for_packs();
    let mut pack = serde_json::to_value(trade()).unwrap();
    let body = "{{ record.name }} {% for l in record.lines %}{{ l.item }}{% endfor %} {% include 'trade.end' %}";
    pack["setup"] = json!({"template": {
        "paper": {"object": "trade.contract", "format": "text", "body": body},
        "end": {"format": "text", "body": "{{ me.display_name }}"}
    }});
    let mut wrong = pack.clone();
    wrong["setup"]["template"]["paper"]["body"] = json!("{{ record.nmae }}{% include 'trade.none' %}");
    let plan = office.admin.packs().plan(wrong.into()).unwrap();
    let told: Vec<String> = plan.refusals.iter().map(|f| format!("{}:{}", f.field, f.code)).collect();
    let front = "setup.template.paper.body[1]";
    assert_eq!(told, [format!("{front}:unknown_record"), format!("{front}:unknown_field")]);
    office.apply(pack);
    let new = json!({"name": "合同", "lines": [{"item": "机床"}]});
    let contract = office.ann.objects().create("trade.contract".into(), new.into(), None).unwrap();
    let record = key("trade.contract", contract.id);
    let document = office.ann.templates().render("trade.paper".into(), record, None).unwrap();
    assert_eq!(document.text, "合同 机床 安娜");
}

// PACK-2: a path is printed with its new name once, wherever it stands.
#[test]
fn a_path_is_renamed_once() {
    let desk = Desk::new();
    let body = |name: &str| {
        format!(
            "{{% if 'x' in record.{name} or 'x' not in record.{name} %}}{{{{ record.{name} }}}}{{% endif %}}\
             {{% if record.{name} in ['a', record.{name}] %}}{{{{ 'x' if record.{name} else '' }}}}{{% endif %}}"
        )
    };
    desk.print(&body("name"));
    let mut next = serde_json::to_value(trade()).unwrap();
    next["version"] = json!(2);
    let contract = &mut next["objects"]["contract"];
    let mut field = contract["fields"].as_object_mut().unwrap().remove("name").unwrap();
    field["was"] = json!("name");
    contract["fields"]["name_text"] = field;
    contract["title"] = json!("name_text");
    desk.office.apply(next);
    let document = desk.office.ann.setup().get("template".into(), "样张".into(), None).unwrap().document;
    assert_eq!(document.value()["body"], body("name_text"));
}

// PACK-2: names are others in loops, subscripts, the names of relations and what a state is compared with.
#[test]
fn names_are_others_wherever_they_stand() {
    let desk = Desk::new();
    let body = |[contract, amount, item, price, note, by, draft]: [&str; 7]| {
        format!(
            "{{{{ record['{amount}'] }}}}{{{{ record . {amount} }}}} {{{{ record.customer['name'] }}}}\
             {{% for record in record.lines %}}{{{{ record.{item} ~ loop.index }}}}{{{{ record.{contract}.{amount} }}}}\
             {{% if record.{price} is empty %}}amount{{% endif %}}{{% endfor %}}{{# record.amount #}}\
             {{% for n in record.trade.{note}_by_{by} if n.words in ['amount', n.{by}.{amount}|money] %}}{{{{ n.{by}.name }}}}\
             {{% endfor %}}{{% for n in record['trade.{note}_by_instead'] %}}{{{{ n }}}}{{% endfor %}}\
             {{{{ '{draft}' == record.status.name }}}}{{{{ record.status.name in ['signed', '{draft}'] }}}}\
             {{{{ 'draft' == record.name }}}}{{{{ me.display_name }}}}"
        )
    };
    let before = desk.print(&body(["contract", "amount", "item", "price", "note", "contract", "draft"]));
    let mut next = serde_json::to_value(trade()).unwrap();
    next["version"] = json!(2);
    let objects = next["objects"].as_object_mut().unwrap();
    let mut note = objects.remove("note").unwrap();
    note["was"] = json!("note");
    let renamed = |of: &mut serde_json::Value, old: &str, new: &str| {
        let fields = of["fields"].as_object_mut().unwrap();
        let mut field = fields.remove(old).unwrap();
        field["was"] = json!(old);
        fields.insert(new.into(), field);
    };
    renamed(&mut note, "contract", "about");
    objects.insert("remark".into(), note);
    renamed(&mut objects["contract"], "amount", "total");
    renamed(&mut objects["line"], "item", "what");
    renamed(&mut objects["line"], "price", "cost");
    renamed(&mut objects["line"], "contract", "bill");
    objects["line"]["title"] = json!("what");
    objects["line"]["part_of"]["field"] = json!("bill");
    let states = objects["contract"]["status"]["states"].as_object_mut().unwrap();
    states.remove("draft");
    states.insert("open".into(), json!({}));
    objects["contract"]["status"]["start"] = json!("open");
    objects["contract"]["status"]["actions"]["sign"]["from"] = json!(["open"]);
    next["replaced"] = json!({"contract.status": {"draft": "open"}});
    next["roles"]["account_manager"] = json!(["trade.contract", "trade.remark"]);
    next["labels"] = json!({"zh-Hans": {"contract.status.open": "草稿"}});
    desk.office.apply(next);
    let document = desk.office.ann.setup().get("template".into(), "样张".into(), None).unwrap().document;
    assert_eq!(document.value()["body"], body(["bill", "total", "what", "cost", "remark", "about", "open"]));
    assert_eq!(desk.render(&desk.office.ann, "样张").unwrap().text, before);
}
