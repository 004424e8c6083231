"""A host that does what the outbox asks for: python examples/python/outbox.py

It takes messages, delivers them to a file as if that were another system, and says what became of each. The other system is
down at first: what failed comes again after a minute, under its id. By the id the receiver knows what it has got already, for
a host that dies between delivering and saying so delivers twice.
"""

import datetime as dt
import json
import tempfile
from pathlib import Path

import crm


class Receiver:
    """The other system: it keeps what it gets in a file, a line a message, each once."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.down = True

    def deliver(self, message: crm.OutboxMessage) -> None:
        if self.down:
            raise ConnectionError("nobody answers")
        line = json.dumps({"id": str(message.id), "payload": json.loads(message.payload)}, ensure_ascii=False)
        got = self.file.read_text(encoding="utf-8").splitlines() if self.file.exists() else []
        if not any(json.loads(known)["id"] == str(message.id) for known in got):
            self.file.write_text("\n".join([*got, line]) + "\n", encoding="utf-8")


def serve(host: crm.Session, receiver: Receiver) -> int:
    """Takes what waits, once; gives how many messages were delivered."""
    delivered = 0
    for message in host.outbox.take(limit=100, lease_seconds=30):
        try:
            receiver.deliver(message)
        except ConnectionError as error:
            host.outbox.failed(message.id, str(error))
            print(f"  attempt {message.attempt} of {message.topic} failed: {error}")
        else:
            host.outbox.done([message.id])
            delivered += 1
    return delivered


def main(folder: Path) -> None:
    # A program of this kind waits for real; here the clock is moved.
    now = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    with crm.open(folder / "erp.crm", clock=lambda: now) as engine:
        admin = engine.session(engine.bootstrap("admin", "管理员", ["system_administrator"]))
        han = engine.session(admin.users.create(login="han", display_name="韩梅梅", roles=["sales_manager"]).id)
        host = engine.session(admin.users.create(login="erp", display_name="ERP", roles=["integration"]).id)

        opportunity = han.opportunities.create(
            customer_name="华东精密机械",
            success_probability=60,
            summary="数控机床 12 台",
            description="年底前更换旧设备",
        )
        record = crm.RecordKey(object="opportunity", id=opportunity.id)
        # An action of a pack does the same by the effect `call`.
        admin.outbox.emit(record, "quote.wanted", fields=["summary", "success_probability"])

        receiver = Receiver(folder / "delivered.jsonl")
        print(f"delivered at first: {serve(host, receiver)}")
        receiver.down = False
        print(f"delivered at once again: {serve(host, receiver)}")
        now += dt.timedelta(minutes=1)
        print(f"delivered a minute later: {serve(host, receiver)}")

        (line,) = receiver.file.read_text(encoding="utf-8").splitlines()
        payload = json.loads(line)["payload"]
        print(f"{payload['event']}: {payload['fields']['summary']}")
        assert payload["id"] == str(opportunity.id)
        (message,) = admin.outbox.list(status="done").items
        print(f"{message.topic} is {message.status} after {message.attempt} attempts")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder))
