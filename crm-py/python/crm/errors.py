"""The exceptions of the engine: a class for each error code, all derived from `CrmError`."""

from __future__ import annotations

from . import _crm

TYPE_CHECKING = False  # That of `typing`, whose import would cost more than this package's.
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "CrmError",
    "InvalidError",
    "NotFoundError",
    "ConflictError",
    "IllegalTransitionError",
    "ForbiddenError",
    "UnknownOperationError",
    "LoginFailedError",
    "BusyError",
    "FeedFailedError",
    "CallInterruptedError",
    "ClockError",
    "StorageError",
    "BugError",
]


class CrmError(Exception):
    """Why a call was refused or failed."""

    code: str = ""
    """The stable code of the error, `not_found`."""
    number: int = 0
    """The stable number of the error."""
    _json: str = ""

    def text(self, locale: _crm._Locale = "en") -> str:
        """The error as a sentence for people, in English or, for "zh-Hans", in Chinese."""
        return _crm._error_text(self._json, _crm.Locale(locale)) if self._json else str(self)


class InvalidError(CrmError):
    """Arguments break a rule; every offending field is listed. Correct them and call again."""

    fields: tuple[_crm.FieldError, ...] = ()
    """The offending fields, in the order of the arguments."""


class NotFoundError(CrmError):
    """The record does not exist (any more)."""

    entity: str = ""
    """The kind of record, `opportunity`."""
    id: str = ""
    """The id that was asked for."""


class ConflictError(CrmError):
    """The record is not as the caller assumed: a stale version, an id that is taken, a record in use."""

    entity: str = ""
    """The kind of record."""
    id: str = ""
    """The record's id."""
    reason: str = ""
    """A stable code: `stale_version`, `id_taken`, `in_use` and so on."""
    hits: tuple[_crm.DuplicateHit, ...] = ()
    """The records that it may be the same as, where the reason is `duplicate`, at most 20."""
    limit: int | None = None
    """The number that was passed, where there is one: how many records somebody may have."""
    until: str | None = None
    """The instant at which it is no more in the way, where that is known."""


class IllegalTransitionError(CrmError):
    """The operation is not possible in the record's present state."""

    from_: str = ""
    """The state the record is in."""
    operation: str = ""
    """The operation that was refused."""


class ForbiddenError(CrmError):
    """The acting user may not do this."""

    operation: str = ""
    """The operation that was refused."""
    reason: str = ""
    """A stable code: `no_permission`, `not_yours`, `disabled`."""


class UnknownOperationError(CrmError):
    """There is no such operation in this version."""

    operation: str = ""
    """The name that was called."""


class LoginFailedError(CrmError):
    """Login name, password and code do not match, the code is wanting, or the login is locked."""

    reason: str = ""
    """A stable code: `wrong_credentials`, `code_required`, `locked`."""


class BusyError(CrmError):
    """Others were in the way for longer than five seconds. Nothing changed; call again."""


class FeedFailedError(CrmError):
    """A sales feed of the host could not answer, or answered nonsense. What it delivered before is here."""

    detail: str = ""
    """What went wrong, in the feed's words."""


class CallInterruptedError(CrmError):
    """The call was interrupted by the host. Nothing changed."""


class ClockError(CrmError):
    """The clock gives an instant that can't be right. Nothing changed; set it, or open with `any_time=True`."""

    at: str = ""
    """What it says."""


class StorageError(CrmError):
    """The database could not be read or written."""

    problem: str = ""
    """A stable code: `io`, `full`, `corrupt`, `newer`, `not_a_database`, `read_only`, `closed` and so on."""


class BugError(CrmError):
    """A defect of the engine; nothing changed. Please report it with the detail."""

    detail: str = ""
    """What was found, for the report."""


_BY_CODE = {
    "invalid": InvalidError,
    "not_found": NotFoundError,
    "conflict": ConflictError,
    "illegal_transition": IllegalTransitionError,
    "forbidden": ForbiddenError,
    "unknown_operation": UnknownOperationError,
    "login_failed": LoginFailedError,
    "busy": BusyError,
    "feed_failed": FeedFailedError,
    "interrupted": CallInterruptedError,
    "clock": ClockError,
    "storage": StorageError,
    "bug": BugError,
}


def _make(code: str, number: int, text: str, details: dict[str, Any], json: str) -> CrmError:
    """The exception for an error of the engine."""
    error = _BY_CODE.get(code, CrmError)(text)
    error.code = code
    error.number = number
    error._json = json
    for name, value in details.items():
        setattr(error, "from_" if name == "from" else name, value)
    return error
