"""Opening and closing, sessions, the clock, listeners, threads."""

from __future__ import annotations

import datetime as dt
import gc
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import Any, cast

import crm
import pytest
from conftest import Clock, Office, held, staff


def test_a_file_keeps_what_was_committed(tmp_path: Path) -> None:
    file = tmp_path / "erp.crm"
    with crm.open(file, time_zone="Europe/Paris", currency="EUR", synchronous="normal", memory_map=True, readers=2) as engine:
        made = staff(engine, Clock()).opportunity()
    with crm.open(str(file)) as engine:
        session = engine.session(login="ann")
        assert session.opportunities.get(made.id) == made
    with crm.open(file, read_only=True) as engine:
        assert engine.read_only
        session = engine.session(login="ANN")
        assert session.opportunities.get(made.id) == made
        with pytest.raises(crm.StorageError) as refused:
            session.opportunities.update(made.id, summary="二期")
        assert refused.value.problem == "read_only"


def test_wrong_options_are_refused(tmp_path: Path) -> None:
    with pytest.raises(crm.InvalidError):
        crm.open_in_memory(time_zone="Atlantis/Capital")
    with pytest.raises(ValueError):
        crm.open(tmp_path / "a.crm", synchronous=cast(Any, "sometimes"))
    with pytest.raises(TypeError):
        crm.open_in_memory(locale=cast(Any, 3))


def test_what_is_closed_is_refused_and_closing_twice_is_not(tmp_path: Path) -> None:
    engine = crm.open(tmp_path / "erp.crm")
    office = staff(engine, Clock())
    with office.ann as session:
        area = session.opportunities
        area.list()
    assert session.closed and not office.manager.closed
    with pytest.raises(crm.StorageError) as refused:
        area.list()
    assert refused.value.problem == "closed"
    session.close()
    engine.close()
    engine.close()
    assert engine.closed and office.manager.closed
    for call in (office.manager.opportunities.list, lambda: engine.session(login="ann"), engine.interrupt):
        with pytest.raises(crm.StorageError):
            cast(Any, call)()
    # The file is closed, so that another may have it for itself.
    assert not (tmp_path / "erp.crm-wal").exists()


def test_a_session_is_named_by_user_or_login(office: Office) -> None:
    ann = office.ann.user
    assert ann is not None
    assert office.engine.session(ann).user == office.engine.session(login="ann").user == ann
    for wrong in ({}, {"user": ann, "login": "ann"}):
        with pytest.raises(TypeError):
            cast(Any, office.engine.session)(**wrong)
    with pytest.raises(crm.NotFoundError):
        office.engine.session(uuid.uuid4())


def test_a_session_has_a_language(office: Office) -> None:
    assert office.ann.locale == "en"
    chinese = office.ann.with_locale("zh-Hans")
    assert chinese.locale == crm.Locale.ZH_HANS and chinese.user == office.ann.user
    assert office.engine.session(login="ann", locale="zh-Hans").locale == "zh-Hans"
    assert {label.text for label in chinese.meta.labels()} != {label.text for label in office.ann.meta.labels()}


def test_the_clock_is_the_hosts(office: Office) -> None:
    assert office.opportunity().created_at == office.clock.now
    office.clock.now += dt.timedelta(days=1)
    assert office.opportunity().created_at == office.clock.now


def test_an_exception_of_the_clock_is_the_callers_and_nothing_happened(office: Office) -> None:
    office.clock.now = cast(Any, "noon")
    with pytest.raises(TypeError):
        office.opportunity()
    office.clock.now = dt.datetime(2026, 3, 3, tzinfo=dt.timezone.utc)
    assert office.opportunity().number == 1


