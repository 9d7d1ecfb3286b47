"""In Spark: the records of the command line on every machine, whatever happens to one of them.

The machines are processes here: those that Spark starts itself (``local-cluster``), and a master with two workers that
are started below. Both listen on the loopback alone.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import itertools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import chengnuo
import pytest
from conftest import COMMAND, PLANS, command, lines, shared

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

LACKING = [
    what
    for what, there in (
        ("pyspark", importlib.util.find_spec("pyspark")),
        ("pyarrow", importlib.util.find_spec("pyarrow")),
        ("java", shutil.which("java") or os.environ.get("JAVA_HOME")),
    )
    if not there
]
if LACKING and os.environ.get("CI"):
    pytest.fail(f"Spark is not tested: there is no {', no '.join(LACKING)}", pytrace=False)
pytestmark = pytest.mark.skipif(bool(LACKING), reason=f"there is no {', no '.join(LACKING)}")

# How many documents go through the cluster.
DOCUMENTS = int(os.environ.get("CHENGNUO_SPARK_DOCUMENTS", "10000"))

QUIET = """
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %p %c: %m%n
"""


def session(master: str, folder: Path, **more: str) -> SparkSession:
    """A session with small executors that all lie on this machine."""
    import pyspark
    from pyspark.sql import SparkSession

    (folder / "log4j2.properties").write_text(QUIET)
    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.default.parallelism": "2",
        "spark.executor.memory": "1g",
        "spark.local.dir": str(folder / "local"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={folder / 'log4j2.properties'}",
        "spark.executor.extraJavaOptions": f"-Dlog4j2.configurationFile={folder / 'log4j2.properties'}",
        **{name.replace("_", "."): value for name, value in more.items()},
    }
    builder = SparkSession.builder.master(master).appName("chengnuo's tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Two executors of one core each, as processes of their own."""
    folder = tmp_path_factory.mktemp("local-cluster")
    spark = session("local-cluster[2,1,2048]", folder)
    yield spark
    spark.stop()


@pytest.fixture(scope="module")
def plans() -> list[dict[str, str]]:
    """Documents of some lines each, made from the project's own plans; no two are the same."""
    texts = [record["text"].splitlines() for record in chengnuo.extract_many(PLANS, with_text=True)]
    passages = [
        "\n".join(lines[start : start + 2]) for lines in texts for start in range(0, len(lines), 2)
    ]
    passages = [passage for passage in passages if 20 < len(passage) < 160]
    assert len(passages) > 20
    return [document(n, passages[n % len(passages)]) for n in range(DOCUMENTS)]


def document(n: int, passage: str) -> dict[str, str]:
    """The passage in a plan of its own, with other figures in every turn."""
    year, count = 2010 + n % 20, 7 + n
    text = f"关于第{n}号事项的实施方案\n{passage}\n到{year}年底，建成标准化村卫生室{count}个以上。\n"
    return {"id": f"plan-{n:06}", "text": text, "date": f"{year}-0{1 + n % 9}-11"}


@pytest.fixture(scope="module")
def expected(plans: list[dict[str, str]]) -> dict[str, str]:
    """What the command line writes for them, by id."""
    return {json.loads(line)["id"]: line for line in piped(plans)}


WORDS = ["extract", "-", "--input-format", "jsonl", "--keep-duplicates", "--quiet"]


def rows(plans: list[dict[str, Any]]) -> list[str]:
    return [json.dumps(plan, ensure_ascii=False) for plan in plans]


def piped(plans: list[dict[str, Any]]) -> list[str]:
    given = "".join(row + "\n" for row in rows(plans)).encode()
    return command(*WORDS, given=given, fails=True).stdout.decode().splitlines()


def frame(spark: SparkSession, plans: list[dict[str, Any]], parts: int = 8) -> DataFrame:
    return spark.createDataFrame(plans, "id string, text string, date string").repartition(parts)


def same(found: list[Any], expected: dict[str, str]) -> None:
    """Each once, and each as the command line has it."""
    ids = Counter(row["id"] for row in found)
    assert not [id for id, count in ids.items() if count > 1]
    assert ids.keys() == expected.keys()
    for row in found:
        # Field by field, for whole records are too long to look at.
        own, other = json.loads(row["record"]), json.loads(expected[row["id"]])
        assert list(own) == list(other)
        for field, value in other.items():
            assert own[field] == value, (row["id"], field)


