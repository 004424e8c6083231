//! DOC-4: templates can do no harm, whatever stands in them and in the data.

use std::fmt::Write as _;

use crm_core::Tree;
use crm_core::templates::MAX_PRINTED;
use serde_json::json;

use crate::notes::key;
use crate::support::*;
use crate::templates::Desk;

// DOC-4: what templates may not do is refused when they are put, however it is written.
#[test]
fn templates_can_do_no_harm() {
    let desk = Desk::new();
    for body in [
        "{% set a = 'x' %}{{ a }}",
        "{% set a %}x{% endset %}",
        "{% with a = 'x' %}{% endwith %}",
        "{% filter upper %}x{% endfilter %}",
        "{% autoescape false %}{{ record.name }}{% endautoescape %}",
        "{% block a %}{% endblock %}",
        "{% extends 'x' %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% include record.name %}",
        "{% include ['a', 'b'] %}",
        "{% for a in [record.name ~ record.name] %}{{ a }}{% endfor %}",
        "{% for a in record.lines recursive %}{% endfor %}",
        "{% for a, b in record.lines %}{% endfor %}",
        "{{ 'x' * 100000000 }}",
        "{{ 2 ** 1000000 }}",
        "{{ 1 + 1 }}",
        "{{ -record.count }}",
        "{{ range(1000000000) }}",
        "{{ record.name.upper() }}",
        "{{ [1, 2] }}",
        "{{ {'a': 1} }}",
    ] {
        let told = desk.wrong(body);
        assert!(told.iter().any(|told| told == "body[1]:not_here"), "{body}: {told:?}");
    }
    for body in
        ["{{ record.name|safe }}", "{{ record.name|escape }}", "{{ record|attr('name') }}", "{{ record.lines|map }}"]
    {
        assert!(desk.wrong(body).contains(&"body[1]:unknown_filter".to_owned()), "{body}");
    }
    for body in ["{% macro a() %}{% endmacro %}", "{% call a() %}{% endcall %}", "{{ a b }}", "{% nothing %}"] {
        assert_eq!(desk.wrong(body), ["body[1]:syntax"], "{body}");
    }
    for (open, close) in [("{{ ", " }}"), ("{% if ", " %}{% endif %}")] {
        let long = format!("{open}'{}'{close}", "x".repeat(500));
        assert_eq!(desk.wrong(&long), ["body[1]:too_expensive"]);
        let deep = format!("{open}{}1{}{close}", "(".repeat(21), ")".repeat(21));
        assert_eq!(desk.wrong(&deep), ["body[1]:too_expensive"]);
    }
    let many = format!("{{% if record.paid %}}{}{{% endif %}}", "{% elif record.paid %}".repeat(3_000));
    assert_eq!(desk.wrong(&many), ["body[1]:too_expensive"]);
}

// DOC-4: values are data, whatever stands in them, and in HTML everything is escaped.
#[test]
fn values_are_data() {
    let desk = Desk::new();
    let office = &desk.office;
    let hostile = "{{7*7}}{% include 'x' %}{#<b onclick=\"alert('1')\">&amp;</b>";
    let new = json!({"name": hostile});
    let contract = office.ann.objects().create("trade.contract".into(), new.into(), None).unwrap();
    let body = "{{ record.name }}|{{ record.name ~ '<i>' }}|{{ record.name|upper|lower }}|{{ record.name|default('<') }}|\
                {{ record.name[:9] }}|{{ record.title }}|{{ record }}|{{ '<u>' }}";
    let render = |format: &str| {
        desk.put("数据", json!({"object": "trade.contract", "format": format, "body": body})).unwrap();
        let record = key("trade.contract", contract.id);
        office.ann.templates().render("数据".into(), record, None).unwrap().text
    };
    let text = render("text");
    assert_eq!(text.split('|').next(), Some(hostile));
    let html = render("html");
    assert!(!html.contains(['<', '>', '"', '\'']), "{html}");
    let escaped = html.split('|').next().unwrap();
    assert_eq!(
        escaped,
        "{{7*7}}{% include &#39;x&#39; %}{#&lt;b onclick=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;&lt;/b&gt;"
    );
}

// DOC-4: time and size have an end.
#[test]
fn documents_end() {
    let desk = Desk::new();
    let records = vec![Tree::from(json!({"words": "w", "contract": desk.contract.id})); 1_000];
    desk.office.ann.objects().create_many("trade.note".into(), records, false).unwrap();
    let each = "{% for a in record['trade.note_by_contract'] %}";
    let nested = format!("{}{{{{ a.words }}}}{}", each.repeat(4), "{% endfor %}".repeat(4));
    assert_eq!(invalid(desk.text(&nested)), ["template:too_expensive"]);
    // Without a word of output too.
    let silent = format!("{}{}", each.repeat(4), "{% endfor %}".repeat(4));
    assert_eq!(invalid(desk.text(&silent)), ["template:too_expensive"]);
    let sized = |bytes: usize| {
        let (row, rest) = (bytes / 1_000, bytes % 1_000);
        let mut body = String::from(each);
        write!(body, "{}{{% endfor %}}{}", "x".repeat(row), "y".repeat(rest)).unwrap();
        desk.text(&body)
    };
    assert_eq!(sized(MAX_PRINTED).unwrap().text.len(), MAX_PRINTED);
    assert_eq!(invalid(sized(MAX_PRINTED + 1)), ["template:too_expensive"]);
}
