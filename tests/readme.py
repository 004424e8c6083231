#!/usr/bin/env python3
"""The starts of a README: what it says to save, to type, and what that prints.

    tests/readme.py README.md Kotlin name         the file that the program is to be saved as
    tests/readme.py README.md Kotlin program      the program
    tests/readme.py README.md Kotlin commands     what to type
    tests/readme.py README.md Kotlin check FILE   compares the end of what was printed (in FILE) with what it says

A start is a section `### Kotlin`: a file name alone in a paragraph's beginning, a block with the program, a block `sh`
with the commands, and a block `text` with the output, in which `…` stands for anything within a line.
"""

import re
import sys
from pathlib import Path


def main() -> None:
    readme, heading, what, *rest = sys.argv[1:]
    text = Path(readme).read_text(encoding="utf-8")
    section = re.search(rf"^### {re.escape(heading)}\n(.*?)(?=^##)", text, re.MULTILINE | re.DOTALL)
    if not section:
        sys.exit(f"{readme} has no section {heading}")
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", section[1], re.MULTILINE | re.DOTALL)
    name = re.search(r"^`([^`\s]+)`", section[1], re.MULTILINE)
    if not name or [kind for kind, _ in blocks][1:] != ["sh", "text"]:
        sys.exit(f"{readme}, {heading}: not a file name, a program, sh and text")
    (_, program), (_, commands), (_, output) = blocks
    if what == "name":
        print(name[1])
    elif what == "program":
        print(program, end="")
    elif what == "commands":
        print(commands, end="")
    elif what == "check":
        expected = output.splitlines()
        printed = Path(rest[0]).read_text(encoding="utf-8").splitlines()[-len(expected) :]
        if len(printed) != len(expected) or not all(map(matches, expected, printed)):
            sys.exit(f"{readme}, {heading} says it prints\n{output}and it printed\n" + "\n".join(printed))
    else:
        sys.exit(__doc__)


def matches(expected: str, printed: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, expected.split("…"))), printed) is not None


if __name__ == "__main__":
    main()
