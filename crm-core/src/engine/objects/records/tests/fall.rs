//! What goes with a record, and what effects do to parts.

use serde_json::{Value as Json, json};

use super::*;

/// A book with chapters and lines in them, a reader's marks, rings of friends, and customers in all ways.
const SHELF: &str = r#"{"pack": "shelf", "version": 1, "language": 1, "title": "Shelf", "objects": {
  "friend": {"title": "name", "fields": {
    "name": {"type": "text"},
    "next": {"type": "ref", "to": "shelf.friend", "on_delete": "delete"},
    "friends": {"type": "integer", "rollup": {"count": true, "of": "shelf.friend", "by": "next"}}}},
  "book": {"title": "name", "fields": {
    "name": {"type": "text", "required": true},
    "open": {"type": "boolean", "default": "true"},
    "lines_count": {"type": "integer", "rollup": {"count": true, "of": "shelf.line", "by": "book"}}},
   "checks": {"few": {"check": "lines_count <= 3", "text": "Too long."}},
   "change": [{"fields": ["lines"], "when": "open", "text": "Closed."}],
   "status": {"start": "new", "states": {"new": {}, "old": {"final": true}}, "actions": {
     "finish": {"from": ["new"], "to": "old", "takes": ["open"], "then": [
       {"create": "shelf.line", "with": {"book": "id", "text": "'end'"}},
       {"set": {"text": "'x'"}, "on": {"each": "shelf.line", "where": {"and": [{"field": "book", "is": {"value": "id"}},
         {"field": "text", "is": "y"}]}}},
       {"delete": true, "on": {"each": "shelf.line", "where": {"and": [{"field": "book", "is": {"value": "id"}},
         {"field": "text", "is": "z"}]}}}]}}}},
  "chapter": {"title": "name", "part_of": {"field": "book", "name": "chapters"}, "fields": {
    "book": {"type": "ref", "to": "shelf.book"},
    "name": {"type": "text", "required": true}}},
  "line": {"title": "text", "part_of": {"field": "book", "name": "lines"}, "fields": {
    "book": {"type": "ref", "to": "shelf.book"},
    "chapter": {"type": "ref", "to": "shelf.chapter"},
    "about": {"type": "ref", "to": "shelf.friend", "on_delete": "delete"},
    "by": {"type": "ref", "to": "shelf.friend", "on_delete": "clear"},
    "text": {"type": "text", "search": true}}},
  "stamp": {"title": "concat('stamp ', book.name)", "fields": {
    "book": {"type": "ref", "to": "shelf.book", "required": true}},
   "status": {"start": "wet", "states": {"wet": {}, "dry": {"final": true}}, "actions": {
     "press": {"from": ["wet"], "to": "dry", "then": [
       {"create": "shelf.line", "with": {"book": "book", "text": "'stamped'"}}]},
     "name": {"from": ["wet"], "to": "dry", "then": [{"set": {"name": "'stamped'"}, "on": "book"}]}}}},
  "card": {"title": "'card'", "fields": {
    "held": {"type": "ref", "to": "customer"},
    "lost": {"type": "ref", "to": "customer", "on_delete": "clear"},
    "gone": {"type": "ref", "to": "customer", "on_delete": "delete"}}}}}"#;

impl Desk {
    fn friend(&self, next: Option<RecordId>) -> RecordId {
        self.create("shelf.friend", json!({"name": "友", "next": next.map(|id| id.to_string())})).expect("a friend")
    }

    fn book(&self, lines: Json) -> RecordId {
        self.create("shelf.book", json!({"name": "书", "lines": lines})).expect("a book")
    }

    /// A customer's deletion, as its area tells it.
    fn customer_goes(&self, id: RecordId) -> std::result::Result<usize, Vec<String>> {
        let done = self.write(TODAY, |writer| {
            let find = "SELECT id FROM customers WHERE uid = ?";
            let key = writer.tx.one(find, params![id.0], |c| c.next::<i64>())?.expect("a customer");
            writer.typed_gone("customer", key, id)?;
            writer.tx.execute("DELETE FROM customers WHERE id = ?", params![key])?;
            Ok(writer.written.len())
        });
        self.prove();
        done
    }

