import builtins as _builtins
import datetime as _datetime
import decimal as _decimal
import uuid as _uuid
from collections.abc import Iterator as _Iterator
from collections.abc import Mapping as _Mapping
from collections.abc import Sequence as _Sequence
from typing import Any as _Any
from typing import Literal as _Literal
from typing import Protocol as _Protocol
from typing import TypedDict as _TypedDict
from typing import overload as _overload

import crm as _crm
from typing_extensions import NotRequired as _NotRequired
from typing_extensions import TypeAlias as _TypeAlias

_Text: _TypeAlias = str
_Integer: _TypeAlias = int
_Boolean: _TypeAlias = bool
_Decimal: _TypeAlias = _decimal.Decimal
_Money: _TypeAlias = _crm.Money
_Date: _TypeAlias = _datetime.date
_Instant: _TypeAlias = _datetime.datetime

class _Identified(_Protocol):
    @_builtins.property
    def id(self) -> _uuid.UUID: ...

_Id: _TypeAlias = _uuid.UUID | _Text | _Identified
_Key = _TypedDict("_Key", {"key": _Text})
# A record that is referred to: by its id, as it was got, or by the field that is the key of its object.
_Ref: _TypeAlias = _uuid.UUID | _Identified | _Key
_Clear: _TypeAlias = _Sequence[_Text]
_Fields: _TypeAlias = _Mapping[_Text, _Any]
_Asked = _TypedDict(
    "_Asked", {"after": _NotRequired[_Text], "limit": _NotRequired[_Integer], "count": _NotRequired[_Boolean]}
)
_Page: _TypeAlias = _crm.PageRequest | _Asked
# Values of parts stand in them as they do in JSON.
_MoneyTold = _TypedDict("_MoneyTold", {"amount": _Text, "currency": _Text})
_RefTold = _TypedDict("_RefTold", {"object": _Text, "id": _Text, "title": _Text | None})

class _Record:
    @_builtins.property
    def object(self) -> _Text: ...
    @_builtins.property
    def id(self) -> _uuid.UUID: ...
    @_builtins.property
    def version(self) -> _Integer: ...
    @_builtins.property
    def number(self) -> _Text | None: ...
    @_builtins.property
    def state_since(self) -> _Instant | None: ...
    @_builtins.property
    def title(self) -> _Text: ...
    @_builtins.property
    def creator(self) -> _crm.ObjectRef | None: ...
    @_builtins.property
    def created_at(self) -> _Instant | None: ...
    @_builtins.property
    def values(self) -> _crm.Values: ...
    @_builtins.property
    def parts(self) -> dict[_Text, _Any] | None: ...
    @_builtins.property
    def withheld(self) -> list[_Text]: ...
    def asdict(self) -> dict[_Text, _Any]: ...
    def to_json(self) -> _Text: ...