def test_a_cluster_gives_the_records_of_the_command_line(
    local: SparkSession, plans: list[dict[str, str]], expected: dict[str, str]
) -> None:
    from chengnuo import spark

    assert len(expected) == DOCUMENTS
    extracted = spark.extract(frame(local, plans), date="date")
    same(extracted.select("id", "record").collect(), expected)


def test_rows_of_targets_and_commitments_are_those_of_the_package(
    local: SparkSession, plans: list[dict[str, str]], expected: dict[str, str]
) -> None:
    from chengnuo import spark

    some = plans[:40]
    records = [json.loads(expected[plan["id"]]) for plan in some]
    extracted = spark.extract(frame(local, some), date="date").cache()
    for own, name in ((spark.documents, "documents"), (spark.commitments, "commitments"), (spark.targets, "targets")):
        others = chengnuo.to_arrow(records, name).to_pylist()
        assert len(others) >= len(some)
        found = [row.asDict() for row in own(extracted).collect()]
        order = lambda row: (row["document"], row.get("commitment") or "", row.get("span_start") or 0, repr(row))  # noqa: E731
        assert sorted(found, key=order) == sorted(others, key=order), name


def test_a_row_that_is_no_document_costs_itself_alone(local: SparkSession, plans: list[dict[str, str]]) -> None:
    from chengnuo import spark

    bad = [
        {"id": "no text", "text": None, "date": None},
        {"id": "empty", "text": "", "date": None},
        {"id": "no day", "text": "年底前完成。", "date": "明年"},
        {"id": "nothing but zeros", "text": "\0" * 50, "date": None},
    ]
    found = {
        row["id"]: row for row in spark.extract(frame(local, [*bad, *plans[:5]], 1), date="date").collect()
    }
    assert len(found) == 9
    codes = {id: (row["status"], row["error"]) for id, row in found.items() if not id.startswith("plan-")}
    assert codes["no text"] == codes["no day"] == ("failed", "bad_row")
    assert codes["empty"] == ("failed", "empty")
    assert "明年" in found["no day"]["message"]
    for row in found.values():
        record = json.loads(row["record"])
        assert record["status"] == row["status"] == row["document"]["status"]
        assert (record.get("error") or {}).get("code") == row["error"] == row["document"]["error"]
    assert all(found[plan["id"]]["status"] == "ok" for plan in plans[:5])


# A reader that is killed by a document, as one is that takes all the memory of its machine.
POISONED = """
import os, signal, subprocess, sys
from chengnuo._again import again
reader = subprocess.Popen([*again(), *sys.argv[1:]], stdin=subprocess.PIPE)
while chunk := os.read(0, 65536):
    if "毒".encode() in chunk:
        reader.kill()
        os.kill(os.getpid(), signal.SIGKILL)
    reader.stdin.write(chunk)
    reader.stdin.flush()
"""


def test_a_document_that_kills_its_reader_costs_itself_alone(
    local: SparkSession, plans: list[dict[str, str]], expected: dict[str, str], tmp_path: Path
) -> None:
    from chengnuo import spark
    from chengnuo.spark import work

    script = tmp_path / "poisoned.py"
    script.write_text(POISONED)
    some = plans[:12]
    poison = {"id": "poison", "text": "到2025年底，除毒害100处。", "date": None}
    mixed = [*some[:6], poison, *some[6:]]
    options = work.Options(again=(sys.executable, str(script)))
    df = frame(local, mixed, 1).selectExpr("text", "id", "date", "null title", "null jurisdiction")
    df = df.selectExpr("text", "id", "date", "string(title) title", "string(jurisdiction) jurisdiction")
    found = df.mapInArrow(partial(work.extract, options), spark.schema()).collect()
    (broken,) = [row for row in found if row["id"] == "poison"]
    assert (broken["status"], broken["error"]) == ("failed", "crashed")
    others = [row for row in found if row["id"] != "poison"]
    same(others, {plan["id"]: expected[plan["id"]] for plan in some})


