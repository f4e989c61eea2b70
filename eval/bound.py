#!/usr/bin/env python3
"""bound.py FILE.txt … [--qantar target/release/qantar] [--show RULE]: how often a slot of an event is the right one, by the rule that bound it.

The files are marked-up reports (corpora/train/ARTICLES.md) that trained nothing (corpora/train/held). Of each coded event that the reader finds (same type, a telling
in common) its place is right when it is one of the coded ones or bears the same words, its time when it has the same two days, and of its figures each that
has the same meaning and range. What was not coded is not asked. `--show` lists what a rule bound wrongly.
"""
import argparse
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from score import overlap, span_of

ROOT = Path(__file__).resolve().parent.parent
CHECKER = ROOT / "corpora" / "train" / "compile_articles.py"
AROUND = 120  # letters shown before a trigger


def coded(files):
    run = subprocess.run([sys.executable, str(CHECKER), "--short", *map(str, files)], capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"bound.py: {run.stderr.strip().splitlines()[0]}")
    return [json.loads(line) for line in run.stdout.splitlines()]


def read(reports, qantar):
    given = "".join(json.dumps({"text": r["text"], "title": r["title"], "published": r["date"]}, ensure_ascii=False) + "\n" for r in reports)
    run = subprocess.run([str(qantar), "read", "-", "--format", "jsonl", "-q"], input=given, capture_output=True, text=True)
    readings = [json.loads(line) for line in run.stdout.splitlines()]
    if len(readings) != len(reports):
        sys.exit(f"bound.py: {len(readings)} of {len(reports)} reports read: {run.stderr[-300:]}")
    return readings


def partner(event, found, taken):
    """The reading's account of the coded event: the one that shares most tellings, the main one counted twice."""
    def common(account):
        tellings = [span_of(account["trigger"]), *(span_of(again["trigger"]) for again in account["also_in"])]
        return sum(any(overlap(t, c) for t in tellings) for c in [event["trigger"], *event["again"]]) + bool(overlap(tellings[0], event["trigger"]))

    fits = [(common(a), -k) for k, a in enumerate(found) if k not in taken and a["type"] == event["type"]]
    best, k = max(fits, default=(0, 0))
    return -k if best else None


class Table:
    def __init__(self):
        self.rules = defaultdict(lambda: [0, 0])
        self.wrong = defaultdict(list)
        self.events = [0, 0, 0]
        self.figures = [0, 0, 0]

    def put(self, slot, item, right, line):
        rule = f"{slot}: {item['by'].split()[-1] if item else 'none'}"
        self.rules[rule][0] += right
        self.rules[rule][1] += 1
        if not right:
            self.wrong[rule].append(line)


def figures(counts):
    return {(c["what"], c["low"], c["high"]) for c in counts}


def grade(table, report, reading):
    text = report["text"]
    if reading["document"]["text"] != text:
        sys.exit(f"bound.py: {report['title']}: the reading has another text")
    words = lambda at: text[at[0]:at[1]].lower()
    taken, found = set(), reading["events"]
    table.events[1] += len(report["events"])
    table.events[2] += len(found)
    table.figures[1] += sum(len(figures(e["counts"])) for e in report["events"])
    table.figures[2] += sum(len(a["counts"]) for a in found)
    for event in report["events"]:
        k = partner(event, found, taken)
        if k is None:
            continue
        taken.add(k)
        account = found[k]
        table.events[0] += 1
        near = " ".join(text[max(0, event["trigger"][0] - AROUND):event["trigger"][1] + AROUND].split())
        place, time = account["place"], account["time"]
        if event["place"]:
            names = {words(at) for at in event["place"]}
            right = bool(place) and (words(span_of(place)) in names or any(overlap(span_of(place), at) for at in event["place"]))
            table.put("place", place, right, f"{event['type']} {' | '.join(sorted(names))} ≠ {place and words(span_of(place))}: {near}")
        if event["time"]:
            right = bool(time) and any((time["from"] or "", time["to"] or "") == tuple(t[2:4]) for t in event["time"])
            table.put("time", time, right, f"{event['type']} {event['time']} ≠ {time and (time['text'], time['from'], time['to'])}: {near}")
        table.figures[0] += len(figures(event["counts"]) & figures(account["counts"]))


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("files", nargs="+", type=Path)
    ap.add_argument("--qantar", type=Path, default=ROOT / "target" / "release" / "qantar")
    ap.add_argument("--show", metavar="RULE", help="for example 'place: report-place'")
    a = ap.parse_args()
    reports, table = coded(a.files), Table()
    for report, reading in zip(reports, read(reports, a.qantar)):
        grade(table, report, reading)
    if a.show:
        print("\n".join(table.wrong[a.show]))
        return
    for what, (right, gold, made) in (("events", table.events), ("figures", table.figures)):
        print(f"{what}: F1 {2 * right / max(1, gold + made):.3f} ({gold} coded, {made} read)")
    for slot in ("place", "time"):
        rows = {rule: n for rule, n in table.rules.items() if rule.startswith(slot)}
        right, all_of = (sum(n[i] for n in rows.values()) for i in (0, 1))
        print(f"{slot}: {right / max(1, all_of):.3f} of {all_of}")
        for rule, (right, n) in sorted(rows.items()):
            print(f"  {rule:<24} {right / n:.3f} of {n}")


if __name__ == "__main__":
    main()
