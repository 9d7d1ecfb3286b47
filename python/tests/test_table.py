"""Tables: the rows and types of `extract --format parquet`, without a copy into pyarrow, pandas and polars."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import chengnuo
import pytest
from conftest import PLANS, SENTENCE, command

pyarrow = pytest.importorskip("pyarrow")

ROWS = ("targets", "commitments", "mentions", "documents")


@pytest.mark.parametrize("rows", ROWS)
def test_the_rows_are_those_of_the_parquet_file(at_root: None, tmp_path: Path, rows: str) -> None:
    import pyarrow.parquet

    folder, file = Path("corpus/plans"), tmp_path / "rows.parquet"
    command("extract", folder, "--quiet", "--format", "parquet", "--records", rows, "-o", file)
    other = pyarrow.parquet.read_table(file)
    table = getattr(chengnuo, rows)(folder).to_arrow()
    assert table.num_rows > 5
    assert table.schema.equals(other.schema)
    # The file is sorted by place and year.
    key = ["document"] + (["span_start"] if "span_start" in table.column_names else [])
    assert sorted(map(str, table.to_pylist())) == sorted(map(str, other.to_pylist())), key
    assert table.equals(chengnuo.to_arrow(folder, rows))


def test_records_give_the_rows_of_their_documents() -> None:
    records = list(chengnuo.extract_many(PLANS))
    frozen = list(chengnuo.extract_many(PLANS, as_record=True))
    table = chengnuo.targets(PLANS).to_arrow()
    assert chengnuo.targets(records).to_arrow().equals(table)
    assert chengnuo.targets(frozen).to_arrow().equals(table)
    mixed = [records[0], *sorted(PLANS.glob("*.txt"))[1:]]
    assert chengnuo.targets(mixed, jobs=2).to_arrow().equals(table)


def test_pandas_and_polars_have_the_same_memory() -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    table = chengnuo.targets(PLANS)
    arrow = table.to_arrow()
    address = arrow["value"].chunk(0).buffers()[1].address
    again = pyarrow.table(table)
    assert again["value"].chunk(0).buffers()[1].address == address
    frame = table.to_pandas()
    assert frame["value"].array.__arrow_array__().chunk(0).buffers()[1].address == address
    assert list(frame.columns) == table.columns and len(frame) == len(table)
    assert str(frame["year"].dtype) == "int64[pyarrow]"
    assert polars.DataFrame(table)["value"].to_arrow().buffers()[1].address == address
    assert table.to_polars().equals(polars.DataFrame(table))
    plain = table.to_pandas(arrow_dtypes=False)
    assert plain["value"].dtype == "float64"
    pandas.testing.assert_series_equal(
        plain["value"], frame["value"].astype("float64"), check_names=True, check_dtype=False
    )


def test_a_table_outlives_what_it_was_made_of() -> None:
    import gc

    arrow = chengnuo.targets([SENTENCE] * 3, keep_duplicates=True).to_arrow()
    gc.collect()
    assert arrow["value"].to_pylist() == [120.0] * 3


def test_an_empty_table_has_its_columns() -> None:
    for rows in ROWS:
        table = chengnuo.to_arrow([], rows)
        assert table.num_rows == 0 and "document" in table.column_names
    assert chengnuo.targets(["没有数字。"]).to_pandas().empty


def test_more_rows_than_a_batch() -> None:
    row = "到2025年底，建成养老服务设施80处。\n"
    table = chengnuo.targets([{"id": str(n), "text": row * 500} for n in range(10)])
    assert len(table) == 5000
    assert pyarrow.table(table)["value"].num_chunks > 1
    assert set(pyarrow.table(table)["value"].to_pylist()) == {80.0}


def test_the_codebook_says_what_columns_mean() -> None:
    table = chengnuo.targets([SENTENCE])
    codebook = table.codebook()
    assert [row["name"] for row in codebook] == table.columns
    assert all(row["meaning"] for row in codebook)
    meaning = table.to_arrow().schema.field("value").metadata[b"meaning"].decode()
    assert meaning == {row["name"]: row["meaning"] for row in codebook}["value"]


def test_what_is_no_table() -> None:
    with pytest.raises(chengnuo.UsageError, match="say one of documents, commitments, targets, mentions"):
        chengnuo.to_arrow([SENTENCE], "target")  # type: ignore[arg-type]
    record = chengnuo.extract(SENTENCE)
    with pytest.raises(chengnuo.SchemaError, match="item 1: schema chengnuo.document/9.*extract the documents again"):
        chengnuo.targets([record, {**record, "schema": "chengnuo.document/9"}])
    with pytest.raises(chengnuo.RecordError, match="item 0: no record"):
        chengnuo.targets([{**record, "commitments": 3}])
    with pytest.raises(chengnuo.RecordError, match="no record"):
        chengnuo.targets([{**record, "furniture": "x"}])
    with pytest.raises(chengnuo.InputError, match="one document or record"):
        chengnuo.targets(record)
    with pytest.raises(TypeError, match="with_text"):
        chengnuo.targets([record], with_text=True)


def test_what_is_missing_is_named() -> None:
    code = (
        "import sys\n"
        "for name in ('pyarrow', 'pandas', 'polars'): sys.modules[name] = None\n"
        "import chengnuo\n"
        "table = chengnuo.targets(['到2025年底，建成80处。'])\n"
        "for convert in (table.to_arrow, table.to_pandas, table.to_polars):\n"
        "    try: convert()\n"
        "    except ImportError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert [line.rsplit(" ", 1)[1] for line in done.stdout.splitlines()] == [
        '"chengnuo[arrow]"',
        '"chengnuo[pandas]"',
        '"chengnuo[polars]"',
    ]
