"""CAL-3, CAL-5: calendar files as another program reads them, and a feed by its secret."""

from __future__ import annotations

import datetime as dt
from typing import Any

import crm
import icalendar
import pytest

from conftest import Office


def plan(office: Office) -> None:
    kinds = {kind.value: kind.id for kind in office.ann.dictionary.choices("activity_kind")}
    starts = dt.datetime(2026, 3, 3, 2, tzinfo=dt.timezone.utc)
    office.ann.activities.create(
        kind=kinds["meeting"],
        subject="验收; 样机, 12 台",
        details="第一行\n" + "很长的说明" * 40,
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=1),
        time_zone="Europe/Berlin",
        recurrence="FREQ=WEEKLY;COUNT=5",
        reminders=[30],
        attendees=[crm.NewAttendee(name='Li "Lei", Ltd', email="li@example.com")],
    )
    office.ann.activities.create(kind=kinds["task"], subject="报价", due_on=dt.date(2026, 3, 4))


def test_another_program_reads_what_is_written(office: Office) -> None:
    plan(office)
    # Its own types say less than what it has read.
    calendar: Any = icalendar.Calendar.from_ical(office.ann.calendar.export_ics())
    [event] = calendar.walk("VEVENT")
    assert not event.errors
    assert event["SUMMARY"] == "验收; 样机, 12 台"
    assert str(event["DESCRIPTION"]).startswith("第一行\n很长的说明")
    assert event.decoded("DTSTART").utcoffset() == dt.timedelta(hours=1)
    assert event.decoded("DTSTART").astimezone(dt.timezone.utc) == dt.datetime(2026, 3, 3, 2, tzinfo=dt.timezone.utc)
    assert event["RRULE"]["COUNT"] == [5]
    assert event["ATTENDEE"].params["CN"] == 'Li "Lei", Ltd'
    [alarm] = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == dt.timedelta(minutes=-30)
    [todo] = calendar.walk("VTODO")
    assert todo.decoded("DUE") == dt.date(2026, 3, 4)
    [zone] = calendar.walk("VTIMEZONE")
    berlin = zone.to_tz()
    assert dt.datetime(2026, 7, 1, tzinfo=berlin).utcoffset() == dt.timedelta(hours=2)
    # What that program writes anew is the same here.
    report = office.ann.calendar.import_ics(calendar.to_ical())
    assert (report.unchanged, report.created, report.refused) == (2, 0, 0)


def test_a_feed_is_asked_for_by_its_secret(office: Office) -> None:
    plan(office)
    host = office.engine.session(office.admin.users.create(login="erp", display_name="ERP", roles=["integration"]).id)
    token = office.ann.calendar.open_feed().token
    assert len(icalendar.Calendar.from_ical(host.calendar.feed(token)).walk("VEVENT")) == 1
    office.ann.calendar.open_feed()
    with pytest.raises(crm.NotFoundError):
        host.calendar.feed(token)
