"""Plans side by side."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Literal

from chengnuo.table import Table

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from chengnuo import _chengnuo

__all__ = ["Comparison"]

Language = Literal["zh", "en"]


class Comparison:
    """What several plans say on the same matters, as `chengnuo.compare` gives it.

    In a notebook it shows itself as a table of what several plans speak of.

    Attributes
    ----------
    notes : list of str
        What is worth knowing: plans without commitments, copies that were left out.
    failed : list of (str, str)
        Path and reason of documents that could not be read.
    """

    def __init__(self, inner: _chengnuo.Comparison) -> None:
        self._inner = inner
        self._dict: dict[str, Any] | None = None

    @property
    def notes(self) -> list[str]:
        return self._inner.notes

    @property
    def failed(self) -> list[tuple[str, str]]:
        return self._inner.failed

    def to_dict(self, absent: bool | None = None) -> dict[str, Any]:
        """All of it, as ``chengnuo compare --format json`` writes it (``chengnuo.schema("compare")``).

        Parameters
        ----------
        absent : bool, optional
            Whether rows have a cell for columns too that do not speak of the matter; where nothing is said, they have
            up to a million cells in all.
        """
        return self._inner.to_dict(absent)

    def to_json(self, absent: bool | None = None) -> str:
        """`to_dict` as words."""
        return self._inner.to_json(absent)

    @property
    def plans(self) -> list[dict[str, Any]]:
        """The documents that are compared."""
        return self._part("plans")

    @property
    def columns(self) -> list[dict[str, Any]]:
        """Key, label and plans of each column."""
        return self._part("columns")

    @property
    def measures(self) -> list[dict[str, Any]]:
        """One row a measure: ``key``, ``label``, ``unit``, ``cells`` by column, ``verdict``."""
        return self._part("measures")

    @property
    def actions(self) -> list[dict[str, Any]]:
        """One row a commitment without a number, or several that are alike."""
        return self._part("actions")

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Measures, then actions."""
        return self.measures + self.actions

    def to_table(self, absent: bool | None = False) -> Table:
        """One row a value of a plan, with the words it rests on.

        Parameters
        ----------
        absent : bool, optional
            Whether columns that do not speak of a matter have a row too.
        """
        return Table(self._inner.table(absent))

    def to_arrow(self, absent: bool | None = False) -> pyarrow.Table:
        """`to_table` for pyarrow."""
        return self.to_table(absent).to_arrow()

    def to_pandas(self, absent: bool | None = False, arrow_dtypes: bool = True) -> pandas.DataFrame:
        """`to_table` for pandas."""
        return self.to_table(absent).to_pandas(arrow_dtypes)

    def to_polars(self, absent: bool | None = False) -> polars.DataFrame:
        """`to_table` for polars."""
        return self.to_table(absent).to_polars()

    def to_html(self, path: str | os.PathLike[str] | None = None, lang: Language | None = None) -> str:
        """A page that opens from disk, without a network: filters, evidence, charts.

        Parameters
        ----------
        path : str or pathlib.Path, optional
            A file to write it to.
        lang : {'zh', 'en'}, optional
            Language of labels; where nothing is said, that of the locale.

        Returns
        -------
        str
            The page.
        """
        page = self._inner.to_html(lang or _language())
        if path is not None:
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(page)
        return page

    def _repr_html_(self) -> str:
        return self._inner.cell(_language(), False)

    def __str__(self) -> str:
        return self._inner.text(_language(), False, 120)

    def __repr__(self) -> str:
        return f"<chengnuo.Comparison: {self._inner.summary('en')}>"

    def _part(self, name: str) -> list[dict[str, Any]]:
        if self._dict is None:
            self._dict = self.to_dict()
        part: list[dict[str, Any]] = self._dict[name]
        return part


def _language() -> Language:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if said := os.environ.get(name):
            return "zh" if said[:2].lower() == "zh" else "en"
    return "en"
