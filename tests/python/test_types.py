"""The committed types name what the module has: no more, no less, and in the same words as every other language."""

from __future__ import annotations

import ast
import json
import keyword
import subprocess
import sys
from pathlib import Path

import crm
from crm import _crm, _iterate

ROOT = Path(__file__).parents[2]
STUB = ROOT / "crm-py" / "python" / "crm" / "_crm.pyi"


def test_the_types_are_up_to_date() -> None:
    made = subprocess.run([sys.executable, ROOT / "crm-py" / "stubs.py"], capture_output=True, text=True)
    assert made.returncode == 0, made.stdout[:4000] + made.stderr


def test_the_types_name_every_operation_with_its_arguments() -> None:
    classes = {n.name: n for n in ast.parse(STUB.read_text(encoding="utf-8")).body if isinstance(n, ast.ClassDef)}
    named: dict[str, list[str]] = {}
    for area in json.loads(_crm._describe())["areas"]:
        iterators = {_iterate.name_of(method) for name, method, _ in _crm._lists() if name == area["class"]}
        for method in classes[area["class"]].body:
            if isinstance(method, ast.FunctionDef) and method.name not in iterators:
                # The first of several overloads is the operation as the table has it.
                arguments = [a.arg for a in method.args.args if a.arg != "self"]
                named.setdefault(f"{area['name']}.{method.name}", arguments)
                # Packs with the name of the area.
                named.pop(f"{area['name']}.__getattr__", None)
    wanted = {
        operation["name"]: [spelt(argument["name"]) for argument in operation["arguments"]]
        for area in json.loads(_crm._describe())["areas"]
        for operation in area["operations"]
    }
    assert named == wanted
    assert list(wanted) == crm.operations() or set(wanted) == set(crm.operations())


def spelt(name: str) -> str:
    return name + "_" if keyword.iskeyword(name) else name


def test_no_name_is_a_keyword_of_python() -> None:
    model = json.loads(_crm._describe())
    names = [f["name"] for record in model["records"] for f in record["fields"]]
    names += [a["name"] for area in model["areas"] for o in area["operations"] for a in o["arguments"]]
    names += [o["name"].partition(".")[2] for area in model["areas"] for o in area["operations"]]
    # Beside these stand `class_`, `from_` and `with_`.
    assert {name for name in names if keyword.iskeyword(name)} == {"class", "from", "with"}
    assert hasattr(crm.PackStep, "class_")
    assert hasattr(crm.ObjectAction, "from_")


def test_every_class_of_the_module_is_public_by_the_same_name() -> None:
    for name in _crm.__all__:
        assert getattr(crm, name) is getattr(_crm, name)