    fn version(&self, object: &str, id: RecordId) -> Value {
        self.value(object, id, "version")
    }
}

// OBJ-13: whatever refers to what goes, in whatever circles, is found before anything goes.
#[test]
fn what_refers_goes_too() {
    let desk = Desk::new(&[SHELF]);
    let first = desk.friend(None);
    let second = desk.friend(Some(first));
    let third = desk.friend(Some(second));
    desk.change("shelf.friend", first, json!({"next": third.to_string()})).expect("a ring");
    let other = desk.friend(None);
    assert_eq!(desk.delete("shelf.friend", second), Ok(3));
    assert_eq!(desk.records("shelf.friend").len(), 1);
    // A thousand at the most.
    let many = |count: usize| {
        let ids: Vec<RecordId> = (0..count).map(|_| desk.id()).collect();
        let made = desk.write(TODAY, |writer| {
            let model = writer.model("shelf.friend")?;
            for id in &ids {
                let found = &mut Violations::default();
                let content = desk.take(writer.tx, model, &json!({"next": other.to_string()}), found, false);
                writer.create(model, *id, content, Violations::default())?;
            }
            Ok(())
        });
        made.expect("friends");
    };
    many(MOST_CAUSED + 1);
    assert_eq!(desk.delete("shelf.friend", other), Err(vec!["too_many".into()]));
    let one = id_of(&desk.records("shelf.friend")[1]);
    desk.delete("shelf.friend", one).expect("one less");
    assert_eq!(desk.delete("shelf.friend", other), Ok(MOST_CAUSED + 1));
}

// OBJ-11, OBJ-13: parts that refer to one another go together; a part that goes, or lets a reference go, changes its whole.
#[test]
fn parts_go_and_let_go() {
    let desk = Desk::new(&[SHELF]);
    let book = desk.create("shelf.book", json!({"name": "书", "chapters": [{"name": "一"}]})).expect("a book");
    let chapter = desk.part_ids("shelf.book", book, "chapters")[0].to_string();
    let line = json!({"lines": [{"chapter": chapter, "text": "y"}]});
    desk.change("shelf.book", book, line).expect("a line");
    assert_eq!(desk.change("shelf.book", book, json!({"chapters": []})), Err(vec!["in_use".into()]));
    desk.change("shelf.book", book, json!({"chapters": [], "lines": []})).expect("both");
    assert_eq!(desk.version("shelf.book", book), number("3"));
    // A whole goes with parts that refer to one another.
    let whole = desk.create("shelf.book", json!({"name": "书", "chapters": [{"name": "一"}]})).expect("a book");
    let chapter = desk.part_ids("shelf.book", whole, "chapters")[0].to_string();
    desk.change("shelf.book", whole, json!({"lines": [{"chapter": chapter}]})).expect("a line");
    assert_eq!(desk.delete("shelf.book", whole), Ok(3));
    // Who is written about takes the line along, who wrote it does not.
    let (about, by) = (desk.friend(None), desk.friend(None));
    let lines = json!([{"about": about.to_string()}, {"by": by.to_string()}, {"text": "y"}]);
    let book = desk.book(lines);
    assert_eq!(desk.delete("shelf.friend", by), Ok(3), "the friend, the line and the book");
    assert_eq!(desk.version("shelf.book", book), number("2"));
    desk.delete("shelf.friend", about).expect("gone");
    assert_eq!(desk.version("shelf.book", book), number("3"));
    assert_eq!(desk.part_ids("shelf.book", book, "lines").len(), 2);
    // What is frozen is a hindrance to what takes it along, and none to what clears.
    let (about, by) = (desk.friend(None), desk.friend(None));
    let book = desk.book(json!([{"about": about.to_string(), "by": by.to_string()}]));
    desk.change("shelf.book", book, json!({"open": false})).expect("closed");
    assert_eq!(desk.delete("shelf.friend", about), Err(vec!["in_use".into()]));
    desk.delete("shelf.friend", by).expect("cleared");
}

