"""Pages and reports as tables of Apache Arrow, for polars and pandas."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, cast

import crm
import pytest
from conftest import Office

polars = pytest.importorskip("polars")
pandas = pytest.importorskip("pandas")
pyarrow = pytest.importorskip("pyarrow")


def test_polars_reads_a_page(office: Office) -> None:
    made = [office.opportunity(name) for name in ("甲", "乙")]
    frame = polars.DataFrame(office.ann.opportunities.list())
    assert frame["customer_name"].to_list() == ["乙", "甲"]
    assert frame["id"].to_list() == [str(made[1].id), str(made[0].id)]
    assert frame["status"].to_list() == ["unassigned"] * 2
    assert frame["success_probability"].to_list() == [60, 60]
    # A record inside becomes columns of its own, empty where it is absent.
    assert frame["creator_display_name"].to_list() == ["安娜"] * 2
    assert frame["assignee_id"].to_list() == [None] * 2
    assert frame["created_at"].dtype == polars.Datetime("us", "UTC")
    assert frame["created_at"][0] == dt.datetime(2026, 3, 2, 1, tzinfo=dt.timezone.utc)


def test_pandas_reads_a_page(office: Office) -> None:
    office.opportunity("甲")
    page = office.ann.opportunities.list()
    frame = pandas.DataFrame.from_arrow(page) if hasattr(pandas.DataFrame, "from_arrow") else pyarrow.table(page).to_pandas()
    assert list(frame["customer_name"]) == ["甲"]
    assert str(frame["created_at"].dt.tz) == "UTC"


def test_an_empty_page_is_a_table_with_its_columns(office: Office) -> None:
    table = pyarrow.table(office.ann.opportunities.list())
    assert table.num_rows == 0
    assert table.schema.field("number").type == pyarrow.int64() and table.schema.field("number").nullable
    assert not table.schema.field("customer_name").nullable


def test_money_and_dates_keep_their_types(office: Office) -> None:
    office.manager.customers.create(
        name="华东精密机械", annual_turnover=crm.Money(Decimal("1234567.89"), "CNY"), **required(office)
    )
    table = pyarrow.table(office.manager.customers.list())
    assert table["annual_turnover_amount"].to_pylist() == [Decimal("1234567.89")]
    assert table["annual_turnover_currency"].to_pylist() == ["CNY"]
    assert pyarrow.types.is_decimal(table.schema.field("annual_turnover_amount").type)


def required(office: Office) -> Any:
    """What the settings of a new database require of a customer beside its name."""
    with pytest.raises(crm.InvalidError) as refused:
        office.manager.customers.create(name="x")
    values: dict[str, Any] = {}
    for field in refused.value.fields:
        if field.field == "account_manager":
            values[field.field] = office.ann.user
        elif field.field in {"satisfaction", "credit"}:
            values[field.field] = 3
        elif field.field in {"region", "level"}:
            category = {"region": "region", "level": "customer_level"}[field.field]
            values[field.field] = office.manager.dictionary.choices(category)[0].id
        else:
            values[field.field] = "010-12345"
    return values


def test_a_report_is_the_table_of_its_rows(office: Office) -> None:
    report = office.manager.reports.composition("level")
    table = pyarrow.table(cast(Any, report))
    assert table["customers"].to_pylist() == [row.customers for row in report.rows]
    assert polars.DataFrame(report).height == len(report.rows) > 1
    assert "entry_item" in table.column_names


def test_rows_are_there_without_any_library(office: Office) -> None:
    report = office.manager.reports.composition("level")
    assert sum(row.customers for row in report.rows) == report.customers
