#!/usr/bin/env python3
"""calibrate.py GOLD_DIR=READINGS.jsonl ... [--write]: is the confidence of events and claims a probability?

Matches readings with hand-coded documents as score.py does; an item is right when it finds a gold item. Fits slope and offset of the
log-odds (Platt 1999) in ten folds of whole documents of every set, each graded by the line fitted on the others, and prints the expected
calibration error and the reliability table of that, for all sets and for each. Beside each error stands what a confidence that is right to the
last digit would show on as many items: bins of few items stray by chance. With --write the line fitted on all goes to data/confidence.toml
and the table to eval/reliability.md. Readings may have been made with any line: it is taken back first.
"""
import argparse
import json
import math
import random
import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import score

ROOT = Path(__file__).resolve().parent.parent
LINES = ROOT / "data/confidence.toml"
FOLDS, BINS = 10, 10
LAYERS = {"event": ("events", "event"), "claim": ("claims", "claim")}


def logit(p):
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def sigmoid(x):
    return 1 / (1 + math.exp(-min(max(x, -30), 30)))


class Matches(score.Tally):
    """A tally that remembers which read items of a layer were matched."""

    def layer(self, name, doc, gold, pred, how, show):
        pairs = super().layer(name, doc, gold, pred, how, show)
        hit = {j for _, j in pairs}
        self.items = getattr(self, "items", {})
        self.items.setdefault(name, []).extend((doc, p.get("confidence"), j in hit) for j, p in enumerate(pred))
        return pairs


def items(gold_dir, readings):
    reads = {r["document"]["text"]: r for r in map(json.loads, open(readings, encoding="utf-8"))}
    tally = Matches()
    for file in sorted(Path(gold_dir).glob("*.json")):
        text = file.with_suffix(".txt").read_text(encoding="utf-8")
        want = set(score.words(text))
        reading = max(reads.values(), key=lambda r: len(want & set(score.words(r["document"]["text"]))))
        score.shift({k: v for k, v in reading.items() if k != "document"}, score.align(text, reading["document"]["text"]))
        score.score_document(tally, file.stem, text, json.loads(file.read_text(encoding="utf-8")), reading)
    return tally.items


def fit(pairs):
    """Slope and offset by Newton's method on the log-likelihood; targets are smoothed as Platt does."""
    right = sum(r for _, r in pairs)
    high, low = (right + 1) / (right + 2), 1 / (len(pairs) - right + 2)
    a, b = 0.5, 0.0
    for _ in range(100):
        ga = gb = hab = 0.0
        haa = hbb = 1e-6
        for x, r in pairs:
            p = sigmoid(a * x + b)
            d, w = p - (high if r else low), p * (1 - p)
            ga, gb, haa, hab, hbb = ga + d * x, gb + d, haa + w * x * x, hab + w * x, hbb + w
        det = haa * hbb - hab * hab
        # Half steps: whole ones can leap off where almost every item is right.
        a, b = a - 0.5 * (hbb * ga - hab * gb) / det, b - 0.5 * (haa * gb - hab * ga) / det
    return a, b


def bins(graded):
    """Items in ten bins of equal width: (from, number, mean confidence, share right)."""
    out = []
    for k in range(BINS):
        inside = [(p, r) for p, r in graded if min(int(p * BINS), BINS - 1) == k]
        if inside:
            out.append((k / BINS, len(inside), sum(p for p, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside)))
    return out


def calibration_error(graded):
    """Mean distance of a bin's confidence from its share right, weighed by the items in it."""
    return sum(n * abs(p - r) for _, n, p, r in bins(graded)) / len(graded)


def chance_error(graded, draws=200):
    """The error that these confidences would show by chance were each exactly the odds of being right: mean of seeded draws."""
    dice = random.Random(1)
    return sum(calibration_error([(p, dice.random() < p) for p, _ in graded]) for _ in range(draws)) / draws


def cross_fitted(raw):
    """Each item's probability by the line fitted on the nine tenths of documents that hold it not: (set, probability, right)."""
    fold = {doc: k % FOLDS for k, doc in enumerate(sorted({doc for doc, _, _ in raw}))}
    graded = []
    for k in range(FOLDS):
        slope, offset = fit([(x, r) for doc, x, r in raw if fold[doc] != k])
        graded += [(doc[0], sigmoid(slope * x + offset), r) for doc, x, r in raw if fold[doc] == k]
    return graded


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("sets", nargs="+", metavar="GOLD_DIR=READINGS.jsonl"); ap.add_argument("--write", action="store_true")
    a = ap.parse_args()
    old = tomllib.loads(LINES.read_text(encoding="utf-8"))
    found = {Path(gold).name: items(gold, readings) for gold, _, readings in (one.rpartition("=") for one in a.sets)}
    lines = {}
    page = f"# Is the confidence a probability?\n\nItems of the hand-coded sets ({', '.join(found)}) by their confidence, each graded by a line fitted on other documents (`eval/calibrate.py`).\n"
    page += "*By chance* is the error of a confidence that is right to the last digit, on as many items.\n"
    for name in LAYERS:
        line = old[name]
        raw = [((where, doc), (logit(p) - line["offset"]) / line["slope"], r) for where, layers in found.items() for doc, p, r in layers[name]]
        graded = cross_fitted(raw)
        before = calibration_error([(sigmoid(x), r) for _, x, r in raw])
        page += f"\n## {name}s (without the line {before:.3f})\n\n| set | items | expected calibration error | by chance |\n|---|---|---|---|\n"
        for where in ["all", *found] if len(found) > 1 else found:
            part = [(p, r) for at, p, r in graded if where in ("all", at)]
            row = f"{where} | {len(part)} | {calibration_error(part):.3f} | {chance_error(part):.3f}"
            print(f"{name} | {row}")
            page += f"| {row} |\n"
        page += "\n| confidence from | items | mean confidence | share right |\n|---|---|---|---|\n"
        page += "".join(f"| {lo:.1f} | {n} | {p:.2f} | {r:.2f} |\n" for lo, n, p, r in bins([(p, r) for _, p, r in graded]))
        lines[name] = fit([(x, r) for _, x, r in raw])
    if a.write:
        text = "# How the encoder's probabilities become the confidence of an item: log-odds × slope + offset. Written by eval/calibrate.py.\n"
        text += "".join(f"\n[{k}]\nslope = {s:.4f}\noffset = {o:.4f}\n" for k, (s, o) in lines.items())
        LINES.write_text(text, encoding="utf-8")
        (ROOT / "eval/reliability.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
