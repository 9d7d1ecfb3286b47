"""A document with what was found in it, and why."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chengnuo import _chengnuo

__all__ = ["Explanation"]


class Explanation:
    """A document with each find coloured and its meaning beneath, as `chengnuo.explain` gives it.

    In a notebook it shows itself; ``print`` shows it on a terminal.
    """

    def __init__(self, inner: _chengnuo.Explained, rule: str | None = None) -> None:
        self._inner = inner
        self._rule = rule

    @property
    def rules(self) -> list[str]:
        """Names of the rules that found something."""
        return self._inner.rules()

    def to_html(self, path: str | os.PathLike[str] | None = None) -> str:
        """A piece of HTML without scripts; with `path` also as a page of its own."""
        piece = self._inner.html(self._rule)
        if path is not None:
            page = f'<!doctype html>\n<html><head><meta charset="utf-8"></head><body>{piece}</body></html>\n'
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(page)
        return piece

    def _repr_html_(self) -> str:
        return self.to_html()

    def __str__(self) -> str:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        return self._inner.text(self._rule, shutil.get_terminal_size((100, 24)).columns, colour)

    def __repr__(self) -> str:
        return f"<chengnuo.Explanation of {len(self.rules)} rules>"
