#!/usr/bin/env python3
"""same.py DATA [--write]: fits when two tellings of a report are of one happening (data/event/same.toml).

A logistic regression with a ridge on the pairs of tellings that the reader finds in the coded texts and the reports of our own in corpora/train/held. An
eighth of them is left out in turn to show how good it is: log-loss of a pair beside that of always saying the share. The threshold `least` is not
fitted here: it is chosen on the whole reader (docs/decisions/0004). With --write the file is written anew. Needs numpy.
"""
import argparse
import re
import subprocess
import sys
from pathlib import Path

import numpy as np

from merge import fit, pairs_of

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "data/event/same.toml"
HELD = ROOT / "corpora/train/held"
CHECKER = ROOT / "corpora/train/compile_articles.py"
RIDGE = 2.0  # a prior of mean 0 and variance 1/2 on every weight; a guess
FOLDS = 8


def told(data, programs):
    """(report, same, voices) of every pair."""
    printed = lambda *command: subprocess.run([sys.executable, *command], cwd=ROOT / "training", capture_output=True, text=True, check=True).stdout
    texts = printed("-m", "qantar_training.coded", "--data", data.resolve(), "texts", HELD) + printed(CHECKER, *sorted(HELD.glob("*.txt")))
    for pair in pairs_of([programs / "tellings"], texts):
        yield pair.pop("report"), pair.pop("same"), pair


def fitted(rows, same):
    """The weights; the first, the start, has no prior."""
    nothing = np.zeros(rows.shape[1])
    return fit(rows, same, np.ones(len(rows)), nothing, np.r_[0.0, np.full(len(nothing) - 1, RIDGE)])


def loss(p, same):
    p = np.clip(p, 1e-6, 1 - 1e-6)
    return -np.mean(same * np.log(p) + (1 - same) * np.log(1 - p))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--programs", type=Path, default=ROOT / "target/release", help="where tellings lies")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    reports, same, voices = zip(*told(args.data, args.programs))
    names = list(voices[0])
    rows = np.array([[1.0, *(v[name] for name in names)] for v in voices])
    same, reports = np.array(same, float), np.array(reports)
    left_out = np.zeros(len(same))
    for fold in range(FOLDS):
        out = reports % FOLDS == fold
        left_out[out] = 1 / (1 + np.exp(-rows[out] @ fitted(rows[~out], same[~out])))
    weights = fitted(rows, same)
    print(f"{len(same)} pairs of {len(set(reports))} reports, {same.mean():.3f} of one happening; log-loss of those left out "
          f"{loss(left_out, same):.3f}, of always saying the share {loss(np.full(len(same), same.mean()), same):.3f}, "
          f"right at one half {np.mean((left_out > 0.5) == same):.3f}")
    named = dict(zip(["start", *names], weights))
    for name, weight in named.items():
        print(f"{name} = {weight:.3f}")
    if args.write:
        text = WEIGHTS.read_text(encoding="utf-8")
        for name, weight in named.items():
            text = re.sub(rf"(?m)^{name} = .*$", f"{name} = {weight:.3f}", text)
        WEIGHTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
