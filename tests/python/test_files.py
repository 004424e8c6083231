"""FILE-4: a store of the host's for what is in files."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from pathlib import Path
from typing import Any

import crm
import pytest
from conftest import Clock, Office, staff


class Folder:
    """A folder for each content, a file for each piece."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.raises: Exception | None = None

    def _may(self) -> None:
        if self.raises is not None:
            raise self.raises

    def put(self, key: str, piece: int, data: bytes) -> None:
        self._may()
        assert 0 < len(data) <= 262_144
        (self.root / key).mkdir(parents=True, exist_ok=True)
        (self.root / key / str(piece)).write_bytes(data)

    def read(self, key: str, piece: int) -> bytes | None:
        self._may()
        file = self.root / key / str(piece)
        return file.read_bytes() if file.exists() else None

    def delete(self, key: str) -> None:
        self._may()
        shutil.rmtree(self.root / key, ignore_errors=True)

    def keys(self) -> set[str]:
        return {path.name for path in self.root.iterdir()} if self.root.exists() else set()


def record(office: Office) -> crm.RecordKey:
    return crm.RecordKey(object="opportunity", id=office.opportunity().id)


def test_what_is_in_files_lies_in_the_hosts_store(tmp_path: Path) -> None:
    store, file, clock = Folder(tmp_path / "files"), tmp_path / "erp.crm", Clock()
    content = bytes(range(256)) * 3_000
    with crm.open(file, clock=clock, file_store=store) as engine:
        office = staff(engine, clock)
        on = record(office)
        put = office.ann.files.put(on, {"name": "图纸.bin"}, content)
        upload = office.ann.files.begin(on, {"name": "b.bin", "size": len(content)})
        office.ann.files.append(upload.id, 0, content)
        sent = office.ann.files.finish(upload.id)
        assert sent.sha256 == put.sha256 and len(store.keys()) == 1
        assert office.ann.files.read(put.id) == content
        assert office.ann.files.read(sent.id, offset=262_140, length=8) == content[262_140:262_148]
        assert office.admin.maintenance.check().ok
    # Without the store it can't be read, and with it again it can.
    with crm.open(file, clock=clock) as engine:
        with pytest.raises(crm.StorageError) as refused:
            engine.session(login="ann").files.read(put.id)
        assert refused.value.problem == "no_file_store"
    with crm.open(file, clock=clock, file_store=store) as engine:
        session = engine.session(login="ann")
        assert session.files.read(put.id) == content
        # What it lost is told.
        (store.root / next(iter(store.keys())) / "1").unlink()
        with pytest.raises(crm.StorageError) as refused:
            session.files.read(put.id)
        assert refused.value.problem == "file_missing"
        findings = engine.session(login="admin").maintenance.check().findings
        assert findings == [f"the host's store lacks some of {next(iter(store.keys()))}"]
        for each in (put, sent):
            session.files.delete(each.id)
        clock.now += dt.timedelta(days=7)
        host = engine.session(login="admin").users.create(login="erp", display_name="ERP", roles=["integration"])
        engine.session(host.id).jobs.run_due()
        assert store.keys() == set()


def test_what_a_store_raises_is_the_cause_and_nothing_happened(tmp_path: Path) -> None:
    store, clock = Folder(tmp_path), Clock()
    with crm.open_in_memory(clock=clock, file_store=store) as engine:
        office = staff(engine, clock)
        on = record(office)
        kept = office.ann.files.put(on, {"name": "a"}, b"abc")
        store.raises = OSError("no room")
        calls: list[Any] = [
            lambda: office.ann.files.put(on, {"name": "b"}, b"other"),
            lambda: office.ann.files.read(kept.id),
        ]
        for call in calls:
            with pytest.raises(crm.StorageError) as refused:
                call()
            assert refused.value.problem == "file_store" and refused.value.__cause__ is store.raises
        assert [file.id for file in office.ann.files.list(on)] == [kept.id]
        # An error that is not the store's has no such cause.
        store.raises = None
        with pytest.raises(crm.NotFoundError) as gone:
            office.ann.files.read(on.id)
        assert gone.value.__cause__ is None
        # What is no store says so.
        setattr(store, "read", lambda key, piece: "text")
        with pytest.raises(crm.StorageError) as refused:
            office.ann.files.read(kept.id)
        assert isinstance(refused.value.__cause__, TypeError)


def test_a_store_is_used_from_many_threads(tmp_path: Path) -> None:
    store, clock = Folder(tmp_path / "files"), Clock()
    with crm.open(tmp_path / "erp.crm", clock=clock, file_store=store) as engine:
        office = staff(engine, clock)
        on = record(office)
        wrong: list[BaseException] = []

        def work(number: int) -> None:
            try:
                for turn in range(5):
                    content = f"{number} {turn}".encode() * 1_000
                    put = office.ann.files.put(on, {"name": f"{number}-{turn}"}, content)
                    assert office.manager.files.read(put.id) == content
            except BaseException as error:
                wrong.append(error)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not wrong and len(store.keys()) == 30
