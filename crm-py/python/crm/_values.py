"""Values of a record's fields by their names, as attributes too."""

from __future__ import annotations

TYPE_CHECKING = False  # That of `typing`, whose import would cost more than this package's.
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    _Dict = dict[str, Any]
else:
    _Dict = dict


class Values(_Dict):
    """Values by their names: `record.values["amount"]`, `record.values.amount`.

    A field with the name of a method of dictionaries (`items`, `keys`) is reached in brackets alone.
    """

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"there is no value {name!r}") from None

    def __dir__(self) -> Iterable[str]:
        return [*super().__dir__(), *self]
