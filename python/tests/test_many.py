"""Many documents: lazily, in order, in parallel, and what is no document at its place."""

from __future__ import annotations

import copy
import gc
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import chengnuo
import pytest
from conftest import PLANS, SENTENCE, command, shared


def texts(count: int) -> Iterator[str]:
    """Short and long ones, so that threads finish out of order."""
    for n in range(count):
        yield f"到2025年底，建成养老服务设施{n + 1}处。" + "各乡镇要加强领导。" * (n * 7 % 5 * 40)


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_records_come_in_the_order_of_the_documents(jobs: int) -> None:
    values = [record["quantities"][0]["value"] for record in chengnuo.extract_many(texts(60), jobs=jobs)]
    assert values == list(range(1, 61))


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_more_is_drawn_than_keeps_the_threads_busy(jobs: int) -> None:
    drawn = 0

    def endless() -> Iterator[str]:
        nonlocal drawn
        while True:
            drawn += 1
            yield SENTENCE

    records = chengnuo.extract_many(endless(), jobs=jobs)
    assert drawn == 0
    for taken in range(1, 30):
        next(records)
        assert drawn - taken <= 2 * jobs + 2
    del records
    gc.collect()


def test_the_iterable_is_drawn_on_from_the_calling_thread() -> None:
    threads = set()

    def own() -> Iterator[str]:
        for text in texts(10):
            threads.add(threading.get_ident())
            yield text

    assert len(list(chengnuo.extract_many(own(), jobs=3))) == 10
    assert threads == {threading.get_ident()}


def test_other_threads_of_python_run_meanwhile() -> None:
    text = "\n".join(texts(400))
    ticks = 0
    done = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.is_set():
            ticks += 1
            time.sleep(0.001)

    other = threading.Thread(target=tick)
    other.start()
    before = ticks
    chengnuo.extract(text)
    during = ticks - before
    done.set()
    other.join()
    # With the lock held there would be none.
    assert during > 3


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_no_document_raises_at_its_place_and_the_next_turn_goes_on(jobs: int) -> None:
    records = chengnuo.extract_many([SENTENCE, None, SENTENCE + "二", 7], jobs=jobs)
    assert next(records)["status"] == "ok"
    with pytest.raises(chengnuo.InputError, match="item 1 is None"):
        next(records)
    assert next(records)["status"] == "ok"
    with pytest.raises(chengnuo.InputError, match="item 3 is a int"):
        next(records)
    with pytest.raises(StopIteration):
        next(records)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_callers_generator_raises_comes_behind_its_documents(jobs: int) -> None:
    def own() -> Iterator[str]:
        yield from texts(3)
        raise KeyError("mine")

    records = chengnuo.extract_many(own(), jobs=jobs)
    assert [next(records)["quantities"][0]["value"] for _ in range(3)] == [1, 2, 3]
    with pytest.raises(KeyError, match="mine"):
        next(records)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failed_document_is_a_record_or_an_exception(jobs: int) -> None:
    given = [SENTENCE, Path("no/such/file.txt"), SENTENCE + "二"]
    records = list(chengnuo.extract_many(given, jobs=jobs))
    assert [record["status"] for record in records] == ["ok", "failed", "ok"]
    assert records[1]["error"]["code"] == "not_found"
    raising = chengnuo.extract_many(given, jobs=jobs, errors="raise")
    next(raising)
    with pytest.raises(chengnuo.DocumentNotFoundError, match=r"no/such/file.txt"):
        next(raising)
    assert next(raising)["status"] == "ok"


def test_a_lone_document_is_no_list_of_them() -> None:
    for lone in (SENTENCE, SENTENCE.encode(), {"text": SENTENCE}):
        with pytest.raises(chengnuo.InputError, match="one document"):
            chengnuo.extract_many(lone)  # type: ignore[arg-type]
    for wrong in (None, 3):
        with pytest.raises(chengnuo.InputError, match="give a list or generator"):
            chengnuo.extract_many(wrong)  # type: ignore[arg-type]


