//! DOC-1 to DOC-7: documents that are made of records of any kind, by templates that can do no harm.

use crm_core::contacts::NewContact;
use crm_core::customers::{CustomerUpdate, NewCustomer};
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use crm_core::roles::FieldRight;
use crm_core::setup::SetupDocument;
use crm_core::templates::{Document, RenderOptions};
use crm_core::users::ProfileUpdate;
use crm_core::{FieldError, Tree};
use serde_json::{Value, json};

use crate::notes::key;
use crate::support::*;

/// Contracts with positions, with what they cost the house, which nobody is told.
pub(crate) fn trade() -> Tree {
    json!({
        "pack": "trade", "version": 1, "language": 1, "title": "Contracts",
        "objects": {
            "contract": {
                "title": "name", "owner": "keeper",
                "fields": {
                    "name": {"type": "text", "max": 100, "required": true, "search": true},
                    "keeper": {"type": "user", "default": "me"},
                    "customer": {"type": "ref", "to": "customer"},
                    "amount": {"type": "money"},
                    "rate": {"type": "decimal", "places": 4},
                    "count": {"type": "integer"},
                    "signed_on": {"type": "date"},
                    "signed_at": {"type": "instant"},
                    "paid": {"type": "boolean"},
                    "cost": {"type": "money", "confidential": true}
                },
                "status": {"start": "draft", "states": {"draft": {}, "signed": {"final": true}},
                           "actions": {"sign": {"from": ["draft"], "to": "signed"}}}
            },
            "line": {
                "title": "item", "part_of": {"field": "contract", "name": "lines"},
                "fields": {
                    "contract": {"type": "ref", "to": "trade.contract"},
                    "item": {"type": "text", "max": 100, "required": true},
                    "price": {"type": "money"}
                }
            },
            "note": {
                "title": "words",
                "fields": {
                    "words": {"type": "text", "max": 100, "required": true},
                    "remark": {"type": "text", "max": 20000},
                    "contract": {"type": "ref", "to": "trade.contract"},
                    "instead": {"type": "ref", "to": "trade.contract"},
                    "customer": {"type": "ref", "to": "customer"}
                }
            }
        },
        "roles": {"sales_manager": ["trade"], "account_manager": ["trade.contract", "trade.note"],
                  "executive": ["trade.contract"]},
        "labels": {"zh-Hans": {"contract.status.draft": "草稿", "contract.status.signed": "已签"}}
    })
    .into()
}

pub(crate) struct Desk {
    pub(crate) office: Office,
    pub(crate) contract: RecordKey,
}

impl Desk {
    pub(crate) fn new() -> Desk {
        let office = Office::for_packs();
        office.apply(trade());
        let customer = office.ann.customers().create(
            NewCustomer { name: "<b>{{7*7}}</b>".into(), ..new_customer(&office.ann, "x") },
            None,
            None,
        );
        let new = json!({
            "name": "供货合同 & 附件", "customer": customer.unwrap().id, "rate": "0.1300", "count": 60,
            "amount": {"amount": "107000.53", "currency": "CNY"}, "signed_on": "2026-03-05",
            "signed_at": "2026-03-05T16:30:00Z", "paid": true,
            "lines": [{"item": "机床", "price": {"amount": "100000", "currency": "CNY"}},
                      {"item": "刀具", "price": {"amount": "7000.53", "currency": "CNY"}},
                      {"item": "安装"}]
        });
        let contract = office.ann.objects().create("trade.contract".into(), new.into(), None).unwrap();
        Desk { contract: key("trade.contract", contract.id), office }
    }

    pub(crate) fn put(&self, name: &str, document: Value) -> Result<SetupDocument> {
        put(&self.office.manager, name, document)
    }

    /// Puts a template for contracts that makes text, and prints it.
    pub(crate) fn print(&self, body: &str) -> String {
        self.text(body).unwrap().text
    }

    pub(crate) fn text(&self, body: &str) -> Result<Document> {
        self.put("样张", json!({"object": "trade.contract", "format": "text", "body": body})).unwrap();
        self.render(&self.office.ann, "样张")
    }

