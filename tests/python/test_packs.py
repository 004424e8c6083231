"""OBJ-6: what packs define, by its names."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import crm
import pytest

from conftest import Clock, Office, staff

ROOT = Path(__file__).parents[2]


def pack(name: str) -> dict[str, Any]:
    printed = subprocess.run([sys.executable, ROOT / "tests" / "packs.py", name], capture_output=True, check=True)
    document: dict[str, Any] = json.loads(printed.stdout)
    return document


def install(admin: crm.Session, document: dict[str, Any]) -> None:
    plan = admin.packs.plan(document)
    assert not plan.refusals
    admin.packs.apply(document, plan.digest)


@pytest.fixture
def desk() -> Iterator[crm.Session]:
    """Somebody at the reception of a hotel, on 2 March 2026, with all rights of the pack and the dictionary."""
    clock = Clock()
    with crm.open_in_memory(clock=clock) as engine:
        admin = staff(engine, clock).admin
        install(admin, pack("hotel"))
        clerk = admin.users.create(login="clerk", display_name="前台", roles=["hotel.manager", "system_administrator"])
        yield engine.session(clerk.id)


def kind(desk: crm.Session) -> crm.DictionaryEntry:
    return next(iter(desk.dictionary.list(category="room_kind")))


def room(desk: crm.Session, number: str = "301") -> crm.ObjectRecord:
    price = crm.Money(amount=Decimal("388.50"), currency="CNY")
    return desk.hotel.room.create(number=number, kind=kind(desk), capacity=2, price=price)


def stay(desk: crm.Session, nights: int = 2) -> crm.ObjectRecord:
    guest = desk.hotel.guest.create(name="王芳", phone="021-5555 0101", id_number="310101")
    first = dt.date(2026, 3, 2)
    return desk.hotel.reservation.create(
        guest=guest, room=room(desk), check_in=first, check_out=first + dt.timedelta(days=nights)
    )


def test_fields_are_keywords_and_values_are_attributes(desk: crm.Session) -> None:
    made = stay(desk)
    assert made.values.amount == made.amount == crm.Money(amount=Decimal("777.00"), currency="CNY")
    assert made.check_in == made.values["check_in"] == dt.date(2026, 3, 2)
    assert made.free_until == dt.datetime(2026, 3, 1, 10, tzinfo=dt.timezone.utc)
    assert (made.nights, made.guests, made.forfeited) == (2, 1, None)
    assert (made.guest.object, made.guest.title, made.clerk.id) == ("hotel.guest", "王芳", desk.user)
    # What every record has is its own, and comes first.
    assert (made.status, made.object, made.version) == ("booked", "hotel.reservation", 1)
    with pytest.raises(AttributeError, match="no value 'nothing'"):
        made.values.nothing
    with pytest.raises(AttributeError, match="'nothing'"):
        made.nothing
    assert not hasattr(made, "_private")
    assert desk.hotel.reservation.get(made) == desk.hotel.reservation.get(made.id) == made
    assert crm.ObjectRecord.from_json(made.to_json()).id == made.id
    assert isinstance(made.asdict()["values"], dict)


def test_actions_are_methods(desk: crm.Session) -> None:
    made = stay(desk)
    arrived = desk.hotel.reservation.arrive(made.id)
    assert arrived.status == "arrived"
    with pytest.raises(crm.IllegalTransitionError):
        desk.hotel.reservation.cancel(made)
    left = desk.hotel.reservation.leave(made, version=arrived.version)
    assert left.status == "left"
    with pytest.raises(crm.ConflictError):
        desk.hotel.reservation.leave(made, version=1)
    # With the fields that an action takes, as keywords or in one mapping.
    guest = made.guest
    for given, more in (({"answer": "谢谢", "reward": {"amount": "50", "currency": "CNY"}}, {}), (None, {"answer": "好"})):
        said = desk.hotel.suggestion.create(guest=guest, words="早餐再早一点")
        if given:
            adopted = desk.hotel.suggestion.adopt(said, given, **more)
            assert (adopted.status, adopted.reward.amount) == ("adopted", Decimal("50.00"))
        else:
            assert desk.hotel.suggestion.decline(said, **more).answer == "好"


def test_records_are_created_once_by_the_callers_id(desk: crm.Session) -> None:
    own = uuid.UUID("018f0000-0000-7000-8000-000000000001")
    fields = {"name": "王芳", "phone": "021-5555 0101"}
    made = desk.hotel.guest.create(fields, id=own)
    assert made.id == own
    assert desk.hotel.guest.create(id=own, **fields) == made
    with pytest.raises(crm.ConflictError):
        desk.hotel.guest.create(id=own, name="李雷", phone="021-5555 0101")
    with pytest.raises(TypeError, match="'phone' beside the mapping"):
        desk.hotel.guest.create({"name": "王芳"}, phone="021-5555 0101")
    batch = desk.hotel.guest.create_many([fields, {"name": "李雷"}], per_record=True)
    assert (batch.created, batch.refused) == (1, 1)


def test_records_are_listed_changed_and_deleted(desk: crm.Session) -> None:
    first, second = room(desk, "301"), room(desk, "302")
    page = desk.hotel.room.list({"field": "kind", "is": kind(desk)}, ["number"], ["number", "kind.category"], {"limit": 1})
    assert [dict(found.values) for found in page] == [{"number": "301", "kind.category": "room_kind"}]
    assert page.next
    assert [found.values.number for found in desk.hotel.room.iterate(sort=["-number"], page_size=1)] == ["302", "301"]
    table = desk.hotel.room.aggregate({"measures": [{"count": True}, {"sum": "price"}]})
    assert [column.name for column in table.columns] == ["count", "price.sum"]
    changed = desk.hotel.room.update(first, capacity=3, version=first.version)
    assert (changed.capacity, changed.version) == (3, 2)
    with pytest.raises(crm.ConflictError):
        desk.hotel.room.update(first.id, {"capacity": 4}, version=1)
    guest = desk.hotel.guest.create(name="王芳", phone="021-5555 0101", card="A1")
    assert desk.hotel.guest.update(guest, clear=["card"], name="王芳芳").values.card is None
    assert desk.hotel.room.history(first, {"limit": 1}).items[0].operation == "hotel.room.update"
    assert not desk.hotel.room.related(first.id, rows=1)
    desk.hotel.room.delete(second)
    assert desk.hotel.room.restore(second).id == second.id
    desk.hotel.room.delete(second)
    with pytest.raises(crm.NotFoundError):
        desk.hotel.room.get(second.id)


def test_what_is_wrong_is_said_by_the_engine(desk: crm.Session) -> None:
    with pytest.raises(crm.InvalidError) as refused:
        desk.hotel.room.create(number=301, price=388.5, wings=2)
    assert {field.field: field.code for field in refused.value.fields} == {
        "number": "type",
        "price": "type",
        "wings": "unknown_field",
        "kind": "required",
        "capacity": "required",
    }
    with pytest.raises(crm.InvalidError, match="no kind of record"):
        desk.hotel.ballroom.list()
    made = stay(desk)
    with pytest.raises(crm.InvalidError) as refused:
        desk.hotel.reservation.fly(made)
    assert [(field.field, field.code) for field in refused.value.fields] == [("action", "unknown_value")]


def test_what_is_no_pack_is_no_attribute(desk: crm.Session, office: Office) -> None:
    for name in ("motel", "_hotel", "__wrapped__"):
        with pytest.raises(AttributeError, match="'Session' object has no attribute"):
            getattr(desk, name)
    assert not hasattr(office.ann, "hotel")
    assert repr(desk.hotel) == "<crm.PackCalls hotel>"
    assert repr(desk.hotel.room) == "<crm.ObjectCalls of hotel.room>"
    assert not hasattr(desk.hotel, "_x") and not hasattr(desk.hotel.room, "_x")
    with pytest.raises(AttributeError, match="'Sales' object has no attribute 'room'"):
        desk.sales.room
    desk.close()
    with pytest.raises(crm.StorageError):
        desk.hotel


# OBJ-3: a pack may bear the name of an area; the session's attribute has both.
def test_a_pack_with_the_name_of_an_area_stands_beside_it(office: Office) -> None:
    fields = {"name": {"type": "text", "required": True}}
    document = {
        "pack": "sales",
        "version": 1,
        "language": 1,
        "title": "Sales",
        "objects": {"region_note": {"title": "name", "fields": fields}},
        "roles": {"sales.clerk": ["sales.region_note"]},
    }
    install(office.admin, document)
    clerk = office.admin.users.create(login="clerk", display_name="文员", roles=["sales.clerk"])
    session = office.engine.session(clerk.id)
    assert session.sales.region_note.create(name="华东").name == "华东"
    with pytest.raises(crm.ForbiddenError):
        session.sales.push_products([])
    with pytest.raises(AttributeError):
        session.customers.region_note
