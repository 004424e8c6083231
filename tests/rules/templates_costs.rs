//! DOC-4: what a template may cost: the stack, memory and time, whoever wrote it.

use std::fmt::Write as _;

use crm_core::Tree;
use serde_json::{Value, json};

use crate::support::*;
use crate::templates::{Desk, fields};

/// A thread as small as hosts give them.
const STACK: usize = 1024 * 1024;

fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(STACK).spawn(work).unwrap().join().unwrap();
}

/// So many `if`s, each in the last branch of the one before, of so many branches; in the last one stands more.
fn nested(deep: usize, branches: usize, inside: &str) -> String {
    let open = format!("{{% if record.paid is empty %}}{}", "{% elif record.paid is empty %}".repeat(branches - 2));
    format!("{}{inside}{}", format!("{open}{{% else %}}").repeat(deep), "{% endif %}".repeat(deep))
}

// DOC-4: branches and blocks are bounded together, since each goes deeper, in each of ten clauses.
#[test]
fn branches_in_blocks_in_clauses_take_little_of_the_stack() {
    on_a_small_stack(|| {
        let desk = Desk::new();
        let deepest = format!("{{{{ record.count{} }}}}", "|trim".repeat(95));
        let put = |at: usize, deep, branches| {
            let inside = if at == 10 { deepest.clone() } else { format!("{{% include 'c{}' %}}", at + 1) };
            desk.put(&format!("c{at}"), json!({"body": nested(deep, branches, &inside), "format": "text"}))
        };
        assert_eq!(invalid(put(10, 20, 49)), ["body[1]:too_expensive"]);
        for at in (1..=10).rev() {
            put(at, 20, 3).unwrap();
        }
        assert_eq!(desk.print("{% include 'c1' %}"), "60");
        assert_eq!(desk.wrong(&format!("{{{{ record{} }}}}", ".a".repeat(245))), ["body[1]:unknown_field"]);
        for other in ["with a = 1", "filter upper", "set a", "autoescape false", "block a"] {
            let body = format!("{{% {other} %}}").repeat(3_000);
            assert_eq!(desk.wrong(&body), ["body[1]:too_expensive"], "{other}");
        }
    });
}

// DOC-4: a text is cut forwards alone, one sign after the other.
#[test]
fn texts_are_cut_without_steps() {
    let desk = Desk::new();
    for body in [
        "{{ ''[::-1] }}",
        "{{ (record.name|default(''))[::-1] }}",
        "{{ record.name[1:5:-1] }}",
        "{{ record.name[::2] }}",
        "{{ record.name[::-9223372036854775808] }}",
    ] {
        assert_eq!(desk.wrong(body), ["body[1]:not_here"], "{body}");
    }
    assert_eq!(desk.print("{{ record.name[1:3] }}{{ record.name[-2:] }}{{ ''[:-1] }}"), "货合附件");
}

// DOC-3, DOC-4: a clause is one however it is spelled, and all of them together are not endless.
#[test]
fn clauses_are_counted_and_weighed() {
    let desk = Desk::new();
    let long = format!("{{# {} #}}.", "字".repeat(79_000));
    desk.put("abcdefghijkl", json!({"body": long, "format": "text"})).unwrap();
    let mut spelled = String::new();
    for at in 0..2_500_u32 {
        let spelling = |(place, letter): (u32, char)| match at >> place & 1 {
            0 => letter,
            _ => letter.to_ascii_uppercase(),
        };
        let name: String = (0..).zip("abcdefghijkl".chars()).map(spelling).collect();
        write!(spelled, "{{%include'{name}'%}}").unwrap();
    }
    assert_eq!(desk.print(&spelled), ".".repeat(2_500));
    // A clause that can't be printed is named as it is called.
    desk.put("Wrong one", json!({"body": "a\n{{ record.name|money }}", "format": "text"})).unwrap();
    let told = fields(desk.text("{% include 'WRONG ONE' %}"));
    assert_eq!(told[0].detail, "Wrong one, line 2: money makes nothing of this value");
    // Too much of them: 2 MiB, 200.
    let mut all = String::new();
    for at in 0..9 {
        desk.put(&format!("long {at}"), json!({"body": long})).unwrap();
        write!(all, "{{% include 'long {at}' %}}").unwrap();
    }
    assert_eq!(desk.wrong(&all), ["body[1]:too_expensive"]);
    let mut many = String::new();
    for at in 0..201 {
        desk.put(&format!("short {at}"), json!({"body": "x"})).unwrap();
        if at < 200 {
            write!(many, "{{% include 'short {at}' %}}").unwrap();
        }
    }
    assert_eq!(desk.print(&many), "x".repeat(200));
    assert_eq!(desk.wrong(&format!("{many}{{% include 'short 200' %}}")), ["body[1]:too_expensive"]);
}