def test_what_cannot_be_done_says_what_to_do(local: SparkSession) -> None:
    from chengnuo import spark

    empty = local.createDataFrame([], "id string, text string, n int, at date, content binary")
    assert spark.extract(empty, date="at").count() == 0
    assert spark.targets(spark.extract(empty)).count() == 0
    assert spark.compare(spark.extract(empty)).count() == 0
    for options, error, words in (
        ({"text": "body"}, chengnuo.UsageError, r'no column \'body\'.*text="…".*id, text, n, at'),
        ({"id": "url"}, chengnuo.UsageError, r"no column 'url'.*id=None"),
        ({"text": "n"}, chengnuo.InputError, r"column 'n' is of type int.*string.*cast"),
        ({"text": "content"}, chengnuo.InputError, r"binary.*extract_many"),
        ({"date": "n"}, chengnuo.InputError, r"string, date or timestamp"),
        ({"text": None}, chengnuo.InputError, "name of the column"),
        ({"id": 3}, chengnuo.InputError, "id is a int"),
        ({"timeout": 0}, chengnuo.UsageError, "timeout"),
    ):
        with pytest.raises(error, match=words):
            spark.extract(empty, **options)
    for nothing in (None, [{"text": "年底前完成。"}], "年底前完成。"):
        with pytest.raises(chengnuo.InputError, match="no data frame of Spark"):
            spark.extract(nothing)
    with pytest.raises(chengnuo.UsageError, match="give what chengnuo.spark.extract gave"):
        spark.targets(empty)
    old = local.createDataFrame([], "targets array<struct<document string, value double>>")
    with pytest.raises(chengnuo.UsageError, match="another version of chengnuo.*extract the documents again"):
        spark.targets(old)
    with pytest.raises(chengnuo.UsageError, match='record="…"'):
        spark.compare(empty)
    with pytest.raises(chengnuo.UsageError, match="columns"):
        spark.compare(spark.extract(empty), columns="region")


def test_dictionaries_that_change_show_in_the_records(local: SparkSession, tmp_path: Path) -> None:
    from chengnuo import spark

    tables, given, out = tmp_path / "tables", tmp_path / "in.jsonl", tmp_path / "out"
    tables.mkdir()
    document = {"id": "a", "text": "到2025年底，开具8张处方，办理9张凭单。", "date": None}
    given.write_text(rows([document])[0] + "\n", encoding="utf-8")
    df, words = frame(local, [document], 1), (given, out, "--dictionaries", tables)

    def found() -> list[str]:
        """Units of the quantities, in this session and in those of the command line."""
        (row,) = spark.extract(df, dictionaries=str(tables)).collect()
        own = json.loads(row["record"])
        (other,) = lines(command(*WORDS, "--dictionaries", tables, given=given.read_bytes()).stdout)
        assert own == other
        return [quantity["unit"] for quantity in own["quantities"]]

    (tables / "units.tsv").write_text("word\tunit\tkind\n张处方\t处方\tcount\n", encoding="utf-8")
    assert "处方" in found() and "凭单" not in found()
    assert job(*words)["done"] == 1
    assert job(*words)["skipped"] == 1
    (tables / "units.tsv").write_text("word\tunit\tkind\n张凭单\t凭单\tcount\n", encoding="utf-8")
    assert "凭单" in found() and "处方" not in found()
    with pytest.raises(chengnuo.UsageError, match="--overwrite"):
        job(*words)
    assert job(*words, "--overwrite")["done"] == 1
    (written,) = local.read.parquet(str(out)).collect()
    assert "凭单" in written["record"]
    compared = spark.compare(spark.extract(df, dictionaries=str(tables)), dictionaries=str(tables))
    assert {row["unit"] for row in compared.collect()} >= {"凭单"}
    # What is wrong with a table is said before anything is sent.
    (tables / "units.tsv").write_text("word\tunit\tkind\n张\n", encoding="utf-8")
    with pytest.raises(chengnuo.DictionaryError, match=r"units.tsv:2"):
        spark.extract(df, dictionaries=str(tables))


def test_machines_with_other_dictionaries_say_so(tmp_path: Path) -> None:
    from chengnuo.spark import work

    (tmp_path / "units.tsv").write_text("word\tunit\tkind\n处方\t处方\tcount\n", encoding="utf-8")
    hash = work.hashed(str(tmp_path))
    own = work.tables(str(tmp_path), hash)
    assert own is not None and own.hash == hash
    with pytest.raises(chengnuo.UsageError, match="put the same on all"):
        work.tables(str(tmp_path), "0" * 16)
    with pytest.raises(chengnuo.UsageError, match="this machine has no folder"):
        work.tables(str(tmp_path / "elsewhere"), None)


