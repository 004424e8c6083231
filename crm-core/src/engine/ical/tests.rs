//! Texts of calendars, each way.

use proptest::prelude::*;

use super::*;
use crate::engine::zone::Zone;

fn written(value: &str) -> String {
    let mut out = Writer::default();
    out.text("SUMMARY", value);
    out.finish()
}

fn event(inside: &str) -> Component {
    let file = format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{inside}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    parse(file.as_bytes()).remove(0).components.remove(0)
}

// CAL-3: lines of at most 75 octets, folded between characters.
#[test]
fn lines_are_folded_between_characters() {
    let text = written(&"数控机床".repeat(30));
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{line}");
    }
    assert_eq!(event(text.trim_end()).text("SUMMARY").as_deref(), Some("数控机床".repeat(30).as_str()));
    assert!(written("a").ends_with("SUMMARY:a\r\n"));
    // The line is full to the last octet.
    assert_eq!(written(&"a".repeat(67)).len(), 77);
    assert_eq!(written(&"a".repeat(68)).lines().count(), 2);
}

// CAL-4: lines are unfolded as octets before they are decoded, and end in any of three ways.
#[test]
fn lines_are_unfolded_as_octets() {
    let whole = "SUMMARY:验收样机".as_bytes();
    for end in [&b"\r\n"[..], b"\n", b"\r"] {
        for cut in 1..whole.len() {
            let mut file = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n".to_vec();
            file.extend_from_slice(&whole[..cut]);
            file.extend_from_slice(end);
            file.push(b' ');
            file.extend_from_slice(&whole[cut..]);
            file.extend_from_slice(b"\nEND:VEVENT\nEND:VCALENDAR");
            let found = parse(&file).remove(0).components.remove(0);
            assert_eq!((found.text("SUMMARY").as_deref(), found.wrong), (Some("验收样机"), None), "{cut}");
        }
    }
}

