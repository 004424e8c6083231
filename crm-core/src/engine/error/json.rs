//! Errors out of their JSON, as a host hands back what another call gave it. By hand: what serde's derive makes of an
//! enum with a tag is 60 KiB, and the C library reads an error in one place.

use serde_json::Value;

use super::{CrmError, FieldError};
use crate::engine::wire::from_json;

impl CrmError {
    /// The error that a JSON text says, as serde wrote it; `None` where it says none. What is not a field of the variant is
    /// passed over.
    ///
    /// ```
    /// use crm_core::CrmError;
    ///
    /// let error = CrmError::from_json(r#"{"code": "login_failed", "reason": "locked"}"#);
    /// assert_eq!(error, Some(CrmError::LoginFailed { reason: "locked".into() }));
    /// assert_eq!(CrmError::from_json(r#"{"code": "login_failed"}"#), None);
    /// ```
    pub fn from_json(json: &str) -> Option<CrmError> {
        let value: Value = serde_json::from_str(json).ok()?;
        let text = |name| text(&value, name);
        Some(match value.get("code")?.as_str()? {
            "invalid" => CrmError::Invalid {
                fields: value.get("fields")?.as_array()?.iter().map(FieldError::from_value).collect::<Option<_>>()?,
            },
            "not_found" => CrmError::NotFound { entity: text("entity")?, id: text("id")? },
            "conflict" => CrmError::Conflict {
                entity: text("entity")?,
                id: text("id")?,
                reason: text("reason")?,
                hits: match value.get("hits") {
                    None | Some(Value::Null) => Vec::new(),
                    Some(hits) => from_json(&hits.to_string()).ok()?,
                },
                limit: match value.get("limit") {
                    None | Some(Value::Null) => None,
                    Some(limit) => Some(limit.as_i64()?),
                },
                until: match value.get("until") {
                    None | Some(Value::Null) => None,
                    Some(until) => Some(until.as_str()?.to_owned()),
                },
            },
            "illegal_transition" => CrmError::IllegalTransition { from: text("from")?, operation: text("operation")? },
            "forbidden" => CrmError::Forbidden { operation: text("operation")?, reason: text("reason")? },
            "unknown_operation" => CrmError::UnknownOperation { operation: text("operation")? },
            "login_failed" => CrmError::LoginFailed { reason: text("reason")? },
            "busy" => CrmError::Busy,
            "feed_failed" => CrmError::FeedFailed { detail: text("detail")? },
            "interrupted" => CrmError::Interrupted,
            "storage" => CrmError::Storage { problem: text("problem")? },
            "clock" => CrmError::Clock { at: text("at")? },
            "bug" => CrmError::Bug { detail: text("detail")? },
            _ => return None,
        })
    }
}

impl FieldError {
    fn from_value(value: &Value) -> Option<FieldError> {
        let text = |name| text(value, name);
        let limit = match value.get("limit") {
            None | Some(Value::Null) => None,
            Some(limit) => Some(limit.as_str()?.to_owned()),
        };
        let (field, code, detail) = (text("field")?, text("code")?, text("detail")?);
        Some(FieldError { field, code, detail, limit, label: text("label")?, text: text("text")? })
    }
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name)?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::error::ERROR_CODES;

    /// A text for every field of every variant.
    fn said(code: &str) -> Value {
        let field = serde_json::json!({
            "field": "客户[3]", "code": "too_long", "detail": "d\"\\", "limit": "500", "label": "客户", "text": "",
        });
        let mut bare = field.clone();
        bare["limit"] = Value::Null;
        serde_json::json!({
            "code": code, "fields": [field, bare], "entity": "ticket", "id": "1", "reason": "in_use", "from": "open",
            "operation": "tickets.close", "problem": "full", "detail": "\u{1}", "at": "1969-12-31T23:59:59Z",
        })
    }

    #[test]
    fn what_is_read_is_what_serde_reads() {
        for (code, number) in ERROR_CODES {
            let said = said(code);
            let read = CrmError::from_json(&said.to_string()).expect(code);
            assert_eq!(read.number(), *number, "{code}");
            assert_eq!(read, serde_json::from_value(said).expect(code));
            // And what serde writes comes back.
            assert_eq!(CrmError::from_json(&serde_json::to_string(&read).expect("JSON")), Some(read), "{code}");
        }
    }

    #[test]
    fn what_is_no_error_is_none() {
        // Without any one of its own fields each is none to either reader.
        for (code, _) in ERROR_CODES {
            let whole = said(code);
            for name in whole.as_object().expect("an object").keys() {
                let mut less = whole.clone();
                less.as_object_mut().expect("an object").remove(name);
                let by_serde = serde_json::from_value::<CrmError>(less.clone()).ok();
                assert_eq!(CrmError::from_json(&less.to_string()), by_serde, "{code} without {name}");
                less[name] = Value::from(7);
                let by_serde = serde_json::from_value::<CrmError>(less.clone()).ok();
                assert_eq!(CrmError::from_json(&less.to_string()), by_serde, "{code} with a number as {name}");
            }
        }
        for json in ["", "{}", "[]", "null", "7", r#"{"code": 1}"#, r#"{"code": "gone"}"#, r#"{"code": "busy""#] {
            assert_eq!(CrmError::from_json(json), None, "{json}");
        }
    }
}
