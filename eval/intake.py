#!/usr/bin/env python3
"""Takes a large archive of saved pages in: how fast, in how much memory, and whether killing it changes anything.

    python3 eval/intake.py ../shared/data/html/aeb/html [--bytes 2000000000] [--kills 20]

Makes a WARC of that many bytes from the pages (each copy another one), takes it in with `qantar read --take-in` in one go, then
once more in a case of its own with the program killed (SIGKILL) at random moments and started again, and compares the two cases
row by row: documents, where they came from, readings, problems, what was refused. Prints the figures; exits with 1 when the
cases differ or a figure is short. Needs `cargo build --release -p qantar-cli` and the example `warc_make` of qantar-ingest.
"""

import argparse
import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QANTAR = ROOT / "target/release/qantar"
MAKE = ROOT / "target/release/examples/warc_make"
LEAST_SPEED, MOST_MEMORY = 30.0, 150.0

# All that a case holds of what was taken in, but for the moments at which it was.
HELD = [
    "SELECT number, id, title, author, publisher, published, url, language, words, digest FROM document ORDER BY number",
    "SELECT d.number, o.path FROM origin o JOIN document d ON d.number = o.document ORDER BY 1, 2",
    "SELECT document, version, digest FROM reading ORDER BY number",
    "SELECT document, stage, message, start, end FROM problem ORDER BY document, rowid",
    "SELECT origin, message FROM refused ORDER BY 1, 2",
]


def held(case: Path) -> tuple[str, int]:
    """The sha256 of all that the case holds, and how many documents."""
    digest, documents = hashlib.sha256(), 0
    with sqlite3.connect(case) as db:
        for select in HELD:
            for row in db.execute(select):
                digest.update(repr(row).encode())
        documents = db.execute("SELECT count(*) FROM document").fetchone()[0]
    return digest.hexdigest(), documents


def take_in(archive: Path, case: Path) -> subprocess.Popen:
    return subprocess.Popen([QANTAR, "read", archive, "--take-in", "--into", case, "--quiet"], stdout=subprocess.DEVNULL)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--bytes", type=int, default=2_000_000_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=ROOT / "target/intake")
    args = parser.parse_args()
    if not args.pages.is_dir():
        print(f"skipped: there is no folder {args.pages}")
        return 0
    args.work.mkdir(parents=True, exist_ok=True)
    archive = args.work / f"pages-{args.bytes}.warc"
    if not archive.exists():
        subprocess.run([MAKE, args.pages, archive, str(args.bytes)], check=True)
    size = archive.stat().st_size / 1e6
    whole, broken = args.work / "whole.qantar", args.work / "broken.qantar"
    for case in (whole, broken):
        for path in args.work.glob(case.name + "*"):
            path.unlink()

    began = time.monotonic()
    child = take_in(archive, whole)
    _, status, usage = os.wait4(child.pid, 0)
    took = time.monotonic() - began
    memory = usage.ru_maxrss / 1024
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        print(f"the program ended with {os.waitstatus_to_exitcode(status)}")
        return 1
    digest, documents = held(whole)
    speed = size / took
    print(f"| archive | {size:.0f} MB, {documents} reports kept |")
    print(f"| taken in | {took:.1f} s, {speed:.1f} MB/s (at least {LEAST_SPEED:.0f}) |")
    print(f"| peak memory | {memory:.0f} MB (at most {MOST_MEMORY:.0f}) |")

    chance, kills, runs = random.Random(args.seed), 0, 0
    while True:
        child = take_in(archive, broken)
        runs += 1
        # Moments spread over the run, so that some kills come early and some late in it.
        patience = chance.uniform(0.05, 2 * took / max(1, args.kills)) if kills < args.kills else None
        try:
            child.wait(patience)
            break
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
            kills += 1
    same = held(broken)[0] == digest
    print(f"| killed | {kills} times in {runs} runs; the case is {'the same' if same else 'ANOTHER ONE'} |")
    return 0 if same and speed >= LEAST_SPEED and memory <= MOST_MEMORY else 1


if __name__ == "__main__":
    sys.exit(main())
