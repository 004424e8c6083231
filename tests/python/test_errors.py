"""An exception class for each error code."""

from __future__ import annotations

import json
import pickle
import threading
import uuid
from pathlib import Path
from typing import Any, Callable, cast

import crm
import pytest
from conftest import Clock, Office, held, staff
from crm import _crm, errors


def test_each_code_has_its_class() -> None:
    codes = {e["code"]: e["number"] for e in json.loads(_crm._describe())["errors"]}
    assert set(errors._BY_CODE) == set(codes)
    classes = list(errors._BY_CODE.values())
    assert all(issubclass(c, crm.CrmError) for c in classes) and len(set(classes)) == len(classes)


def caught(call: Callable[[], object]) -> crm.CrmError:
    with pytest.raises(crm.CrmError) as error:
        call()
    return error.value


def test_invalid(office: Office) -> None:
    error = caught(lambda: office.ann.opportunities.create(customer_name=" ", success_probability=1, summary="s", description="d"))
    assert type(error) is crm.InvalidError and (error.code, error.number) == ("invalid", 1)
    assert [(f.field, f.code, f.detail) for f in error.fields] == [("customer_name", "required", "is required")]
    assert "customer_name is required" in str(error)


def test_not_found(office: Office) -> None:
    unknown = uuid.uuid4()
    error = caught(lambda: office.ann.opportunities.get(unknown))
    assert isinstance(error, crm.NotFoundError) and (error.entity, error.id) == ("opportunity", str(unknown))


def test_conflict(office: Office) -> None:
    opportunity = office.opportunity()
    office.ann.opportunities.update(opportunity.id, summary="二期")
    error = caught(lambda: office.ann.opportunities.update(opportunity.id, summary="三期", version=1))
    assert isinstance(error, crm.ConflictError) and (error.reason, error.id) == ("stale_version", str(opportunity.id))


def test_illegal_transition(office: Office) -> None:
    opportunity = office.opportunity()
    error = caught(lambda: office.manager.opportunities.reassign(opportunity.id, cast(uuid.UUID, office.ann.user)))
    assert isinstance(error, crm.IllegalTransitionError)
    assert (error.from_, error.operation) == ("unassigned", "opportunities.reassign")


def test_forbidden(office: Office) -> None:
    error = caught(lambda: office.stranger.opportunities.list())
    assert isinstance(error, crm.ForbiddenError)
    assert (error.operation, error.reason) == ("opportunities.list", "no_permission")


def test_unknown_operation(office: Office) -> None:
    error = caught(lambda: office.ann.call("opportunities.paint"))
    assert isinstance(error, crm.UnknownOperationError) and error.operation == "opportunities.paint"


def test_busy(tmp_path: Path) -> None:
    with crm.open(tmp_path / "erp.crm") as engine:
        office = staff(engine, Clock())
        with held(tmp_path / "erp.crm"):
            assert isinstance(caught(office.opportunity), crm.BusyError)
        assert office.opportunity().number == 1


def test_interrupted(office: Office) -> None:
    interrupted = threading.Event()
    stop = threading.Event()

    def interrupt() -> None:
        while not stop.wait(0.0005):
            office.engine.interrupt()

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        for _ in range(20_000):
            try:
                office.ann.opportunities.list()
            except crm.CallInterruptedError:
                interrupted.set()
                break
    finally:
        stop.set()
        thread.join()
    assert interrupted.is_set()
    assert len(office.ann.opportunities.list()) == 0


def test_storage(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no database at all, but long enough to look at" * 20)
    error = caught(lambda: crm.open(tmp_path / "notes.txt"))
    assert isinstance(error, crm.StorageError) and error.problem == "not_a_database"
    assert str(tmp_path) not in str(error)


@pytest.mark.skipif(not hasattr(_crm, "_panic"), reason="the module was built without the feature test-panic")
def test_a_panic_is_a_bug_error_and_the_engine_goes_on(office: Office, capfd: pytest.CaptureFixture[str]) -> None:
    error = caught(cast(Any, _crm)._panic)
    assert isinstance(error, crm.BugError) and error.detail
    capfd.readouterr()
    assert office.opportunity().number == 1


def test_errors_have_texts_for_people(office: Office) -> None:
    error = caught(lambda: office.ann.opportunities.get(uuid.uuid4()))
    assert error.text() and error.text("zh-Hans") != error.text("en")
    assert any("\u4e00" <= c <= "\u9fff" for c in error.text(crm.Locale.ZH_HANS))


def test_errors_pickle(office: Office) -> None:
    error = caught(lambda: office.ann.opportunities.create(customer_name="", success_probability=1, summary="s", description="d"))
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, crm.InvalidError) and isinstance(error, crm.InvalidError)
    assert (again.fields, str(again), again.code) == (error.fields, str(error), "invalid")


def test_a_session_begins_with_a_password(office: Office) -> None:
    ann = office.ann.user
    assert ann is not None
    office.admin.users.set_password(ann, "correct horse")
    with office.engine.login("ANN", "correct horse", locale="zh-CN") as session:
        assert session.user == ann
        assert session.locale == crm.Locale.ZH_HANS
        with pytest.raises(crm.InvalidError) as refused:
            session.opportunities.create(customer_name=" ", success_probability=1, summary="s", description="d")
        assert (refused.value.fields[0].label, refused.value.fields[0].text) == ("客户名称", "必填")
    with pytest.raises(crm.LoginFailedError) as wrong:
        office.engine.login("ann", "battery staple")
    assert wrong.value.reason == "wrong_credentials"


def test_languages_are_matched_as_tags(office: Office) -> None:
    for tag, locale in [("zh_CN.UTF-8", crm.Locale.ZH_HANS), ("en-GB", crm.Locale.EN), ("fr", crm.Locale.EN)]:
        assert office.ann.with_locale(tag).locale == locale
        assert office.engine.session(login="ann", locale=tag).locale == locale