def test_the_command_line_is_a_filter(
    local: SparkSession, plans: list[dict[str, str]], expected: dict[str, str]
) -> None:
    some = plans[:60]
    found = local.sparkContext.parallelize(rows(some), 2).pipe(" ".join([*COMMAND, *WORDS, "--jobs", "1"])).collect()
    assert sorted(found) == sorted(expected[plan["id"]] for plan in some)


def table(out: bytes) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(out.decode("utf-8-sig"))))


def compared(local: SparkSession, records: bytes, *words: str, **options: Any) -> tuple[Counter, Counter]:
    """Rows of the data frame and of the command line, as CSV has them."""
    from chengnuo import spark

    given = local.createDataFrame(
        [(n, line) for n, line in enumerate(records.decode().splitlines())], "n int, record string"
    )
    own = spark.compare(given.repartition(4), order="n", **options).toArrow()
    others = command("compare", "-", "--format", "csv", "--absent", "drop", "--quiet", *words, given=records)
    header = next(csv.reader(io.StringIO(others.stdout.decode("utf-8-sig"))))
    assert own.column_names == header
    return Counter(tuple(map(cell, row.values())) for row in own.to_pylist()), Counter(
        tuple(map(number, row.values())) for row in table(others.stdout)
    )


def cell(value: Any) -> str:
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, str) and value.startswith(tuple("=+-@\t\r＝＋－＠")):
        # CSV has no formulas.
        value = f"'{value}"
    return "" if value is None else number(str(value))


def number(words: str) -> str:
    """One way to write a number: 120 and 120.0 are one."""
    return repr(float(words)) if re.fullmatch(r"-?[0-9.]+(e-?[0-9]+)?", words) and words != "." else words


@pytest.mark.parametrize("words", [(), ("--columns", "year"), ("--only", "planned")], ids=" ".join)
def test_compare_gives_the_rows_of_the_command_line(local: SparkSession, words: tuple[str, ...]) -> None:
    records = command("extract", "corpus/plans", "corpus/gold", "--quiet", "--include", "*.txt").stdout
    options = {words[0][2:]: words[1]} if words else {}
    own, others = compared(local, records, *words, shares=3, **options)
    assert len(others) > 100 and own == others


def test_compare_gives_the_rows_of_the_command_line_on_work_reports(local: SparkSession) -> None:
    # All 134 take an unoptimised build too long for every change.
    count = int(os.environ.get("CHENGNUO_SPARK_REPORTS", "25"))
    reports = sorted(shared("documents", "reports2024").glob("*.txt"))[:count]
    records = command("extract", *reports, "--quiet").stdout
    own, others = compared(local, records, shares=4)
    assert len(others) > count * 300 and own == others


def test_compare_wants_ids_of_their_own(local: SparkSession) -> None:
    from chengnuo import spark

    twice = spark.extract(frame(local, [{"id": "a", "text": f"年底前建成{n}个。", "date": None} for n in (1, 2)]))
    with pytest.raises(chengnuo.UsageError, match="several records have the id 'a'"):
        spark.compare(twice)


def job(*words: str | Path) -> dict[str, int]:
    from chengnuo.spark import job
    from pyspark.sql import SparkSession

    return job.run(SparkSession.active(), job._arguments().parse_args([str(word) for word in words]))


