//! OBJ-6: the typed classes that are made of the hotel's pack, in Rust. They are made before this is compiled.

use crm_core::dictionary::DictionaryFilter;
use crm_core::{CrmError, PageRequest, RecordId, Session, Tree};
use serde_json::json;

mod seat;
mod hotel {
    #![allow(missing_docs, missing_debug_implementations, dead_code, reason = "a host's own lints")]
    include!(concat!(env!("CRM_FACADES"), "/rust/hotel.rs"));
}
use hotel::{
    GuestUpdate, Hotel, NewGuest, NewReservation, NewRoom, NewService, NewSuggestion, SuggestionAdopt, VoucherRedeem,
};
use seat::{money, seat};

fn stay(session: &Session, guest: RecordId, number: &str) -> hotel::ReservationRecord {
    let filter = DictionaryFilter { category: Some("room_kind".into()), ..DictionaryFilter::default() };
    let kind = session.dictionary().list(Some(filter), None).unwrap().items[0].id.into();
    let new = NewRoom { number: number.into(), kind, capacity: 2, price: money("388.50"), ..NewRoom::default() };
    let room = Hotel(session).room().create(new, None).unwrap().id();
    let (check_in, check_out) = ("2026-03-05".parse().unwrap(), "2026-03-07".parse().unwrap());
    let new = NewReservation { guest, room, check_in, check_out, ..NewReservation::default() };
    Hotel(session).reservation().create(new, None).unwrap()
}

#[test]
fn a_stay_from_its_booking_to_its_end() {
    let session = seat("hotel", "hotel.manager");
    let hotel = Hotel(&session);
    let new = NewGuest { name: "王芳".into(), phone: "021-5555 0101".into(), ..NewGuest::default() };
    let guest = hotel.guest().create(new, None).unwrap();
    assert_eq!(guest.id_number().unwrap(), None);
    let stay = stay(&session, guest.id(), "301");
    assert_eq!(stay.amount().unwrap(), Some(&money("777.00")));
    assert_eq!((stay.status(), stay.nights().unwrap()), (Some("booked"), Some(2)));
    assert_eq!(stay.check_in().unwrap(), Some("2026-03-05".parse().unwrap()));
    assert_eq!(stay.free_until().unwrap(), Some("2026-03-04T10:00:00Z".parse().unwrap()));
    assert_eq!(stay.guest().unwrap().unwrap().title.as_deref(), Some("王芳"));
    assert!(matches!(hotel.reservation().arrive(stay.id(), None), Err(CrmError::Invalid { .. })));
    let changes = GuestUpdate { id_number: Some("310101".into()), ..GuestUpdate::default() };
    hotel.guest().update(guest.id(), changes, &[], Some(guest.version())).unwrap();
    let arrived = hotel.reservation().arrive(stay.id(), None).unwrap();
    let left = hotel.reservation().leave(stay.id(), Some(arrived.version())).unwrap();
    assert_eq!(left.status(), Some("left"));
    let guest = hotel.guest().get(guest.id()).unwrap();
    assert_eq!((guest.stays().unwrap(), guest.nights().unwrap()), (Some(1), Some(2)));
}

#[test]
fn actions_take_fields_lists_are_typed_and_fields_are_emptied() {
    let session = seat("hotel", "hotel.manager");
    let hotel = Hotel(&session);
    let new =
        NewGuest {
            name: "李雷".into(), phone: "021-5555 0101".into(), card: Some("A1".into()), ..NewGuest::default()
        };
    let guest = hotel.guest().create(new, None).unwrap().id();
    let emptied = hotel.guest().update(guest, GuestUpdate::default(), &["card"], None).unwrap();
    assert_eq!(emptied.card().unwrap(), None);
    let new = NewSuggestion { guest, words: "早餐再早一点".into(), ..NewSuggestion::default() };
    let said = hotel.suggestion().create(new, None).unwrap().id();
    let with = SuggestionAdopt { answer: Some("谢谢".into()), reward: Some(money("50")) };
    assert_eq!(hotel.suggestion().adopt(said, with, None).unwrap().status(), Some("adopted"));
    let filter = Tree::from(json!({"field": "guest", "is": guest}));
    let page = PageRequest { count: Some(true), ..PageRequest::default() };
    let vouchers = hotel.voucher().list(Some(filter), &["-valid_until"], None, Some(page)).unwrap();
    assert_eq!(vouchers.total.map(|total| total.count), Some(1));
    assert_eq!(vouchers.items[0].valid_until().unwrap(), Some("2026-09-05".parse().unwrap()));
    let stay = stay(&session, guest, "302").id();
    let redeemed =
        hotel.voucher().redeem(vouchers.items[0].id(), VoucherRedeem { reservation: Some(stay) }, None).unwrap();
    assert_eq!(redeemed.reservation().unwrap().map(|record| record.id), Some(stay));
    assert_eq!(hotel.reservation().cancel(stay, None).unwrap().status(), Some("cancelled"));
    let service = hotel.service().create(NewService { name: "洗衣".into(), ..NewService::default() }, None).unwrap();
    hotel.service().delete(service.id(), None).unwrap();
    assert!(hotel.service().list(None, &[], None, None).unwrap().items.is_empty());
    assert_eq!(hotel.service().restore(service.id()).unwrap().name().unwrap(), Some("洗衣"));
    let happened = hotel.service().history(service.id(), None).unwrap();
    assert_eq!(happened.items[0].operation, "hotel.service.restore");
    assert!(hotel.service().related(service.id(), None).unwrap().is_empty());
    assert!(hotel.guest().related(guest, Some(1)).unwrap().len() > 1);
}
