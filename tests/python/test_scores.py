"""SCORE-1 to SCORE-4: the scores of random histories, as another program computes them from what was closed.

The model keeps what each closed opportunity said, counts it anew for every score, and computes in the order of the rule; it shares
nothing with the engine but the rule.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import crm
from conftest import Clock, Office, staff

HISTORIES = 5
STEPS = 120
FIELDS = ["origin", "industry", "email_state", "phone_state", "tags", "kind"]
INDUSTRIES = ["机械", "化工", "水泵"]
EMAILS = {"wang.fang@example.com": "valid", None: "empty"}
PHONES = {"13800000000": "valid", "021-5555 0100": "valid", "12": "invalid", None: "empty"}
TAGS = ["急", "大单", "旧"]
STAGES = ["初步接触", "需求确认", "方案报价", "商务谈判"]


@dataclass
class Lead:
    """An opportunity as the model knows it."""

    says: dict[str, list[str]]
    day: dt.date
    stage: int | None = None
    department: str | None = None


@dataclass
class Close:
    """What was counted of a closed one."""

    won: bool
    department: str | None
    day: dt.date
    said: dict[str, list[str]]
    now: dict[str, list[str]] = field(default_factory=dict)


class Model:
    def __init__(self) -> None:
        self.closed: list[Close] = []
        self.fields = list(FIELDS)
        self.since: dt.date | None = None
        self.tagged = 0

    def close(self, lead: Lead, won: bool) -> None:
        said = {name: list(values) for name, values in lead.says.items() if name in self.fields}
        said["closed"] = [""]
        if lead.stage is not None:
            said["stage"] = STAGES if won else STAGES[: lead.stage + 1]
        self.closed.append(Close(won, lead.department, lead.day, said, lead.says))

    def counts(self, department: str | None) -> dict[tuple[str, str], list[int]]:
        """Won and lost in tenths by field and value: of a department, or the sum of all."""
        counts: dict[tuple[str | None, str, str], list[int]] = {}
        for close in self.closed:
            if self.since is not None and close.day < self.since:
                continue
            for name, values in close.said.items():
                for value in values:
                    count = counts.setdefault((close.department, name, value), [1, 1])
                    count[0 if close.won else 1] += 10
        found: dict[tuple[str, str], list[int]] = {}
        own = department is not None and any(of == department for of, _, _ in counts)
        for (of, name, value), (won, lost) in counts.items():
            if not own or of == department:
                there = found.setdefault((name, value), [0, 0])
                there[0] += won
                there[1] += lost
        return found

    def score(self, lead: Lead) -> Decimal | None:
        counts = self.counts(lead.department)
        if ("closed", "") not in counts:
            return None
        all_won, all_lost = counts["closed", ""]
        won, lost = all_won / (all_won + all_lost), all_lost / (all_won + all_lost)
        if lead.stage is not None:
            own, first = counts.get(("stage", STAGES[lead.stage])), counts.get(("stage", STAGES[0]))
            if own and first:
                won, lost = won * (own[0] / first[0]), lost * (own[1] / first[1])
        for name in self.fields:
            all_values = {value: count for (of, value), count in counts.items() if of == name}
            if name == "tags":
                all_values = {tag: count for tag, count in all_values.items() if sum(count) >= 500}
            values = lead.says.get(name, [])
            for value in sorted(values, key=TAGS.index) if name == "tags" else values:
                if value in all_values:
                    self.tagged += name == "tags"
                    won *= all_values[value][0] / sum(count[0] for count in all_values.values())
                    lost *= all_values[value][1] / sum(count[1] for count in all_values.values())
        percent = Decimal(100 * won / (won + lost)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return min(max(percent, Decimal("0.01")), Decimal("99.99"))


class History:
    def __init__(self, office: Office, seed: int) -> None:
        self.office, self.model, self.chance = office, Model(), random.Random(seed)
        self.ben_id = office.admin.users.create(login="ben", display_name="本", roles=["account_manager"]).id
        self.ben = office.engine.session(self.ben_id)
        self.today = dt.date(2026, 3, 2)
        self.open: dict[uuid.UUID, Lead] = {}
        self.departments: dict[str, uuid.UUID] = {}
        for name in ["华北", "华南"]:
            self.departments[name] = office.admin.departments.create(name=name).id
        for name in TAGS:
            office.manager.setup.put("tag", name, {"colour": "#1A2B3C"})
        self.choices = {
            name: {choice.item: choice.id for choice in office.manager.dictionary.choices(category)}
            for name, category in [("origin", "origin"), ("kind", "opportunity_kind")]
        }
        self.reason = office.manager.dictionary.choices("lost_reason")[0].id
        self.stages = [column.stage.id for column in office.manager.opportunities.board("销售").columns]
        office.admin.settings.update(score_fields=FIELDS)

    def see(self, lead: Lead, told: crm.Opportunity) -> None:
        assert told.score == self.model.score(lead), (lead, told)

    def create(self, tags: list[str] | None = None) -> uuid.UUID:
        chance = self.chance
        says: dict[str, list[str]] = {}
        given: dict[str, Any] = {}
        for name, choices in self.choices.items():
            if chance.random() < 0.8:
                item = chance.choice(sorted(choices)[:3])
                given[name], says[name] = choices[item], [item]
        if chance.random() < 0.7:
            given["industry"] = chance.choice(INDUSTRIES)
            says["industry"] = [given["industry"]]
        for name, state, values in [("contact_email", "email_state", EMAILS), ("contact_phone", "phone_state", PHONES)]:
            value = chance.choice(list(values))
            says[state] = [values[value]]
            if value is not None:
                given[name] = value
        told = self.office.ann.opportunities.create(
            customer_name="华东精密机械", success_probability=60, summary="数控机床", description="更换旧设备", **given
        )
        self.open[told.id] = lead = Lead(says, self.today)
        self.see(lead, told)
        if tags := tags or chance.sample(TAGS, chance.randint(0, 2)):
            self.office.manager.tags.set({"object": "opportunity", "id": told.id}, add=tags)
            says["tags"] = tags
            self.see(lead, self.office.ann.opportunities.get(told.id))
        return told.id

    def assign(self, id: uuid.UUID) -> None:
        department = self.chance.choice([None, *self.departments])
        if department is None:
            self.office.admin.users.update(self.ben_id, clear=["department"])
        else:
            self.office.admin.users.update(self.ben_id, department=self.departments[department])
        lead = self.open[id]
        lead.stage, lead.department = 0, department
        self.see(lead, self.office.manager.opportunities.assign(id, self.ben_id))

    def step(self) -> None:
        chance, office, model = self.chance, self.office, self.model
        leads = [id for id, lead in self.open.items() if lead.stage is None]
        assigned = [id for id, lead in self.open.items() if lead.stage is not None]
        doing = chance.choices(
            ["create", "assign", "move", "revise", "close", "disqualify", "many", "merge", "depart", "fields", "since", "day"],
            [16, 9, 6, 6, 9, 3, 1, 0.5, 0.5, 1, 1, 2],
        )[0]
        if doing == "create":
            self.create()
        elif doing == "assign" and leads:
            self.assign(chance.choice(leads))
        elif doing == "move" and assigned:
            id = chance.choice(assigned)
            lead = self.open[id]
            to = chance.choice([stage for stage in range(len(STAGES)) if stage != lead.stage])
            lead.stage = to
            self.see(lead, self.ben.opportunities.move_stage(id, self.stages[to]))
        elif doing == "revise" and assigned:
            id = chance.choice(assigned)
            lead = self.open[id]
            industry = chance.choice([name for name in INDUSTRIES if [name] != lead.says.get("industry")])
            lead.says["industry"] = [industry]
            self.see(lead, self.ben.opportunities.revise(id, industry=industry))
        elif doing == "close" and assigned:
            self.close(chance.choice(assigned))
        elif doing == "disqualify" and leads:
            id = chance.choice(leads)
            told = office.manager.opportunities.disqualify(id, self.reason)
            assert told.score == 0
            model.close(self.open.pop(id), False)
        elif doing == "many":
            # A tag that is there fifty times.
            tag = chance.choice(TAGS)
            for _ in range(51):
                id = self.create([tag])
                self.assign(id)
                self.close(id)
        elif doing == "merge":
            self.merge()
        elif doing == "depart" and self.departments:
            self.depart()
        elif doing == "fields":
            model.fields = chance.sample(FIELDS, chance.randint(0, len(FIELDS)))
            office.admin.settings.update(score_fields=model.fields)
            for close in model.closed:
                always = {name: close.said[name] for name in ["closed", "stage"] if name in close.said}
                # What counts from now on is what it says now.
                close.said = always | {name: close.said.get(name) or close.now.get(name, []) for name in model.fields}
        elif doing == "since":
            if chance.random() < 0.5:
                model.since = self.today - dt.timedelta(days=chance.randint(0, 2))
                office.admin.settings.update(score_since=model.since)
            else:
                model.since = None
                office.admin.settings.update(clear=["score_since"])
        elif doing == "day":
            office.clock.now += dt.timedelta(days=1)
            self.today += dt.timedelta(days=1)

    def close(self, id: uuid.UUID) -> None:
        won = self.chance.random() < 0.5
        calls = self.ben.opportunities
        told = calls.develop(id) if won else calls.fail(id)
        assert told.score == (100 if won else 0)
        self.model.close(self.open.pop(id), won)

    def says(self) -> Iterator[dict[str, list[str]]]:
        for lead in self.open.values():
            yield lead.says
        for close in self.model.closed:
            yield close.now
            yield close.said

    def merge(self) -> None:
        there = [tag.name for tag in self.office.manager.setup.list("tag").items if tag.name in TAGS]
        if len(there) < 2:
            return
        tag, into = self.chance.sample(there, 2)
        self.office.manager.tags.merge(tag, into)
        for says in self.says():
            if tag in (tags := says.get("tags", [])):
                says["tags"] = [into, *(other for other in tags if other not in (tag, into))]
        self.office.manager.setup.put("tag", tag, {"colour": "#1A2B3C"})
        # It stands behind the others from now on.
        TAGS.remove(tag)
        TAGS.append(tag)

    def depart(self) -> None:
        name = self.chance.choice(sorted(self.departments))
        self.office.admin.users.update(self.ben_id, clear=["department"])
        self.office.admin.departments.delete(self.departments.pop(name))
        for lead in self.open.values():
            lead.department = None if lead.department == name else lead.department
        for close in self.model.closed:
            close.department = None if close.department == name else close.department

    def all(self) -> None:
        """Everything that is open, behind a rebuild."""
        assert self.office.admin.maintenance.check().ok
        assert self.office.admin.maintenance.rebuild().ok
        for id, lead in self.open.items():
            self.see(lead, self.office.ann.opportunities.get(id))
        tenths = {
            (count.field, count.label or count.value, count.department and count.department.name): (count.won, count.lost)
            for count in self.office.manager.scoring.counts()
        }
        closed = [close for close in self.model.closed if self.model.since is None or close.day >= self.model.since]
        values = {(name, value, close.department) for close in closed for name in close.said for value in close.said[name]}
        assert set(tenths) == values


def test_the_example(office: Office) -> None:
    """Won web; lost web, fair; an open web lead."""
    model = Model()
    model.fields = ["origin"]
    day = dt.date(2026, 3, 2)
    for origin, won in [("web", True), ("web", False), ("fair", False)]:
        model.close(Lead({"origin": [origin]}, day), won)
    assert model.score(Lead({"origin": ["web"]}, day)) == Decimal("48.99")


def test_scores_of_random_histories() -> None:
    tagged, order = 0, list(TAGS)
    for seed in range(HISTORIES):
        clock = Clock()
        TAGS[:] = order
        with crm.open_in_memory(clock=clock) as engine:
            history = History(staff(engine, clock), seed)
            for _ in range(STEPS):
                history.step()
            history.all()
            assert len(history.open) > 3 and len(history.model.closed) > 5
            tagged += history.model.tagged
    # Tags that were there often enough count in some of them.
    assert tagged > 20
