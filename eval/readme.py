#!/usr/bin/env python3
"""readme.py: fills the examples and scores of README.md with what the program and the scorer print today.

Needs release builds of `qantar` and `score`. A test compares the brief with the program's own.
"""
import glob
import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("relevance", "event", "record", "count", "claim", "place", "time", "alias")


def printed(*command, **more):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, **more).stdout


def between(text, start, end, new):
    return text.split(start)[0] + start + "\n" + new + end + text.split(end, 1)[1]


def scores():
    page = printed("target/release/score")
    tables = re.split(r"(?m)^(\w+) \(", page)
    found = {name: body for name, body in zip(tables[1::2], tables[2::2]) if re.search(r"documents read", body)}
    names = [name for name in ("own", "dev") if name in found]
    lines = ["| layer | " + " | ".join(f"{name}: P / R / F1" for name in names) + " |", "|---|" + "---|" * len(names)]
    for layer in LAYERS:
        cells = [re.search(rf"(?m)^{layer} +P ([\d.]+) +R ([\d.]+) +F1 ([\d.]+)", found[name]).groups() for name in names]
        lines.append(f"| {layer} | " + " | ".join(" / ".join(cell) for cell in cells) + " |")
    slots = dict.fromkeys(slot for name in names for slot in re.findall(r"(?m)^  (\w+\.\w+) ", found[name]))
    for slot in slots:
        cells = [re.search(rf"(?m)^  {re.escape(slot)} +([\d.]+ of \d+)", found[name]) for name in names]
        lines.append(f"| {slot} right | " + " | ".join(cell[1] if cell else "–" for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def main():
    page = ROOT / "README.md"
    reports = sorted(glob.glob("examples/reports/khartoum-*", root_dir=ROOT))
    brief = printed("target/release/qantar", "read", *reports, "--format", "brief",
                    env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1"})
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"(\$ qantar read examples/reports/khartoum-\*\n).*?(```)", lambda m: m[1] + brief + m[2], text, count=1, flags=re.S)
    text = between(text, "<!-- scores -->", "<!-- end scores -->", scores())
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
