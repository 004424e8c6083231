#!/usr/bin/env python3
"""What the Python module costs beside Django, SQLAlchemy and the same calls in Rust.

    bash tests/parts/bench.sh          builds all of it and runs this

Each pair runs alternately, in one run, on files of the same shape: 10,000 customers with 26 columns, with the names of
their region, level and account manager. Measured is the CPU time of the process; printed are the medians of the rounds
and of their ratios. Threads are measured by the wall, and want a machine with two idle cores.
"""

from __future__ import annotations

import decimal
import gc
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import crm

CUSTOMERS = 10_000
ROUNDS = 9
TEXTS = (
    "address", "postcode", "phone", "fax", "website", "business_licence_no", "legal_representative", "bank_name",
    "bank_account", "local_tax_no", "national_tax_no", "external_id",
)  # fmt: skip

missed: list[str] = []


def row(i: int) -> dict[str, Any]:
    """The texts of a customer, Chinese and Latin."""
    return {"name": f"华东精密机械有限公司 {i}", **{text: f"{text} 上海市 {i}" for text in TEXTS}}


def cpu(call: Callable[[], object], times: int) -> float:
    """CPU microseconds of one call."""
    gc.collect()
    gc.disable()
    begun = time.process_time()
    for _ in range(times):
        call()
    spent = time.process_time() - begun
    gc.enable()
    return spent / times * 1e6


def compare(name: str, target: str, first: Callable[[], float], second: Callable[[], float], least: float | None, most: float | None) -> None:
    """Runs both sides alternately; `least` is for second/first, `most` for first/second."""
    first(), second()
    pairs = []
    for turn in range(ROUNDS):
        if turn % 2:
            b = second()
            pairs.append((first(), b))
        else:
            pairs.append((first(), second()))
    ratio = statistics.median(b / a if least else a / b for a, b in pairs)
    met = ratio >= least if least else ratio <= (most or 0)
    if not met:
        missed.append(name)
    print(
        f"{name:<38} {statistics.median(a for a, _ in pairs):>10.1f} µs  {statistics.median(b for _, b in pairs):>10.1f} µs"
        f"   ratio {ratio:6.2f}   target {target} {'met' if met else 'MISSED'}"
    )


def prepare_crm(file: Path) -> tuple[crm.Session, uuid.UUID]:
    engine = crm.open(file, synchronous="normal")
    manager = engine.bootstrap("manager", "韩梅梅", ["system_administrator", "sales_manager", "integration"])
    session = engine.session(manager)
    region = session.dictionary.choices("region")
    level = session.dictionary.choices("customer_level")
    session.customers.import_many(
        [
            crm.NewCustomer(
                **row(i),
                region=region[i % len(region)].id if region else None,
                level=level[i % len(level)].id if level else None,
                account_manager=manager,
                satisfaction=i % 5 + 1,
                credit=i % 5 + 1,
                annual_turnover={"amount": decimal.Decimal(i), "currency": "CNY"},
            )
            for i in range(CUSTOMERS)
        ],
        allow_incomplete=True,
    )
    return session, session.customers.list(limit=1)[0].id


