//! A hotel beside the machine parts: the pack, some rooms, and who stays there.

use chrono::{Days, NaiveDate};
use crm_core::{CrmError, Result, Session};
use serde_json::{Value, json};

const PACK: &str = include_str!("../../../crm-core/packs/hotel.json");

fn call(session: &Session, operation: &str, arguments: &Value) -> Result<Value> {
    let answer = session.call(operation, &arguments.to_string())?;
    serde_json::from_str(&answer).map_err(|e| CrmError::Bug { detail: e.to_string() })
}

/// Applies the pack. What it configures of kinds that this version lacks is left out.
pub fn apply(admin: &Session) -> Result<()> {
    let mut document: Value = serde_json::from_str(PACK).map_err(|e| CrmError::Bug { detail: e.to_string() })?;
    let mut plan = call(admin, "packs.plan", &json!({"document": document}))?;
    if plan["refusals"].as_array().is_some_and(|refusals| !refusals.is_empty()) {
        if let Some(parts) = document.as_object_mut() {
            parts.remove("setup");
        }
        for labels in document["labels"].as_object_mut().into_iter().flat_map(|all| all.values_mut()) {
            if let Some(labels) = labels.as_object_mut() {
                labels.retain(|name, _| !name.starts_with("setup."));
            }
        }
        plan = call(admin, "packs.plan", &json!({"document": document}))?;
    }
    call(admin, "packs.apply", &json!({"document": document, "plan": plan["digest"]})).map(drop)
}

/// Rooms, guests, and stays around today.
pub fn open(manager: &Session) -> Result<()> {
    let kinds = call(manager, "dictionary.choices", &json!({"category": "room_kind"}))?;
    let kind = |at: usize| kinds[at % kinds.as_array().map_or(1, Vec::len).max(1)]["id"].clone();
    let mut rooms = Vec::new();
    for at in 0..12 {
        let price = json!({"amount": (268 + 80 * (at % 3)).to_string(), "currency": "CNY"});
        let number = format!("{}{:02}", 3 + at / 4, 1 + at % 4);
        let new = json!({"number": number, "kind": kind(at), "capacity": 1 + at % 3, "price": price});
        rooms.push(call(manager, "hotel.room.create", &json!({"new": new}))?["id"].clone());
    }
    let names =
        ["王芳", "Erika Lang", "陈伟", "Amara Obi", "刘洋", "José Prado", "赵敏", "Ruth Meyer", "孙丽", "Kenji Mori"];
    let mut guests = Vec::new();
    for (at, name) in names.into_iter().enumerate() {
        let new = json!({"name": name, "phone": format!("1380000{at:04}"), "id_number": format!("P{at:07}")});
        guests.push(call(manager, "hotel.guest.create", &json!({"new": new}))?["id"].clone());
    }
    let today: NaiveDate = chrono::Utc::now().date_naive();
    for (at, guest) in guests.iter().enumerate() {
        let first = today + Days::new(at as u64 / 4);
        let last = first + Days::new(1 + at as u64 % 3);
        let new = json!({"guest": guest, "room": rooms[at], "check_in": first, "check_out": last});
        let stay = call(manager, "hotel.reservation.create", &json!({"new": new}))?;
        // Two are in the house already. By the company's clock it may be another day here; then they come later.
        if at < 2 {
            match call(manager, "hotel.reservation.arrive", &json!({"id": stay["id"]})) {
                Err(error) if error.code() != "invalid" => return Err(error),
                _ => {}
            }
        }
    }
    Ok(())
}
