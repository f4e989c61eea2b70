#!/usr/bin/env python3
"""measure.py [--write]: start-up, speed and memory of target/release/qantar as a whole process.

Prints a table; with --write puts it into bench/README.md, with what `cargo bench` left in target/bench.txt. Needs a
release build. Texts: the development documents where they
are (../shared/gold/dev), else the project's own. Each figure is the median of several runs; memory is the peak of the process.
"""
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QANTAR = ROOT / "target/release/qantar"
BENCH = ROOT / "target/bench.txt"  # what `cargo bench` printed in the same run
COPIES = 3


def run(*args):
    """Seconds that the program takes, and its peak memory in MB."""
    start = time.perf_counter()
    nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(QANTAR, [str(QANTAR), *args], os.environ, file_actions=nowhere)
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"measure.py: qantar {' '.join(args)} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def median(runs):
    times, peaks = zip(*runs)
    return statistics.median(times), max(peaks)


def main():
    gold = ROOT.parent / "shared/gold/dev"
    gold = gold if gold.is_dir() else ROOT / "corpora/gold"
    lines = subprocess.run([sys.executable, ROOT / "eval/inputs.py", gold], capture_output=True, text=True, check=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        once, many = Path(folder, "once.jsonl"), Path(folder, "many.jsonl")
        article = Path(folder, "article.txt")
        once.write_text(lines)
        items = [json.loads(line) for line in lines.splitlines()]
        article.write_text(max((item["text"] for item in items), key=len))
        # The same texts under other titles: nothing is read once for all.
        many.write_text("".join(json.dumps({**item, "title": f"{k} {item['title']}"}) + "\n"
                                for k in range(COPIES) for item in items))
        read = subprocess.run([QANTAR, "read", once, "--format", "jsonl"], capture_output=True, text=True, check=True).stdout
        sentences = sum(len(json.loads(line)["sentences"]) for line in read.splitlines())
        table = figures(once, many, article, sentences, Path(folder))
    table = head(gold, len(items), sentences) + table
    print(table)
    if "--write" in sys.argv[1:]:
        page = ROOT / "bench/README.md"
        text = page.read_text(encoding="utf-8")
        before, after = text.split("<!-- figures -->")[0], text.split("<!-- end -->")[1]
        text = f"{before}<!-- figures -->\n{table}<!-- end -->{after}"
        if not BENCH.exists():
            page.write_text(text, encoding="utf-8")
            return
        before, after = text.split("<!-- stages -->")[0], text.split("<!-- end stages -->")[1]
        stages = "".join(line for line in BENCH.read_text(encoding="utf-8").splitlines(True) if line.strip()[:1] in "r├╰│")
        page.write_text(f"{before}<!-- stages -->\n```\n{stages}```\n<!-- end stages -->{after}", encoding="utf-8")


def head(gold, documents, sentences):
    name = "development documents" if "shared" in gold.parts else "own documents"
    return f"{documents} {name}, {sentences} sentences, {COPIES} times over; {os.cpu_count()} cores, {platform.machine()}.\n\n"


def figures(once, many, article, sentences, folder):
    csv = lambda path, *more: ("read", str(path), "--format", "csv", "--quiet", *more)
    case = str(folder / "case.qantar")
    start, _ = median([run("--version") for _ in range(21)])
    first, _ = median([run(*csv(article)) for _ in range(21)])
    _, peak = median([run(*csv(once)) for _ in range(3)])
    one, peak_one = median([run(*csv(many, "--threads", "1")) for _ in range(3)])
    two, peak_two = median([run(*csv(many, "--threads", "2")) for _ in range(3)])
    kept, _ = run("read", str(many), "--into", case, "--quiet")
    again, _ = run("read", str(many), "--into", case, "--quiet")
    speed = lambda seconds: f"{sentences * COPIES / seconds:,.0f} sentences/s"
    rows = [
        ("`qantar --version`", f"{start * 1000:.0f} ms", "≤ 150 ms"),
        ("start to end, one article of the longest kind", f"{first * 1000:.0f} ms", "≤ 500 ms"),
        ("peak memory, the documents once", f"{peak:.0f} MB", "≤ 300 MB"),
        ("reading to CSV, one thread", speed(one), "≥ 250 sentences/s a core"),
        ("reading to CSV, two threads", speed(two), "≥ 480 sentences/s"),
        ("two threads to one", f"{one / two:.2f}", "–"),
        ("peak memory over all copies, one and two threads", f"{peak_one:.0f} and {peak_two:.0f} MB", "≤ 300 MB"),
        ("reading and keeping in a new case", speed(kept), "–"),
        ("the same again, nothing changed", speed(again), "–"),
    ]
    return "| what | measured | wanted |\n|---|---|---|\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    main()
