"""Calls: by attribute and by name, with records, mappings and keywords; every form reaches the same gate."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any, cast

import crm
import pytest
from conftest import Office

FIELDS: Any = {
    "customer_name": "华东精密机械",
    "success_probability": 60,
    "summary": "数控机床 12 台",
    "description": "年底前更换旧设备",
}


def same(a: crm.Opportunity, b: crm.Opportunity) -> bool:
    """Whether two opportunities differ in nothing but what the engine gives."""
    given = {"id", "number", "created_at"}
    return {k: v for k, v in a.asdict().items() if k not in given} == {
        k: v for k, v in b.asdict().items() if k not in given
    }


def test_a_record_a_mapping_and_keywords_are_the_same_call(office: Office) -> None:
    create = office.ann.opportunities.create
    by_record = create(crm.NewOpportunity(**FIELDS))
    assert by_record.customer_name == "华东精密机械"
    assert same(by_record, create(FIELDS))
    assert same(by_record, create(new=FIELDS))
    assert same(by_record, create(**FIELDS))


def test_an_id_of_the_callers_goes_beside_any_form(office: Office) -> None:
    mine = uuid.UUID("01890a5d-ac96-774b-bcce-b302099a8057")
    assert office.ann.opportunities.create(**FIELDS, id=mine).id == mine
    assert office.ann.opportunities.create(crm.NewOpportunity(**FIELDS), mine).id == mine


def test_an_argument_before_the_record_keeps_its_place(office: Office) -> None:
    opportunity = office.opportunity()
    ann = office.ann.user
    assert ann is not None
    office.manager.opportunities.assign(opportunity.id, ann)
    step = office.ann.plans.add(opportunity.id, date=dt.date(2026, 4, 1), content="拜访采购经理")
    assert (step.date, step.content) == (dt.date(2026, 4, 1), "拜访采购经理")


def test_filters_and_pages_take_keywords_too(office: Office) -> None:
    for name in ("甲", "乙", "丙"):
        office.opportunity(name)
    listed = office.ann.opportunities.list
    assert [o.customer_name for o in listed(limit=2)] == ["丙", "乙"]
    assert [o.customer_name for o in listed(customer_name="甲", status="unassigned")] == ["甲"]
    assert listed(crm.OpportunityFilter(customer_name="甲"), {"limit": 1}) == listed({"customer_name": "甲"}, limit=1)
    assert listed(count=True).total == listed(page=crm.PageRequest(count=True)).total


def test_an_update_names_what_changes(office: Office) -> None:
    before = office.opportunity()
    after = office.ann.opportunities.update(before.id, summary="二期", version=before.version)
    assert (after.summary, after.description, after.version) == ("二期", before.description, 2)
    with_contact = office.ann.opportunities.update(before.id, crm.OpportunityUpdate(contact_name="李雷"))
    assert with_contact.contact_name == "李雷"
    assert office.ann.opportunities.update(before.id, clear=["contact_name"]).contact_name is None


def test_none_in_an_update_is_refused_with_the_hint(office: Office) -> None:
    with pytest.raises(crm.InvalidError) as refused:
        office.ann.opportunities.update(office.opportunity().id, summary=cast(Any, None))
    assert [(f.field, f.code) for f in refused.value.fields] == [("summary", "null")]


def test_text_stands_for_ids_dates_and_choices_as_it_does_in_json(office: Office) -> None:
    opportunity = office.opportunity()
    loose = cast(Any, office.ann.opportunities)
    assert loose.get(str(opportunity.id)) == opportunity
    assert loose.list(created_from="2026-03-02T01:00:00Z").items == (opportunity,)
    assert loose.list(created_from="2026-03-02T01:00:01Z").items == ()


def test_an_instant_may_have_any_time_zone(office: Office) -> None:
    opportunity = office.opportunity()
    listed = office.ann.opportunities.list
    at = opportunity.created_at.astimezone(dt.timezone(dt.timedelta(hours=-5)))
    assert len(listed(crm.OpportunityFilter(created_from=at))) == 1
    assert len(listed(created_before=at)) == 0


def test_a_naive_instant_is_refused(office: Office) -> None:
    with pytest.raises(crm.InvalidError) as refused:
        office.ann.opportunities.list(created_from=dt.datetime(2026, 1, 1))
    assert [(f.field, f.code) for f in refused.value.fields] == [("created_from", "wrong_type")]


def test_a_whole_number_stands_for_a_decimal_in_every_form(office: Office) -> None:
    lines: list[Any] = [
        crm.NewOrderLine(product_external_id="P", quantity=2, unit_price=3),
        {"product_external_id": "P", "quantity": 2, "unit_price": 3},
    ]
    for line in lines:
        order = crm.NewOrder(external_id="O", customer_external_id="K", date=dt.date(2026, 1, 1), status=5, lines=[line])
        assert order.lines[0].unit_price == 3
    refused = office.stranger.customers
    with pytest.raises(crm.ForbiddenError):
        refused.create(name="x", annual_turnover={"amount": 5, "currency": "CNY"})


def test_every_offending_field_is_named_at_once(office: Office) -> None:
    with pytest.raises(crm.InvalidError) as refused:
        office.ann.opportunities.create(cast(Any, {"customer_name": 7, "colour": "red", "success_probability": 60}))
    found = {(f.field, f.code) for f in refused.value.fields}
    assert found == {
        ("colour", "unknown_field"),
        ("customer_name", "wrong_type"),
        ("summary", "required"),
        ("description", "required"),
    }
    with pytest.raises(crm.InvalidError) as refused:
        office.ann.opportunities.create(**{**FIELDS, "success_probability": 101, "summary": "长" * 501})
    assert {(f.field, f.code) for f in refused.value.fields} == {
        ("success_probability", "out_of_range"),
        ("summary", "too_long"),
    }


def test_a_wrong_keyword_is_a_type_error_as_everywhere_in_python(office: Office) -> None:
    loose = cast(Any, office.ann.opportunities)
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        loose.create(**FIELDS, colour="red")
    with pytest.raises(TypeError, match="'summary' beside the 'new'"):
        loose.create(FIELDS, summary="二期")
    with pytest.raises(TypeError):
        loose.get()


def test_whoever_may_not_learns_nothing_about_the_arguments(office: Office) -> None:
    with pytest.raises(crm.ForbiddenError):
        cast(Any, office.stranger.opportunities).create(customer_name=7)


def test_a_call_by_name_takes_json_or_plain_data(office: Office) -> None:
    made = office.ann.call("opportunities.create", {"new": FIELDS})
    assert made["customer_name"] == "华东精密机械"
    text = office.ann.call("opportunities.get", json.dumps({"id": made["id"]}))
    assert json.loads(text) == made
    assert office.ann.call("opportunities.get", {"id": uuid.UUID(made["id"])}) == made
    assert office.ann.call("opportunities.list")["items"] == [made]
    typed = office.ann.call("opportunities.create", {"new": crm.NewOpportunity(**FIELDS)})
    assert typed["summary"] == made["summary"]


def test_operations_are_listed() -> None:
    assert "opportunities.assign" in crm.operations()
    assert len(set(crm.operations())) == len(crm.operations())