def test_a_job_can_be_done_again(
    local: SparkSession, plans: list[dict[str, str]], expected: dict[str, str], tmp_path: Path
) -> None:
    given, out = tmp_path / "in", tmp_path / "out"
    given.mkdir()
    for n in range(4):
        text = "".join(row + "\n" for row in rows(plans[n * 20 : n * 20 + 20]))
        (given / f"{n}.jsonl").write_text(text, encoding="utf-8")
    wanted = {plan["id"]: expected[plan["id"]] for plan in plans[:80]}
    words = (given, out, "--date", "date", "--slices", "2")
    assert job(*words) == {"slices": 2, "done": 2, "skipped": 0, "documents": 80, "failed": 0}
    written = local.read.parquet(str(out))
    same(written.select("id", "record").collect(), wanted)
    from chengnuo import spark

    assert spark.targets(written).where("indicator_id = 'standard_village_clinics'").count() >= 80

    assert job(*words) == {"slices": 2, "done": 0, "skipped": 2, "documents": 0, "failed": 0}
    # As if the job had been ended while it wrote the second.
    (out / "slice=00001").rename(out / "_unfinished-slice=00001")
    (out / "_SUCCESS").unlink()
    assert job(*words)["done"] == 1
    same(local.read.parquet(str(out)).select("id", "record").collect(), wanted)

    with pytest.raises(chengnuo.UsageError, match="--overwrite"):
        job(*words[:4], "--slices", "1")
    assert job(given, out, "--date", "date", "--format", "jsonl", "--overwrite")["documents"] == 80
    found = [line for path in out.glob("slice=*/*.txt") for line in path.read_text(encoding="utf-8").splitlines()]
    assert sorted(found) == sorted(wanted.values())
    with pytest.raises(chengnuo.UsageError, match="there is no"):
        job(tmp_path / "nowhere", out)


@pytest.fixture(scope="module")
def standalone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """A master and two workers of one core each; each leads a group of processes, so that all of it can be killed."""
    import pyspark
    from pyspark.sql import SparkSession

    if active := SparkSession.getActiveSession():
        active.stop()
    folder = tmp_path_factory.mktemp("standalone")
    (folder / "log4j2.properties").write_text(QUIET)
    home = Path(pyspark.__file__).parent
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "512m",
        "SPARK_DAEMON_JAVA_OPTS": f"-Dlog4j2.configurationFile={folder / 'log4j2.properties'}",
        "PYSPARK_PYTHON": sys.executable,
    }
    master = f"spark://127.0.0.1:{port}"
    started: list[subprocess.Popen] = []

    def start(*words: str) -> None:
        log = (folder / f"{len(started)}.log").open("wb")
        program = [str(home / "bin" / "spark-class"), *words]
        started.append(subprocess.Popen(program, env=environment, stdout=log, stderr=log, start_new_session=True))

    deploy = "org.apache.spark.deploy"
    try:
        start(f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", port, "--webui-port", "0")
        wait_for(int(port), started[0])
        for n in range(2):
            worker = (f"{deploy}.worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "2g")
            start(*worker, "--webui-port", "0", "--work-dir", str(folder / f"worker{n}"), master)
        yield master, started[1:]
    finally:
        if active := SparkSession.getActiveSession():
            active.stop()
        for process in reversed(started):
            end(process)


def wait_for(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail("the master does not answer")


def end(process: subprocess.Popen) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def test_a_worker_that_is_killed_loses_and_doubles_nothing(
    standalone: tuple[str, list[subprocess.Popen]],
    plans: list[dict[str, str]],
    expected: dict[str, str],
    tmp_path: Path,
) -> None:
    master, workers = standalone
    # The other worker takes up what is left; an executor that is gone is noticed at once.
    spark = session(master, tmp_path, spark_executor_cores="1", spark_cores_max="2")
    given, out = tmp_path / "in", tmp_path / "out"
    given.mkdir()
    (given / "plans.jsonl").write_text("".join(row + "\n" for row in rows(plans)), encoding="utf-8")
    tracker, done = spark.sparkContext.statusTracker(), {}
    until = time.monotonic() + 120
    while spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() < 3 and time.monotonic() < until:
        time.sleep(0.2)
    assert spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() == 3, "two executors and the driver"

    parts = 24
    work = threading.Thread(
        target=lambda: done.update(job(given, out, "--date", "date", "--partitions", str(parts)))
    )
    work.start()
    finished = 0
    while work.is_alive() and finished < parts // 4:
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        finished = max((stage.numCompletedTasks for stage in stages if stage and stage.numTasks == parts), default=0)
        time.sleep(0.05)
    assert work.is_alive() and parts // 4 <= finished < parts, "in the middle"
    end(workers[0])
    work.join()
    assert done == {"slices": 1, "done": 1, "skipped": 0, "documents": DOCUMENTS, "failed": 0}
    same(spark.read.parquet(str(out)).select("id", "record").collect(), expected)
