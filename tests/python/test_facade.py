"""OBJ-6, OBJ-11: the stubs that are made of packs. What they refuse, mypy must refuse: a comment that ignores nothing is an
error of its own (`warn_unused_ignores`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import crm
import pytest

from conftest import Clock, staff
from test_packs import install, kind, pack

if TYPE_CHECKING:
    import hotel
    import sales


def cny(amount: str) -> crm.Money:
    return crm.Money(amount=Decimal(amount), currency="CNY")


@pytest.fixture
def desk() -> Iterator[hotel.Session]:
    clock = Clock()
    with crm.open_in_memory(clock=clock) as engine:
        admin = staff(engine, clock).admin
        install(admin, pack("hotel"))
        clerk = admin.users.create(login="clerk", display_name="前台", roles=["hotel.manager", "system_administrator"])
        yield cast("hotel.Session", engine.session(clerk.id))


@pytest.fixture
def road() -> Iterator[sales.Session]:
    clock = Clock()
    with crm.open_in_memory(clock=clock) as engine:
        admin = staff(engine, clock).admin
        install(admin, pack("sales"))
        seller = admin.users.create(login="li", display_name="李", roles=["account_manager", "system_administrator"])
        yield cast("sales.Session", engine.session(seller.id))


def test_a_stay_is_typed(desk: hotel.Session) -> None:
    guest = desk.hotel.guest.create(name="王芳", phone="021-5555 0101")
    room = desk.hotel.room.create({"number": "301", "kind": kind(desk), "capacity": 2, "price": cny("388.50")})
    first = dt.date(2026, 3, 2)
    stay = desk.hotel.reservation.create(
        guest=guest, room={"key": "301"}, check_in=first, check_out=first + dt.timedelta(days=2)
    )
    assert stay.room and stay.room.id == room.id and stay.status == "booked"
    assert stay.amount and stay.amount.amount == Decimal("777.00")
    assert stay.free_until and stay.free_until.hour == 10
    desk.hotel.guest.update(guest, id_number="310101", version=guest.version)
    assert desk.hotel.guest.update(guest.id, {"card": "A1"}, clear=["company"]).tier == "none"
    arrived = desk.hotel.reservation.arrive(stay)
    assert desk.hotel.reservation.leave(stay, version=arrived.version).status == "left"
    assert [found.nights for found in desk.with_locale("zh-Hans").hotel.guest.iterate()] == [2]
    said = desk.hotel.suggestion.create(guest=guest, words="早餐再早一点")
    assert desk.hotel.suggestion.adopt(said, answer="谢谢", reward=cny("50")).status == "adopted"
    voucher = desk.hotel.voucher.list({"field": "guest", "is": guest.id})[0]
    other = desk.hotel.reservation.create(guest=guest, room=room, check_in=first, check_out=first + dt.timedelta(days=1))
    assert desk.hotel.voucher.redeem(voucher, {"reservation": other}).reservation
    service = desk.hotel.service.create(name="洗衣")
    desk.hotel.service.delete(service)
    assert desk.hotel.service.aggregate({"measures": [{"count": True}]}).rows == [[0]]
    assert desk.hotel.service.restore(service).name == "洗衣"
    assert desk.hotel.service.history(service)[0].operation == "hotel.service.restore"
    assert {found.object for found in desk.hotel.guest.related(guest, rows=1)} >= {"hotel.reservation", "hotel.voucher"}


def test_mistakes_are_found_before_the_program_runs(desk: hotel.Session) -> None:
    guest = desk.hotel.guest.create(name="王芳", phone="021-5555 0101")
    with pytest.raises(crm.InvalidError):
        desk.hotel.guest.create(name="王芳")  # type: ignore[call-overload]
    with pytest.raises(crm.InvalidError):
        desk.hotel.guest.create({"name": "王芳", "fone": "1"})  # type: ignore[call-overload]
    with pytest.raises(crm.InvalidError):
        desk.hotel.guest.update(guest, stays=3)  # type: ignore[call-overload]
    with pytest.raises(crm.InvalidError):
        desk.hotel.room.create(number=301, kind=kind(desk), capacity=2, price=388.5)  # type: ignore[call-overload]
    with pytest.raises(crm.InvalidError):
        desk.hotel.ballroom.list()  # type: ignore[attr-defined]
    with pytest.raises(crm.InvalidError):
        desk.hotel.reservation.fly(guest)  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        guest.surname  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        guest.name = "李雷"  # type: ignore[misc]
    assert guest.tier != "platinum"  # type: ignore[comparison-overlap]
    assert guest.stays != "0"  # type: ignore[comparison-overlap]


def test_parts_are_typed(road: sales.Session) -> None:
    travel = next(iter(road.dictionary.list(category="expense_kind")))
    claim = road.sales.claim.create(
        reason="上海出差",
        lines=[
            {"date": dt.date(2026, 3, 1), "kind": travel, "amount": cny("12.50")},
            {"date": dt.date(2026, 3, 2), "kind": travel, "amount": cny("7.50"), "remarks": "出租车"},
        ],
    )
    assert claim.lines and claim.total == cny("20.00")
    first, second = claim.lines
    assert second["values"].get("remarks") == "出租车" and first["values"].get("date") == "2026-03-01"
    amount = first["values"].get("amount")
    assert amount and amount["currency"] == "CNY"
    # The whole list: the second is changed and comes first, one is new, the first is gone.
    changed = road.sales.claim.update(
        claim,
        lines=[
            {"id": second["id"], "remarks": None},
            {"date": dt.date(2026, 3, 1), "kind": travel, "amount": cny("1")},
        ],
        version=claim.version,
    )
    assert changed.lines and changed.lines[0]["id"] == second["id"] and changed.lines[0]["values"]["remarks"] is None
    assert changed.total == cny("8.50") and changed.version == 2
    # Beside fields, in one mapping, and an empty list.
    assert road.sales.claim.update(claim, {"reason": "北京出差", "lines": []}).lines_count == 0
    # Lists are without parts, which are listed by themselves.
    assert road.sales.claim.list()[0].parts is None and len(road.sales.claim_line.list()) == 0
    with pytest.raises(AttributeError, match="or parts of that name"):
        road.sales.claim.list()[0].lines
    with pytest.raises(crm.InvalidError) as refused:
        road.sales.claim.create(reason="x", lines=[{"date": dt.date(2026, 3, 1)}])  # type: ignore[typeddict-item]
    assert [field.field for field in refused.value.fields] == ["lines[0].kind", "lines[0].amount"]
    # The area of that name keeps its operations.
    with pytest.raises(crm.ForbiddenError):
        road.sales.push_products([])
