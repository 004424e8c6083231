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

/// Notes of one contract with long remarks.
fn with_remarks(many: usize, letters: usize) -> Desk {
    let desk = Desk::new();
    let note = json!({"words": "w", "remark": "字".repeat(letters), "contract": desk.contract.id});
    let records = vec![Tree::from(note); many];
    desk.office.ann.objects().create_many("trade.note".into(), records, false).unwrap();
    desk
}

const EACH: &str = "{% for n in record['trade.note_by_contract'] %}";

/// A pack whose object refers to customers by so many fields.
fn referring(many: usize) -> Value {
    let mut fields = json!({"name": {"type": "text", "max": 100, "required": true}});
    for at in 0..many {
        fields[format!("r{at}")] = json!({"type": "ref", "to": "customer"});
    }
    json!({"pack": "wide", "version": 1, "language": 1, "title": "Wide",
           "objects": {"thing": {"title": "name", "fields": fields}}, "roles": {"account_manager": ["wide"]}})
}