def test_a_clock_that_cannot_be_right_ends_the_call(office: Office) -> None:
    office.clock.now = dt.datetime(1970, 1, 21, tzinfo=dt.timezone.utc)
    with pytest.raises(crm.ClockError) as refused:
        office.opportunity()
    assert refused.value.at.startswith("1970-01-21")
    assert refused.value.number == 13
    with crm.open_in_memory(clock=lambda: office.clock.now, any_time=True) as engine:
        assert staff(engine, office.clock).opportunity().created_at == office.clock.now


def test_a_clock_that_calls_the_engine_has_the_systems_time_there() -> None:
    inner: list[crm.Opportunity] = []
    within: list[crm.Session] = []

    def now() -> dt.datetime:
        for session in within:
            made = session.opportunities.create(
                customer_name="内", success_probability=1, summary="x", description="x"
            )
            inner.append(made)
        return dt.datetime(2031, 5, 6, tzinfo=dt.timezone.utc)

    with crm.open_in_memory(clock=now) as engine:
        session = engine.session(engine.bootstrap("han", "韩梅梅", ["account_manager"]))
        within.append(session)
        outer = session.opportunities.create(customer_name="外", success_probability=1, summary="x", description="x")
        within.clear()
        assert outer.created_at == dt.datetime(2031, 5, 6, tzinfo=dt.timezone.utc)
        assert [made.created_at.year == 2031 for made in inner] == [False]


def test_a_path_that_must_exist(tmp_path: Path) -> None:
    with pytest.raises(crm.StorageError) as refused:
        crm.open(tmp_path / "mistyped.crm", must_exist=True)
    assert refused.value.problem == "missing"
    assert list(tmp_path.iterdir()) == []