/// Notes of one contract with long remarks.
fn with_remarks(many: usize, letters: usize) -> Desk {
    let desk = Desk::new();
    let note = json!({"words": "w", "remark": "字".repeat(letters), "contract": desk.contract.id});
    let records = vec![Tree::from(note); many];
    desk.office.ann.objects().create_many("trade.note".into(), records, false).unwrap();
    desk
}

const EACH: &str = "{% for n in record['trade.note_by_contract'] %}";

// DOC-4: what is read for one document is bounded, whether it is printed or not.
#[test]
fn what_is_read_for_a_document_has_an_end() {
    let desk = with_remarks(400, 19_000);
    let body = format!("{EACH}{{{{ n.remark is empty }}}}{{% endfor %}}");
    assert_eq!(invalid(desk.text(&body)), ["template:too_expensive"]);
    assert_eq!(desk.print(&format!("{EACH}{{{{ n.words }}}}{{% endfor %}}")).len(), 400);
}

// DOC-4: signs that join are counted, and filters are charged by what they are given.
#[test]
fn work_on_texts_is_bounded() {
    let desk = with_remarks(150, 19_000);
    let joined = |many: usize| format!("{{{{ {}'' }}}}", "'' ~ ".repeat(many));
    assert_eq!(desk.print(&joined(20)), "");
    assert_eq!(desk.wrong(&joined(21)), ["body[1]:too_expensive"]);
    let filtered = format!("{EACH}{{% if n.remark{} == 'x' %}}{{% endif %}}{{% endfor %}}", "|upper".repeat(20));
    assert_eq!(invalid(desk.text(&filtered)), ["template:too_expensive"]);
    let once = format!("{EACH}{{% if n.remark|upper == 'x' %}}{{% endif %}}{{% endfor %}}");
    assert_eq!(desk.print(&once), "");
    // The longer the texts, the fewer steps over them.
    let within = format!("{0}{0}{{% if n.remark ~ n.remark in n.remark %}}{{% endif %}}{1}{1}", EACH, "{% endfor %}");
    assert_eq!(invalid(desk.text(&within)), ["template:too_expensive"]);
}

// DOC-1, DOC-4: a hundred mistakes are told, and that there are more.
#[test]
fn a_hundred_mistakes_are_told() {
    let desk = Desk::new();
    let mut body = String::new();
    for at in 0..3_000 {
        write!(body, "{{{{ record.x{at} }}}}").unwrap();
    }
    let told = desk.wrong(&body);
    assert_eq!(told.len(), 101);
    assert_eq!(told.first().map(String::as_str), Some("body[1]:unknown_field"));
    assert_eq!(told.last().map(String::as_str), Some("body[1]:too_many"));
}

// DOC-3, DOC-4: a clause is judged with all that include it, within one bound.
#[test]
fn clauses_are_judged_within_one_bound() {
    let desk = Desk::new();
    let put = |body: &str| desk.put("c", json!({"body": body}));
    let long = "{{today}}".repeat(8_000);
    let user = |at: u32| desk.put(&format!("user {at}"), json!({"body": "{% include 'c' %}"})).unwrap();
    put("x").unwrap();
    (0..20).for_each(|at| drop(user(at)));
    put(&long).unwrap();
    put("x").unwrap();
    (20..60).for_each(|at| drop(user(at)));
    assert_eq!(invalid(put(&long)), ["body:too_expensive"]);
}

/// A pack whose object refers to customers by so many fields.
fn referring(many: usize) -> Value {
    let mut fields = json!({"name": {"type": "text", "max": 100, "required": true}});
    for at in 0..many {
        fields[format!("r{at}")] = json!({"type": "ref", "to": "customer"});
    }
    json!({"pack": "wide", "version": 1, "language": 1, "title": "Wide",
           "objects": {"thing": {"title": "name", "fields": fields}}, "roles": {"account_manager": ["wide"]}})
}

// DOC-1, DOC-2: every reference on a way counts, as it does where the record is read.
#[test]
fn references_are_counted_step_by_step() {
    let office = Office::for_packs();
    office.apply(Tree::from(referring(13)));
    let body = |many: usize| {
        let mut body = String::new();
        for at in 0..many {
            write!(body, "{{{{ record.r{at}.account_manager.display_name }}}}").unwrap();
        }
        json!({"object": "wide.thing", "format": "text", "body": body})
    };
    let put =
        |document: Value| office.manager.setup().put("template".into(), "x".into(), document.into(), None, None, None);
    put(body(12)).unwrap();
    let thing = office.ann.objects().create("wide.thing".into(), json!({"name": "n"}).into(), None).unwrap();
    let record = crate::notes::key("wide.thing", thing.id);
    assert_eq!(office.ann.templates().render("x".into(), record, None).unwrap().text, "");
    assert_eq!(invalid(put(body(13))), ["body[1]:too_many"]);
}
