"""Values between Python and the engine: taken exactly as they are, or refused."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

import crm
import pytest
from conftest import Office

# What is no exact decimal of the engine: too many digits, none at all, a binary fraction.
LONG = [Decimal("2.4999999999999999999999999999999999"), Decimal("1e-40"), Decimal(10) ** 40, 10**40]
NONE = [Decimal("NaN"), Decimal("-Infinity"), 2.5, True, "2_5", "2,5", b"25"]


def new_customer(office: Office, name: str) -> crm.NewCustomer:
    def choice(category: str) -> uuid.UUID:
        return office.ann.dictionary.choices(category)[0].id

    return crm.NewCustomer(
        name=name,
        region=choice("region"),
        account_manager=office.ann.user,
        level=choice("customer_level"),
        satisfaction=4,
        credit=3,
        address="上海市浦东新区 1 号",
        phone="021-5555 0100",
    )


def refused(error: crm.InvalidError) -> list[tuple[str, str]]:
    return [(field.field, field.code) for field in error.fields]


def test_decimals_are_exact(office: Office) -> None:
    integration = office.engine.session(
        office.admin.users.create(login="erp", display_name="ERP", roles=["integration"]).id
    )

    def price(value: Any) -> Decimal | None:
        integration.sales.push_products([{"external_id": "P", "name": "p", "price": value}])
        return office.ann.products.list().items[0].price

    for given, kept in [
        (Decimal("2.50"), "2.5"),
        (Decimal("25E-1"), "2.5"),
        (Decimal("2.5") + Decimal("1e-60").quantize(Decimal("1e-20")), "2.5"),
        (Decimal("-0"), "0"),
        (7, "7"),
        ("0.000001", "0.000001"),
        ("9e12", "9000000000000"),
    ]:
        assert price(given) == Decimal(kept), given
    for value, code in [*((v, "too_precise") for v in LONG[:2]), *((v, "out_of_range") for v in LONG[2:])]:
        with pytest.raises(crm.InvalidError) as error:
            price(value)
        assert refused(error.value) == [("products[0].price", code)], value
    for value in NONE:
        with pytest.raises(crm.InvalidError) as error:
            price(value)
        assert refused(error.value) == [("products[0].price", "wrong_type")], value
    assert price(Decimal("3")) == 3
    # A whole number stays one beside what is wrong.
    with pytest.raises(crm.InvalidError) as error:
        integration.sales.push_products(cast(Any, [{"external_id": "P", "name": "p", "price": 7, "batch": 5}]))
    assert refused(error.value) == [("products[0].batch", "wrong_type")]


def test_a_record_never_holds_another_number_than_was_given() -> None:
    for value in [*LONG, *(str(v) for v in LONG)]:
        with pytest.raises(ValueError, match="digits"):
            crm.Money(cast(Any, value), "CNY")
        with pytest.raises(ValueError, match="digits"):
            crm.NewCustomer(name="x", registered_capital=cast(Any, {"amount": value, "currency": "CNY"}))
        with pytest.raises(ValueError, match="digits"):
            crm.Money.from_json(f'{{"amount": "{value}", "currency": "CNY"}}')
    for value in NONE:
        with pytest.raises((TypeError, ValueError)):
            crm.Money(cast(Any, value), "CNY")
    assert crm.Money(cast(Any, "12.50"), "CNY").amount == Decimal("12.50")
    assert crm.Money(12, "CNY").amount == 12


def test_a_datetime_is_no_date(office: Office) -> None:
    customer = office.ann.customers.create(new_customer(office, "华东精密机械"))
    at = dt.datetime(2026, 3, 4, 9, 30, tzinfo=dt.timezone.utc)
    new: dict[str, Any] = {"place": "上海", "summary": "拜访", "details": "…"}
    for date in [at, at.replace(tzinfo=None), "26-3-4", "2026-3-4", 20260304]:
        with pytest.raises(TypeError):
            crm.NewInteraction(date=cast(Any, date), **new)
        for given in ({"new": {"date": date, **new}}, {"date": date, **new}):
            with pytest.raises(crm.InvalidError) as error:
                office.manager.interactions.create(customer.id, **cast(Any, given))
            assert refused(error.value) == [("date", "wrong_type")], date
        with pytest.raises(crm.InvalidError):
            office.ann.interactions.list(customer=customer.id, date_from=cast(Any, date))
    made = office.manager.interactions.create(customer.id, date=at.date(), **new)
    assert made.date == dt.date(2026, 3, 4) and type(made.date) is dt.date


def test_true_is_no_number(office: Office) -> None:
    with pytest.raises(TypeError):
        crm.NewOpportunity(customer_name="x", success_probability=True, summary="s", description="d")
    with pytest.raises(crm.InvalidError) as error:
        office.ann.opportunities.create(customer_name="x", success_probability=True, summary="s", description="d")
    assert refused(error.value) == [("success_probability", "wrong_type")]
    with pytest.raises(crm.InvalidError) as error:
        office.manager.reports.contribution(statuses=[5, cast(Any, True)])
    assert refused(error.value) == [("statuses[1]", "wrong_type")]


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/St_Johns", "Africa/Monrovia", "UTC"])
def test_instants_are_of_any_zone(office: Office, zone: str) -> None:
    office.clock.now = dt.datetime(2026, 11, 1, 5, 30, 0, 123456, tzinfo=dt.timezone.utc)
    made = office.opportunity()
    there = office.clock.now.astimezone(ZoneInfo(zone))
    assert [o.id for o in office.ann.opportunities.list(created_from=there).items] == [made.id]
    assert office.ann.opportunities.list(created_before=there).items == ()
    # The clock too.
    office.clock.now = there
    assert office.opportunity().created_at == there
    # An hour that comes twice, and a zone whose offset had seconds.
    twice = dt.datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=ZoneInfo("America/New_York"))
    office.clock.now = twice
    assert office.opportunity().created_at == twice.astimezone(dt.timezone.utc)
    old = dt.datetime(1901, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai")) + dt.timedelta(hours=1)
    assert len(office.ann.opportunities.list(created_from=old).items) == 3
    for naive in [dt.datetime(2026, 3, 2), "noon", 1772413200, None]:
        office.clock.now = cast(Any, naive)
        with pytest.raises(TypeError, match="time zone"):
            office.opportunity()
    office.clock.now = twice
    with pytest.raises(crm.InvalidError):
        office.ann.opportunities.list(created_from=dt.datetime(2026, 3, 2))


def test_a_repeated_batch_does_not_double(office: Office) -> None:
    ids = [uuid.UUID(f"0195b5e2-7f00-7000-9000-{i:012x}") for i in range(2)]
    new = [new_customer(office, "甲"), new_customer(office, "乙")]
    first = office.ann.customers.create_many(new, ids=ids)
    again = office.ann.customers.create_many(new, ids=ids)
    assert (first.created, first.unchanged, again.created, again.unchanged) == (2, 0, 0, 2)
    assert [r.id for r in again.records] == ids


def nested(levels: int, kind: str) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = {"list": [value], "tuple": (value,), "mapping": {"name": value}}[kind]
    return value


def holding_itself() -> list[Any]:
    a_list: list[Any] = []
    a_list.append((a_list,))
    mapping: dict[str, Any] = {}
    mapping["roles"] = [mapping]
    return [a_list, mapping]


def test_data_is_nested_a_hundred_levels_deep_at_most(office: Office) -> None:
    kinds = ["list", "tuple", "mapping"]
    for value in [*(nested(20_000, kind) for kind in kinds), *(nested(101, kind) for kind in kinds), *holding_itself()]:
        given: list[Any] = [
            lambda v: office.ann.customers.create_many(v),
            lambda v: office.ann.customers.create(name=v),
            lambda v: office.ann.customers.list(name=v),
            lambda v: office.ann.call("customers.list", {"filter": v}),
            lambda v: office.admin.users.set_roles(uuid.uuid4(), v),
            lambda v: crm.NewCustomer(name=v),
            lambda v: crm.NewUser(login="x", display_name="x", roles=v),
        ]
        for call in given:
            with pytest.raises(ValueError, match="100 levels"):
                call(value)
    # The filter that the name stands in is one level more.
    for kind in kinds:
        with pytest.raises(crm.InvalidError) as error:
            office.ann.customers.list(name=nested(99, kind))
        assert refused(error.value) == [("name", "wrong_type")]
