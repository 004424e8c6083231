//! Boards and charts.

use axum::http::StatusCode;
use serde_json::json;

use crate::world::world;

#[test]
fn a_board_has_a_column_a_state_and_moves_records_on() {
    let world = world();
    let (guest, room) = (world.guest("王芳"), world.room("301"));
    let mut stays = Vec::new();
    for day in 1..4 {
        let new = json!({"guest": guest, "room": room, "check_in": format!("2030-01-0{day}"),
                         "check_out": format!("2030-01-0{}", day + 1)});
        stays.push(world.call("han", "hotel.reservation.create", json!({"new": new})));
    }
    world.call("han", "hotel.reservation.cancel", json!({"id": stays[0]["id"]}));
    let mut browser = world.signed_in("mei");
    browser.get("/o/hotel.reservation").says("href=\"/o/hotel.reservation/board\"");
    let page = browser.get("/o/hotel.reservation/board");
    page.says("Booked</a> (2)").says("Cancelled</a> (1)").says("Arrived</a> (0)").says("do/hotel.reservation.cancel");
    let cancelled = page.html.split("id=\"state-cancelled\"").nth(1).expect("a column").split("</section>").next();
    assert!(!cancelled.expect("its end").contains("/do/"), "what is final is moved no further");
    assert_eq!(browser.get("/o/hotel.room/board").status, StatusCode::NOT_FOUND, "rooms have no states");
}

#[test]
fn a_view_that_sums_is_drawn() {
    let world = world();
    let (guest, room) = (world.guest("王芳"), world.room("301"));
    for (from, to) in [("2030-01-01", "2030-01-04"), ("2030-02-01", "2030-02-02")] {
        let new = json!({"guest": guest, "room": room, "check_in": from, "check_out": to});
        world.call("han", "hotel.reservation.create", json!({"new": new}));
    }
    let mut browser = world.signed_in("han");
    browser.get("/").says("href=\"/chart?view=hotel.nights_sold\"");
    let page = browser.get("/chart?view=hotel.nights_sold");
    page.says("<polyline").says("Nights (sum)</th>").says("1165.50 CNY");
    assert_eq!(page.html.matches("<polyline").count(), 1, "one kind of room, one line");
    assert_eq!(page.html.matches("<circle").count(), 2);
    let page = browser.get("/chart?view=hotel.nights_sold&as=bars&m=3");
    page.says("<rect").says("width=\"320.0\"").says("width=\"106.7\"").lacks("<polyline");
    browser.get("/chart?view=hotel.nights_sold&as=share&m=2").says("75.0 %").says("25.0 %");
    browser.get("/chart?view=hotel.nights_sold&m=99").says("Nights (sum)");
    for missing in ["/chart", "/chart?view=hotel.nothing", "/chart?view=hotel.free_rooms"] {
        assert_eq!(browser.get(missing).status, StatusCode::NOT_FOUND, "{missing}");
    }
}
