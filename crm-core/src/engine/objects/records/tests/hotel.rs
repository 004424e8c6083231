//! Stories of the hotel.

use serde_json::{Value as Json, json};

use super::*;

pub(super) fn room(number: &str) -> Json {
    json!({"number": number, "kind": entry_id("room_kind", "double").to_string(), "capacity": 2,
           "price": {"amount": "388.50", "currency": "CNY"}})
}

pub(super) fn stay(guest: RecordId, room: RecordId, from: &str, to: &str) -> Json {
    json!({"guest": guest.to_string(), "room": room.to_string(), "check_in": from, "check_out": to})
}

// Stories 2, 4, 5 and 7 of the hotel, at the floor of one write: MACH-10, TYPE-5, ROLL-1, CHECK-1, CHECK-2, UNIQ-1, SPAN-1.
#[test]
fn a_hotel_takes_its_guests() {
    let hotel = Desk::new(&[&document(HOTEL)]);
    let guest = hotel.create("hotel.guest", json!({"name": "王芳", "phone": "13800000000"})).expect("a guest");
    let room301 = hotel.create("hotel.room", room("301")).expect("a room");
    assert_eq!(hotel.create("hotel.room", room("301")), Err(vec!["number not_unique".into()]));
    assert_eq!(hotel.create("hotel.room", room("３０１")), Err(vec!["number not_unique".into()]));
    assert_eq!(hotel.value("hotel.room", room301, "in_service"), Value::Boolean(true));
    let first = hotel.create("hotel.reservation", stay(guest, room301, "2026-03-10", "2026-03-12")).expect("a stay");
    assert_eq!(hotel.value("hotel.reservation", first, "nights"), number("2"));
    assert_eq!(hotel.value("hotel.reservation", first, "price"), number("388.5"));
    assert_eq!(hotel.value("hotel.reservation", first, "amount"), number("777"));
    let until = "2026-03-09T10:00:00Z".parse().expect("an instant");
    assert_eq!(hotel.value("hotel.reservation", first, "free_until"), Value::Instant(until));
    let book = |from: &str, to: &str| hotel.create("hotel.reservation", stay(guest, room301, from, to));
    book("2026-03-12", "2026-03-14").expect("ends may touch");
    for (from, to) in [("2026-03-11", "2026-03-13"), ("2026-03-01", "2026-03-20"), ("2026-03-10", "2026-03-11")] {
        assert_eq!(book(from, to), Err(vec!["room taken".into()]), "{from} to {to}");
    }
    book("2026-03-09", "2026-03-10").expect("ends may touch");
    assert_eq!(book("2026-03-20", "2026-03-20"), Err(vec!["checks.dates check".into(), "check_out empty_span".into()]));
    let mut three = stay(guest, room301, "2026-03-21", "2026-03-22");
    three["guests"] = json!(3);
    assert_eq!(hotel.create("hotel.reservation", three), Err(vec!["checks.capacity check".into()]));
    // What is wrong with a field is told once, and nothing else is made of it.
    let mut wrong = stay(guest, room301, "2026-03-21", "2026-02-30");
    wrong["guests"] = json!(0);
    assert_eq!(
        hotel.create("hotel.reservation", wrong),
        Err(vec!["check_out type".into(), "guests out_of_range".into()])
    );
    assert_eq!(
        hotel.create("hotel.reservation", json!({"check_in": "2026-04-01", "check_out": "2026-04-02"})),
        Err(vec!["guest required".into(), "room required".into()])
    );
    // A room that goes out of service keeps its stays, which may be changed; choosing it anew is refused.
    hotel.change("hotel.room", room301, json!({"in_service": false})).expect("out of service");
    hotel.change("hotel.reservation", first, json!({"guests": 2})).expect("a change elsewhere");
    let other = hotel.create("hotel.room", room("302")).expect("a room");
    let elsewhere = hotel.create("hotel.reservation", stay(guest, other, "2026-05-01", "2026-05-02")).expect("a stay");
    let moved = hotel.change("hotel.reservation", elsewhere, json!({"room": room301.to_string()}));
    assert_eq!(moved, Err(vec!["checks.service check".into()]));
    // A stay may be moved within its own time.
    hotel.change("hotel.reservation", first, json!({"check_in": "2026-03-11"})).expect("its own time");
    assert_eq!(hotel.value("hotel.reservation", first, "amount"), number("388.5"));
    assert_eq!(
        hotel.change("hotel.reservation", first, json!({"check_out": "2026-03-13"})),
        Err(vec!["room taken".into()])
    );
}

