"""The command line: ``python -m chengnuo extract 方案/ -o records.jsonl``."""

from __future__ import annotations

import os
import signal
import sys

from chengnuo import _chengnuo
from chengnuo._again import again


def main() -> None:
    """Run the command line with the words of ``sys.argv``, and exit with its code."""
    # The command line has its own way with Ctrl-C: the first finishes what is in work, the second ends at once.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    code = _chengnuo.command(["chengnuo", *sys.argv[1:]], again())
    sys.stdout.flush()
    # Nothing of the interpreter needs to be cleared away.
    os._exit(code)


if __name__ == "__main__":
    main()
