"""Iterators that page by themselves: for every list that pages, a method beside it that gives record after record.

`list` gets `iterate`, any other list gets `iterate_` and its name.
"""

from __future__ import annotations

import inspect
from typing import Any, Callable, Iterator, List, Tuple

from . import _crm

_PAGE_SIZE = 500


def name_of(method: str) -> str:
    """The name of the iterating method beside a list."""
    return "iterate" if method == "list" else f"iterate_{method}"


def add() -> None:
    """Adds the methods to the classes of the areas."""
    for class_name, method, arguments in _crm._lists():
        area = getattr(_crm, class_name)
        setattr(area, name_of(method), _iterating(area, method, arguments))


def _iterating(area: type, method: str, arguments: List[Tuple[str, bool]]) -> Callable[..., Iterator[Any]]:
    def iterate(self: Any, *given: Any, page_size: int = _PAGE_SIZE, **fields: Any) -> Iterator[Any]:
        # Outside the generator, so that a wrong call fails where it is made.
        signature.bind(self, *given, page_size=page_size, **fields)
        named = dict(zip(names, given), **fields)
        return _records(getattr(self, method), named, page_size)

    names = [name for name, _ in arguments]
    kind = inspect.Parameter
    signature = inspect.Signature(
        [kind("self", kind.POSITIONAL_OR_KEYWORD)]
        + [
            kind(name, kind.POSITIONAL_OR_KEYWORD, default=None if optional else kind.empty)
            for name, optional in arguments
        ]
        + [kind("page_size", kind.KEYWORD_ONLY, default=_PAGE_SIZE), kind("fields", kind.VAR_KEYWORD)]
    )
    iterate.__signature__ = signature  # type: ignore[attr-defined]
    iterate.__name__ = name_of(method)
    iterate.__qualname__ = f"{area.__name__}.{iterate.__name__}"
    iterate.__module__ = "crm"
    doc = (getattr(area, method).__doc__ or "").strip()
    iterate.__doc__ = f"{doc}\n\nGives record after record, fetching `page_size` of them at a time."
    return iterate


def _records(fetch: Callable[..., Any], arguments: dict[str, Any], page_size: int) -> Iterator[Any]:
    after = None
    while True:
        page = fetch(**arguments, page=_crm.PageRequest(after=after, limit=page_size))
        yield from page
        after = page.next
        if after is None:
            return
