//! One record, whatever it is of.

use axum::http::StatusCode;
use serde_json::json;

use crate::world::world;

#[test]
fn a_record_shows_its_fields_what_refers_to_it_and_its_history() {
    let world = world();
    let (guest, room) = (world.guest("王芳"), world.room("301"));
    let new = json!({"guest": guest, "room": room, "check_in": "2030-01-01", "check_out": "2030-01-03"});
    world.call("han", "hotel.reservation.create", json!({"new": new}));
    world.call("han", "hotel.guest.update", json!({"id": guest, "changes": {"values": {"phone": "13911111111"}}}));
    let mut browser = world.signed_in("mei");
    let page = browser.get(&format!("/o/hotel.guest/{guest}"));
    page.says("<h1>王芳</h1>").says("13911111111");
    page.says(&format!("href=\"/o/hotel.reservation?f=guest&amp;o=is&amp;v={guest}\"")).says("Reservation (Guest): 1");
    page.says("13800000000").says("韩梅梅");
    browser.get(&format!("/o/hotel.guest/{guest}/history")).says("13800000000").says("datetime=");
    let typed = world.customer("华东精密机械");
    let page = world.signed_in("han").get(&format!("/o/customer/{typed}"));
    page.says("华东精密机械").says("Basics").says("Customer number");
    assert_eq!(browser.get("/o/hotel.guest/01a221da-b97d-7000-95dc-fce72cc82218").status, StatusCode::NOT_FOUND);
}

#[test]
fn buttons_are_what_is_allowed_now() {
    let world = world();
    let (guest, room) = (world.guest("王芳"), world.room("301"));
    let today = json!({"guest": guest, "room": room, "check_in": "2030-01-01", "check_out": "2030-01-03"});
    let stay = world.call("han", "hotel.reservation.create", json!({"new": today}));
    let record = format!("/o/hotel.reservation/{}", stay["id"].as_str().expect("an id"));
    let mut browser = world.signed_in("mei");
    let page = browser.get(&record);
    let button = |operation: &str| format!("{record}/do/hotel.reservation.{operation}\"");
    page.says(&button("arrive")).says(&button("cancel")).says(&button("update")).lacks(&button("leave"));
    // One that destroys is confirmed on a page of its own.
    let asked = browser.get(&format!("{record}/do/hotel.reservation.cancel"));
    asked.says("Please confirm");
    let done = browser.send(&asked, &format!("{record}/do/hotel.reservation.cancel"), &[]);
    assert_eq!(done.path, record);
    done.says("Cancelled").says("Saved.").lacks(&button("cancel")).lacks(&button("arrive"));
    browser.get(&record).lacks("Saved.");
    // What became impossible meanwhile is told as such.
    let late = browser.send(&asked, &format!("{record}/do/hotel.reservation.cancel"), &[]);
    assert_eq!(late.status, StatusCode::CONFLICT);

    let customer = world.customer("华东精密机械");
    let page = world.signed_in("han").get(&format!("/o/customer/{customer}"));
    page.says("/do/customers.update").says("/do/contacts.create").lacks("/do/customers.win_back");
    let zhao = world.signed_in("zhao").get(&format!("/o/customer/{customer}"));
    assert!(zhao.status.is_client_error());
}

#[test]
fn an_action_that_needs_nothing_is_one_button() {
    let world = world();
    let guest = world.guest("王芳");
    let new = json!({"guest": guest, "value": {"amount": "100", "currency": "CNY"}, "valid_until": "2031-01-01"});
    let voucher = world.call("han", "hotel.voucher.create", json!({"new": new}));
    let record = format!("/o/hotel.voucher/{}", voucher["id"].as_str().expect("an id"));
    let mut browser = world.signed_in("han");
    // One that takes a field has a form, and the refusals of its checks stand in it, all at once.
    let to = format!("{record}/do/hotel.voucher.redeem");
    let page = browser.get(&record);
    page.says(&format!("href=\"{to}\""));
    let form = browser.get(&to);
    let refused = browser.send(&form, &to, &[]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("role=\"alert\"").says("aria-invalid=\"true\"");
}

/// What belongs to a record is named to whoever sees it (SCOPE-9); a link leads there only where the page opens.
#[test]
fn what_is_closed_to_somebody_has_no_link() {
    let world = world();
    let customer = world.customer("华东精密机械");
    let guest = world.guest("王芳");
    let changes = json!({"values": {"company": customer}});
    world.call("han", "hotel.guest.update", json!({"id": guest, "changes": changes}));
    world.room("301");
    let company = format!("href=\"/o/customer/{customer}\"");
    world.signed_in("han").get("/o/hotel.guest?c=company").says(&company);
    let mut mei = world.signed_in("mei");
    for path in ["/o/hotel.guest?c=company".to_owned(), format!("/o/hotel.guest/{guest}")] {
        mei.get(&path).says("华东精密机械").lacks(&company);
    }
    mei.get("/o/hotel.room?c=kind").lacks("/o/dictionary_entry/");
    mei.get("/packs").says("(hotel)").lacks("/packs/hotel");
    world.signed_in("han").get(&format!("/o/customer/{customer}")).says("韩梅梅").lacks("/o/user/");
    world.signed_in("admin").get("/o/user").says("/o/user/");
}
