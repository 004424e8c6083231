#!/usr/bin/env python3
"""Saves what a page shows, to be run as it stands there.

    tests/page.py docs/objects.md FOLDER

A block that names a file behind its language (```c arrive.c) is that file. The blocks of Python are one program, script.py.
"""

import re
import sys
from pathlib import Path


def main() -> None:
    page, folder = map(Path, sys.argv[1:])
    blocks = re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    for _, name, text in blocks:
        if name:
            (folder / name).write_text(text, encoding="utf-8")
    script = [text for language, name, text in blocks if language == "python" and not name]
    if not script:
        sys.exit(f"{page} shows no Python")
    (folder / "script.py").write_text("".join(script), encoding="utf-8")


if __name__ == "__main__":
    main()
