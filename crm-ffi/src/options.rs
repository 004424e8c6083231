//! The options of opening, as JSON.

use std::sync::Arc;
use std::time::Duration;

use crm_core::{Crm, CrmError, FieldError, Locale, Options, Synchronous, Timestamp};
use serde_json::Value;

use crate::calls::Calls;
use crate::host::HostEnvironment;

/// The names of all options.
const NAMES: &str = "path, must_exist, read_only, time_zone, currency, locale, synchronous, memory_map, readers, callback_timeout_ms, \
     now, any_time";

/// How long closing and removing wait for a callback that does not return.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens a file (where there is a `path`, which then must be there) or a database in memory.
pub(crate) fn open(json: &str, in_memory: bool) -> Result<(Crm, Arc<HostEnvironment>), CrmError> {
    let mut read = Reader::default();
    let mut options = Options::new();
    let (mut path, mut now, mut patience) = (None, None, PATIENCE);
    match serde_json::from_str(json) {
        Ok(Value::Object(map)) => {
            for (name, value) in &map {
                match name.as_str() {
                    "path" if !in_memory => path = read.text(name, value),
                    "must_exist" if !in_memory => {
                        if let Some(on) = read.boolean(name, value) {
                            options = options.must_exist(on);
                        }
                    }
                    "any_time" => {
                        if let Some(on) = read.boolean(name, value) {
                            options = options.any_time(on);
                        }
                    }
                    "read_only" if !in_memory => {
                        if let Some(on) = read.boolean(name, value) {
                            options = options.read_only(on);
                        }
                    }
                    "time_zone" => {
                        if let Some(zone) = read.text(name, value) {
                            options = options.time_zone(&zone);
                        }
                    }
                    "currency" => {
                        if let Some(code) = read.text(name, value) {
                            options = options.currency(&code);
                        }
                    }
                    "locale" => {
                        if let Some(locale) = read.locale(name, value) {
                            options = options.locale(locale);
                        }
                    }
                    "synchronous" => {
                        if let Some(level) = read.synchronous(name, value) {
                            options = options.synchronous(level);
                        }
                    }
                    "memory_map" => {
                        if let Some(on) = read.boolean(name, value) {
                            options = options.memory_map(on);
                        }
                    }
                    "readers" => {
                        if let Some(count) = read.count(name, value, 64) {
                            options = options.readers(usize::try_from(count).unwrap_or(usize::MAX));
                        }
                    }
                    "callback_timeout_ms" => {
                        if let Some(time) = read.count(name, value, 3_600_000) {
                            patience = Duration::from_millis(time);
                        }
                    }
                    "now" => now = read.instant(name, value),
                    _ => {
                        let short: String = name.chars().take(100).collect();
                        read.wrong(&short, "unknown_field", "is not an option here", Some(NAMES));
                    }
                }
            }
            if !in_memory && !map.contains_key("path") {
                read.wrong("path", "required", "is required", None);
            }
        }
        Ok(_) => read.wrong("options", "wrong_type", "must be a JSON object", None),
        Err(_) => read.wrong("options", "not_json", "is not JSON", None),
    }
    if !read.wrong.is_empty() {
        return Err(CrmError::Invalid { fields: read.wrong });
    }
    let environment = Arc::new(HostEnvironment::new(Calls::new(patience)));
    if let Some(now) = now {
        environment.stand_at(now);
    }
    let options = options.environment(environment.clone());
    let crm = match path {
        Some(path) => options.open(path)?,
        None => memory(options)?,
    };
    Ok((crm, environment))
}

#[cfg(not(feature = "test-panic"))]
fn memory(options: Options) -> Result<Crm, CrmError> {
    options.open_in_memory()
}

#[cfg(feature = "test-panic")]
fn memory(options: Options) -> Result<Crm, CrmError> {
    use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
    let storage = SqliteStorage::in_memory(&SqliteOptions::default())?;
    options.open_storage(Box::new(crate::test_panic::Panicking(Box::new(storage))))
}

/// Reads values, and collects what is wrong with them.
#[derive(Default)]
struct Reader {
    wrong: Vec<FieldError>,
}

impl Reader {
    fn wrong(&mut self, field: &str, code: &str, detail: &str, limit: Option<&str>) {
        self.wrong.push(FieldError::new(field, code, detail, limit.map(str::to_owned)));
    }

    fn text(&mut self, name: &str, value: &Value) -> Option<String> {
        match value {
            Value::String(text) if !text.is_empty() && !text.contains('\0') => Some(text.clone()),
            _ => {
                self.wrong(name, "wrong_type", "must be a text", None);
                None
            }
        }
    }

    fn instant(&mut self, name: &str, value: &Value) -> Option<Timestamp> {
        let instant = value.as_str().and_then(|text| text.parse().ok());
        if instant.is_none() {
            self.wrong(name, "wrong_type", "must be an instant, like 2026-01-31T12:00:00Z", None);
        }
        instant
    }

    fn boolean(&mut self, name: &str, value: &Value) -> Option<bool> {
        if !value.is_boolean() {
            self.wrong(name, "wrong_type", "must be true or false", None);
        }
        value.as_bool()
    }

    fn count(&mut self, name: &str, value: &Value, most: u64) -> Option<u64> {
        let count = value.as_u64().filter(|n| (1..=most).contains(n));
        if count.is_none() {
            self.wrong(name, "out_of_range", &format!("must be from 1 to {most}"), Some(&format!("1..{most}")));
        }
        count
    }

    fn locale(&mut self, name: &str, value: &Value) -> Option<Locale> {
        let locale = value.as_str().map(Locale::matching);
        if locale.is_none() {
            self.wrong(name, "wrong_type", "must be a text", None);
        }
        locale
    }

    fn synchronous(&mut self, name: &str, value: &Value) -> Option<Synchronous> {
        match value.as_str() {
            Some("full") => Some(Synchronous::Full),
            Some("normal") => Some(Synchronous::Normal),
            _ => {
                self.wrong(name, "unknown_value", "must be one of full, normal", Some("full, normal"));
                None
            }
        }
    }
}
