"""From an empty folder to a customer: python examples/python/quickstart.py"""

import datetime as dt
import tempfile
from pathlib import Path

import crm


def main(file: Path) -> None:
    with crm.open(file) as engine:
        # The first user is an administrator, and makes the others. The host has authenticated them.
        admin = engine.session(engine.bootstrap("admin", "管理员", ["system_administrator"]))
        han = admin.users.create(login="han.meimei", display_name="韩梅梅", roles=["sales_manager"])
        li = admin.users.create(login="li.lei", display_name="李雷", roles=["account_manager"])

        session = engine.session(han.id)

        # What is done is heard of after the commit, whoever does it.
        engine.on_change(lambda event: print(f"  heard: {event.operation}"))

        opportunity = session.opportunities.create(
            customer_name="华东精密机械",
            success_probability=60,
            summary="数控机床 12 台",
            description="年底前更换旧设备",
            contact_name="王芳",
        )
        session.opportunities.assign(opportunity.id, li.id)

        with engine.session(login="li.lei") as li_lei:
            li_lei.plans.add(opportunity.id, date=dt.date.today(), content="初次拜访")
            try:
                li_lei.opportunities.update(opportunity.id, summary="")
            except crm.CrmError as error:
                # A class for each thing the caller can do about it, with texts for people.
                print(f"  refused: {type(error).__name__}: {error.text('zh-Hans')}")
            developed = li_lei.opportunities.develop(opportunity.id)

        print(f"{developed.customer_name} is {developed.status}")
        for customer in session.customers.iterate():
            manager = customer.account_manager
            print(f"customer {customer.number}: {customer.name}, looked after by {manager and manager.display_name}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder) / "erp.crm")
