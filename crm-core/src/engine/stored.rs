//! JSON that the engine keeps in the database, and reads again in a later version: beside it stands the number of its
//! form, and what an earlier version wrote is brought to today's form step by step. An optional field that came later
//! needs no step, it reads as absent; everything else does.

use serde_json::Value;

use crate::engine::error::{CrmError, Result};
use crate::engine::wire::{Wire, from_json};

/// The forms of one kind of stored JSON.
#[derive(Debug)]
pub(crate) struct Forms {
    /// The step from each form to the next, the first one's number being 1. Released steps stay as they are.
    pub(crate) steps: &'static [fn(&mut Value)],
}

impl Forms {
    /// The number of today's form.
    pub(crate) fn latest(&self) -> i64 {
        i64::try_from(self.steps.len()).unwrap_or(i64::MAX).saturating_add(1)
    }

    /// Reads what was kept in a form.
    pub(crate) fn read<T: Wire>(&self, form: i64, json: &str) -> Result<T> {
        if form == self.latest() {
            return from_json(json).map_err(|_| CrmError::storage("corrupt"));
        }
        if form > self.latest() {
            return Err(CrmError::storage("newer"));
        }
        let corrupt = || CrmError::storage("corrupt");
        let passed = usize::try_from(form - 1).map_err(|_| corrupt())?;
        let mut value: Value = serde_json::from_str(json).map_err(|_| corrupt())?;
        self.steps.iter().skip(passed).for_each(|step| step(&mut value));
        from_json(&value.to_string()).map_err(|_| corrupt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::money::Money;

    /// As if an amount had been a number of yuan first, and had borne its currency under another name then.
    const AMOUNTS: Forms = Forms {
        steps: &[
            |value| *value = serde_json::json!({"amount": value.to_string(), "unit": "CNY"}),
            |value| {
                let unit = value.as_object_mut().and_then(|object| object.remove("unit"));
                value["currency"] = unit.unwrap_or_default();
            },
        ],
    };

    #[test]
    fn every_form_is_read() {
        let read =
            |form, json| AMOUNTS.read::<Money>(form, json).map(|money| (money.amount.to_string(), money.currency));
        let today = read(3, r#"{"amount":"12","currency":"CNY"}"#);
        assert!(today.is_ok(), "{today:?}");
        assert_eq!(read(1, "12"), today);
        assert_eq!(read(2, r#"{"amount":"12","unit":"CNY"}"#), today);
        for form in [-1, 0, 1, 2, 3] {
            assert_eq!(read(form, "{"), Err(CrmError::storage("corrupt")), "{form}");
        }
        assert_eq!(read(3, "12"), Err(CrmError::storage("corrupt")));
        assert_eq!(read(4, "12"), Err(CrmError::storage("newer")));
    }
}
