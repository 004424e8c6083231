"""The end of the interpreter, whatever the program forgot to close: each program runs as a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

LISTENER_ON_THE_SCHEDULER = """
import datetime as dt, threading, time
import crm

now = [dt.datetime(2026, 3, 2, 9, tzinfo=dt.timezone.utc)]
engine = crm.open_in_memory(clock=lambda: now[0])
session = engine.session(engine.bootstrap("ann", "安娜", ["sales_manager", "integration"]))
session.customers.import_many([{"name": "华东精密机械", "external_id": "C1"}], True)
session.sales.push_orders([{
    "external_id": "O1", "customer_external_id": "C1", "date": "2025-01-05", "status": 6,
    "lines": [{"product_name": "轴承", "quantity": "1", "unit_price": "5"}],
}])
session.jobs.run_due()
inside = threading.Event()

def listener(event):
    inside.set()
    end = time.monotonic() + 0.5
    while time.monotonic() < end:
        time.sleep(0.01)

engine.on_change(listener)
now[0] = dt.datetime(2026, 10, 4, 9, tzinfo=dt.timezone.utc)
engine.start_scheduler().wake()
assert inside.wait(30), "the job did not run"
"""

CALLS_ON_DAEMON_THREADS = """
import threading, time
import crm

engine = crm.open_in_memory()
session = engine.session(engine.bootstrap("ann", "安娜", ["sales_manager", "account_manager"]))
engine.on_change(lambda event: None)

def work():
    while True:
        session.opportunities.create(customer_name="华东", success_probability=1, summary="s", description="d")
        session.opportunities.list()

for _ in range(8):
    threading.Thread(target=work, daemon=True).start()
time.sleep(0.3)
"""

FORGOTTEN = """
import crm
engine = crm.open_in_memory(clock=lambda: __import__("datetime").datetime.now(__import__("datetime").timezone.utc))
session = engine.session(engine.bootstrap("ann", "安娜", []))
scheduler = engine.start_scheduler()
listener = engine.on_change(print)
"""


@pytest.mark.parametrize("program", [LISTENER_ON_THE_SCHEDULER, CALLS_ON_DAEMON_THREADS, FORGOTTEN])
def test_the_interpreter_ends_cleanly(program: str) -> None:
    for _ in range(3):
        ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
        # What a thread of the program's own was told is its own affair; that the process lives on to its end is ours.
        assert ended.returncode == 0, (ended.returncode, ended.stderr[-2000:])
