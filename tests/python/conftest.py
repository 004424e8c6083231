"""A small office to tell stories in: an engine in memory with a clock that stands still, and a user of each role."""

from __future__ import annotations

import contextlib
import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import crm
import pytest


class Clock:
    """A clock that stands still until told; a Monday morning in Shanghai at first."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 2, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))

    def __call__(self) -> dt.datetime:
        return self.now


@dataclass
class Office:
    engine: crm.Crm
    clock: Clock
    admin: crm.Session
    manager: crm.Session
    ann: crm.Session
    stranger: crm.Session

    def opportunity(self, customer_name: str = "华东精密机械") -> crm.Opportunity:
        return self.ann.opportunities.create(
            customer_name=customer_name, success_probability=60, summary="数控机床 12 台", description="年底前更换旧设备"
        )


def staff(engine: crm.Crm, clock: Clock) -> Office:
    admin = engine.session(engine.bootstrap("admin", "管理员", ["system_administrator"]))

    def hire(login: str, name: str, *roles: str) -> crm.Session:
        return engine.session(admin.users.create(login=login, display_name=name, roles=roles).id)

    return Office(
        engine,
        clock,
        admin,
        hire("han.meimei", "韩梅梅", "sales_manager"),
        hire("ann", "安娜", "account_manager"),
        hire("stranger", "路人"),
    )


@pytest.fixture
def office() -> Iterator[Office]:
    clock = Clock()
    with crm.open_in_memory(clock=clock) as engine:
        yield staff(engine, clock)


HOLD = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def held(file: Path) -> Iterator[None]:
    """While another process holds the database for writing."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin and process.stdout and process.stdout.readline() == b"held\n"
        yield
        process.stdin.close()