    /// What is wrong with a template for contracts, as `field:code`.
    pub(crate) fn wrong(&self, body: &str) -> Vec<String> {
        invalid(self.put("错的", json!({"object": "trade.contract", "format": "text", "body": body})))
    }

    pub(crate) fn render(&self, session: &Session, name: &str) -> Result<Document> {
        session.templates().render(name.into(), self.contract.clone(), None)
    }
}

fn put(session: &Session, name: &str, document: Value) -> Result<SetupDocument> {
    session.setup().put("template".into(), name.into(), document.into(), None, None, None)
}

pub(crate) fn fields<T: std::fmt::Debug>(result: Result<T>) -> Vec<FieldError> {
    match result.expect_err("should have been refused") {
        CrmError::Invalid { fields } => fields,
        other => panic!("not invalid but {other}"),
    }
}

// DOC-2, DOC-3, DOC-5, DOC-6 (story 25): a contract of two clauses.
#[test]
fn a_contract_is_printed_with_its_clauses() {
    let desk = Desk::new();
    desk.put("付款条款", json!({"body": "<p>合计{{ record.amount|amount_in_words }}</p>"})).unwrap();
    desk.put("落款", json!({"body": "<p>{{ me.display_name }},{{ today|date }}</p>"})).unwrap();
    let body = "<h1>{{ record.name }}</h1>{{ record.customer.name }} {{ record.customer }} {{ record.status }}\
                {% for line in record.lines %}<li>{{ loop.index }} {{ line.item }} {{ line.price }}</li>{% endfor %}\
                {% include \"付款条款\" %}{% include '落款' %}";
    desk.put("合同", json!({"object": "trade.contract", "format": "html", "body": body, "language": "zh-Hans"}))
        .unwrap();
    let document = desk.render(&desk.office.ann, "合同").unwrap();
    let name = "&lt;b&gt;{{7*7}}&lt;/b&gt;";
    assert_eq!(
        document.text,
        format!(
            "<h1>供货合同 &amp; 附件</h1>{name} {name} 草稿<li>1 机床 ¥100,000.00</li><li>2 刀具 ¥7,000.53</li>\
             <li>3 安装 </li><p>合计人民币壹拾万柒仟元零伍角叁分</p><p>安娜,2026年3月2日</p>"
        )
    );
    assert_eq!((document.media_type.as_str(), document.template.as_str()), ("text/html", "合同"));
    assert_eq!((document.template_version, document.withheld), (1, Vec::<String>::new()));
}

// DOC-5: every form, in both languages, in the caller's zone.
#[test]
fn values_stand_in_the_language_of_the_template() {
    let desk = Desk::new();
    let body = "{{ record.signed_on|date }}/{{ record.signed_on|date('iso') }}/{{ record.signed_at }}/\
                {{ record.signed_at|date }}/{{ record.signed_at|datetime('iso') }}/{{ record.amount }}/\
                {{ record.amount|number(1) }}/{{ record.rate|percent }}/{{ record.count|percent }}/{{ record.rate }}/\
                {{ record.rate|number(2) }}/{{ record.count|number(2) }}/{{ record.paid }}/{{ 1234.5|number(2) }}/\
                {{ record.count|money }}/{{ record.cost|money }}/{{ company.currency }}/{{ today }}";
    let chinese = desk.print(body);
    assert_eq!(
        chinese,
        "2026年3月5日/2026-03-05/2026年3月6日 00:30/2026年3月6日/2026-03-06T00:30/¥107,000.53/107,000.5/13%/60%/0.13/0.13/\
         60.00/是/1,234.50/¥60.00//CNY/2026年3月2日"
    );
    let options = RenderOptions { language: Some(Locale::En), version: None };
    let english =
        desk.office.ann.templates().render("样张".into(), desk.contract.clone(), Some(options.clone())).unwrap();
    assert_eq!(
        english.text,
        "5 March 2026/2026-03-05/6 March 2026 00:30/6 March 2026/2026-03-06T00:30/CNY 107,000.53/107,000.5/13%/60%/0.13/\
         0.13/60.00/yes/1,234.50/CNY 60.00//CNY/2 March 2026"
    );
    // The caller's zone, not the company's.
    let profile = ProfileUpdate { time_zone: Some("America/New_York".into()), ..Default::default() };
    desk.office.ann.users().update_profile(profile).unwrap();
    assert_eq!(desk.print("{{ record.signed_at }} {{ today }}"), "2026年3月5日 11:30 2026年3月1日");
    // Yuan and Chinese alone.
    desk.print("{{ record.amount|amount_in_words }}");
    let in_english = desk.office.ann.templates().render("样张".into(), desk.contract.clone(), Some(options));
    assert_eq!(invalid(in_english), ["template:unprintable"]);
    assert_eq!(invalid(desk.text("{{ record.name|money }}")), ["template:unprintable"]);
    assert_eq!(invalid(desk.text("{{ record.signed_on|date('us') }}")), ["template:unprintable"]);
}

