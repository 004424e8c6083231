"""The shell's prompt, typed at as a person does: completion, history, a line that goes on, Ctrl-C, the end.

    python3 tests/shell/prompt.py path/to/crm
"""

import fcntl
import os
import pty
import select
import struct
import sys
import tempfile
import termios
import time

shell = os.path.abspath(sys.argv[1])
folder = tempfile.mkdtemp()
child, terminal = pty.fork()
if child == 0:
    os.chdir(folder)
    os.environ.update(TERM="xterm", CRM_HISTORY=os.path.join(folder, "history"))
    os.execv(shell, [shell, "--create", "erp.crm"])

seen = ""           # all that the terminal showed
read = 0            # up to here it was waited for


def until(text, seconds=30):
    """Waits for the text, behind what was waited for before."""
    global seen, read
    end = time.monotonic() + seconds
    while text not in seen[read:]:
        ready, _, _ = select.select([terminal], [], [], max(0, end - time.monotonic()))
        if not ready:
            sys.exit(f"no {text!r} in {seen[read:]!r}")
        try:
            seen += os.read(terminal, 65536).decode(errors="replace")
        except OSError:
            sys.exit(f"it ended before {text!r}: {seen[read:]!r}")
    read = seen.index(text, read) + len(text)


def prompt():
    """Waits for a new line's prompt. The text alone would not tell it: a line is drawn again, prompt and all, while
    it is typed, and what is typed before the next prompt reaches a terminal that is not read by keys yet."""
    until("\x1b[?2004h")         # pasting is bracketed from where a line starts
    until("crm> ")


def types(text):
    os.write(terminal, text.encode())


fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 160, 0, 0))
prompt()
types(".bootstrap han 韩梅梅 sales_manager\r")
until("acts from now on")
prompt()
types("opportunities.crea\t")
until("opportunities.create")
types(" customer_n\t")
until("customer_name=")
types("华东 success_probability=60 summary=s description=d\r")
until("unassigned")
prompt()
types('opportunities.list {"filter":\r')
types('{"status": "unassigned"}}\r')
until("1 row")
prompt()
types("users.set_password $_.items[0].id ?\x03")     # Ctrl-C leaves the line
prompt()
types("users.set_password id=$_.items[0].id password=secret-word\r")
prompt()
types(".login han\r")
until("password: ")
types("wrong-password\r")
until("[login_failed]")
prompt()
types("\x1b[A\x1b[A\r")                              # the history: not the line with the secret
until("1 row")
prompt()
types("\x04")
end = time.monotonic() + 30
while not (ended := os.waitpid(child, os.WNOHANG))[0]:
    if time.monotonic() > end:
        sys.exit(f"it did not end: {seen[read:]!r}")
    time.sleep(0.01)
status = ended[1]
if os.waitstatus_to_exitcode(status) != 0:
    sys.exit(f"it ended with {status}")
history = open(os.path.join(folder, "history"), encoding="utf-8").read()
if "secret-word" in history or "customer_name=华东" not in history:
    sys.exit(f"the history is not right: {history!r}")
if "secret-word" in seen.split("password=secret-word", 1)[1]:
    sys.exit("a secret was shown")
print("prompt: 1 passed")
