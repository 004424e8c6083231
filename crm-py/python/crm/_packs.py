"""What packs define, by its names: `session.hotel.reservation.arrive(id)`.

These are the calls of `session.objects` with the object filled in, and no more: what may be called, and with which
fields, the engine says.
"""

from __future__ import annotations

import operator

from . import _crm, _iterate

TYPE_CHECKING = False  # That of `typing`, whose import would cost more than this package's.
if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any, Callable, Optional, Union

    _Id = Union[uuid.UUID, str, "_crm.ObjectRecord", "_crm.ObjectRef"]
    _Fields = Mapping[str, Any]
    _Page = Union["_crm.PageRequest", "_crm.PageRequestFields"]


class PackCalls:
    """A pack: its objects are attributes, `session.hotel.room`."""

    __slots__ = ("_name", "_session")

    def __init__(self, session: _crm.Session, name: str) -> None:
        self._session = session
        self._name = name

    def __getattr__(self, name: str) -> ObjectCalls:
        if name.startswith("_"):
            raise AttributeError(name)
        return ObjectCalls(self._session, f"{self._name}.{name}")

    def __repr__(self) -> str:
        return f"<crm.PackCalls {self._name}>"


class ObjectCalls:
    """The records of an object. Its actions are attributes: `session.hotel.reservation.arrive(id)`.

    Fields are keywords, or stand in one mapping. A record stands for its id wherever an id is wanted. What no object
    or action is called is refused by the engine, as an `InvalidError` (`unknown_object`, `unknown_value`).
    """

    __slots__ = ("_object", "_session")

    def __init__(self, session: _crm.Session, object: str) -> None:
        self._session = session
        self._object = object

    def create(self, new: Optional[_Fields] = None, /, *, id: Optional[_Id] = None, **fields: Any) -> _crm.ObjectRecord:
        """Creates a record: `create(name="王芳", phone="021-5555")`. `id` is the caller's own, a UUIDv7."""
        return self._session.objects.create(self._object, _merged(new, fields), _key(id))

    def create_many(self, records: Sequence[_Fields], *, per_record: bool = False) -> _crm.ObjectBatch:
        """Creates many records: all of them, or with `per_record` each that can be."""
        return self._session.objects.create_many(self._object, records, per_record)

    def get(self, id: _Id) -> _crm.ObjectRecord:
        """Gives a record."""
        return self._session.objects.get(self._object, _key(id))

    def list(
        self,
        filter: Optional[_Fields] = None,
        sort: Optional[Sequence[str]] = None,
        fields: Optional[Sequence[str]] = None,
        page: Optional[_Page] = None,
    ) -> _crm.Page[_crm.ObjectRecord]:
        """Lists records, newest first where `sort` names no other order."""
        return self._session.objects.list(self._object, filter, sort, fields, page)

    def iterate(
        self,
        filter: Optional[_Fields] = None,
        sort: Optional[Sequence[str]] = None,
        fields: Optional[Sequence[str]] = None,
        *,
        page_size: int = 500,
    ) -> Iterator[_crm.ObjectRecord]:
        """Gives record after record, fetching `page_size` of them at a time."""
        arguments = {"filter": filter, "sort": sort, "fields": fields}
        return _iterate._records(self.list, arguments, {}, page_size)

    def aggregate(self, query: _Fields) -> _crm.ObjectTable:
        """Counts, sums and compares records."""
        return self._session.objects.aggregate(self._object, query)

    def update(
        self,
        id: _Id,
        changes: Optional[_Fields] = None,
        /,
        *,
        clear: Optional[Sequence[str]] = None,
        version: Optional[int] = None,
        **fields: Any,
    ) -> _crm.ObjectRecord:
        """Changes fields of a record, and empties those in `clear`. With the `version` that the caller saw it is
        refused where the record was changed since. A field that is called `clear` stands in `changes`.

        A list is the whole list of the record's parts of that name: those with an `id` are changed, others added, and
        missing ones removed.
        """
        given = _merged(changes, fields)
        # No field is a list.
        parts = {name: value for name, value in given.items() if isinstance(value, (list, tuple))}
        values = {name: value for name, value in given.items() if name not in parts}
        update = _crm.ObjectUpdate(values=values, clear=clear, parts=parts or None, version=version)
        return self._session.objects.update(self._object, _key(id), update)

    def delete(self, id: _Id, version: Optional[int] = None) -> None:
        """Deletes a record."""
        self._session.objects.delete(self._object, _key(id), version)

    def restore(self, id: _Id) -> _crm.ObjectRecord:
        """Brings a deleted record back."""
        return self._session.objects.restore(self._record(id))

    def history(self, id: _Id, page: Optional[_Page] = None) -> _crm.Page[_crm.HistoryChange]:
        """Tells what happened to a record, newest first."""
        return self._session.objects.history(self._record(id), page)

    def related(self, id: _Id, rows: Optional[int] = None) -> Sequence[_crm.Related]:
        """Tells what refers to a record: how many, and the titles of the newest."""
        return self._session.objects.related(self._record(id), rows)

    def _record(self, id: _Id) -> _crm.RecordKey:
        return _crm.RecordKey(object=self._object, id=_key(id))

    def __getattr__(self, action: str) -> Callable[..., _crm.ObjectRecord]:
        if action.startswith("_"):
            raise AttributeError(action)

        def act(
            id: _Id, given: Optional[_Fields] = None, /, *, version: Optional[int] = None, **fields: Any
        ) -> _crm.ObjectRecord:
            return self._session.objects.act(self._object, _key(id), action, _merged(given, fields), version)

        act.__name__ = action
        act.__qualname__ = f"{self._object}.{action}"
        return act

    def __repr__(self) -> str:
        return f"<crm.ObjectCalls of {self._object}>"


