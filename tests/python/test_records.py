"""Records and choices as Python objects."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
import uuid
from decimal import Decimal
from typing import Any, cast

import crm
import pytest
from conftest import Office


def test_a_record_has_the_types_of_python(office: Office) -> None:
    opportunity = office.opportunity()
    assert isinstance(opportunity.id, uuid.UUID)
    assert opportunity.created_at == dt.datetime(2026, 3, 2, 1, tzinfo=dt.timezone.utc)
    assert opportunity.status is not None and opportunity.status.value == "unassigned"
    assert opportunity.creator.display_name == "安娜"
    money = crm.Money(Decimal("12.50"), "CNY")
    assert money.amount == Decimal("12.50") and isinstance(money.amount, Decimal)


def test_records_are_frozen(office: Office) -> None:
    opportunity = cast(Any, office.opportunity())
    with pytest.raises(AttributeError):
        opportunity.summary = "anders"
    with pytest.raises(AttributeError):
        opportunity.colour = "red"


def test_records_compare_hash_and_print_by_value(office: Office) -> None:
    opportunity = office.opportunity()
    again = office.ann.opportunities.get(opportunity.id)
    assert again == opportunity and again is not opportunity
    assert len({opportunity, again}) == 1
    assert repr(opportunity) == repr(again)
    assert repr(crm.Money(Decimal("1.5"), "CNY")) == "Money(amount=Decimal('1.5'), currency='CNY')"
    assert opportunity != office.opportunity("另一家")
    assert (opportunity == 1) is False


def test_asdict_unfolds_records_inside_records(office: Office) -> None:
    opportunity = office.opportunity()
    fields = opportunity.asdict()
    assert list(fields)[:4] == ["id", "version", "number", "status"]
    assert fields["creator"] == {"id": opportunity.creator.id, "display_name": "安娜"}
    page = office.ann.opportunities.list().asdict()
    assert page["items"] == [fields] and page["next"] is None


def test_records_copy_pickle_and_travel_as_json(office: Office) -> None:
    opportunity = office.opportunity()
    assert copy.copy(opportunity) == opportunity
    assert copy.deepcopy([opportunity]) == [opportunity]
    assert pickle.loads(pickle.dumps(opportunity)) == opportunity
    assert crm.Opportunity.from_json(opportunity.to_json()) == opportunity
    assert pickle.loads(pickle.dumps(opportunity.status)) == opportunity.status
    with pytest.raises(ValueError):
        crm.Opportunity.from_json("{}")


def test_inputs_take_keywords_with_defaults_and_refuse_others() -> None:
    wanted = crm.OpportunityFilter(status="assigned")
    assert wanted.status == crm.OpportunityStatus.ASSIGNED and wanted.creator is None
    new = cast(Any, crm.NewOpportunity)
    with pytest.raises(TypeError, match="customer_name"):
        new(success_probability=1, summary="s", description="d")
    with pytest.raises(TypeError, match="colour"):
        new(customer_name="x", success_probability=1, summary="s", description="d", colour="red")
    with pytest.raises(TypeError, match="success_probability"):
        new(customer_name="x", success_probability="viel", summary="s", description="d")


def test_a_record_takes_mappings_for_the_records_inside_it() -> None:
    customer = crm.NewCustomer(name="x", annual_turnover={"amount": Decimal("1000000"), "currency": "CNY"})
    assert customer.annual_turnover == crm.Money(Decimal("1000000"), "CNY")


def test_choices_are_their_text_too() -> None:
    status = crm.OpportunityStatus
    assert status("assigned") == status.ASSIGNED == "assigned"
    assert hash(status.ASSIGNED) == hash("assigned")
    assert {status.ASSIGNED: 1}["assigned"] == 1  # type: ignore[index]
    assert status.UNASSIGNED < status.ASSIGNED
    assert str(status.ASSIGNED) == "assigned" and repr(status.ASSIGNED) == "OpportunityStatus.ASSIGNED"
    assert [s.value for s in status.values()] == ["unassigned", "assigned", "developed", "failed"]
    assert status.ASSIGNED != "failed" and status.ASSIGNED != 1
    assert copy.deepcopy(status.FAILED) == status.FAILED
    assert repr(crm.Locale.ZH_HANS) == "Locale.ZH_HANS"
    with pytest.raises(ValueError, match="'bogus' is not a OpportunityStatus"):
        status(cast(Any, "bogus"))


def test_every_class_says_what_it_is() -> None:
    assert "opportunity" in (crm.Opportunity.__doc__ or "")
    assert "unassigned" in (crm.Opportunities.create.__doc__ or "")
    assert "organisation to win" in (crm.Opportunity.customer_name.__doc__ or "")
    assert crm.Opportunity.__module__ == "crm"
