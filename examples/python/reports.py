"""Orders from an ERP, reports as tables, a chart as a picture: python examples/python/reports.py

Needs polars, pandas, pyarrow and matplotlib; the module itself needs none of them.
"""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import crm
import matplotlib
import pandas
import polars

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

CUSTOMERS = {"Huadong Precision": 9, "Beifang Foods": 4, "Nanhai Shipping": 6, "Xibu Energy": 2}


def push_orders(session: crm.Session) -> None:
    """What the sales system of the ERP tells the engine."""
    session.sales.push_products(
        [crm.NewProduct(external_id="M1", name="Milling machine"), crm.NewProduct(external_id="L1", name="Lathe")]
    )
    session.customers.import_many(
        [crm.NewCustomer(name=name, external_id=name) for name in CUSTOMERS], allow_incomplete=True
    )
    today = dt.date.today()
    session.sales.push_orders(
        [
            crm.NewOrder(
                external_id=f"{name}-{i}",
                customer_external_id=name,
                date=today - dt.timedelta(days=11 * i),
                status=5,
                lines=[
                    crm.NewOrderLine(
                        product_external_id="M1" if i % 2 else "L1", quantity=i + 1, unit_price=Decimal("1280.50")
                    )
                ],
            )
            for name, orders in CUSTOMERS.items()
            for i in range(orders)
        ]
    )


def main() -> None:
    with crm.open_in_memory(currency="CNY") as engine:
        everything = ["system_administrator", "sales_manager", "account_manager", "executive", "integration"]
        session = engine.session(engine.bootstrap("han.meimei", "韩梅梅", everything))
        push_orders(session)

        # A page is a table: its columns go to polars and pandas without a copy and without a loop.
        contribution = session.reports.contribution(limit=1_000)
        frame = polars.DataFrame(contribution)
        print(frame.select("customer_name", "orders", "amount_amount", "amount_currency"))

        # So is a report; pandas reads the same.
        composition = session.reports.composition("level", all_customers=True)
        print(pandas.DataFrame.from_arrow(composition)[["entry_item", "customers", "share"]])

        # And without any library the rows are records.
        for row in contribution:
            print(f"{row.customer.name:<20} {row.orders:>3} orders {row.amount.amount:>12} {row.amount.currency}")

        figure, axes = plt.subplots(figsize=(7, 3), layout="constrained")
        axes.barh(frame["customer_name"].to_list(), frame["amount_amount"].cast(polars.Float64).to_list())
        axes.invert_yaxis()
        axes.set_xlabel("CNY")
        axes.set_title("Contribution by customer")
        picture = Path("contribution.png")
        figure.savefig(picture, dpi=120)
        print(f"{picture} written")


if __name__ == "__main__":
    main()