// DOC-2: what a template sees: states and choices by their labels, comparisons that hold, what is empty, relations.
#[test]
fn templates_see_values_states_and_relations() {
    let desk = Desk::new();
    let office = &desk.office;
    for (words, field) in [("first", "contract"), ("second", "contract"), ("other", "instead")] {
        let new = json!({"words": words, field: desk.contract.id});
        office.ann.objects().create("trade.note".into(), new.into(), None).unwrap();
    }
    for (body, text) in [
        ("{{ record.status }} {{ record.status.name }}", "草稿 draft"),
        ("{% if record.status.name == 'draft' %}yes{% elif true %}no{% endif %}", "yes"),
        (
            "{% if record.amount is above(107000.52) %}a{% endif %}{% if record.amount is below(107000.53) %}b{% endif %}",
            "a",
        ),
        ("{% if record.rate is above(1) %}a{% else %}b{% endif %}", "b"),
        ("{{ record.cost is empty }} {{ record.name is not empty }}", "是 是"),
        ("{{ record.customer.account_manager.display_name }}", "安娜"),
        ("{{ record.customer.region.item }}", "华东"),
        ("{{ record.lines|length }} {{ record.name|upper|lower|trim|length }}", "3 9"),
        ("{{ record.cost|default('无') }}", "无"),
        ("{{ record.name[:2] ~ '!' }} {{ 'a' if record.paid else 'b' }}", "供货! a"),
        ("{% for n in record['trade.note_by_contract'] %}{{ n.words }},{% endfor %}", "first,second,"),
        ("{% for n in record.trade.note_by_instead %}{{ n.words }}{% else %}none{% endfor %}", "other"),
        ("{% for l in record.lines if l.price is not empty %}{{ loop.last }}{{ l.item }}{% endfor %}", "否机床是刀具"),
        ("{% for l in record.lines if l.price is above(10000000) %}{{ l }}{% else %}none{% endfor %}", "none"),
        (
            "{{ record.title }}|{{ record }}|{# nothing #}{% raw %}{{ x }}{% endraw %}",
            "供货合同 & 附件|供货合同 & 附件|{{ x }}",
        ),
        ("{% if record.count in [1, 60] and not record.cost %}in{% endif %}", "in"),
    ] {
        assert_eq!(desk.print(body), text, "{body}");
    }
    // Parts stand in their order, whatever their age.
    let contract = office.ann.objects().get("trade.contract".into(), desk.contract.id).unwrap();
    let lines = contract.parts.unwrap().value()["lines"].clone();
    let id = |at: usize| json!({"id": lines[at]["id"]});
    let changes = json!({"parts": {"lines": [id(2), id(0), id(1)]}});
    let arguments = json!({"object": "trade.contract", "id": desk.contract.id, "changes": changes});
    office.ann.call("objects.update", &arguments.to_string()).unwrap();
    assert_eq!(desk.print("{% for l in record.lines %}{{ l.item }}{% endfor %}"), "安装机床刀具");
    // Contacts of a customer, the oldest first.
    let customer = office.customer();
    for name in ["甲", "乙"] {
        let new = NewContact {
            name: Some(name.into()),
            gender: Some(entry(&office.ann, "gender", "女")),
            position: Some("采购".into()),
            office_phone: Some("1".into()),
            ..Default::default()
        };
        office.ann.contacts().create(customer.id, new, None, None).unwrap();
    }
    let body =
        "{% for c in record.contacts %}{{ c.name }}{{ c.gender }}{% endfor %}{{ record.contacts_by_customer|length }}";
    desk.put("联系人", json!({"object": "customer", "format": "text", "body": body})).unwrap();
    let render = |session: &Session, record: RecordKey| session.templates().render("联系人".into(), record, None);
    let record = key("customer", customer.id);
    let found = render(&office.ann, record.clone()).unwrap();
    assert_eq!((found.text.as_str(), found.media_type.as_str()), ("甲女乙女2", "text/plain"));
    // PROC-2, PERM-3: out of reach it is refused as its own `get` would be, before anything else is said.
    assert_eq!(refused(render(&office.stranger, record.clone())), "forbidden");
    let absent = key("customer", user(&office.ann));
    assert_eq!(refused(render(&office.ann, absent)), "not_found");
    assert_eq!(invalid(render(&office.ann, desk.contract.clone())), ["record:wrong_kind"]);
    assert_eq!(invalid(desk.render(&office.ann, "没有")), ["template:unknown"]);
    assert_eq!(refused(office.stranger.templates().render("没有".into(), record, None)), "forbidden");
}

