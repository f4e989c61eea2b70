#!/usr/bin/env python3
"""Takes very many tiny records in: whether memory stays the same however many they are, how long it takes, how large the case is.

    python3 eval/tiny.py [--records 10000000] [--kinds jsonl warc] [--binary target/release/qantar]

Makes a file of a tenth of the records and one of all, of each kind, each record another sentence of a dozen words, takes both in with
`qantar read --take-in`, each into a case of its own, and prints the most memory held, the time and the bytes of file and case. Exits with 1 when
a record is missing, when all need more memory than `MOST_MEMORY`, or a quarter more than the tenth: of fewer than a million records
a tenth does not fill the case's cache of 64 MiB, and this fails. Files and cases are removed as soon as they were measured.
"""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_MEMORY, MOST_GROWTH = 150.0, 1.25

# Bytes on the disk that are asked for a record, file and case together: twice what was measured, and some.
A_RECORD = 6_000


def sentence(number):
    return f"Some {number} miners held the bridge of Oruro on Monday, the police said."


def line(number):
    return f'{{"text":"{sentence(number)}","date":"2031-05-02"}}\n'.encode()


def record(number):
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{sentence(number)}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\nWARC-Date: 2031-05-02T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


KINDS = {"jsonl": line, "warc": record}


def make(kind, records, path):
    with open(path, "wb", buffering=1 << 20) as file:
        for number in range(records):
            file.write(KINDS[kind](number))


def remove(work, name):
    for path in work.glob(name + "*"):
        path.unlink()


def measure(binary, work, kind, records):
    """Megabytes of memory, seconds, bytes of the file and of the case, reports kept."""
    file, case = work / f"tiny.{kind}", work / "tiny.qantar"
    remove(work, "tiny.")
    make(kind, records, file)
    began = time.monotonic()
    child = subprocess.Popen([binary, "read", file, "--take-in", "--into", case, "--quiet"], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.monotonic() - began
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        sys.exit(f"the program ended with {os.waitstatus_to_exitcode(status)}")
    sizes = file.stat().st_size, sum(path.stat().st_size for path in work.glob("tiny.qantar*"))
    with sqlite3.connect(case) as db:
        kept = db.execute("SELECT count(*) FROM document").fetchone()[0]
        for origin, message in db.execute("SELECT origin, message FROM refused ORDER BY 1 LIMIT 5"):
            print(f"refused: {origin}: {message}", file=sys.stderr)
    remove(work, "tiny.")
    return usage.ru_maxrss / 1024, seconds, usage.ru_utime + usage.ru_stime, *sizes, kept


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--records", type=int, default=10_000_000)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--binary", type=Path, default=ROOT / "target/release/qantar")
    parser.add_argument("--work", type=Path, default=ROOT / "target/intake")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    free, needed = shutil.disk_usage(args.work).free, args.records * A_RECORD
    if free < needed:
        print(f"skipped: {args.records} records may need {needed / 1e9:.0f} GB of disk, and {free / 1e9:.0f} are free; try fewer")
        return 0
    faults = []
    print("| kind | records | kept | file MB | case MB | bytes a record in the case | seconds | of processor | records a second | peak memory MB |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for kind in args.kinds:
        peaks = []
        for records in (args.records // 10, args.records):
            memory, seconds, busy, read, case, kept = measure(args.binary, args.work, kind, records)
            peaks.append(memory)
            if kept != records:
                faults.append(f"{kind}: {records - kept} of {records} records are missing")
            print(
                f"| {kind} | {records} | {kept} | {read / 1e6:.0f} | {case / 1e6:.0f} | {case / records:.0f} | {seconds:.0f} | {busy:.0f} "
                f"| {records / seconds:.0f} | {memory:.0f} |",
                flush=True,
            )
        if peaks[1] > min(MOST_MEMORY, peaks[0] * MOST_GROWTH):
            faults.append(f"{kind}: memory goes from {peaks[0]:.0f} to {peaks[1]:.0f} MB")
    print("\n".join(faults) or "no record is missing, and memory stays the same")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
