#!/usr/bin/env python3
"""Makes `python/crm/_crm.pyi`, the types of the native module, from the operation tables inside the built module.

    python crm-py/stubs.py            is the committed file up to date? (exit code 1 and a diff where it is not)
    python crm-py/stubs.py --write    writes it

The module must be installed (`maturin develop`). The few classes that are written by hand in Rust are written by hand
in `by_hand.pyi`, and get their docstrings from the module; `stubtest` proves the whole against the running module.
"""

from __future__ import annotations

import difflib
import inspect
import json
import keyword
import pathlib
import sys
import textwrap
from typing import Any, Iterator

from crm import _crm, _iterate

HERE = pathlib.Path(__file__).parent
STUB = HERE / "python" / "crm" / "_crm.pyi"

PLAIN = {
    "nothing": "None",
    "text": "str",
    "secret": "str",
    "json": "str",
    "tree": "dict[str, Any]",
    "value": "_Value | None",
    "values": "Values",
    "integer": "int",
    "boolean": "bool",
    "decimal": "decimal.Decimal",
    "date": "datetime.date",
    "instant": "datetime.datetime",
    "bytes": "bytes",
    "id": "uuid.UUID",
}

DUNDERS = '''\
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> {name}: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
'''

CHOICE_DUNDERS = '''\
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[{name}]: ...
    def __new__(cls, value: _{name}) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _{name}, /) -> bool: ...
    def __le__(self, value: _{name}, /) -> bool: ...
    def __gt__(self, value: _{name}, /) -> bool: ...
    def __ge__(self, value: _{name}, /) -> bool: ...
'''


def comes_back(ty: dict[str, Any]) -> str:
    """How a type is written where the engine gives the value."""
    kind = ty["kind"]
    if kind == "optional":
        return f"{comes_back(ty['of'])} | None"
    if kind == "list":
        return f"builtins.list[{comes_back(ty['of'])}]"
    if kind == "page":
        return f"Page[{comes_back(ty['of'])}]"
    return PLAIN.get(kind) or str(ty["name"])


def goes_in(ty: dict[str, Any]) -> str:
    """How a type is written where the caller gives the value."""
    kind = ty["kind"]
    if kind == "optional":
        return f"{goes_in(ty['of'])} | None"
    if kind == "list":
        return f"Sequence[{goes_in(ty['of'])}]"
    if kind == "choice":
        return f"_{ty['name']}"
    if kind == "record":
        return f"{ty['name']} | {ty['name']}Fields"
    if kind == "decimal":
        return "decimal.Decimal | int"
    if kind == "tree":
        return "Mapping[str, Any]"
    return PLAIN[kind]


def argument(of: dict[str, Any], may_miss: bool) -> str:
    """An argument of a signature, which may be absent or not."""
    ty = of["type"]
    if may_miss and ty["kind"] != "optional":
        ty = {"kind": "optional", "of": ty}
    return f"{of['name']}: {goes_in(ty)}" + (" = None" if may_miss else "")


def spelt(name: str) -> str:
    """A name, with a line behind it where it is a word of the language."""
    return name + "_" if keyword.iskeyword(name) else name


def required(ty: dict[str, Any]) -> dict[str, Any]:
    return required(ty["of"]) if ty["kind"] == "optional" else ty


def absent(ty: dict[str, Any]) -> str:
    """The default of an optional field of that type: nothing, or false."""
    return "None" if ty["kind"] == "optional" else "False"


def doc(text: str, indent: str) -> Iterator[str]:
    if text:
        lines = text.replace("\\", "\\\\").splitlines()
        body = [line.strip() for line in lines]
        if len(body) == 1:
            yield f'{indent}"""{body[0]}"""'
        else:
            yield f'{indent}"""{body[0]}'
            yield from (f"{indent}{line}".rstrip() for line in body[1:])
            yield f'{indent}"""'


def by_hand() -> Iterator[str]:
    """The part that is written by hand, with the docstrings of the running module."""
    owner: Any = _crm
    function = ""
    for line in (HERE / "by_hand.pyi").read_text(encoding="utf-8").splitlines():
        words = line.split()
        if words and not line.startswith((" ", ")", "@")):
            owner = _crm
        if line.startswith("class "):
            yield line
            owner = getattr(_crm, words[1].partition("(")[0].rstrip(":"))
            yield from doc(owner.__doc__ or "", "    ")
            continue
        if "def" in words[:1]:
            function = words[1].partition("(")[0]
        text = "" if function.startswith("_") else getattr(getattr(owner, function, None), "__doc__", None) or ""
        if text and line.endswith(": ..."):
            yield line[: -len(" ...")]
            yield from doc(text, "        " if line.startswith("    ") and owner is not _crm else "    ")
        else:
            yield line