def prepare_django(file: Path) -> tuple[Any, Any]:
    import django
    from django.conf import settings

    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}}, USE_TZ=True, INSTALLED_APPS=[]
    )
    django.setup()
    from django.db import connection, models, transaction
    from django.utils import timezone

    def model(name: str, fields: dict[str, Any]) -> Any:
        meta = type("Meta", (), {"app_label": "bench", "db_table": name.lower()})
        return type(name, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})

    named = {"uid": models.UUIDField(unique=True, default=uuid.uuid4), "name": models.CharField(max_length=500)}
    entry, person = model("Entry", dict(named)), model("Person", dict(named))

    def one(to: Any) -> Any:
        return models.ForeignKey(to, null=True, on_delete=models.PROTECT, related_name="+")

    customer = model("Customer", {
        "uid": models.UUIDField(unique=True, default=uuid.uuid4),
        "version": models.IntegerField(default=1),
        "number": models.IntegerField(null=True),
        "status": models.CharField(max_length=20, default="active"),
        "name": models.CharField(max_length=500),
        "region": one(entry), "level": one(entry), "account_manager": one(person),
        "satisfaction": models.IntegerField(null=True), "credit": models.IntegerField(null=True),
        "annual_turnover": models.DecimalField(max_digits=20, decimal_places=2, null=True),
        "currency": models.CharField(max_length=3),
        "created_at": models.DateTimeField(),
        **{text: models.CharField(max_length=500, null=True) for text in TEXTS},
    })  # fmt: skip
    with connection.schema_editor() as editor:
        for table in (entry, person, customer):
            editor.create_model(table)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
    with transaction.atomic():
        entries = [entry.objects.create(name=name) for name in ("北京", "华北", "华东")]
        manager = person.objects.create(name="韩梅梅")
        customer.objects.bulk_create([
            customer(**row(i), number=i, region=entries[i % 3], level=entries[i % 3], account_manager=manager,
                     satisfaction=i % 5 + 1, credit=i % 5 + 1, annual_turnover=i, currency="CNY",
                     created_at=timezone.now())
            for i in range(CUSTOMERS)
        ])  # fmt: skip
    return customer, customer.objects.first().uid


def prepare_sqlalchemy(file: Path) -> tuple[Any, Any]:
    import datetime as dt
    import sqlalchemy as sa
    from sqlalchemy import orm

    class Base(orm.DeclarativeBase):
        pass

    def table(name: str, fields: dict[str, Any]) -> Any:
        return type(name, (Base,), {"__tablename__": name.lower(), "id": sa.Column(sa.Integer, primary_key=True), **fields})

    entry = table("Entry", {"uid": sa.Column(sa.Uuid, unique=True), "name": sa.Column(sa.String)})
    person = table("Person", {"uid": sa.Column(sa.Uuid, unique=True), "name": sa.Column(sa.String)})
    columns: dict[str, Any] = {
        "uid": sa.Column(sa.Uuid, unique=True), "version": sa.Column(sa.Integer), "number": sa.Column(sa.Integer),
        "status": sa.Column(sa.String), "name": sa.Column(sa.String),
        "region_id": sa.Column(sa.ForeignKey("entry.id")), "level_id": sa.Column(sa.ForeignKey("entry.id")),
        "account_manager_id": sa.Column(sa.ForeignKey("person.id")),
        "satisfaction": sa.Column(sa.Integer), "credit": sa.Column(sa.Integer),
        "annual_turnover": sa.Column(sa.Integer), "currency": sa.Column(sa.String),
        "created_at": sa.Column(sa.DateTime),
        **{text: sa.Column(sa.String) for text in TEXTS},
    }  # fmt: skip
    customer = table("Customer", columns)
    for name, to in (("region", entry), ("level", entry), ("account_manager", person)):
        setattr(customer, name, orm.relationship(to, foreign_keys=[columns[f"{name}_id"]]))
    engine = sa.create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    Base.metadata.create_all(engine)
    with orm.Session(engine) as session:
        session.add_all([entry(id=i + 1, uid=uuid.uuid4(), name=n) for i, n in enumerate(("北京", "华北", "华东"))])
        session.add(person(id=1, uid=uuid.uuid4(), name="韩梅梅"))
        session.add_all([
            customer(**row(i), uid=uuid.uuid4(), version=1, number=i, status="active", region_id=i % 3 + 1,
                     level_id=i % 3 + 1, account_manager_id=1, satisfaction=i % 5 + 1, credit=i % 5 + 1,
                     annual_turnover=i * 100, currency="CNY", created_at=dt.datetime.now())
            for i in range(CUSTOMERS)
        ])  # fmt: skip
        session.commit()

    def read() -> Any:
        options = [orm.joinedload(getattr(customer, name)) for name in ("region", "level", "account_manager")]
        with orm.Session(engine) as session:
            return session.scalars(sa.select(customer).options(*options)).all()

    return customer, read