// DOC-2, DOC-6: what field rights withhold prints as nothing, or as its mask, and is named.
#[test]
fn what_is_withheld_prints_as_nothing_and_is_named() {
    let desk = Desk::new();
    let office = &desk.office;
    let told = desk.text("[{{ record.cost }}]{% if record.cost %}!{% endif %}{{ me.email }}").unwrap();
    assert_eq!((told.text.as_str(), told.withheld.as_slice()), ("[]", ["cost".to_owned()].as_slice()));
    // What the template does not name is nobody's business.
    assert_eq!(desk.text("{{ record.name }}").unwrap().withheld, Vec::<String>::new());

    let customer = office.customer();
    let manager = office.admin.roles().list().unwrap().into_iter().find(|role| role.name == "sales_manager").unwrap();
    let role = office.admin.roles().copy(manager.id, "内勤".into(), None).unwrap();
    let limit = |entity: &str, field: &str, right| {
        office.admin.roles().set_field(role.id, entity.into(), field.into(), right, None).unwrap();
    };
    limit("customer", "fax", FieldRight::Hidden);
    limit("customer", "phone", FieldRight::Masked);
    office.admin.users().set_roles(user(&office.stranger), vec!["内勤".into()], None).unwrap();
    let changes =
        CustomerUpdate { fax: Some("5555 0100".into()), phone: Some("13900000102".into()), ..Default::default() };
    office.ann.customers().update(customer.id, changes, None).unwrap();
    let body = "{{ record.name }} {{ record.fax }} {{ record.phone }}{% for n in record['trade.note'] %}{{ n.words }}\
                {{ n.customer.fax }}{% endfor %}";
    desk.put("客户", json!({"object": "customer", "format": "text", "body": body})).unwrap();
    let note = json!({"words": "w", "customer": customer.id});
    office.ann.objects().create("trade.note".into(), note.into(), None).unwrap();
    let render = |session: &Session| {
        let found = session.templates().render("客户".into(), key("customer", customer.id), None);
        found.map(|found| (found.text, found.withheld)).unwrap()
    };
    assert_eq!(render(&office.ann), (format!("{} 5555 0100 13900000102w5555 0100", customer.name), Vec::new()));
    let (text, withheld) = render(&office.stranger);
    assert!(text.starts_with(&format!("{}  139****0102", customer.name)) && !text.contains("5555"), "{text}");
    // A copy of a built-in role has no right to what packs define, so their list is withheld as a whole.
    assert!(withheld.starts_with(&["fax".to_owned(), "phone".to_owned()]), "{withheld:?}");
    assert!(withheld.iter().any(|path| path.starts_with("trade.note")), "{withheld:?}");
}

