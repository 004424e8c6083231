#!/usr/bin/env python3
"""Prints a pack of crm-core/packs as this version installs it, for the tests of every language.

Left out are the kinds of setup documents that are not built yet, with what they are called, and effects that tell people.
"""

import json
import pathlib
import sys

PACKS = pathlib.Path(__file__).parents[1] / "crm-core" / "packs"


def main(name: str) -> None:
    document = json.loads((PACKS / f"{name}.json").read_text(encoding="utf-8"))
    document.pop("setup", None)
    for texts in document["labels"].values():
        for path in [path for path in texts if path.startswith("setup.") or ".then." in path]:
            del texts[path]
    for defined in document["objects"].values():
        for action in defined.get("status", {}).get("actions", {}).values():
            if "then" in action:
                action["then"] = [effect for effect in action["then"] if "notify" not in effect]
    sys.stdout.reconfigure(encoding="utf-8")
    print(json.dumps(document, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
