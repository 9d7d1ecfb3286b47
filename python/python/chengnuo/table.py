"""Tables of records, for pyarrow, pandas, polars and DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from chengnuo import _chengnuo

__all__ = ["Table"]


class Table:
    """A typed table that has Arrow's C stream interface.

    ``pyarrow.table(table)``, ``polars.DataFrame(table)`` and ``pandas.DataFrame.from_arrow(table)`` take it as it is,
    without a copy of its columns. Columns are those of ``chengnuo extract --format parquet``; `codebook` says what they
    mean.
    """

    def __init__(self, inner: _chengnuo.Table) -> None:
        self._inner = inner

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._inner.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return len(self._inner)

    def __repr__(self) -> str:
        return f"<chengnuo.Table of {len(self)} rows and {len(self.columns)} columns>"

    def _repr_html_(self) -> str:
        frame: Any = self.to_pandas()
        return str(frame._repr_html_())

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return [name for name, _, _, _ in self._inner.codebook()]

    def codebook(self) -> list[dict[str, str]]:
        """Name, type, values and meaning of each column."""
        names = ("name", "type", "values", "meaning")
        return [dict(zip(names, column, strict=True)) for column in self._inner.codebook()]

    def to_arrow(self) -> pyarrow.Table:
        """The table of pyarrow, over the same memory."""
        return _library("pyarrow", "arrow").table(self)

    def to_pandas(self, arrow_dtypes: bool = True) -> pandas.DataFrame:
        """The table of pandas.

        Parameters
        ----------
        arrow_dtypes : bool
            Columns over the same memory (``ArrowDtype``), in which whole numbers stay whole beside missing ones, days
            are days and lists lists. Without, NumPy's types, which copies.
        """
        dtype = _library("pandas", "pandas").ArrowDtype if arrow_dtypes else None
        frame: pandas.DataFrame = self.to_arrow().to_pandas(types_mapper=dtype)
        return frame

    def to_polars(self) -> polars.DataFrame:
        """The table of polars, over the same memory."""
        frame: polars.DataFrame = _library("polars", "polars").DataFrame(self)
        return frame


def _library(name: str, extra: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError as missing:
        raise ImportError(f'{name} is needed for this: pip install "chengnuo[{extra}]"') from missing
