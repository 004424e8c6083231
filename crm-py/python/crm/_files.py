"""What an object is that keeps what is in files, in place of the database."""

from __future__ import annotations

TYPE_CHECKING = False  # That of `typing`, whose import would cost more than this package's.
if TYPE_CHECKING:
    from typing import Protocol
else:
    Protocol = object


class FileStore(Protocol):
    """A store of the host's for what is in files: `crm.open("erp.crm", file_store=store)`.

    Any object with these methods is one. They are called on the thread of the call that needs them, or a scheduler's, with no
    lock of the engine's held; from many threads at once. A key has at most 100 of `0`-`9`, `a`-`f` and `-`, and is never used
    twice; each piece under it but the last has 262144 bytes. What they raise ends the call: it is the cause of a
    `StorageError` whose problem is `file_store`, and nothing is changed.
    """

    def put(self, key: str, piece: int, data: bytes, /) -> object:
        """Keeps a piece for good; one that is there already is replaced."""
        raise NotImplementedError

    def read(self, key: str, piece: int, /) -> bytes | None:
        """A piece as it was put; None where there is none."""
        raise NotImplementedError

    def delete(self, key: str, /) -> object:
        """Deletes all pieces of a key; where there are none, that is done too."""
        raise NotImplementedError