OWN_SQLITE = """
import sqlite3, sys
import crm

file = sys.argv[1]
engine = crm.open(file)
session = engine.session(engine.bootstrap("han", "韩梅梅", ["account_manager"]))

def create():
    session.opportunities.create(customer_name="华东", success_probability=1, summary="x", description="x")

create()
# Python's own SQLite, on the same file, in the same process.
own = sqlite3.connect(file)
assert own.execute("SELECT count(*) FROM opportunities").fetchone() == (1,)
own.close()
try:
    create()
    print("confirmed")
except crm.StorageError as error:
    print(error.problem)
engine.close()
with crm.open(file) as engine:
    assert len(engine.session(login="han").opportunities.list().items) == 1
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems can't tell")
def test_another_sqlite_in_the_program_is_noticed_before_anything_is_lost(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OWN_SQLITE, str(tmp_path / "erp.crm")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "lock_lost\n"), done.stderr


def test_listeners_hear_of_commits_only(office: Office) -> None:
    heard: list[crm.ChangeEvent] = []
    with office.engine.on_change(heard.append) as listener:
        opportunity = office.opportunity()
        office.ann.opportunities.list()
        with pytest.raises(crm.NotFoundError):
            office.ann.opportunities.get(uuid.uuid4())
        assert [(e.operation, e.user, [(r.entity, r.id, r.action) for r in e.records]) for e in heard] == [
            ("opportunities.create", office.ann.user, [("opportunity", opportunity.id, crm.Action.CREATED)])
        ]
        assert listener.remove() and not listener.remove()
        office.opportunity()
    assert len(heard) == 1


def test_a_listener_that_raises_harms_nobody(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    unraisable: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", unraisable.append)
    heard: list[crm.ChangeEvent] = []

    def careless(event: crm.ChangeEvent) -> None:
        raise RuntimeError(event.operation)

    office.engine.on_change(careless)
    office.engine.on_change(heard.append)
    opportunity = office.opportunity()
    assert office.ann.opportunities.get(opportunity.id) == opportunity
    assert len(heard) == 1
    assert [(type(u.exc_value), str(u.exc_value), u.object) for u in unraisable] == [
        (RuntimeError, "opportunities.create", careless)
    ]


def test_a_listener_may_call_the_engine_and_even_close_it(office: Office) -> None:
    seen: list[int] = []

    def react(event: crm.ChangeEvent) -> None:
        seen.append(len(office.manager.opportunities.list()))
        office.engine.close()

    office.engine.on_change(react)
    office.opportunity()
    assert seen == [1] and office.engine.closed


def test_a_scheduler_runs_until_it_is_stopped_or_the_engine_closed(office: Office) -> None:
    heard: list[str] = []
    office.engine.on_change(lambda event: heard.append(event.operation))
    with office.engine.start_scheduler() as scheduler:
        scheduler.wake()
    scheduler.stop()
    scheduler.wake()
    office.engine.start_scheduler()
    office.engine.close()
    # One that is forgotten with its engine must not keep the interpreter from ending.
    engine = crm.open_in_memory(clock=Clock())
    engine.on_change(lambda event: None)
    engine.start_scheduler()
    del engine
    gc.collect()


def test_a_feed_of_the_hosts_is_pulled(office: Office) -> None:
    integration = office.admin.users.create(login="erp", display_name="ERP", roles=["integration"])
    session = office.engine.session(integration.id)
    asked: list[str | None] = []

    def source(cursor: str | None) -> crm.SalesChanges:
        asked.append(cursor)
        return crm.SalesChanges(next_cursor=f"{len(asked)}", more=len(asked) < 3)

    pulled = session.pull_sales("erp", source)
    assert (asked, pulled.batches, pulled.cursor) == ([None, "1", "2"], 3, "3")

    def broken(cursor: str | None) -> crm.SalesChanges:
        raise LookupError(cursor)

    with pytest.raises(LookupError, match="3"):
        session.pull_sales("erp", broken)


def test_only_a_callable_listens(office: Office) -> None:
    with pytest.raises(TypeError):
        office.engine.on_change(cast(Any, "me"))


def test_eight_threads_share_one_engine(tmp_path: Path) -> None:
    with crm.open(tmp_path / "erp.crm", synchronous="normal") as engine:
        office = staff(engine, Clock())
        failures: list[BaseException] = []

        def work(name: str) -> None:
            try:
                for i in range(20):
                    made = office.ann.opportunities.create(
                        customer_name=f"{name}-{i}", success_probability=i, summary="s", description="d"
                    )
                    assert office.ann.opportunities.get(made.id) == made
                    office.ann.opportunities.list(customer_name=name)
            except BaseException as failure:
                failures.append(failure)

        threads = [threading.Thread(target=work, args=(f"线程{i}",)) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert len(list(office.ann.opportunities.iterate())) == 160


def test_the_interpreter_goes_on_while_a_call_waits(tmp_path: Path) -> None:
    with crm.open(tmp_path / "erp.crm", synchronous="normal") as engine:
        office = staff(engine, Clock())
        with held(tmp_path / "erp.crm"):
            # The write waits in the engine: if it kept the GIL, this thread would stand still.
            thread = threading.Thread(target=office.opportunity)
            thread.start()
            turns = 0
            began = time.monotonic()
            while time.monotonic() - began < 0.3:
                turns += 1
            assert thread.is_alive() and turns > 1_000
        thread.join()
        assert len(office.ann.opportunities.list()) == 1


def test_a_session_outlives_the_handle_of_its_engine() -> None:
    def begin() -> crm.Session:
        return staff(crm.open_in_memory(), Clock()).ann

    session = begin()
    gc.collect()
    assert len(session.opportunities.list()) == 0


def test_what_is_forgotten_is_let_go(tmp_path: Path) -> None:
    for _ in range(20):
        engine = crm.open(tmp_path / "erp.crm")
        del engine
    gc.collect()
    assert not (tmp_path / "erp.crm-wal").exists()


def test_a_session_has_a_patience_of_its_own(office: Office) -> None:
    hurried = office.ann.with_time_limit(dt.timedelta(0))
    with pytest.raises(crm.CallInterruptedError):
        hurried.opportunities.list()
    office.ann.interrupt()  # nothing is under way
    assert hurried.with_time_limit(None).opportunities.list().items == ()