def test_numbers_of_threads() -> None:
    for jobs in (0, -1, 1.5, "2", 10**9):
        with pytest.raises(chengnuo.UsageError, match="jobs="):
            chengnuo.extract_many([], jobs=jobs)  # type: ignore[arg-type]
    assert list(chengnuo.extract_many([])) == []


def wait(until: Callable[[], bool]) -> None:
    """Waits for what other threads do; fails after a minute."""
    end = time.monotonic() + 60
    while not until():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_records_left_in_the_middle_leave_no_thread_behind() -> None:
    def name(task: str) -> str:
        try:
            return (Path("/proc/self/task") / task / "comm").read_text().strip()
        except (FileNotFoundError, ProcessLookupError):
            return ""  # It has ended since it was listed.

    def count() -> int:
        return sum(name(task) == "chengnuo" for task in os.listdir("/proc/self/task"))

    if not Path("/proc/self/task").exists():
        pytest.skip("threads are counted in /proc")
    records = chengnuo.extract_many(texts(1000), jobs=3)
    next(records)
    # A thread has its name only once it runs.
    wait(lambda: count() >= 3)
    del records
    gc.collect()
    wait(lambda: count() == 0)


def test_a_forked_process_is_told_to_begin_anew() -> None:
    if not hasattr(os, "fork"):
        pytest.skip("there is no fork here")
    records = chengnuo.extract_many(texts(20), jobs=2)
    next(records)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            next(records)
            said = "went on"
        except chengnuo.UsageError as error:
            # Its own work runs.
            said = f"{error} {len(list(chengnuo.extract_many(texts(3), jobs=2)))}"
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    assert os.read(reader, 1000).decode().endswith("begin anew here 3")
    os.waitpid(child, 0)
    assert len(list(records)) == 19


