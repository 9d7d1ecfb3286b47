"""A job for clusters: Parquet or JSON Lines of documents in; Parquet or JSON Lines of records out, slice by slice."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import chengnuo
from chengnuo.errors import ChengnuoError, UsageError
from chengnuo.spark import frame, work

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["main", "run"]

_COLUMNS = ("text", "id", "date", "title", "jurisdiction")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m chengnuo.spark",
        description="Extract the records of many documents, on as many machines as Spark has.",
        epilog="A slice is written to a folder of another name and renamed when it is whole. Where the job ended before "
        "its end, the same words again do what is left; where it is done, they do nothing.",
    )
    parser.add_argument("input", metavar="IN", help="file or folder of documents, a row each (any URL that Spark reads)")
    parser.add_argument("output", metavar="OUT", help="folder to write to")
    parser.add_argument(
        "--input-format",
        choices=("parquet", "jsonl"),
        help="what IN holds [default: by the endings of its files]",
    )
    parser.add_argument("--format", choices=("parquet", "jsonl"), default="parquet", help="what OUT holds [parquet]")
    parser.add_argument("--text", default="text", metavar="COLUMN", help="column with the text [text]")
    parser.add_argument("--id", metavar="COLUMN", help="column with the id [id, where there is one]")
    for name, what in (("date", "own date"), ("title", "title"), ("jurisdiction", "place or code")):
        parser.add_argument(f"--{name}", metavar="COLUMN", help=f"column with the document's {what}")
    parser.add_argument("--dictionaries", metavar="FOLDER", help="tables of your own, which every machine has")
    parser.add_argument("--timeout", type=float, default=120.0, metavar="SECONDS", help="for one document [120]")
    parser.add_argument("--no-record", action="store_true", help="leave the records out of Parquet, which halves it")
    parser.add_argument(
        "--slices", type=int, default=1, metavar="N", help="write OUT in N parts, of which each is done or not [1]"
    )
    parser.add_argument(
        "--partitions", type=int, metavar="N", help="tasks of a slice [as Spark splits the files of IN]"
    )
    parser.add_argument("--overwrite", action="store_true", help="write over what another job left in OUT")
    return parser


def main(words: list[str] | None = None) -> None:
    """Run the job with the words of ``sys.argv``, and exit with its code: 0, 1 where it failed, 2 for wrong words."""
    given = _arguments().parse_args(words)
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        _fail('pyspark is needed for this: pip install "chengnuo[spark]"')
    # Without this the tasks would run in whatever is called python3.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.appName(f"chengnuo {given.input}").getOrCreate()
    try:
        counts = run(spark, given)
    except (ChengnuoError, PySparkException) as error:
        _fail(str(error))
    print(json.dumps(counts, ensure_ascii=False))


def _fail(message: str) -> NoReturn:
    print(f"chengnuo.spark: {message}", file=sys.stderr)
    sys.exit(1)


def run(spark: SparkSession, given: argparse.Namespace) -> dict[str, int]:
    """Do what is left to do.

    Returns
    -------
    dict
        ``slices``, ``done`` (by this run), ``skipped`` (done before), and of those done ``documents`` and ``failed``.

    Raises
    ------
    UsageError
        For input that is none, and output of another job.
    """
    if given.slices < 1:
        raise UsageError(f"--slices {given.slices}: give 1 or more")
    out = _Folder(spark, given.output)
    files = _files(spark, given.input)
    slices = [files[n :: given.slices] for n in range(given.slices)]
    slices = [slice for slice in slices if slice]
    about = _about(given, slices)
    before = out.read("_chengnuo.json")
    if before != about:
        if (before is not None or out.holds_something()) and not given.overwrite:
            raise UsageError(
                f"{given.output} holds something else than this job writes, or of other documents: give another folder, "
                "or --overwrite"
            )
        out.empty()
        out.write("_chengnuo.json", about)
    counts = {"slices": len(slices), "done": 0, "skipped": 0, "documents": 0, "failed": 0}
    for n, paths in enumerate(slices):
        name = f"slice={n:05}"
        if out.has(name):
            counts["skipped"] += 1
            continue
        unfinished = f"_unfinished-{name}"
        out.remove(unfinished)
        extracted = _extracted(spark, given, paths)
        _write(extracted, given, out.path(unfinished))
        out.rename(unfinished, name)
        counts["done"] += 1
        documents, failed = _counted(spark, given, out.path(name))
        counts["documents"] += documents
        counts["failed"] += failed
    out.write("_SUCCESS", "")
    return counts


def _about(given: argparse.Namespace, slices: list[list[str]]) -> str:
    """What the output depends on: of the same, the same is written."""
    options = {
        name: getattr(given, name)
        for name in ("input_format", "format", *_COLUMNS, "dictionaries", "timeout", "no_record", "slices")
    }
    files = hashlib.sha256("\n".join("\n".join(slice) for slice in slices).encode()).hexdigest()
    tables = work.hashed(given.dictionaries)
    about = {"chengnuo": chengnuo.__version__, "dictionaries": tables, "options": options, "files": files}
    return json.dumps(about, ensure_ascii=False, sort_keys=True)


def _files(spark: SparkSession, path: str) -> list[str]:
    """Paths, sizes and times of the files of IN, by path."""
    jvm: Any = spark.sparkContext._jvm
    place = jvm.org.apache.hadoop.fs.Path(path)
    system = place.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
    found = system.globStatus(place)
    if found is None or not len(found):
        raise UsageError(f"there is no {path}")
    files = []
    for top in found:
        if top.isFile():
            files.append(top)
            continue
        each = system.listFiles(top.getPath(), True)
        while each.hasNext():
            file = each.next()
            inner = file.getPath().toString().removeprefix(top.getPath().toString()).split("/")
            # Spark, too, passes over what is begun with these.
            if not any(part.startswith(("_", ".")) for part in inner):
                files.append(file)
    files = sorted(f"{file.getPath().toString()}\t{file.getLen()}\t{file.getModificationTime()}" for file in files)
    if not files:
        raise UsageError(f"{path} holds no files")
    return files


def _read(spark: SparkSession, given: argparse.Namespace, paths: list[str]) -> DataFrame:
    kind = given.input_format
    if kind is None:
        names = [path.lower() for path in paths]
        if all(name.endswith(".parquet") for name in names):
            kind = "parquet"
        elif all(name.removesuffix(".gz").endswith((".jsonl", ".json", ".ndjson")) for name in names):
            kind = "jsonl"
        else:
            raise UsageError(f"{given.input} holds files like {paths[0]}: say --input-format parquet or jsonl")
    if kind == "parquet":
        return spark.read.parquet(*paths)
    from pyspark.sql import types as T

    # Types are said and not guessed: a guess reads everything once more, and takes ids for numbers.
    wanted = dict.fromkeys([given.text, given.id or "id", given.date, given.title, given.jurisdiction])
    schema = T.StructType([T.StructField(name, T.StringType()) for name in wanted if name])
    return spark.read.schema(schema).json(paths)


def _extracted(spark: SparkSession, given: argparse.Namespace, slice: list[str]) -> DataFrame:
    documents = _read(spark, given, [file.split("\t")[0] for file in slice])
    if given.partitions:
        documents = documents.repartition(given.partitions)
    id = given.id or ("id" if "id" in documents.columns else None)
    return frame.extract(
        documents,
        given.text,
        id,
        given.date,
        title=given.title,
        jurisdiction=given.jurisdiction,
        dictionaries=given.dictionaries,
        timeout=given.timeout,
    )


def _write(extracted: DataFrame, given: argparse.Namespace, path: str) -> None:
    if given.format == "jsonl":
        extracted.select("record").write.text(path)
        return
    # Neighbours are of one place, then of one year, so that a row group has few of them and a query skips the others.
    extracted = extracted.sortWithinPartitions("document.code", "document.year")
    if given.no_record:
        extracted = extracted.drop("record")
    extracted.write.option("compression", "zstd").parquet(path)


def _counted(spark: SparkSession, given: argparse.Namespace, path: str) -> tuple[int, int]:
    from pyspark.sql import functions as F

    if given.format == "jsonl":
        status = F.get_json_object("value", "$.status").alias("status")
        written = spark.read.text(path).select(status)
    else:
        written = spark.read.parquet(path).select("status")
    (row,) = written.agg(F.count("*").alias("n"), F.count_if(F.col("status") == "failed").alias("failed")).collect()
    return row["n"], row["failed"]


class _Folder:
    """A folder in any file system that Spark knows."""

    def __init__(self, spark: SparkSession, path: str) -> None:
        jvm: Any = spark.sparkContext._jvm
        self._jvm = jvm
        self._root: Any = self._jvm.org.apache.hadoop.fs.Path(path)
        self._system: Any = self._root.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())

    def _at(self, name: str) -> Any:
        return self._jvm.org.apache.hadoop.fs.Path(self._root, name)

    def path(self, name: str) -> str:
        return str(self._at(name).toString())

    def has(self, name: str) -> bool:
        return bool(self._system.exists(self._at(name)))

    def holds_something(self) -> bool:
        return self._system.exists(self._root) and len(self._system.listStatus(self._root)) > 0

    def remove(self, name: str) -> None:
        self._system.delete(self._at(name), True)

    def empty(self) -> None:
        self._system.delete(self._root, True)
        self._system.mkdirs(self._root)

    def rename(self, name: str, to: str) -> None:
        if not self._system.rename(self._at(name), self._at(to)):
            raise UsageError(f"{self.path(name)} cannot be renamed to {to}")

    def read(self, name: str) -> str | None:
        if not self.has(name):
            return None
        stream = self._system.open(self._at(name))
        try:
            return str(self._jvm.org.apache.commons.io.IOUtils.toString(stream, "UTF-8"))
        finally:
            stream.close()

    def write(self, name: str, words: str) -> None:
        stream = self._system.create(self._at(name), True)
        try:
            stream.write(bytearray(words.encode()))
        finally:
            stream.close()
