"""ACT-8 and ACT-9: the times of random rules, as python-dateutil and zoneinfo have them.

dateutil expands local times that know no zone. Where it is known to differ from RFC 5545 it is asked otherwise: it begins a week
with the first time when it chooses by BYSETPOS, and takes weekdays with and without an ordinal for conditions that must both hold.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import random
import subprocess
import zoneinfo
from dataclasses import dataclass, field

from dateutil import rrule

RULES = 12_000
MOST = 12
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ZONES = [
    "UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe",
    "Pacific/Apia", "Asia/Kathmandu", "Europe/Dublin", "America/St_Johns", "Africa/Johannesburg", "Pacific/Auckland",
]  # fmt: skip


@dataclass
class Case:
    frequency: str
    start: dt.datetime
    zone: str
    dates: bool
    parts: dict[str, list[str]] = field(default_factory=dict)

    def rule(self) -> str:
        return ";".join([f"FREQ={self.frequency}", *(f"{name}={','.join(of)}" for name, of in self.parts.items())])

    def line(self) -> str:
        form = "dates" if self.dates else "times"
        return "\t".join([self.rule(), form, self.start.isoformat(), self.zone, str(MOST)])


def some(chance: random.Random, least: int, most: int, *more: int) -> list[str]:
    """A few of these numbers, and the given ones, in any order."""
    found = {*more, *(chance.randint(least, most) for _ in range(chance.randint(0, 3)))}
    return [str(number) for number in chance.sample(sorted(found), len(found))]


def case(chance: random.Random) -> Case:
    """A rule that has to do with the first time, so that it yields something before the calendar ends."""
    day = dt.date(1990, 1, 1) + dt.timedelta(days=chance.randrange(45 * 365))
    dates = chance.random() < 0.2
    clock = dt.time() if dates else dt.time(chance.randrange(24), chance.choice([0, 30, 59]), chance.choice([0, 7]))
    frequency = chance.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    made = Case(frequency, dt.datetime.combine(day, clock), chance.choice(ZONES), dates)
    parts = made.parts
    if chance.random() < 0.6:
        parts["INTERVAL"] = [str(chance.randint(1, 12 if frequency == "YEARLY" else 30))]
    if chance.random() < 0.3:
        parts["WKST"] = [chance.choice(WEEKDAYS)]
    if chance.random() < 0.4:
        parts["BYMONTH"] = some(chance, 1, 12, day.month)
    if frequency != "WEEKLY" and chance.random() < 0.4:
        last = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
        own = day.day if chance.random() < 0.5 else day.day - last.day - 1
        parts["BYMONTHDAY"] = some(chance, -31, -1, own) if own < 0 else some(chance, 1, 31, own)
    if chance.random() < 0.5:
        days = {WEEKDAYS[day.weekday()], *chance.sample(WEEKDAYS, chance.randint(0, 3))}
        ordinal = frequency == "MONTHLY" or (frequency == "YEARLY" and "BYMONTH" in parts)
        if ordinal and chance.random() < 0.5:
            # Its own among them.
            own_place = (day.day - 1) // 7 + 1
            parts["BYDAY"] = [f"{chance.choice([own_place, own_place, -1, 2])}{name}" for name in sorted(days)]
            parts["BYDAY"].append(f"+{own_place}{WEEKDAYS[day.weekday()]}")
        else:
            parts["BYDAY"] = sorted(days)
    # So many that a position is always there.
    by = [name for name in ("BYDAY", "BYMONTHDAY", "BYMONTH") if name in parts]
    if by and chance.random() < 0.3:
        whole_month = by == ["BYDAY"] and frequency in ("MONTHLY", "YEARLY") and parts["BYDAY"][0] in WEEKDAYS
        parts["BYSETPOS"] = chance.choice([["1"], ["-1"], ["-1", "1"]] + ([["2"], ["-3", "1"], ["4"]] if whole_month else []))
    end = chance.random()
    if end < 0.25:
        parts["COUNT"] = [str(chance.randint(1, 20))]
    elif end < 0.4:
        parts["UNTIL"] = [(day + dt.timedelta(days=chance.randrange(2000))).strftime("%Y%m%d")]
    elif end < 0.5 and not dates:
        made.zone = "UTC"
        until = made.start + dt.timedelta(days=chance.randrange(2000), seconds=chance.choice([-1, 0, 1]))
        parts["UNTIL"] = [until.strftime("%Y%m%dT%H%M%SZ")]
    return made


def expected(of: Case) -> list[tuple[str, str]]:
    """The first times by the other libraries, local and as instants."""
    parts = of.parts

    def numbers(name: str) -> list[int] | None:
        return [int(number) for number in parts[name]] if name in parts else None

    week = WEEKDAYS.index(parts.get("WKST", ["MO"])[0])
    days = [rrule.weekday(WEEKDAYS.index(day[-2:]), int(day[:-2] or 0) or None) for day in parts.get("BYDAY", [])]
    begin = of.start
    if of.frequency == "WEEKLY":
        days = days or [rrule.weekday(begin.weekday())]
        if "BYSETPOS" in parts:
            begin -= dt.timedelta(days=(begin.weekday() - week) % 7)
    times = rrule.rrule(
        getattr(rrule, of.frequency),
        dtstart=begin,
        interval=int(parts.get("INTERVAL", ["1"])[0]),
        wkst=week,
        bymonth=numbers("BYMONTH"),
        bymonthday=numbers("BYMONTHDAY"),
        byweekday=days or None,
        bysetpos=numbers("BYSETPOS"),
    )
    until = None
    if "UNTIL" in parts:
        text = parts["UNTIL"][0]
        until = dt.datetime.strptime(text if "T" in text else f"{text}T235959Z", "%Y%m%dT%H%M%SZ")
    most = min(MOST, int(parts.get("COUNT", [str(MOST)])[0]))
    zone = zoneinfo.ZoneInfo(of.zone)
    found: list[tuple[str, str]] = []
    for local in itertools.dropwhile(lambda time: time < of.start, times):
        if until is not None and local > until:
            break
        # In a gap zoneinfo takes the offset before it, in an overlap the first of the two.
        instant = local.replace(tzinfo=zone).astimezone(dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        if not of.dates and found and found[-1][1] == instant:
            continue
        found.append((local.isoformat(), instant))
        if len(found) == most:
            break
    return found


def test_random_rules_yield_what_dateutil_has() -> None:
    chance = random.Random(5545)
    cases = [case(chance) for _ in range(RULES)]
    told = subprocess.run(
        [os.environ["CRM_RECURRENCES"]],
        input="\n".join(made.line() for made in cases),
        capture_output=True,
        check=True,
        text=True,
    ).stdout.splitlines()
    assert len(told) == RULES
    wrong = []
    for made, line in zip(cases, told):
        times = [(local, at) for local, _, at in (time.partition("/") for time in line.split())]
        other = expected(made)
        # Of dates the instant is where a day begins, which is another question where midnight lies in a gap.
        same = [local for local, _ in times] == [local for local, _ in other] if made.dates else times == other
        if not same:
            wrong.append(f"{made.line()!r}\n  {times}\n  {other}")
    assert not wrong, f"{len(wrong)} of {RULES}:\n" + "\n".join(wrong[:5])
