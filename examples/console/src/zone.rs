//! A visitor's clock. The engine speaks of instants in UTC; people read and give what clocks on the wall show where they are.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A time zone.
#[derive(Debug, Clone)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of that name; UTC where there is none.
    pub fn named(name: &str) -> Zone {
        Zone(TimeZone::get(name).unwrap_or(TimeZone::UTC))
    }

    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    fn local(&self, instant: &str) -> Option<DateTime> {
        Some(self.0.to_datetime(instant.parse::<Timestamp>().ok()?))
    }

    /// An instant for people, `2026-11-28 19:11`.
    pub fn shown(&self, instant: &str) -> Option<String> {
        Some(self.local(instant)?.strftime("%Y-%m-%d %H:%M").to_string())
    }

    /// An instant, as the field of a form holds it.
    pub fn field(&self, instant: &str) -> Option<String> {
        Some(self.local(instant)?.strftime("%Y-%m-%dT%H:%M:%S").to_string())
    }

    /// What the field of a form holds, as an instant: what the clock shows twice is meant the first time, what it leaves out is
    /// as long after the gap's end as it lies inside.
    pub fn instant(&self, local: &str) -> Option<String> {
        let zoned = local.parse::<DateTime>().ok()?.to_zoned(self.0.clone()).ok()?;
        Some(zoned.timestamp().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_and_given_by_the_clock_on_the_wall() {
        let shanghai = Zone::named("Asia/Shanghai");
        assert_eq!(shanghai.shown("2026-11-28T11:11:31.095344Z").as_deref(), Some("2026-11-28 19:11"));
        assert_eq!(shanghai.field("2026-11-28T16:11:31Z").as_deref(), Some("2026-11-29T00:11:31"));
        assert_eq!(shanghai.instant("2026-11-29T00:11").as_deref(), Some("2026-11-28T16:11:00Z"));
        // Twice there, and not at all.
        let berlin = Zone::named("Europe/Berlin");
        assert_eq!(berlin.instant("2026-10-25T02:30").as_deref(), Some("2026-10-25T00:30:00Z"));
        assert_eq!(berlin.instant("2026-03-29T02:30:00").as_deref(), Some("2026-03-29T01:30:00Z"));
        let nowhere = Zone::named("Nowhere/None");
        assert_eq!((nowhere.name(), nowhere.instant("tomorrow")), ("UTC", None));
    }
}