class Stub:
    def __init__(self) -> None:
        self.model: dict[str, Any] = json.loads(_crm._describe())
        self.records = {record["name"]: record for record in self.model["records"]}
        for operation in (operation for area in self.model["areas"] for operation in area["operations"]):
            for argument in operation["arguments"]:
                argument["name"] = spelt(argument["name"])
        self.lists = {(class_name, method) for class_name, method, _ in _crm._lists()}

    def is_update(self, name: str) -> bool:
        """Whether null is refused in the record: it would leave open whether to keep or to clear."""
        return "clear" in {field["name"] for field in self.records[name]["fields"]}

    def keyword_type(self, record: str, field: dict[str, Any]) -> str:
        """How a field is written as a keyword, or in a mapping."""
        return goes_in(field["type"]["of"] if self.is_update(record) else field["type"])

    def render(self) -> str:
        parts = ["\n".join(by_hand())]
        parts.append("\n".join(self.session()))
        parts.extend("\n".join(self.area(area)) for area in self.model["areas"])
        parts.extend("\n".join(self.choice(choice)) for choice in self.model["choices"])
        parts.extend("\n".join(self.record(record)) for record in self.model["records"])
        names = "\n".join(f"    {json.dumps(name)}," for name in sorted(_crm.__all__))
        parts.append(f"__all__ = [\n{names}\n]")
        # The areas of a session belong to its class, whose beginning is written by hand.
        return parts[0] + "\n" + "\n\n".join(parts[1:]) + "\n"

    def session(self) -> Iterator[str]:
        for area in self.model["areas"]:
            yield "    @property"
            yield f"    def {area['name']}(self) -> {area['class']}:"
            yield from doc(area["doc"], " " * 8)

    def choice(self, choice: dict[str, Any]) -> Iterator[str]:
        name = choice["name"]
        texts = ", ".join(json.dumps(value["value"]) for value in choice["values"])
        yield f"_{name}: TypeAlias = {name} | Literal[{texts}]"
        yield ""
        yield "@final"
        yield f"class {name}:"
        yield from doc(choice["doc"], "    ")
        for value in choice["values"]:
            constant = next(n for n in dir(getattr(_crm, name)) if n.isupper() and getattr(getattr(_crm, name), n) == value["value"])
            yield f"    {constant}: ClassVar[{name}]"
            yield from doc(value["doc"], "    ")
        yield CHOICE_DUNDERS.format(name=name).rstrip()

    def record(self, record: dict[str, Any]) -> Iterator[str]:
        name = record["name"]
        if getattr(_crm, name).__text_signature__ is not None:
            yield "@type_check_only"
            yield f"class {name}Fields(TypedDict):"
            yield f'    """The fields of `{name}` as a mapping."""'
            for field in record["fields"]:
                written = self.keyword_type(name, field)
                yield f"    {field['name']}: " + (f"NotRequired[{written}]" if field["optional"] else written)
            yield ""
        yield "@final"
        yield f"class {name}:"
        yield from doc(record["doc"], "    ")
        signature = getattr(_crm, name).__text_signature__
        if signature is not None:
            yield "    def __new__("
            yield "        cls,"
            if "*" in signature:
                yield "        *,"
            for field in record["fields"]:
                default = f" = {absent(field['type'])}" if field["optional"] else ""
                yield f"        {field['name']}: {goes_in(field['type'])}{default},"
            yield "    ) -> Self: ..."
        for field in record["fields"]:
            yield "    @property"
            yield f"    def {spelt(field['name'])}(self) -> {comes_back(field['type'])}:"
            yield from doc(field["doc"], " " * 8)
            if not field["doc"]:
                yield "        ..."
        yield DUNDERS.format(name=name).rstrip()
        if name == "ObjectRecord":
            yield "    def __getattr__(self, value: str, /) -> Any: ..."
        if hasattr(getattr(_crm, name), "__arrow_c_stream__"):
            yield "    def __arrow_c_stream__(self, requested_schema: object | None = None) -> CapsuleType: ..."

    def area(self, area: dict[str, Any]) -> Iterator[str]:
        yield "@final"
        yield f"class {area['class']}:"
        yield from doc(area["doc"], "    ")
        for operation in area["operations"]:
            method = operation["name"].partition(".")[2]
            yield from self.method(area["class"], method, operation)
            if (area["class"], method) in self.lists:
                yield from self.iterating(method, operation)
        yield "    def __getattr__(self, object: str, /) -> ObjectCalls: ..."

    def keywords(self, method: Any, arguments: list[dict[str, Any]]) -> list[str]:
        """The fields of record arguments as keywords; required ones without a default."""
        if "more" not in inspect.signature(method).parameters:
            return []
        taken = {argument["name"] for argument in arguments}
        found = []
        for argument in arguments:
            if not argument["fields"]:
                continue
            record = self.records[required(argument["type"])["name"]]
            for field in record["fields"]:
                if field["name"] in taken:
                    continue
                taken.add(field["name"])
                must = not field["optional"] and not argument["optional"]
                found.append(f"{field['name']}: {self.keyword_type(record['name'], field)}" + ("" if must else " = ..."))
        return found

    def method(self, class_name: str, method: str, operation: dict[str, Any]) -> Iterator[str]:
        runtime = getattr(getattr(_crm, class_name), method)
        arguments = operation["arguments"]
        result = comes_back(operation["result"])
        keywords = self.keywords(runtime, arguments)

        def positional(these: list[dict[str, Any]]) -> list[str]:
            return [argument(a, may_miss(a)) for a in these]

        def may_miss(argument: dict[str, Any]) -> bool:
            # A tree called `new` has no fields that could stand in its place, and the module can't tell.
            return bool(argument["optional"]) or argument["name"] == "new" and not argument["fields"]

        must = [a for a in arguments if a["fields"] and not a["optional"]]
        if keywords and must:
            # The record, or its fields in its place.
            yield "    @overload"
            yield from self.signature(method, positional(arguments), [], result, operation["doc"])
            yield "    @overload"
            absent_record = f"{must[0]['name']}: None = None"
            # Behind one that is absent no other is demanded.
            behind = [text if " = " in text else f"{text} | None = None" for text in positional(arguments)]
            first = arguments.index(must[0])
            named = [*positional(arguments)[:first], absent_record, *behind[first + 1 :]]
            yield from self.signature(method, named, keywords, result, operation["doc"])
        else:
            yield from self.signature(method, positional(arguments), keywords, result, operation["doc"])

    def iterating(self, method: str, operation: dict[str, Any]) -> Iterator[str]:
        arguments = [a for a in operation["arguments"] if a["name"] != "page"]
        named = [argument(a, a["optional"]) for a in arguments]
        class_name = next(a["class"] for a in self.model["areas"] if operation in a["operations"])
        keywords = self.keywords(getattr(getattr(_crm, class_name), method), arguments)
        item = comes_back(operation["result"]["of"])
        text = f"{operation['doc']}\n\nGives record after record, fetching `page_size` of them at a time."
        yield from self.signature(
            _iterate.name_of(method), named, ["page_size: int = 500", *keywords], f"Iterator[{item}]", text
        )

    def signature(self, name: str, positional: list[str], keywords: list[str], result: str, text: str) -> Iterator[str]:
        arguments = ["self", *positional] + (["*", *keywords] if keywords else [])
        line = f"    def {name}({', '.join(arguments)}) -> {result}:"
        if len(line) <= 120:
            yield line
        else:
            yield f"    def {name}("
            yield from textwrap.indent(",\n".join(arguments) + ",", " " * 8).splitlines()
            yield f"    ) -> {result}:"
        yield from doc(text, " " * 8)


def main() -> int:
    made = Stub().render()
    if sys.argv[1:] == ["--write"]:
        STUB.write_text(made, encoding="utf-8")
        return 0
    committed = STUB.read_text(encoding="utf-8") if STUB.exists() else ""
    if committed == made:
        return 0
    sys.stdout.writelines(
        difflib.unified_diff(committed.splitlines(True), made.splitlines(True), "committed", "made from the module")
    )
    print("crm-py/python/crm/_crm.pyi is not up to date; to renew it: python crm-py/stubs.py --write", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
