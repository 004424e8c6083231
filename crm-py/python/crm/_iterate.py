"""Iterators that page by themselves: for every list that pages, a method beside it that gives record after record.

`list` gets `iterate`, any other list gets `iterate_` and its name. `following` does it for whatever has a `next`.
"""

from __future__ import annotations

from . import _crm

TYPE_CHECKING = False  # That of `typing`, whose import would cost more than this package's.
if TYPE_CHECKING:
    from typing import Any, Callable, Iterator, Optional, Protocol, TypeVar

    class _GoesOn(Protocol):
        @property
        def next(self) -> Optional[str]: ...

    _Answer = TypeVar("_Answer", bound=_GoesOn)

# A function with the arguments of the list; as text, since only that gives it a true signature.
_SOURCE = """
def {name}(self, {parameters}*, page_size=500, **more):
    return _records(self.{method}, dict({arguments}), more, page_size)
"""


def name_of(method: str) -> str:
    """The name of the iterating method beside a list."""
    return "iterate" if method == "list" else f"iterate_{method}"


def following(fetch: Callable[[Optional[str]], _Answer]) -> Iterator[_Answer]:
    """Answer after answer of a call that goes on behind `after`, fetched when it is reached: a long plan, a page.

    for plan in crm.following(lambda after: session.plans.get(opportunity.id, after=after)):
        for item in plan.items: ...
    """
    after = None
    while True:
        answer = fetch(after)
        yield answer
        after = answer.next
        if after is None:
            return


def add() -> None:
    """Adds the methods to the classes of the areas."""
    for class_name, method, arguments in _crm._lists():
        area = getattr(_crm, class_name)
        setattr(area, name_of(method), _iterating(area, method, arguments))


def _iterating(area: type, method: str, arguments: list[tuple[str, bool]]) -> Callable[..., Iterator[Any]]:
    source = _SOURCE.format(
        name=name_of(method),
        method=method,
        parameters="".join(f"{name}=None, " if optional else f"{name}, " for name, optional in arguments),
        arguments=", ".join(f"{name}={name}" for name, _ in arguments),
    )
    names: dict[str, Any] = {"_records": _records}
    exec(source, names)
    iterate: Callable[..., Iterator[Any]] = names[name_of(method)]
    iterate.__qualname__ = f"{area.__name__}.{iterate.__name__}"
    iterate.__module__ = "crm"
    doc = (getattr(area, method).__doc__ or "").strip()
    iterate.__doc__ = f"{doc}\n\nGives record after record, fetching `page_size` of them at a time."
    return iterate


def _records(
    fetch: Callable[..., Any], arguments: dict[str, Any], more: dict[str, Any], page_size: int
) -> Iterator[Any]:
    after = None
    while True:
        page = fetch(**arguments, **more, page=_crm.PageRequest(after=after, limit=page_size))
        yield from page
        after = page.next
        if after is None:
            return