def importing() -> float:
    """CPU milliseconds of `import crm` in a new interpreter."""
    program = "import time; t = time.process_time(); import crm; print((time.process_time() - t) * 1e3)"
    return float(subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout)


def reading(session: crm.Session, threads: int) -> float:
    """Pages of 500 customers a second, by the wall, read by that many threads."""
    seconds, counts = 1.0, [0] * threads

    def work(i: int) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            session.customers.list(limit=500)
            counts[i] += 1

    workers = [threading.Thread(target=work, args=(i,)) for i in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(counts) / seconds


def main() -> int:
    rust_reader = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        session, one = prepare_crm(Path(folder) / "erp.crm")
        django, django_one = prepare_django(Path(folder) / "django.sqlite")
        _, sqlalchemy_list = prepare_sqlalchemy(Path(folder) / "sqlalchemy.sqlite")
        related = ("region", "level", "account_manager")
        every, get = session.customers.list, session.customers.get
        rust = subprocess.Popen(
            [rust_reader, str(Path(folder) / "erp.crm")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

        def in_rust(line: str) -> float:
            assert rust.stdin and rust.stdout
            rust.stdin.write(line + "\n")
            rust.stdin.flush()
            return float(rust.stdout.readline())

        print(f"{'':<38} {'crm':>13} {'the other':>14}")
        compare("10,000 customers, Django", "≥ 10", lambda: cpu(lambda: every(limit=10_000), 3),
                lambda: cpu(lambda: list(django.objects.select_related(*related)), 1), 10, None)  # fmt: skip
        compare("10,000 customers, SQLAlchemy", "≥ 4", lambda: cpu(lambda: every(limit=10_000), 3),
                lambda: cpu(sqlalchemy_list, 1), 4, None)  # fmt: skip
        compare("10,000 customers, Rust", "≤ 1.25", lambda: cpu(lambda: every(limit=10_000), 1),
                lambda: in_rust("list"), None, 1.25)  # fmt: skip
        compare("one customer by id, Django", "≥ 40", lambda: cpu(lambda: get(one), 2_000),
                lambda: cpu(lambda: django.objects.select_related(*related).get(uid=django_one), 200), 40, None)  # fmt: skip
        compare("one customer by id, Rust", "≤ 1.5", lambda: cpu(lambda: get(one), 2_000),
                lambda: in_rust(f"get {one}"), None, 1.5)  # fmt: skip
        rust.terminate()
        rust.wait()

        # Readers share SQLite's page cache and its lock unless the file is mapped.
        mapped = crm.open(Path(folder) / "erp.crm", memory_map=True).session(login="manager")
        rounds = [(reading(mapped, 1), reading(mapped, 2)) for _ in range(5)]
        scaling = statistics.median(two / one for one, two in rounds)
        print(f"{'two threads reading, of one':<38} {scaling:.2f}   target ≥ 1.7 {'met' if scaling >= 1.7 else 'MISSED'}")
        if scaling < 1.7:
            missed.append("two threads")
        took = statistics.median(importing() for _ in range(11))
        print(f"{'import crm':<38} {took:.1f} ms   target ≤ 10 {'met' if took <= 10 else 'MISSED'}")
        if took > 10:
            missed.append("import")
        mapped.close()
        session.close()
    if len(sys.argv) > 2:
        megabytes = Path(sys.argv[2]).stat().st_size / 1e6
        print(f"{'wheel':<38} {megabytes:.1f} MB   target ≤ 4 {'met' if megabytes <= 4 else 'MISSED'}")
        if megabytes > 4:
            missed.append("wheel")
    print(f"missed: {', '.join(missed)}" if missed else "all targets met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
