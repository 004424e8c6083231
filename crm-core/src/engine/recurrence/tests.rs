//! ACT-8, ACT-9: what is known of rules, and the times that they yield. Random rules are compared with another implementation's
//! by `tests/parts/python.sh`.

use proptest::prelude::*;

use super::*;

fn clock(zone: &str) -> Clock {
    Clock::of(zone, false).expect("a zone")
}

fn at(text: &str) -> NaiveDateTime {
    text.parse().expect("a local time")
}

/// The first so many times, by the clock on the wall.
fn local(rule: &str, first: &str, most: usize) -> Vec<String> {
    let clock = clock("Asia/Shanghai");
    let rule = parse(rule, false).expect("a rule");
    rule.times(at(first), &clock).take(most).map(|time| time.local.format("%m-%d %H:%M").to_string()).collect()
}

/// The first so many instants.
fn instants(zone: &str, rule: &str, first: &str, most: usize) -> Vec<String> {
    let clock = clock(zone);
    let rule = parse(rule, false).expect("a rule");
    rule.times(at(first), &clock).take(most).map(|time| time.at.format("%m-%dT%H:%MZ").to_string()).collect()
}

#[test]
fn what_is_not_known_is_named() {
    for (rule, part) in [
        ("", ""),
        ("FREQ=SECONDLY", "FREQ"),
        ("INTERVAL=2", "FREQ"),
        ("FREQ=DAILY;FREQ=WEEKLY", "FREQ"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=1000", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=+1", "INTERVAL"),
        ("FREQ=DAILY;COUNT=1001", "COUNT"),
        ("FREQ=DAILY;COUNT=0", "COUNT"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20260301", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20260230", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20260301T100000", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20260301T240000Z", "UNTIL"),
        ("FREQ=DAILY;UNTIL=2026-03-01", "UNTIL"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY"),
        ("FREQ=YEARLY;BYDAY=1MO", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=6MO", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=周一", "BYDAY"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,,2", "BYMONTHDAY"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367", "BYSETPOS"),
        ("FREQ=WEEKLY;WKST=M", "WKST"),
        ("FREQ=DAILY;BYHOUR=9", "BYHOUR"),
        ("FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO"),
        ("FREQ=YEARLY;BYYEARDAY=1", "BYYEARDAY"),
        ("RRULE:FREQ=DAILY", "RRULE:FREQ"),
        ("FREQ=DAILY;", ""),
        ("FREQ=DAILY;COUNT", "COUNT"),
    ] {
        assert_eq!(parse(rule, false).map(drop), Err(Unsupported(part.into())), "{rule}");
    }
    assert!(parse("freq=weekly;byday=mo,+1we", false).is_err());
    assert!(parse(" freq=monthly;byday=-1fr,+2we ", false).is_ok());
    assert!(parse("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", true).is_ok());
    assert_eq!(parse("FREQ=DAILY;UNTIL=20260301T000000Z", true).map(drop), Err(Unsupported("UNTIL".into())));
    assert!(parse("FREQ=DAILY;UNTIL=20260301", true).is_ok());
}

#[test]
fn days_that_a_month_lacks_are_left_out_and_not_counted() {
    let expected = ["01-31 10:00", "03-31 10:00", "05-31 10:00"];
    assert_eq!(local("FREQ=MONTHLY;COUNT=3", "2026-01-31T10:00:00", 9), expected);
    let expected = ["01-31 10:00", "02-28 10:00", "03-31 10:00"];
    assert_eq!(local("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "2026-01-31T10:00:00", 9), expected);
    let rule = parse("FREQ=YEARLY;COUNT=3", false).expect("a rule");
    let years: Vec<_> =
        rule.times(at("2096-02-29T10:00:00"), &clock("UTC")).map(|time| time.local.date().to_string()).collect();
    assert_eq!(years, ["2096-02-29", "2104-02-29", "2108-02-29"]);
}

#[test]
fn an_end_is_included() {
    let three = ["03-02 10:00", "03-03 10:00", "03-04 10:00"];
    assert_eq!(local("FREQ=DAILY;UNTIL=20260304", "2026-03-02T10:00:00", 9), three);
    assert_eq!(local("FREQ=DAILY;UNTIL=20260304T020000Z", "2026-03-02T10:00:00", 9), three);
    assert_eq!(local("FREQ=DAILY;UNTIL=20260304T015959Z", "2026-03-02T10:00:00", 9), three[..2]);
}

#[test]
fn weeks_begin_where_the_rule_says() {
    // The examples of RFC 5545 §3.8.5.3.
    let rule = "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU";
    let monday = ["08-05 09:00", "08-10 09:00", "08-19 09:00", "08-24 09:00"];
    assert_eq!(local(&format!("{rule};WKST=MO"), "1997-08-05T09:00:00", 9), monday);
    let sunday = ["08-05 09:00", "08-17 09:00", "08-19 09:00", "08-31 09:00"];
    assert_eq!(local(&format!("{rule};WKST=SU"), "1997-08-05T09:00:00", 9), sunday);
    let last_workdays = ["09-29 09:00", "10-30 09:00", "11-27 09:00"];
    let rule = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2";
    assert_eq!(local(rule, "1997-09-29T09:00:00", 3), last_workdays);
    let thanksgiving = ["11-26 09:00", "11-25 09:00"];
    assert_eq!(local("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2026-11-26T09:00:00", 2), thanksgiving);
    // Ordinals and whole weekdays together are both meant.
    let both = ["03-02 09:00", "03-06 09:00", "03-09 09:00"];
    assert_eq!(local("FREQ=MONTHLY;BYDAY=MO,1FR", "2026-03-02T09:00:00", 3), both);
}

#[test]
fn a_gap_takes_the_offset_before_it_and_an_overlap_the_first() {
    // ACT-9: 02:30 on 29 March is 03:30 in Berlin, 01:30Z; the day after it is 02:30 again.
    let spring = instants("Europe/Berlin", "FREQ=DAILY", "2026-03-28T02:30:00", 3);
    assert_eq!(spring, ["03-28T01:30Z", "03-29T01:30Z", "03-30T00:30Z"]);
    let autumn = instants("Europe/Berlin", "FREQ=DAILY", "2026-10-24T02:30:00", 3);
    assert_eq!(autumn, ["10-24T00:30Z", "10-25T00:30Z", "10-26T01:30Z"]);
    // Samoa left out 30 December 2011: that day's meets the next one's, and is not counted twice.
    let samoa = instants("Pacific/Apia", "FREQ=DAILY;COUNT=3", "2011-12-29T10:00:00", 9);
    assert_eq!(samoa, ["12-29T20:00Z", "12-30T20:00Z", "12-31T20:00Z"]);
    // Dates know no zone.
    let dates = Clock::of("Pacific/Apia", true).expect("a zone or rule");
    let rule = parse("FREQ=DAILY;COUNT=3", true).expect("a zone or rule");
    let days: Vec<_> =
        rule.times(at("2011-12-29T00:00:00"), &dates).map(|time| time.local.date().to_string()).collect();
    assert_eq!(days, ["2011-12-29", "2011-12-30", "2011-12-31"]);
}

#[test]
fn a_rule_that_yields_nothing_more_ends() {
    // 2028 and 6024, each a leap year.
    assert_eq!(local("FREQ=YEARLY;INTERVAL=999;BYMONTH=2;BYMONTHDAY=29", "2028-02-29T09:00:00", 9).len(), 2);
    let rule = parse("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", false).expect("a rule");
    assert!(!rule.yields(at("2026-02-28T00:00:00").date()));
    assert_eq!(rule.times(at("2026-02-28T00:00:00"), &clock("UTC")).next(), None);
}

#[test]
fn a_rule_is_written_anew() {
    let rule = |text: &str| parse(text, false).expect("a rule");
    let day = at("2026-03-08T00:00:00").date();
    assert_eq!(ending("FREQ=DAILY;COUNT=5;INTERVAL=2", day), "FREQ=DAILY;INTERVAL=2;UNTIL=20260308");
    assert_eq!(less("FREQ=DAILY;COUNT=5", &rule("FREQ=DAILY;COUNT=5"), 2), "FREQ=DAILY;COUNT=3");
    assert_eq!(less("FREQ=DAILY", &rule("FREQ=DAILY"), 2), "FREQ=DAILY");
    let moves = |text: &str, days| moved(text, &rule(text), rule(text).end, days);
    assert_eq!(moves("FREQ=WEEKLY;BYDAY=MO,SU", 1), "FREQ=WEEKLY;BYDAY=TU,MO");
    assert_eq!(moves("FREQ=WEEKLY;BYDAY=MO;INTERVAL=2", -1), "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU");
    assert_eq!(moves("FREQ=WEEKLY;BYDAY=MO", 7), "FREQ=WEEKLY;BYDAY=MO");
    assert_eq!(moves("FREQ=MONTHLY;BYDAY=1MO", 1), "FREQ=MONTHLY;BYDAY=1MO");
}

proptest! {
    // What is skipped is what would not have been given, whatever the rule.
    #[test]
    fn times_from_a_day_are_those_of_all(
        frequency in prop::sample::select(vec!["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
        interval in 1..9_i32,
        more in prop::sample::select(vec!["", ";BYMONTH=2,3,11", ";BYDAY=MO,TH", ";COUNT=9", ";BYDAY=SU;BYSETPOS=1"]),
        ahead in 0..4_000_u64,
    ) {
        let rule = parse(&format!("FREQ={frequency};INTERVAL={interval}{more}"), false).expect("a rule");
        let (clock, first) = (clock("Europe/Berlin"), at("2024-02-29T02:30:00"));
        let day = first.date() + chrono::Days::new(ahead);
        let skipped: Vec<Time> = rule.times_from(first, &clock, day).take(5).collect();
        let walked: Vec<Time> = rule.times(first, &clock).skip_while(|time| time.local.date() < day).take(5).collect();
        prop_assert_eq!(skipped, walked);
    }

    #[test]
    fn no_text_is_too_much(text in "(FREQ|BYDAY|COUNT|UNTIL|WKST|BYMONTHDAY|;|=|,|-|MO|[0-9]|T|Z|DAILY|周){0,30}") {
        let _ = parse(&text, false);
        let _ = parse(&text, true);
    }
}
