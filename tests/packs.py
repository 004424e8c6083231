#!/usr/bin/env python3
"""Prints a pack of crm-core/packs as this version installs it, for the tests of every language.

Left out are the kinds of setup documents and the effects (`notify`, `call`) that are not built yet, with their labels.
"""

import json
import pathlib
import sys

PACKS = pathlib.Path(__file__).parents[1] / "crm-core" / "packs"


def main(pack: str) -> None:
    document = json.loads((PACKS / f"{pack}.json").read_text(encoding="utf-8"))
    document.pop("setup", None)
    gone = ["setup."]
    for name, item in document["objects"].items():
        for verb, action in item.get("status", {}).get("actions", {}).items():
            kept = [effect for effect in action.get("then", []) if not effect.keys() & {"notify", "call"}]
            if len(kept) < len(action.get("then", [])):
                gone.append(f"{name}.{verb}.then.")
                action["then"] = kept
                if not kept:
                    del action["then"]
    for texts in document["labels"].values():
        for path in [path for path in texts if path.startswith(tuple(gone))]:
            del texts[path]
    sys.stdout.reconfigure(encoding="utf-8")
    print(json.dumps(document, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