def test_ctrl_c_ends_a_wait() -> None:
    code = (
        "import chengnuo, sys\n"
        "text = '到2025年底，建成养老服务设施80处。' * 400_000\n"
        "print('begun', flush=True)\n"
        "try:\n"
        "    list(chengnuo.extract_many([text, text], jobs=2))\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted', flush=True)\n"
        "    import os; os._exit(7)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "begun\n"
        time.sleep(1)
        child.send_signal(signal.SIGINT)
        assert child.stdout.readline() == "interrupted\n"
        assert child.wait(timeout=60) == 7


def test_pdf_files_are_read_by_processes_that_end() -> None:
    path = shared("documents", "formats", "yn-105pdf.pdf")
    records = list(chengnuo.extract_many([path, path], jobs=2, keep_duplicates=True))
    assert [record["status"] for record in records] == ["ok", "ok"]
    assert len(records[0]["commitments"]) > 10


def test_a_time_limit() -> None:
    slow = "到2025年底，建成养老服务设施80处。" * 200_000
    (record,) = chengnuo.extract_many([{"id": "a", "text": slow}], timeout=0.05)
    assert (record["status"], record["error"]["code"], record["id"]) == ("failed", "timeout", "a")
    with pytest.raises(chengnuo.DocumentError, match="timeout"):
        chengnuo.extract(slow, timeout=0.05)


def test_dictionaries_go_along_to_other_processes(tmp_path: Path) -> None:
    (tmp_path / "units.tsv").write_text("word\tunit\tkind\n处方\t处方\tcount\n", encoding="utf-8")
    dictionaries = chengnuo.Dictionaries(tmp_path)
    again = pickle.loads(pickle.dumps(dictionaries))
    assert (again.path, again.hash) == (tmp_path, dictionaries.hash)
    with_limit = chengnuo.extract(SENTENCE, dictionaries=dictionaries, timeout=100)
    assert with_limit == chengnuo.extract(SENTENCE, dictionaries=again)
    assert with_limit["tool"]["dictionaries"] == dictionaries.hash != chengnuo.extract(SENTENCE)["tool"]["dictionaries"]


def test_documents_of_many_threads_at_once() -> None:
    expected = [chengnuo.extract(path) for path in sorted(PLANS.glob("*.txt"))]
    found: list[list[dict]] = []
    threads = [
        threading.Thread(target=lambda: found.append(list(chengnuo.extract_many(sorted(PLANS.glob("*.txt")), jobs=2))))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 3


def exact(own: object, other: object) -> None:
    """Equal, of the same types, keys in the same order."""
    assert type(own) is type(other)
    if isinstance(own, dict) and isinstance(other, dict):
        assert list(own) == list(other)
        for key, value in own.items():
            exact(value, other[key])
    elif isinstance(own, list) and isinstance(other, list):
        assert len(own) == len(other)
        for value, twin in zip(own, other, strict=True):
            exact(value, twin)
    else:
        assert own == other


@pytest.mark.parametrize("with_text", [False, True])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_dict_is_what_its_line_of_json_says(jobs: int, with_text: bool) -> None:
    # Failed ones between, which have an error and no text.
    plans = [path.read_bytes() for path in sorted(PLANS.glob("*.txt"))]
    given = [thing for plan in plans for thing in (plan, b"", SENTENCE)] + plans[:2]
    dicts = list(chengnuo.extract_many(given, jobs=jobs, with_text=with_text))
    lines = list(chengnuo.extract_many(given, jobs=jobs, with_text=with_text, as_json=True))
    assert len(dicts) == len(lines) == len(given)
    for record, line in zip(dicts, lines, strict=True):
        exact(record, json.loads(line))
    assert sum("error" in record for record in dicts) == len(plans)
    # A copy has no text.
    assert sum("text" in record for record in dicts) == with_text * (len(plans) + 1)
    assert dicts[-1]["duplicate_of"] == dicts[3]["id"]


def test_a_record_is_a_dict_wherever_one_is_taken() -> None:
    record = chengnuo.extract(PLANS / "neiqiu.txt")
    assert type(record) is dict and type(record["commitments"]) is list
    for again in (json.loads(json.dumps(record)), copy.deepcopy(record), pickle.loads(pickle.dumps(record))):
        assert again == record == {**record} == dict(record)
    # Nothing in it is shared with another.
    other = chengnuo.extract(PLANS / "neiqiu.txt")
    before = copy.deepcopy(other)
    record["commitments"][0]["targets"].append({"value": 1})
    record["commitments"][0]["span"][0] = -1
    record["source"]["path"] = "elsewhere"
    assert other == before == chengnuo.extract(PLANS / "neiqiu.txt")
    pandas = pytest.importorskip("pandas")
    assert len(pandas.json_normalize(other, "commitments")) == len(other["commitments"])
    assert pandas.DataFrame([other])["id"].tolist() == [other["id"]]
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.Table.from_pylist(other["commitments"])
    assert table.column("text").to_pylist() == [commitment["text"] for commitment in other["commitments"]]


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_of_garbage_is_left_as_it_was(on: bool) -> None:
    before = gc.isenabled()
    try:
        gc.enable() if on else gc.disable()
        assert len(list(chengnuo.extract_many(texts(3), jobs=2))) == 3
        assert gc.isenabled() is on
    finally:
        gc.enable() if before else gc.disable()


def test_lines_of_json_are_those_of_the_command_line(at_root: None) -> None:
    folder = Path("corpus/plans")
    own = list(chengnuo.extract_many(folder, jobs=2, as_json=True))
    assert b"".join(line + b"\n" for line in own) == command("extract", folder, "--quiet").stdout
    assert b"\n" not in b"".join(own)
    with pytest.raises(chengnuo.UsageError, match="as_json.*as_record"):
        chengnuo.extract_many([], as_json=True, as_record=True)  # type: ignore[call-overload]
    with pytest.raises(chengnuo.DocumentNotFoundError):
        list(chengnuo.extract_many([Path("no/such/file.txt")], as_json=True, errors="raise"))