// CAL-4: what is wrong with one component spoils no other.
#[test]
fn what_is_wrong_stands_in_its_component() {
    let cases: [(&[u8], Wrong, usize); 6] = [
        (b"SUMMARY:\xff", Wrong::Encoding, 3),
        (b"no property", Wrong::Syntax, 3),
        (b"A;B:c", Wrong::Syntax, 3),
        (b"A;B=\"c:d", Wrong::Syntax, 3),
        (b"END:VTODO", Wrong::Unfinished, 3),
        (b"BEGIN:VALARM\nX", Wrong::Syntax, 4),
    ];
    for (inside, wrong, line) in cases {
        let mut file = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n".to_vec();
        file.extend_from_slice(inside);
        file.extend_from_slice(b"\nEND:VEVENT\nBEGIN:VTODO\nSUMMARY:b\nEND:VTODO\nEND:VCALENDAR\n");
        let found = parse(&file).remove(0);
        assert_eq!(found.components[0].wrong, Some((wrong, line)), "{inside:?}");
        let last = found.components.last().expect("a component");
        assert_eq!((last.name.as_str(), last.text("SUMMARY").as_deref(), last.wrong), ("VTODO", Some("b"), None));
    }
    // One that does not end stands beside the next.
    let found =
        parse(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\nEND:VCALENDAR").remove(0);
    assert_eq!(found.components.iter().map(|one| one.wrong.is_some()).collect::<Vec<_>>(), [true, false]);
    assert_eq!(parse(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1")[0].components[0].wrong, Some((Wrong::Unfinished, 2)));
}

#[test]
fn parameters_are_quoted_and_escaped() {
    let name = "王; \"小\": a,b^c\nd";
    let mut out = Writer::default();
    out.line("ATTENDEE", &[("CN", name), ("X", "y")], "mailto:w@example.com");
    let text = out.finish();
    assert!(text.starts_with("ATTENDEE;CN=\"王; ^'小^': a,b^^c^nd\";X=y:mailto:"), "{text}");
    let found = event(text.trim_end());
    let attendee = found.property("ATTENDEE").expect("the attendee");
    assert_eq!((attendee.parameter("CN"), attendee.parameter("X")), (Some(name), Some("y")));
    let several = event("A;M=x,\"y,z\";n=^'^x:v;w");
    let parameters = &several.property("A").expect("the property").parameters;
    assert_eq!(parameters[0], ("M".into(), vec!["x".into(), "y,z".into()]));
    assert_eq!(parameters[1], ("N".into(), vec!["\"^x".into()]));
}

#[test]
fn dates_times_and_durations() {
    for (text, expected) in [
        ("20260302", Some("Date(2026-03-02)")),
        ("20260302T090000", Some("Local(2026-03-02T09:00:00)")),
        ("20260302T0900", Some("Local(2026-03-02T09:00:00)")),
        ("20260302T090060Z", Some("At(2026-03-02T09:00:59Z)")),
        ("20260230", None),
        ("2026-03-02", None),
        ("20260302T25", None),
        ("20260302T0900000", None),
        ("2026030２", None),
        ("", None),
    ] {
        assert_eq!(Moment::parse(text).map(|found| format!("{found:?}")).as_deref(), expected, "{text}");
    }
    for (text, seconds) in [
        ("PT15M", Some(900)),
        ("-PT15M", Some(-900)),
        ("+P1W", Some(604_800)),
        ("P1DT2H3S", Some(93_603)),
        ("P", None),
        ("PT", None),
        ("P5", None),
        ("PT1D", None),
        ("15M", None),
        ("P9999999999W", None),
    ] {
        assert_eq!(duration(text).map(|found| found.num_seconds()), seconds, "{text}");
    }
}

// CAL-4: an IANA name, or Windows' for it, and nothing that is like one.
#[test]
fn zones_by_their_names() {
    for (name, zone) in [
        ("Asia/Shanghai", Some("Asia/Shanghai")),
        ("China Standard Time", Some("Asia/Shanghai")),
        ("W. Europe Standard Time", Some("Europe/Berlin")),
        ("UTC", Some("UTC")),
        ("china standard time", None),
        ("/mozilla.org/20050126_1/Europe/Berlin", None),
        ("Beijing", None),
        ("", None),
        ("# Names", None),
    ] {
        assert_eq!(zone_name(name), zone, "{name}");
    }
    let all = include_str!("windows_zones.txt").lines().filter_map(|line| line.split_once('\t'));
    let mut count = 0;
    for (name, zone) in all {
        assert!(zone.parse::<Zone>().is_ok(), "{name}: {zone}");
        assert!(zone_name(name).is_some(), "{name}");
        count += 1;
    }
    assert!(count > 130, "{count}");
}

// CAL-3: a VTIMEZONE for each zone.
#[test]
fn zones_are_told() {
    let told = |name: &str| {
        let mut out = Writer::default();
        let at = |text: &str| text.parse().expect("a time");
        let zone: Zone = name.parse().expect("a zone");
        observances(&mut out, name, &zone, at("2026-03-02T09:00:00"), at("2026-06-01T09:00:00"));
        out.finish()
    };
    let shanghai = told("Asia/Shanghai");
    assert_eq!(shanghai.matches("BEGIN:").count(), 2, "{shanghai}");
    assert!(shanghai.contains("DTSTART:20250101T000000\r\nTZOFFSETFROM:+0800\r\nTZOFFSETTO:+0800\r\nTZNAME:CST\r\n"));
    let berlin = told("Europe/Berlin");
    for part in [
        "BEGIN:DAYLIGHT\r\nDTSTART:20250330T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n\
         RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n",
        "BEGIN:STANDARD\r\nDTSTART:20251026T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\n\
         RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\n",
    ] {
        assert!(berlin.contains(part), "{berlin}");
    }
    assert!(told("America/New_York").contains("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n"));
    assert!(told("Asia/Kolkata").contains("TZOFFSETTO:+0530\r\n"));
    // Without a rule each change is told by itself.
    assert!(told("Asia/Gaza").matches("DTSTART:").count() > 20);
}

proptest! {
    // Whatever a text holds comes back; each line of it is short enough.
    #[test]
    fn texts_come_back(text in "[ -~一-龥\n\\\\;,é😀]{0,200}") {
        let out = written(&text);
        prop_assert!(out.split_terminator("\r\n").all(|line| line.len() <= 75));
        let found = event(out.trim_end_matches("\r\n"));
        prop_assert_eq!(found.value("SUMMARY").map(unescape), Some(text));
    }

    #[test]
    fn parameters_come_back(text in "[ -~一-龥\n\"^;:,]{0,80}") {
        let mut out = Writer::default();
        out.line("A", &[("CN", &text)], "v");
        let found = event(out.finish().trim_end_matches("\r\n"));
        let read = found.property("A").and_then(|property| property.parameter("CN")).map(str::to_owned);
        prop_assert_eq!(read, Some(text));
    }

    // Anything is read, without an end to the process.
    #[test]
    fn anything_is_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        parse(&bytes);
    }
}