// DOC-2: no more than 1,000 of a relation.
#[test]
fn a_relation_prints_a_thousand_records_at_most() {
    let desk = Desk::new();
    let make = |many: usize| {
        let new = json!({"words": "n", "contract": desk.contract.id});
        let records = vec![Tree::from(new); many];
        desk.office.ann.objects().create_many("trade.note".into(), records, false).unwrap();
    };
    make(1_000);
    let body = "{% for n in record['trade.note_by_contract'] %}{{ n.words }}{% endfor %}";
    assert_eq!(desk.print(body).len(), 1_000);
    make(1);
    assert_eq!(invalid(desk.text(body)), ["template:too_many"]);
    assert_eq!(desk.print("{{ record.name }}"), "供货合同 & 附件");
}

// DOC-1: what a template names and there is not is refused with its line and name, all at once.
#[test]
fn a_template_names_what_there_is() {
    let desk = Desk::new();
    let body = "第一行\n{{ record.nmae }}\n{{ record.name|shout }}{{ record.customer.nothing }}\n\n{% include \"没有\" %}\
                {{ other }}{{ me.secret }}{{ company.name }}{{ record.name is odd }}";
    let wrong = fields(desk.put("错的", json!({"object": "trade.contract", "body": body})));
    let told: Vec<(&str, &str, &str)> =
        wrong.iter().map(|f| (f.field.as_str(), f.code.as_str(), f.limit.as_deref().unwrap_or_default())).collect();
    assert_eq!(
        told,
        [
            ("body[5]", "unknown_record", "没有"),
            ("body[2]", "unknown_field", "record.nmae"),
            ("body[3]", "unknown_filter", "shout"),
            ("body[3]", "unknown_field", "record.customer.nothing"),
            ("body[5]", "unknown_field", "other"),
            ("body[5]", "unknown_field", "me.secret"),
            ("body[5]", "unknown_field", "company.name"),
            ("body[5]", "unknown_filter", "odd"),
        ]
    );
    assert!(wrong[1].detail.contains("line 2: record.nmae"), "{}", wrong[1].detail);
    for (body, codes) in [
        ("{{ record.name", &["body[1]:syntax"][..]),
        ("{% if record.name %}", &["body[1]:syntax"]),
        ("{{ record.name.length }}", &["body[1]:unknown_field"]),
        ("{{ record.customer.account_manager.department.name }}", &["body[1]:too_deep"]),
        ("{{ record.name|number(1, 2) }}", &["body[1]:arguments"]),
        ("{{ record.name|default }}", &["body[1]:arguments"]),
        ("{% for x in record.name %}{% endfor %}", &["body[1]:not_here"]),
        ("{{ record.lines }}", &["body[1]:not_here"]),
        ("{{ record.lines|upper }}", &["body[1]:type"]),
        // What would always be false, or go by something else than people mean.
        ("{% if record.status == 'draft' %}{% endif %}", &["body[1]:type"]),
        ("{% if record.status in ['draft'] %}{% endif %}", &["body[1]:type"]),
        ("{% if record.amount > 100 %}{% endif %}", &["body[1]:type"]),
        ("{% if 1 < record.rate < 2 %}{% endif %}", &["body[1]:type"]),
        ("{{ record.amount ~ '' }}", &["body[1]:type"]),
        ("{{ record.note }}{{ record['trade.note'] }}", &["body[1]:unknown_field", "body[1]:unknown_field"]),
    ] {
        assert_eq!(desk.wrong(body), codes, "{body}");
    }
    assert_eq!(invalid(desk.put("x", json!({"object": "nothing", "body": "a"}))), ["object:unknown_object"]);
    assert_eq!(invalid(desk.put("x", json!({"body": "字".repeat(80_001)}))), ["body:too_long"]);
    desk.put("x", json!({"body": "字".repeat(80_000)})).unwrap();
    assert_eq!(invalid(desk.put("x", json!({"body": "a", "format": "pdf"}))), ["format:unknown_value"]);
    let region = region(&desk.office.ann);
    assert_eq!(invalid(desk.put("x", json!({"body": "a", "category": region}))), ["category:unknown_choice"]);
    // Sales managers and administrators keep them, everybody reads them.
    assert_eq!(refused(put(&desk.office.ann, "y", json!({"body": "a"}))), "forbidden");
    assert_eq!(desk.office.stranger.setup().list("template".into(), None, None).unwrap().items.len(), 1);
}
