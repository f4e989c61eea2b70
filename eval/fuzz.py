#!/usr/bin/env python3
"""Fuzzes the intake for so long, with another seed of chance each time, and keeps the account of all runs.

    python3 eval/fuzz.py [--seconds 600] [--lanes 2] [--binary target/release/examples/fuzz] [TARGET …]

Each target runs for so many seconds of processor time (`crates/qantar-ingest/examples/fuzz.rs` says what a failure is), those with the
least time so far first, with the seed after its last. A line of each run that ended goes to `eval/fuzz.tsv`: target, seed, seconds of
processor time, inputs, failures, the most memory that one input took in KB, and the day. Prints the sum of each target; a run that failed
counts for nothing but its failures. Exits with 1 when the newest run of a target failed: what it found is to be mended, and goes to
`fuzz/seeds`. `--seconds 0` only prints. What fails is kept in `fuzz/artifacts/TARGET`.
"""

import argparse
import re
import signal
import subprocess
import sys
import tempfile
import threading
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ACCOUNT = ROOT / "eval" / "fuzz.tsv"
HEAD = "target\tseed\tseconds\tinputs\tfailures\tmost_kb\tday\n"
TARGETS = sorted(p.name for p in (ROOT / "fuzz" / "seeds").iterdir() if p.is_dir())
HOUR = 3_600
STOPPED = (-signal.SIGINT, -signal.SIGTERM, -signal.SIGKILL)  # by somebody: such a run does not count
LINE = re.compile(r"(\d+) inputs, (\d+) s of processor time, \d+ kept, (\d+) failures, (\d+) KB")


def runs():
    """The runs so far: (target, seed, seconds, inputs, failures, most KB)."""
    lines = ACCOUNT.read_text(encoding="utf-8").splitlines()[1:] if ACCOUNT.exists() else []
    return [(t, *map(int, rest)) for t, *rest, _ in (line.split("\t") for line in lines)]


def sums():
    table = {t: [0, 0, 0, 0] for t in TARGETS}
    for t, _, *numbers, most in runs():
        row = table.setdefault(t, [0, 0, 0, 0])
        seconds, inputs, failures = numbers
        if not failures:
            row[0] += seconds
            row[1] += inputs
        row[2] += failures
        row[3] = max(row[3], most)
    return table


def hunt(binary, target, seconds, seed):
    """One run, and its line in the account."""
    kept = ROOT / "fuzz" / "artifacts" / target
    # A file is written for every input, so that one which ends the program is known: in memory where there is such a folder.
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as out:
        run = subprocess.run([binary, target, str(seconds), out, str(seed)], capture_output=True, text=True)
        if run.returncode in STOPPED:
            return
        failed = [p for p in Path(out).iterdir() if p.name != "current" or run.returncode not in (0, 1)]
        for path in failed:
            kept.mkdir(parents=True, exist_ok=True)
            (kept / f"{path.name}-{seed}").write_bytes(path.read_bytes())
    told = LINE.findall(run.stdout)
    inputs, busy, failures, most = map(int, told[-1]) if told else (0, 0, 0, 0)
    if run.returncode == 1 and not failures:
        print(f"{target}, seed {seed}: {run.stderr.strip()}; not counted", file=sys.stderr)
        return
    if run.returncode not in (0, 1):  # an input ended the program
        failures += 1
        print(f"{target}, seed {seed}: ended with {run.returncode}: {run.stderr.strip()}", file=sys.stderr)
    with open(ACCOUNT, "a", encoding="utf-8") as account:
        account.write(f"{target}\t{seed}\t{busy}\t{inputs}\t{failures}\t{most}\t{date.today()}\n")
    print(f"{target}, seed {seed}: {inputs} inputs in {busy} s, {failures} failures, {most} KB at most", flush=True)


def lane(waiting, lock, binary, seconds):
    while True:
        with lock:
            if not waiting:
                return
            target, seed = waiting.pop(0)
        hunt(binary, target, seconds, seed)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("targets", nargs="*", default=TARGETS, metavar="TARGET", help=" ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--lanes", type=int, default=2)
    parser.add_argument("--binary", type=Path, default=ROOT / "target/release/examples/fuzz")
    args = parser.parse_args()
    if unknown := set(args.targets) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    if not ACCOUNT.exists():
        ACCOUNT.write_text(HEAD, encoding="utf-8")
    if args.seconds:
        if not args.binary.is_file():
            parser.error(f"no {args.binary}: cargo build --release -p qantar-ingest --example fuzz")
        so_far, last = sums(), {t: 0 for t in TARGETS}
        for t, seed, *_ in runs():
            last[t] = max(last[t], seed)
        waiting = sorted(((t, last[t] + 1) for t in args.targets), key=lambda w: so_far[w[0]][0])
        lock = threading.Lock()
        lanes = [threading.Thread(target=lane, args=(waiting, lock, args.binary, args.seconds)) for _ in range(args.lanes)]
        for thread in lanes:
            thread.start()
        try:
            for thread in lanes:
                thread.join()
        except KeyboardInterrupt:
            waiting.clear()
    print("| target | processor time, s | inputs | failures | most memory of one input, MB |\n|---|---|---|---|---|")
    table = sums()
    for target, (seconds, inputs, failures, most) in table.items():
        print(f"| {target} | {seconds} | {inputs} | {failures} | {most / 1024:.0f} |")
    short = [t for t, (seconds, *_) in table.items() if seconds < HOUR]
    print(f"an hour each{' but: ' + ', '.join(short) if short else ''}")
    newest = {t: failures for t, _, _, _, failures, _ in runs()}
    return 1 if any(newest.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
