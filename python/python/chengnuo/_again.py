"""How the command line is started once more, in a process of its own."""

from __future__ import annotations

import os
import sys

_CODE = "import sys; sys.path.append({folder!r}); from chengnuo.__main__ import main; main()"


def again() -> list[str]:
    """Words that start the command line; none where no interpreter is known.

    The process finds this package wherever it was imported from, and takes nothing from the current folder for a module
    (``-P``).
    """
    if not sys.executable:
        return []
    return [
        sys.executable,
        "-P",
        "-c",
        _CODE.format(folder=os.path.dirname(os.path.dirname(os.path.abspath(__file__)))),
    ]