// ROLL-1 to ROLL-5: roll-ups and what is computed of them follow their records, whatever becomes of these.
#[test]
fn sums_follow_their_records() {
    let hotel = Desk::new(&[&document(HOTEL)]);
    let guest =
        |name: &str| hotel.create("hotel.guest", json!({"name": name, "phone": "13800000000"})).expect("a guest");
    let (wang, li) = (guest("王"), guest("李"));
    let double = hotel.create("hotel.room", room("301")).expect("a room");
    assert_eq!(hotel.value("hotel.guest", wang, "stays"), number("0"));
    assert_eq!(hotel.value("hotel.guest", wang, "last_stay"), Value::Null);
    let book =
        |who, from: &str, to: &str| hotel.create("hotel.reservation", stay(who, double, from, to)).expect("a stay");
    let (a, b) = (book(wang, "2026-03-10", "2026-03-12"), book(wang, "2026-03-20", "2026-03-29"));
    hotel.prove();
    let with_number = json!({"id_number": "310101199001011234"});
    hotel.change("hotel.guest", wang, with_number.clone()).expect("a number");
    hotel.change("hotel.guest", li, with_number).expect("a number");
    let leave = |id: RecordId, day: &str| {
        hotel.act(day, "hotel.reservation", id, "arrive", json!({})).expect("arrived");
        hotel.act(day, "hotel.reservation", id, "leave", json!({})).expect("left");
    };
    leave(a, "2026-03-10T02:00:00Z");
    assert_eq!(hotel.value("hotel.guest", wang, "stays"), number("1"));
    assert_eq!(hotel.value("hotel.guest", wang, "tier"), Value::Text("none".into()));
    leave(b, "2026-03-20T02:00:00Z");
    assert_eq!(hotel.value("hotel.guest", wang, "nights"), number("11"));
    assert_eq!(hotel.value("hotel.guest", wang, "tier"), Value::Text("silver".into()));
    let day = |text: &str| Value::Date(text.parse().expect("a day"));
    assert_eq!(hotel.value("hotel.guest", wang, "last_stay"), day("2026-03-29"));
    // The row moves from one parent to another, shrinks, and goes: whoever is allowed that, the sums follow.
    let forced = |given: Json| {
        let done = hotel.write(TODAY, |writer| {
            let (model, mut found) = (writer.model("hotel.reservation")?, Violations::default());
            let inputs = hotel.take(writer.tx, model, &given, &mut found, true);
            let (key, before) = read(writer.tx, model, writer.world, b)?.expect("a record");
            writer.update(key, before, inputs, false, found)
        });
        done.expect("forced");
        hotel.prove();
    };
    forced(json!({"guest": li.to_string()}));
    assert_eq!(hotel.value("hotel.guest", wang, "last_stay"), day("2026-03-12"));
    assert_eq!(hotel.value("hotel.guest", li, "nights"), number("9"));
    forced(json!({"check_out": "2026-03-21"}));
    assert_eq!(hotel.value("hotel.guest", li, "last_stay"), day("2026-03-21"));
    // A voucher pays a part of the stay, whose version stays as it is.
    let c = book(wang, "2026-04-10", "2026-04-12");
    let voucher = json!({"guest": wang.to_string(), "value": {"amount": "100", "currency": "CNY"},
                         "valid_until": "2027-01-01"});
    let voucher = hotel.create("hotel.voucher", voucher).expect("a voucher");
    let on = |stay: RecordId| json!({"reservation": stay.to_string()});
    let redeem = |stay| hotel.act(TODAY, "hotel.voucher", voucher, "redeem", on(stay));
    // Story 10: another guest's stay, one that is over; then one's own, whose version stays.
    assert_eq!(redeem(b), Err(vec!["checks.guest check".into(), "checks.open check".into()]));
    assert_eq!(redeem(c), Ok(vec!["hotel.voucher".into()]));
    assert_eq!(hotel.value("hotel.reservation", c, "to_pay"), number("677"));
    assert_eq!(hotel.value("hotel.reservation", c, "version"), number("1"));
    assert_eq!(redeem(c), Err(vec!["hotel.voucher.redeem while redeemed".into()]));
    hotel.act(TODAY, "hotel.voucher", voucher, "give_back", json!({})).expect("given back");
    assert_eq!(hotel.value("hotel.reservation", c, "to_pay"), number("777"));
    // What is fixed stays.
    let other = hotel.change("hotel.voucher", voucher, json!({"guest": li.to_string()}));
    assert_eq!(other, Err(vec!["guest fixed".into()]));
}

