//! DOC-2, DOC-4: what is empty or withheld is nothing wherever it stands, and what can't hold is told when a template is put.

use crm_core::contacts::NewContact;
use crm_core::roles::FieldRight;
use serde_json::json;

use crate::notes::key;
use crate::support::*;
use crate::templates::Desk;

// DOC-2: what is empty joins, is cut, is searched and is filtered as nothing.
#[test]
fn what_is_empty_is_nothing_everywhere() {
    let desk = Desk::new();
    for (body, text) in [
        ("{{ record.customer.fax ~ '!' }}", "!"),
        ("{{ '(' ~ (record.cost|money) ~ ')' }}", "()"),
        ("{{ '(' ~ (record.cost|money|default('无')) ~ ')' }}", "(无)"),
        ("{{ record.customer.fax[:3] ~ '!' }}{{ record.customer.fax|upper ~ '!' }}", "!!"),
        ("{{ (record.cost|money)[:3] ~ '!' }}", "!"),
        ("{{ 'VIP' in record.customer.fax }}{{ 'VIP' not in record.customer.fax }}", "否是"),
        ("{{ record.customer.fax is empty }}{{ record.customer.fax|default('无') }}", "是无"),
        ("{% if record.customer.fax == '' %}nothing{% endif %}{% if record.customer.fax %}!{% endif %}", "nothing"),
        ("{{ record.customer.fax|trim|lower }}{{ record.customer.fax|money }}", ""),
        ("{{ ('a' if not record.paid) ~ '!' }}", "!"),
        ("{{ (record.status or 'x') ~ '!' }}{{ record.count ~ '!' }}", "草稿!60!"),
        ("{{ me }} {{ me.title ~ me.phone[:2] }}", "安娜 安娜"),
        ("{{ record.customer.last_order_date is empty }}{{ record.customer.external_id|length }}", "是0"),
    ] {
        assert_eq!(desk.print(body), text, "{body}");
    }
    // What would print otherwise than alone is refused where it is joined; what may be no text isn't cut or searched.
    for body in [
        "{{ record.paid ~ '' }}",
        "{{ (record.count in [1]) ~ '' }}",
        "{{ true ~ '' }}",
        "{{ (record.paid if record.count else 'x') ~ '' }}",
        "{{ (record.name or record.paid) ~ '' }}",
        "{{ (record.amount|default('x')) ~ '' }}",
        "{{ record.lines ~ '' }}",
        "{{ [1] ~ '' }}",
        "{{ (record.name if record.paid)[:3] }}",
        "{{ record.count[:3] }}",
        "{{ 'x' in record.count }}",
        "{{ record.lines or 'x' }}",
    ] {
        let told = desk.wrong(body);
        assert!(
            ["body[1]:type", "body[1]:not_here"].contains(&told.first().map_or("", String::as_str)),
            "{body}: {told:?}"
        );
    }
    for body in ["{{ none ~ '' }}", "{% if record.name == none %}{% endif %}", "{{ record.name|default(none) }}"] {
        assert_eq!(desk.wrong(body), ["body[1]:not_here"], "{body}");
    }
}

// DOC-1: a record that is referred to is no text: what is compared with it does not depend on what else is named.
#[test]
fn a_record_is_compared_with_records_alone() {
    let desk = Desk::new();
    assert_eq!(desk.wrong("{% if record.customer == '甲' %}{% endif %}"), ["body[1]:type"]);
    assert_eq!(desk.wrong("{% if 'x' in record.customer %}{% endif %}"), ["body[1]:type"]);
    let body = "{% if record.customer.name == '甲' %}{% endif %}{{ record.customer.name == '甲' }}";
    assert_eq!(desk.print(body), "否");
}

// DOC-6: what a title withholds is named by its field, and what is cut or searched is withheld as it is alone.
#[test]
fn withheld_titles_are_named() {
    let desk = Desk::new();
    let office = &desk.office;
    let customer = office.customer();
    let new = NewContact {
        name: Some("王五".into()),
        gender: Some(entry(&office.ann, "gender", "女")),
        position: Some("采购".into()),
        office_phone: Some("5555 0100".into()),
        ..Default::default()
    };
    let contact = office.ann.contacts().create(customer.id, new, None, None).unwrap();
    let manager = office.admin.roles().list().unwrap().into_iter().find(|role| role.name == "sales_manager").unwrap();
    let role = office.admin.roles().copy(manager.id, "内勤".into(), None).unwrap();
    for field in ["name", "office_phone"] {
        office.admin.roles().set_field(role.id, "contact".into(), field.into(), FieldRight::Hidden, None).unwrap();
    }
    office.admin.users().set_roles(user(&office.stranger), vec!["内勤".into()], None).unwrap();
    for (object, body, text, withheld) in [
        ("contact", "[{{ record }}]", "[]", vec!["name"]),
        ("contact", "[{{ record.title }}]", "[]", vec!["name"]),
        ("contact", "{{ record.name ~ record.office_phone[:3] ~ '!' }}", "!", vec!["name", "office_phone"]),
        ("contact", "{{ '5' in record.office_phone }}", "否", vec!["office_phone"]),
        ("customer", "{% for c in record.contacts %}[{{ c }}]{% endfor %}", "[]", vec!["contacts.name"]),
        ("customer", "{% for c in record.contacts %}[{{ c.position }}]{% endfor %}", "[采购]", vec![]),
    ] {
        desk.put("联系", json!({"object": object, "format": "text", "body": body})).unwrap();
        let record = if object == "contact" { key(object, contact.id) } else { key(object, customer.id) };
        let found = office.stranger.templates().render("联系".into(), record, None).unwrap();
        let found = (found.text.as_str(), found.withheld.iter().map(String::as_str).collect());
        assert_eq!(found, (text, withheld), "{body}");
    }
}
