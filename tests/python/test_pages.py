"""Pages, and iterators that page by themselves."""

from __future__ import annotations

import datetime
import inspect
import types
from typing import Any, cast

import crm
import pytest
from conftest import Office


def names(records: Any) -> list[str]:
    return [r.customer_name for r in records]


def test_a_page_is_a_sequence(office: Office) -> None:
    for name in ("甲", "乙", "丙"):
        office.opportunity(name)
    page = office.ann.opportunities.list(limit=2, count=True)
    assert len(page) == 2 and names(page) == ["丙", "乙"]
    assert page[0] == page.items[0] and page[-1].customer_name == "乙" and page[:1] == page.items[:1]
    with pytest.raises(IndexError):
        page[2]
    assert page.total == crm.Total.from_json('{"count":3,"more":false}')
    assert names(office.ann.opportunities.list(limit=2, after=page.next)) == ["甲"]
    assert page == office.ann.opportunities.list(limit=2, count=True)
    assert len({page, office.ann.opportunities.list(limit=2, count=True)}) == 1
    assert repr(page) == "Page(2 items, next=..., total=Total(count=3, more=False))"


def test_iterate_gives_every_record_once(office: Office) -> None:
    for i in range(7):
        office.opportunity(f"客户 {i}")
    everyone = [f"客户 {i}" for i in reversed(range(7))]
    for page_size in (1, 3, 7, 500):
        assert names(office.ann.opportunities.iterate(page_size=page_size)) == everyone
    assert names(office.ann.opportunities.iterate(customer_name="客户 3")) == ["客户 3"]
    assert names(office.ann.opportunities.iterate(crm.OpportunityFilter(customer_name="客户 3"))) == ["客户 3"]
    assert names(office.ann.opportunities.iterate({"status": "assigned"})) == []


def test_iterate_fetches_only_what_is_wanted(office: Office) -> None:
    for i in range(5):
        office.opportunity(f"客户 {i}")
    records = office.ann.opportunities.iterate(page_size=2)
    assert next(records).customer_name == "客户 4"
    # What a later page holds is read when it is reached: the list goes on by key.
    office.opportunity("客户 5")
    assert names(records) == ["客户 3", "客户 2", "客户 1", "客户 0"]


def test_what_goes_on_is_followed(office: Office) -> None:
    for name in "甲乙丙丁戊":
        office.opportunity(name)
    pages = list(crm.following(lambda after: office.ann.opportunities.list(limit=2, after=after)))
    assert [names(page) for page in pages] == [["戊", "丁"], ["丙", "乙"], ["甲"]]
    # A record with a list inside goes on in the same way; this one is short.
    opportunity = pages[0][0]
    plans = list(crm.following(lambda after: office.ann.plans.get(opportunity.id, after=after)))
    assert [(plan.opportunity.id, plan.next) for plan in plans] == [(opportunity.id, None)]
    asked = []

    def fetch(after: str | None) -> crm.Page[crm.Opportunity]:
        asked.append(after)
        return office.ann.opportunities.list(limit=2, after=after)

    followed = crm.following(fetch)
    assert asked == [] and names(next(followed)) == ["戊", "丁"] and asked == [None]
    with pytest.raises(crm.InvalidError):
        list(crm.following(lambda after: office.ann.opportunities.list(after="nonsense")))


def test_a_wrong_call_fails_where_it_is_made(office: Office) -> None:
    with pytest.raises(TypeError):
        cast(Any, office.ann.opportunities).iterate(None, None, None)
    with pytest.raises(crm.InvalidError):
        next(cast(Any, office.ann.opportunities).iterate(status="bogus"))


def test_every_list_that_pages_has_its_iterator() -> None:
    found = 0
    for session_attribute in vars(crm.Session):
        if session_attribute not in {name.partition(".")[0] for name in crm.operations()}:
            continue
        classes = [c for c in vars(crm).values() if inspect.isclass(c)]
        # One whose name a record has is called an area.
        wanted = session_attribute.replace("_", "")
        area = next(c for c in classes if c.__name__.lower() in (wanted, wanted + "area"))
        for name, method in list(vars(area).items()):
            if inspect.isroutine(method) and "page" in inspect.signature(method).parameters:
                iterate = getattr(area, "iterate" if name == "list" else f"iterate_{name}")
                assert "Gives record after record" in iterate.__doc__, (area, name)
                found += 1
    assert found >= 8


def test_lists_take_filter_trees(office: Office) -> None:
    for i in range(5):
        office.opportunity(f"客户 {i}")
    some = {"field": "customer_name", "in": ["客户 1", "客户 4"]}
    found = office.ann.opportunities.iterate(page_size=2, matching=some)
    assert names(found) == ["客户 4", "客户 1"]
    # Plain data of Python, a day or an id among them; trees are mappings of any kind.
    day = office.ann.opportunities.list(limit=1)[0].created_at.date()
    later = {"field": "created_at", "ge": day + datetime.timedelta(days=7)}
    assert names(office.ann.opportunities.list(matching=types.MappingProxyType(later))) == []
    creator = office.ann.opportunities.list(limit=1)[0].creator.id
    mine = {"and": [{"not": later}, {"field": "creator", "is": creator}]}
    assert len(office.ann.opportunities.list(matching=mine)) == 5
    with pytest.raises(crm.InvalidError) as refusal:
        wrong = [{"field": "nobody", "is": 1}, {"field": "success_probability", "is": 0.5}]
        office.ann.opportunities.list(matching={"or": wrong})
    assert [(f.field, f.code) for f in refusal.value.fields] == [
        ("matching.or[0].field", "unknown_field"),
        ("matching.or[1].is", "type"),
    ]
    knot: dict[str, Any] = {}
    knot["not"] = knot
    with pytest.raises(ValueError):
        office.ann.opportunities.list(matching=knot)
