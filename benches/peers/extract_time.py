"""Times JioNLP's extract_time and the whole extraction on the texts of a folder, taking turns."""

import logging
import subprocess
import sys
import time
from pathlib import Path

import jionlp

TURNS = 3


def lines(text: str) -> list[str]:
    """The sentences that JioNLP is given one by one, as its documentation has it."""
    return [line for line in text.replace("。", "。\n").splitlines() if line.strip()]


def seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    folder, program = sys.argv[1:]
    logging.disable(logging.CRITICAL)  # it tells of each sentence that it gives up on
    paths = sorted(Path(folder).glob("*.txt"))
    texts = [path.read_bytes().decode("utf-8", errors="replace") for path in paths]
    size = sum(path.stat().st_size for path in paths) / 1e6
    jionlp.ner.extract_time("2024年5月1日", time_base=time.time())  # loads its tables

    def peer() -> None:
        for text in texts:
            for line in lines(text):
                try:
                    jionlp.ner.extract_time(line, time_base=time.time())
                except Exception:  # some sentences make it give up; they cost it nothing then
                    pass

    def own() -> None:
        command = [program, "extract", folder, "--jobs", "1", "--quiet", "--keep-duplicates"]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    best = {"peer": float("inf"), "own": float("inf")}
    for _ in range(TURNS):
        best["peer"] = min(best["peer"], seconds(peer))
        best["own"] = min(best["own"], seconds(own))
    print(f"{len(texts)} texts, {size:.2f} MB, best of {TURNS}")
    print(f"JioNLP extract_time         {size / best['peer']:8.2f} MB/s")
    print(f"chengnuo extract --jobs 1   {size / best['own']:8.2f} MB/s, start of the program included")
    print(f"ratio                       {best['peer'] / best['own']:8.1f}")


if __name__ == "__main__":
    main()