// Stories 3, 8, 9 and 11 of the hotel: NUM-1, MACH-2 to MACH-8, CHECK-3, OBJ-13.
#[test]
fn stays_come_and_go() {
    let hotel = Desk::new(&[&document(HOTEL)]);
    let guest = json!({"name": "王芳", "phone": "13800000000"});
    let guest = hotel.create("hotel.guest", guest).expect("a guest");
    let double = hotel.create("hotel.room", room("301")).expect("a room");
    let book = |from: &str, to: &str| hotel.create("hotel.reservation", stay(guest, double, from, to)).expect("a stay");
    let first = book("2026-03-10", "2026-03-12");
    let text = |text: &str| Value::Text(text.into());
    assert_eq!(hotel.value("hotel.reservation", first, "number"), text("R202603-0001"));
    assert_eq!(hotel.value("hotel.reservation", first, "clerk"), Value::Record(hotel.user.1));
    let arrive = |now: &str, id| hotel.act(now, "hotel.reservation", id, "arrive", json!({}));
    // Both at once; on the day only the number is wanted.
    assert_eq!(arrive(TODAY, first), Err(vec!["checks.day check".into(), "guest.id_number required".into()]));
    assert_eq!(arrive("2026-03-10T02:00:00Z", first), Err(vec!["guest.id_number required".into()]));
    hotel.change("hotel.guest", guest, json!({"id_number": "310101199001011234"})).expect("a number");
    assert_eq!(arrive("2026-03-10T02:00:00Z", first), Ok(vec!["hotel.reservation".into()]));
    assert_eq!(hotel.value("hotel.reservation", first, "status"), text("arrived"));
    let since = "2026-03-10T02:00:00Z".parse().expect("an instant");
    assert_eq!(hotel.value("hotel.reservation", first, "state_since"), Value::Instant(since));
    // What froze.
    assert_eq!(hotel.change("hotel.reservation", first, json!({"guests": 2})), Err(vec!["guests frozen".into()]));
    let leave = |now: &str, id| hotel.act(now, "hotel.reservation", id, "leave", json!({}));
    assert_eq!(leave("2026-03-12T02:00:00Z", first), Ok(vec!["hotel.reservation".into()]));
    assert_eq!(leave("2026-03-12T02:00:00Z", first), Err(vec!["hotel.reservation.leave while left".into()]));
    // The fifth stay brings a voucher, by the system.
    for day in 1..=4 {
        let (from, to) = (format!("2026-04-{day:02}"), format!("2026-04-{:02}", day + 1));
        let id = book(&from, &to);
        let now = format!("{from}T02:00:00Z");
        arrive(&now, id).expect("arrived");
        let written = leave(&now, id).expect("left");
        let caused = ["hotel.reservation", "hotel.voucher by hotel.reservation.leave"].map(String::from);
        assert_eq!(written, if day == 4 { caused.to_vec() } else { caused[..1].to_vec() });
    }
    let vouchers = hotel.records("hotel.voucher");
    assert_eq!(vouchers.len(), 1);
    let voucher = &vouchers[0];
    let expected = [
        ("number", text("V2026-000001")),
        ("status", text("issued")),
        ("value", Value::Number(Number::literal("100").expect("a number"))),
        ("valid_until", Value::Date("2027-04-04".parse().expect("a day"))),
        ("guest", Value::Record(guest)),
        ("creator", Value::Null),
    ];
    for (field, value) in expected {
        assert_eq!(voucher.value(field), &value, "{field}");
    }
    // Cancelled too late, the deposit is forfeited, and the nights are free at once.
    let mut late = stay(guest, double, "2026-03-20", "2026-03-22");
    late["deposit"] = json!({"amount": "50", "currency": "CNY"});
    let late = hotel.create("hotel.reservation", late).expect("a stay");
    hotel.act("2026-03-19T10:00:00Z", "hotel.reservation", late, "cancel", json!({})).expect("cancelled");
    assert_eq!(hotel.value("hotel.reservation", late, "forfeited"), Value::Number(Number::literal("50").expect("50")));
    let again = book("2026-03-20", "2026-03-22");
    // What moved on is history; what is referred to stays; what began goes.
    assert_eq!(hotel.delete("hotel.reservation", late), Err(vec!["hotel.reservation.delete while cancelled".into()]));
    assert_eq!(hotel.delete("hotel.guest", guest), Err(vec!["in_use".into()]));
    assert_eq!(hotel.delete("hotel.reservation", again), Ok(1));
    let gap = book("2026-03-20", "2026-03-22");
    assert_eq!(hotel.value("hotel.reservation", gap, "number"), text("R202603-0008"));
}