// OBJ-13 for typed records: refuse, clear, delete, before the row goes.
#[test]
fn typed_records_are_let_go() {
    let desk = Desk::new(&[SHELF]);
    let customer = desk.customer();
    let card = |field: &str| desk.create("shelf.card", json!({field: customer.to_string()})).expect("a card");
    let (held, lost, gone) = (card("held"), card("lost"), card("gone"));
    assert_eq!(desk.customer_goes(customer), Err(vec!["in_use".into()]));
    desk.delete("shelf.card", held).expect("gone");
    assert_eq!(desk.customer_goes(customer), Ok(2));
    assert_eq!(desk.value("shelf.card", lost, "lost"), Value::Null);
    assert!(desk.records("shelf.card").iter().all(|card| id_of(card) != gone));
    assert!(desk.catalogue.referred.contains("customer") && !desk.catalogue.referred.contains("ticket"));
}

// MACH-5, MACH-7, OBJ-11, ROLL-4: effects on parts are changes of their whole, once a call; what froze of another record
// refuses, of the acting one it does not.
#[test]
fn effects_change_wholes() {
    let desk = Desk::new(&[SHELF]);
    let texts = |book| -> Vec<String> {
        let parts = desk.parts("shelf.book", book, "lines");
        parts.iter().map(|line| format!("{:?}", line.value("text"))).collect()
    };
    let book = desk.book(json!([{"text": "z"}, {"text": "y"}]));
    let told = desk.act(TODAY, "shelf.book", book, "finish", json!({"open": false})).expect("finished");
    let by = "shelf.line by shelf.book.finish";
    assert_eq!(told, ["shelf.book", by, by, by]);
    assert_eq!(desk.version("shelf.book", book), number("2"));
    assert_eq!(texts(book), [r#"Text("x")"#, r#"Text("end")"#]);
    let stamp = |book: RecordId| desk.create("shelf.stamp", json!({"book": book.to_string()})).expect("a stamp");
    let press = |stamp, action| desk.act(TODAY, "shelf.stamp", stamp, action, json!({}));
    let fresh = desk.book(json!([{"text": "a"}]));
    let by = |object: &str, action: &str| format!("{object} by shelf.stamp.{action}");
    let told = press(stamp(fresh), "press").expect("pressed");
    assert_eq!(told, ["shelf.stamp".into(), by("shelf.book", "press"), by("shelf.line", "press")]);
    assert_eq!(desk.version("shelf.book", fresh), number("2"));
    assert_eq!(texts(fresh).last().map(String::as_str), Some(r#"Text("stamped")"#));
    // The book's check refuses the stamp's call.
    press(stamp(fresh), "press").expect("the third line");
    assert_eq!(press(stamp(fresh), "press"), Err(vec!["then[0].shelf.book.checks.few check".into()]));
    // The acting book names its own.
    assert_eq!(desk.act(TODAY, "shelf.book", fresh, "finish", json!({})), Err(vec!["then[0].checks.few check".into()]));
    // In its own call too, told with the rest.
    let four = json!({"lines": [{}, {}, {}, {"text": 5}]});
    assert_eq!(desk.change("shelf.book", fresh, four), Err(vec!["lines[3].text type".into()]));
    let four = json!({"lines": [{}, {}, {}, {}]});
    assert_eq!(desk.change("shelf.book", fresh, four), Err(vec!["checks.few check".into()]));
    // What is closed is frozen, what is final is not changed at all.
    let closed = desk.book(json!([]));
    desk.change("shelf.book", closed, json!({"open": false})).expect("closed");
    assert_eq!(press(stamp(closed), "press"), Err(vec!["then[0].lines frozen".into()]));
    press(stamp(closed), "name").expect("its name is not frozen");
    assert_eq!(press(stamp(book), "press"), Err(vec!["shelf.book.update while old".into()]));
    assert_eq!(press(stamp(book), "name"), Err(vec!["shelf.book.update while old".into()]));
}
