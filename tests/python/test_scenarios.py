"""The stories of `tests/scenarios`, replayed in every form a call can take in Python, with the same results."""

from __future__ import annotations

import base64
import datetime as dt
import json
import keyword
import os
import uuid
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import crm
import pytest
from crm import _crm

STORIES = Path(os.environ.get("CRM_SCENARIOS") or Path(__file__).parents[1] / "scenarios")
CAST: Any = json.loads((STORIES / "cast.json").read_text(encoding="utf-8"))
MODEL: Any = json.loads(_crm._describe())
RECORDS: Any = {record["name"]: record for record in MODEL["records"]}
OPERATIONS: Any = {o["name"]: o for area in MODEL["areas"] for o in area["operations"]}

Call = Callable[[crm.Session, str, dict[str, Any]], Any]


def value(ty: Any, given: Any) -> Any:
    """A value of JSON as the value of Python that the type asks for."""
    if given is None:
        return None
    kind = ty["kind"]
    if kind == "optional":
        return value(ty["of"], given)
    if kind == "list":
        return [value(ty["of"], item) for item in given]
    if kind == "record":
        fields = {field["name"]: field["type"] for field in RECORDS[ty["name"]]["fields"]}
        return getattr(crm, ty["name"])(**{name: value(fields[name], item) for name, item in given.items()})
    if kind == "choice":
        return getattr(crm, ty["name"])(given)
    if kind == "id":
        return uuid.UUID(given)
    if kind == "date":
        return dt.date.fromisoformat(given)
    if kind == "instant":
        return instant(given)
    if kind == "decimal":
        return Decimal(given)
    return given


def instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))


def plain(result: Any) -> Any:
    """A result of Python as the value of JSON it is in every other language."""
    if isinstance(result, list):
        return [plain(item) for item in result]
    if isinstance(result, uuid.UUID):
        return str(result)
    if isinstance(result, crm.Page):
        # Reports say whether something is left out of them.
        return {**result.asdict(), "items": [plain(item) for item in result], "total": plain(result.total)}
    return json.loads(result.to_json()) if hasattr(result, "to_json") else result


def spelt(name: str) -> str:
    """A name that is a word of Python has a line behind it."""
    return name + "_" if keyword.iskeyword(name) else name


def method(session: crm.Session, operation: str) -> Any:
    area, _, name = operation.partition(".")
    return getattr(getattr(session, area), name)


def by_records(session: crm.Session, operation: str, given: dict[str, Any]) -> Any:
    types = {argument["name"]: argument["type"] for argument in OPERATIONS[operation]["arguments"]}
    return plain(method(session, operation)(**{spelt(name): value(types[name], item) for name, item in given.items()}))


def by_keywords(session: crm.Session, operation: str, given: dict[str, Any]) -> Any:
    """The fields of the first record as keywords, where nothing else has their names; mappings and text elsewhere."""
    keywords = dict(given)
    for argument in OPERATIONS[operation]["arguments"]:
        fields = given.get(argument["name"])
        # A filter that must be given stands by itself.
        if argument["name"] == "filter" and not argument["optional"]:
            continue
        if argument["name"] in {"new", "changes", "filter", "page"} and isinstance(fields, dict) and argument["fields"]:
            names = {a["name"] for a in OPERATIONS[operation]["arguments"]}
            if fields.keys() <= set(argument["fields"]) and not fields.keys() & names:
                del keywords[argument["name"]]
                keywords.update(fields)
                break
    return plain(method(session, operation)(**{spelt(name): item for name, item in keywords.items()}))


def by_name(session: crm.Session, operation: str, given: dict[str, Any]) -> Any:
    return session.call(operation, given)


def fits(found: Any, wanted: Any) -> bool:
    if wanted == "*":
        return found is not None
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(k in found and fits(found[k], v) for k, v in wanted.items())
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(fits, found, wanted))
    if isinstance(found, bytes):
        return bool(base64.b64encode(found).decode() == wanted)
    return type(found) is type(wanted) and bool(found == wanted)


def filled(given: Any, kept: dict[str, Any]) -> Any:
    """The value with every `$name` replaced by what was kept."""
    if isinstance(given, dict):
        return {name: filled(item, kept) for name, item in given.items()}
    if isinstance(given, list):
        return [filled(item, kept) for item in given]
    return kept[given[1:]] if isinstance(given, str) and given.startswith("$") else given


def part(result: Any, path: str) -> Any:
    for step in path.split(".") if path else []:
        result = result[int(step)] if isinstance(result, list) else result[step]
    return result


def error_of(error: crm.CrmError) -> dict[str, Any]:
    if isinstance(error, crm.InvalidError):
        return {"code": error.code, "fields": [plain(field) for field in error.fields]}
    details = {name.rstrip("_"): item for name, item in vars(error).items() if not name.startswith("_")}
    if isinstance(error, crm.ConflictError):
        details["hits"] = [plain(hit) for hit in error.hits]
    return {"code": error.code, **details}


def replay(story: Any, call: Call) -> None:
    now = [instant(CAST["now"])]
    with crm.open_in_memory(
        clock=lambda: now[0], time_zone=CAST["time_zone"], currency=CAST["currency"]
    ) as engine:
        first = CAST["first"]
        admin = engine.bootstrap(first["login"], first["display_name"], first["roles"])
        sessions = {first["name"]: engine.session(admin)}
        for user in CAST["users"]:
            hired = sessions[first["name"]].users.create(
                login=user["login"], display_name=user["display_name"], roles=user["roles"]
            )
            sessions[user["name"]] = engine.session(hired.id)
        kept: dict[str, Any] = {name: str(session.user) for name, session in sessions.items()}
        kept.update(story.get("documents", {}))
        for number, step in enumerate(story["steps"], 1):
            if "clock" in step:
                now[0] = instant(step["clock"])
                continue
            place = f"step {number}, {step['call']} as {step['as']}"
            wanted = filled(step.get("error", step.get("expect", {})), kept)
            try:
                result = call(sessions[step["as"]], step["call"], filled(step.get("with", {}), kept))
            except crm.CrmError as error:
                assert "error" in step, f"{place}: refused with {error!r}"
                assert fits(error_of(error), wanted), f"{place}: {error_of(error)} is not {wanted}"
            else:
                assert "error" not in step, f"{place}: not refused"
                assert "expect" not in step or fits(result, wanted), f"{place}: {result} is not {wanted}"
                for name, path in step.get("save", {}).items():
                    kept[name] = part(result, path)


def stories() -> list[Any]:
    files = sorted(file for file in STORIES.glob("*.json") if file.name != "cast.json")
    assert files, f"no stories in {STORIES}"
    return [pytest.param(json.loads(file.read_text(encoding="utf-8")), id=file.stem) for file in files]


@pytest.mark.parametrize("call", [by_records, by_keywords, by_name])
@pytest.mark.parametrize("story", stories())
def test_a_story_goes_as_told(story: Any, call: Call) -> None:
    replay(story, by_name if story.get("json_only") else call)
