//! DOC-6: documents that are kept as files on their record. DOC-8: a PDF is the host's.

use crm_core::files::{File, FileId};
use crm_core::prelude::*;
use crm_core::templates::RenderOptions;
use serde_json::{Value as Json, json};

use crate::files::{bound, conflict, whole};
use crate::notes::key;
use crate::support::*;
use crate::templates::Desk;

const ID: &str = "0195b5e2-7f00-7000-8000-000000000b01";

fn file(desk: &Desk, session: &Session, options: Option<RenderOptions>, id: Option<&str>) -> Result<File> {
    let id = id.map(|id| FileId(id.parse().unwrap()));
    session.templates().render_file("合同/1".into(), desk.contract.clone(), options, id)
}

fn contract(desk: &Desk, format: &str, body: &str) {
    let document = json!({"object": "trade.contract", "format": format, "language": "zh-Hans", "body": body});
    desk.put("合同/1", document).unwrap();
}

// DOC-6: the file is what `render` gives, called by its template; the audit names template and version.
#[test]
fn a_document_is_kept_as_a_file() {
    let desk = Desk::new();
    let office = &desk.office;
    contract(&desk, "html", "<h1>{{ record.name }}</h1>{{ record.cost }}{{ me.display_name }}");
    let kept = file(&desk, &office.ann, None, None).unwrap();
    assert_eq!((kept.name.as_str(), kept.media_type.as_str(), kept.inline_safe), ("合同_1.html", "text/html", false));
    assert_eq!(kept.record.id, desk.contract.id);
    let text = desk.render(&office.ann, "合同/1").unwrap().text;
    assert_eq!(String::from_utf8(whole(&office.manager, &kept)).unwrap(), text);
    contract(&desk, "text", "{{ record.name }}, {{ today }}");
    let second = file(&desk, &office.ann, None, None).unwrap();
    assert_eq!((second.name.as_str(), second.media_type.as_str()), ("合同_1.txt", "text/plain"));
    let first = RenderOptions { version: Some(1), language: Some(Locale::En) };
    let again = file(&desk, &office.ann, Some(first), None).unwrap();
    assert_eq!(again.sha256, kept.sha256);
    let listed = office.ann.files().list(desk.contract.clone(), None).unwrap().items;
    assert_eq!(listed.iter().map(|file| file.id).collect::<Vec<_>>(), [again.id, second.id, kept.id]);
    // The audit, to whom it is told.
    let customer = key("customer", office.customer().id);
    desk.put("客户信", json!({"object": "customer", "format": "text", "body": "{{ record.name }}"})).unwrap();
    office.ann.templates().render_file("客户信".into(), customer.clone(), None, None).unwrap();
    let told = office.admin.audit().list(Default::default(), None).unwrap().items;
    let told = told.iter().find(|entry| entry.operation == "templates.render_file").unwrap();
    let told: Json = serde_json::from_str(&told.arguments).unwrap();
    let record = json!({"object": "customer", "id": customer.id});
    assert_eq!(told, json!({"template": "客户信", "template_version": 1, "record": record, "options": null}));
}

// DOC-6, BAD-2: called again with its id it is that file, though the day and the record say otherwise by now.
#[test]
fn a_document_comes_again() {
    let desk = Desk::new();
    let office = &desk.office;
    contract(&desk, "text", "{{ record.name }}, {{ today }}");
    let kept = file(&desk, &office.ann, None, Some(ID)).unwrap();
    assert_eq!(kept.id.to_string(), ID);
    office.clock.set("2026-03-03T01:00:00Z");
    assert_eq!(file(&desk, &office.ann, None, Some(ID)).unwrap(), kept);
    let english = Some(RenderOptions { language: Some(Locale::En), version: None });
    assert_eq!(conflict(file(&desk, &office.ann, english, Some(ID))), "id_taken");
    assert_eq!(whole(&office.ann, &kept), "供货合同 & 附件, 2026年3月2日".as_bytes());
}

// DOC-6, FILE-1, FILE-5: who may, and what is no file.
#[test]
fn what_is_not_kept() {
    let desk = Desk::new();
    let office = &desk.office;
    assert_eq!(invalid(file(&desk, &office.ann, None, None)), ["template:unknown"]);
    contract(&desk, "text", &"x".repeat(10_000));
    for session in [&office.stranger, &office.integration] {
        assert_eq!(file(&desk, session, None, None).unwrap_err().code(), "forbidden");
    }
    bound(office, Some(9_999), None);
    assert_eq!(invalid(file(&desk, &office.ann, None, None)), ["template:too_large"]);
    bound(office, Some(10_000), Some(9_999));
    assert_eq!(conflict(file(&desk, &office.ann, None, None)), "quota");
    bound(office, None, Some(10_000));
    assert_eq!(file(&desk, &office.executive, None, None).unwrap().size, 10_000);
    // More than `put` takes in one call is no matter.
    bound(office, Some(5_000_000), Some(5_000_000));
    desk.put("长", json!({"format": "text", "body": "y".repeat(60_000)})).unwrap();
    contract(&desk, "text", &"{% include \"长\" %}".repeat(20));
    assert_eq!(file(&desk, &office.ann, None, None).unwrap().size, 1_200_000);
}

// DOC-8: what the host prints as a PDF says its paper and margins itself: the style stands as it was written.
#[test]
fn a_page_says_its_paper() {
    let desk = Desk::new();
    let style = "<style>@page { size: A4; margin: 2cm 15mm }</style>";
    contract(&desk, "html", &format!("{style}<h1>{{{{ record.name }}}}</h1>"));
    let document = desk.render(&desk.office.ann, "合同/1").unwrap();
    assert_eq!(document.text, format!("{style}<h1>供货合同 &amp; 附件</h1>"));
}
