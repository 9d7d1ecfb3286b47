"""How fast `extract_many` is: one thread and two, beside the command line with the same.

    python benches/python.py FOLDER [PROGRAM]

PROGRAM is the `chengnuo` that cargo built with the same profile as the wheel. Each way is run several times, in turns,
and the best time counts: a machine that is busy only ever makes it longer. Where it is too busy for that, the
processor's time tells more: what the calling thread takes cannot be shared between threads, the rest can.
"""

import argparse
import resource
import subprocess
import sys
import time
from dataclasses import astuple, dataclass
from pathlib import Path

import chengnuo


@dataclass
class Time:
    """Seconds: by the clock, of all processors, and of the thread that called."""

    clock: float = float("inf")
    processor: float = float("inf")
    caller: float = float("inf")

    def best(self, other: "Time") -> "Time":
        return Time(*map(min, astuple(self), astuple(other)))


def in_python(paths: list[Path], jobs: int, as_json: bool = False) -> Time:
    start, all_start, own_start = time.perf_counter(), time.process_time(), time.thread_time()
    for _ in chengnuo.extract_many(paths, jobs=jobs, as_json=as_json):
        pass
    return Time(time.perf_counter() - start, time.process_time() - all_start, time.thread_time() - own_start)


def on_the_command_line(program: list[str], folder: Path, jobs: int) -> Time:
    def used() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return children.ru_utime + children.ru_stime

    start, before = time.perf_counter(), used()
    subprocess.run([*program, "extract", folder, "--quiet", "--jobs", str(jobs)], check=True, stdout=subprocess.DEVNULL)
    return Time(time.perf_counter() - start, used() - before, 0)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("program", nargs="?", help="instead of python -m chengnuo")
    arguments.add_argument("--turns", type=int, default=5)
    given = arguments.parse_args()
    program = [given.program] if given.program else [sys.executable, "-m", "chengnuo"]
    paths = sorted(path for path in given.folder.rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in paths) / 1e6
    # Reading the dictionaries is not what is measured.
    chengnuo.extract("到2025年底，建成80处。")
    ways = {
        "lines of JSON, 1 thread": lambda: in_python(paths, 1, as_json=True),
        "lines of JSON, 2 threads": lambda: in_python(paths, 2, as_json=True),
        "extract_many, 1 thread": lambda: in_python(paths, 1),
        "extract_many, 2 threads": lambda: in_python(paths, 2),
        "command line, 1 thread": lambda: on_the_command_line(program, given.folder, 1),
        "command line, 2 threads": lambda: on_the_command_line(program, given.folder, 2),
    }
    best = dict.fromkeys(ways, Time())
    for _ in range(given.turns):
        for name, run in ways.items():
            best[name] = best[name].best(run())
    print(f"{len(paths)} documents, {size:.1f} MB")
    for name, taken in best.items():
        rate = f"{size / taken.clock:5.2f} MB/s  {len(paths) / taken.clock:6.1f} documents/s"
        print(f"{name:24} {taken.clock:6.2f} s  {rate}  processor {taken.processor:5.2f} s")
    *_, one, two, _, other = best.values()
    print(f"by the clock: two threads {one.clock / two.clock:.2f} times as fast as one,", end=" ")
    print(f"in {two.clock / other.clock:.2f} of the command line's time")
    print(f"by the processor: {two.caller / two.processor:.0%} are the calling thread's,", end=" ")
    print(f"in all {two.processor / other.processor:.2f} of the command line's")


if __name__ == "__main__":
    main()