def _merged(given: Optional[_Fields], fields: dict[str, Any]) -> _Fields:
    if given is None:
        return fields
    if fields:
        raise TypeError(f"got {next(iter(fields))!r} beside the mapping of fields it belongs into")
    return given


def _key(id: Any) -> Any:
    return getattr(id, "id", id)


def _pack(session: _crm.Session, owner: Any, name: str) -> str:
    """The name, where a pack is called that."""
    if not name.startswith("_") and any(pack.name == name for pack in session.packs.list()):
        return name
    raise AttributeError(f"{type(owner).__name__!r} object has no attribute {name!r}")


def _of_session(self: _crm.Session, name: str, /) -> PackCalls:
    return PackCalls(self, _pack(self, self, name))


def _of_area(area: str) -> Callable[[Any, str], ObjectCalls]:
    """A pack with the name of an area has its objects beside the area's operations."""

    def of_area(self: Any, name: str, /) -> ObjectCalls:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            _pack(self._session, self, area)
        except AttributeError:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}") from None
        return ObjectCalls(self._session, f"{area}.{name}")

    return of_area


def _of_record(self: _crm.ObjectRecord, name: str, /) -> Any:
    if not name.startswith("_"):
        for held in (self.values, self.parts or {}):
            if name in held:
                return held[name]
    raise AttributeError(f"'ObjectRecord' object has no attribute {name!r}, and no value or parts of that name")


def add() -> None:
    """Adds packs to sessions and areas, and values and parts to records as attributes."""
    classes: Any = _crm
    classes.Session.__getattr__ = _of_session
    classes.ObjectRecord.__getattr__ = _of_record
    # Words of the language have a line behind them.
    for of, word in ((classes.PackStep, "class"), (classes.ObjectAction, "from"), (classes.PackRename, "from")):
        setattr(of, f"{word}_", property(operator.attrgetter(word), doc=of.__dict__[word].__doc__))
    for area, class_name in _crm._areas():
        getattr(_crm, class_name).__getattr__ = _of_area(area)
