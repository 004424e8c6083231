//! OBJ-11: parts in the typed classes that are made of a pack, in Rust; and those of a pack whose names are words of the
//! language. They are made before this is compiled.

use crm_core::CrmError;
use crm_core::dictionary::DictionaryFilter;

mod seat;
mod sales {
    #![allow(missing_docs, missing_debug_implementations, dead_code, reason = "a host's own lints")]
    include!(concat!(env!("CRM_FACADES"), "/rust/sales.rs"));
}
mod odd {
    #![allow(missing_docs, missing_debug_implementations, dead_code, reason = "a host's own lints")]
    include!(concat!(env!("CRM_FACADES"), "/rust/odd.rs"));
}
use sales::{ClaimLineChange, ClaimUpdate, NewClaim, NewClaimLine, Sales};
use seat::{money, seat};

#[test]
fn claims_have_lines() {
    let session = seat("sales", "account_manager");
    let sales = Sales(&session);
    let filter = DictionaryFilter { category: Some("expense_kind".into()), ..DictionaryFilter::default() };
    let travel = session.dictionary().list(Some(filter), None).unwrap().items[0].id.into();
    let line = |date: &str, amount: &str| NewClaimLine {
        date: date.parse().unwrap(),
        kind: travel,
        amount: money(amount),
        ..NewClaimLine::default()
    };
    let lines = Some(vec![line("2026-03-01", "12.50"), line("2026-03-02", "7.50")]);
    let new = NewClaim { reason: "上海出差".into(), lines, ..NewClaim::default() };
    let claim = sales.claim().create(new, None).unwrap();
    assert_eq!((claim.total().unwrap(), claim.lines_count().unwrap()), (Some(&money("20.00")), Some(2)));
    let [first, second] = &claim.lines().unwrap()[..] else { panic!("two lines") };
    assert_eq!(first.date().unwrap(), Some("2026-03-01".parse().unwrap()));
    assert_eq!((first.amount().unwrap(), first.remarks().unwrap()), (Some(money("12.50")), None));
    assert_eq!(first.kind().unwrap().map(|kind| kind.id), Some(travel));
    // The whole list again: the second comes first and is remarked on, one is new, the first is gone.
    let kept =
        ClaimLineChange { id: Some(second.id()), remarks: Some("出租车".into()), ..ClaimLineChange::default() };
    let more = ClaimLineChange {
        date: Some("2026-03-03".parse().unwrap()),
        kind: Some(travel),
        amount: Some(money("1")),
        ..ClaimLineChange::default()
    };
    let lines = |lines: Vec<ClaimLineChange>| ClaimUpdate { lines: Some(lines), ..ClaimUpdate::default() };
    let changed = sales.claim().update(claim.id(), lines(vec![kept.clone(), more]), &[], Some(1)).unwrap();
    let told = changed.lines().unwrap();
    assert_eq!(changed.total().unwrap(), Some(&money("8.50")));
    assert_eq!((told[0].id(), told[0].remarks().unwrap().as_deref()), (second.id(), Some("出租车")));
    assert_eq!(told.len(), 2);
    // Fields without the list leave it as it is.
    let update = ClaimUpdate { reason: Some("北京出差".into()), ..ClaimUpdate::default() };
    assert_eq!(sales.claim().update(claim.id(), update, &[], None).unwrap().lines().unwrap().len(), 2);
    let emptied =
        ClaimLineChange { id: Some(second.id()), clear: vec!["remarks".into()], ..ClaimLineChange::default() };
    let emptied = sales.claim().update(claim.id(), lines(vec![emptied]), &[], None).unwrap();
    assert_eq!(emptied.lines().unwrap()[0].remarks().unwrap(), None);
    // What is wrong stands where it is.
    let Err(CrmError::Invalid { fields }) =
        sales.claim().update(claim.id(), lines(vec![kept, ClaimLineChange::default()]), &[], None)
    else {
        panic!("should be refused")
    };
    let wrong: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(wrong, ["lines[1].date", "lines[1].kind", "lines[1].amount"]);
    // Lists of wholes are without parts; parts are listed by themselves.
    assert!(sales.claim().list(None, &[], None, None).unwrap().items[0].lines().is_none());
    let listed = sales.claim_line().list(None, &[], None, None).unwrap();
    assert_eq!(listed.items[0].claim().unwrap().map(|claim| claim.id), Some(claim.id()));
}

#[test]
fn names_that_are_words_of_the_language_have_a_line_behind_them() {
    let new = odd::NewClass { object: "a".into(), self_: None, import: None, ..odd::NewClass::default() };
    assert_eq!((new.object.as_str(), new.fn_), ("a", None));
    let part = odd::StringChange { clear_: Some("b".into()), ..odd::StringChange::default() };
    assert!(part.id.is_none() && part.clear.is_empty());
}
