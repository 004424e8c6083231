//! What each error carries and what the caller can do about it: one table for the documents, held against the engine.

use crm_core::{CrmError, ERROR_CODES};
use serde_json::{Value, json};

/// One kind of error.
pub struct ErrorInfo {
    /// Its stable code.
    pub code: &'static str,
    /// Its stable number.
    pub number: i32,
    /// What it carries beside `code`, `number` and `text`: each with what it is.
    pub carries: &'static [(&'static str, &'static str)],
    /// What the caller can do.
    pub advice: &'static str,
}

const ENTITY: (&str, &str) = ("entity", "the kind of record, `opportunity`");
const ID: (&str, &str) = ("id", "the record's id");
const OPERATION: (&str, &str) = ("operation", "the operation that was called");

/// Every error, in the order of the numbers. Fails where this table and the engine differ.
pub fn all() -> Result<Vec<ErrorInfo>, String> {
    ERROR_CODES
        .iter()
        .map(|&(code, number)| {
            let (carries, advice) =
                describe(code).ok_or_else(|| format!("the error {code} is not described in errors.rs"))?;
            let told: Vec<_> = carries.iter().map(|(name, _)| *name).collect();
            let found = carried(code)?;
            if told.iter().any(|name| !found.contains(&(*name).to_owned())) || told.len() != found.len() {
                return Err(format!("the error {code} carries {found:?}, in errors.rs {told:?}"));
            }
            Ok(ErrorInfo { code, number, carries, advice })
        })
        .collect()
}

type Described = (&'static [(&'static str, &'static str)], &'static str);

fn describe(code: &str) -> Option<Described> {
    Some(match code {
        "invalid" => (
            &[("fields", "a list of [FieldError](#fielderror), every wrong field of the call")],
            "`fields` names every wrong field; correct them and call again",
        ),
        "not_found" => (&[ENTITY, ID], "`entity` `id` does not exist (any more)"),
        "conflict" => (
            &[
                ENTITY,
                ID,
                (
                    "reason",
                    "a stable code: `stale_version`, `id_taken`, `in_use` …; with some come `limit` (a number), `until` (an \
                     instant) or `hits` (the records that it may be the same as)",
                ),
            ],
            "the record is not as assumed (`reason`: `stale_version`, `id_taken`, `in_use` …): read again",
        ),
        "illegal_transition" => {
            (&[("from", "the state that the record is in"), OPERATION], "not possible while the record is `from`")
        }
        "forbidden" => (
            &[
                OPERATION,
                (
                    "reason",
                    "a stable code: `no_permission`, `not_yours`, `disabled`, `second_factor`, `field`, `out_of_scope`",
                ),
            ],
            concat!(
                "the acting user may not (`reason`: `no_permission`, `not_yours`, `disabled`, `second_factor`, `field`, ",
                "`out_of_scope`)"
            ),
        ),
        "unknown_operation" => (&[OPERATION], "no such operation in this version"),
        "login_failed" => (
            &[("reason", "a stable code: `wrong_credentials`, `code_required`, `locked`")],
            "`reason`: `wrong_credentials`, `code_required`, `locked`",
        ),
        "busy" => (&[], "others were in the way for longer than five seconds; nothing changed: call again"),
        "interrupted" => (&[], "the host interrupted it, or its time limit is over; nothing changed"),
        "storage" => (
            &[("problem", "a stable code: `io`, `full`, `corrupt`, `newer`, `read_only`, `forked` …")],
            "the database could not be used (`problem`)",
        ),
        "bug" => (&[("detail", "what was found, for the report")], "a defect of the engine: please report `detail`"),
        "clock" => (
            &[("at", "the instant that it says")],
            "the clock says an instant before 2020 or after 2199; nothing changed: set it right",
        ),
        "feed_failed" => (
            &[("detail", "what went wrong, in the feed's words")],
            "the host's sales feed failed (`detail`); what it delivered before is stored",
        ),
        _ => return None,
    })
}

/// What an error of this code has in its JSON, as the engine writes it.
fn carried(code: &str) -> Result<Vec<String>, String> {
    let every = json!({
        "code": code, "fields": [], "entity": "", "id": "", "reason": "", "from": "", "operation": "", "problem": "",
        "detail": "", "at": "",
    });
    let error: CrmError = serde_json::from_value(every).map_err(|e| format!("the error {code}: {e}"))?;
    let Ok(Value::Object(written)) = serde_json::to_value(&error) else { return Err(format!("the error {code}")) };
    Ok(written.keys().filter(|name| *name != "code").cloned().collect())
}
