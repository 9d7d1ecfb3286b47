"""How fast `extract_many` is: one thread and two, beside the command line with the same.

    python benches/python.py FOLDER [PROGRAM]

PROGRAM is the `chengnuo` that cargo built with the same profile as the wheel. Each way is run several times, in turns,
and the best time counts: a machine that is busy only ever makes it longer.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

import chengnuo


def in_python(paths: list[Path], jobs: int) -> float:
    start = time.perf_counter()
    for _ in chengnuo.extract_many(paths, jobs=jobs):
        pass
    return time.perf_counter() - start


def on_the_command_line(program: list[str], folder: Path, jobs: int) -> float:
    start = time.perf_counter()
    subprocess.run(
        [*program, "extract", folder, "--quiet", "--jobs", str(jobs)], check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - start


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
        "extract_many, 1 thread": lambda: in_python(paths, 1),
        "extract_many, 2 threads": lambda: in_python(paths, 2),
        "command line, 1 thread": lambda: on_the_command_line(program, given.folder, 1),
        "command line, 2 threads": lambda: on_the_command_line(program, given.folder, 2),
    }
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(given.turns):
        for name, run in ways.items():
            best[name] = min(best[name], run())
    print(f"{len(paths)} documents, {size:.1f} MB")
    for name, seconds in best.items():
        print(f"{name:24} {seconds:6.2f} s  {size / seconds:5.2f} MB/s  {len(paths) / seconds:6.1f} documents/s")
    one, two, _, other = best.values()
    print(f"two threads: {one / two:.2f} times as fast as one, in {two / other:.2f} of the command line's time")


if __name__ == "__main__":
    main()
