#!/usr/bin/env python3
"""merge.py FOLDER: fits the weights of merging (data/merge/weights.toml) on the pairs of FOLDER's stories and of a crowd.

The weights of the file are the prior: each may move from its guess, at a cost of the square of the way, as far as the pairs
pay for it (a logistic regression with a normal prior). A value that no pair has keeps its guess. With --write the file is
written anew; else the fit is only printed.

Stories tell what hand-coded accounts look like, but hold few unrelated reports; the crowd holds many, and is invented. So
a pair of the crowd weighs CROWD of a pair of the stories. The crowd that is measured has another seed.

The prior is data/merge/prior.toml, of the same form, where the guesses and their words are kept. Needs numpy.
"""
import argparse
import json
import re
import subprocess
import tomllib
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
PRIOR = ROOT / "data/merge/prior.toml"
WEIGHTS = ROOT / "data/merge/weights.toml"
WAY = 0.7  # the standard deviation of a weight about its guess; chosen, with START and `join`, story by story: eval/merge.md
START = 0.5  # … and of the start
CROWD = 0.02  # what a pair of the crowd weighs; chosen story by story, with docs/decisions/0008-merge.md
ACCOUNTS, SEED = "10000", "8"  # of the crowd


def design(pairs, table):
    """One row a pair, one column a weight."""
    columns, at = {}, 0
    features = list(dict.fromkeys(w["feature"] for w in table))
    for w in table:
        columns[(features.index(w["feature"]), len([1 for k in columns if k[0] == features.index(w["feature"])]))] = at
        at += 1
    rows = np.zeros((len(pairs), at))
    for r, pair in enumerate(pairs):
        for f, value in enumerate(pair["values"]):
            rows[r, columns[(f, value)]] = 1
    return rows


def fit(rows, same, share, guess, cost):
    """The weights of a logistic regression by Newton's method; `share`: what each pair weighs, `guess`: the weights before anything is seen,
    `cost`: of the square of the way from there, for each."""
    weights = guess.copy()
    for _ in range(50):
        p = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (share * (p - same)) + (weights - guess) * cost
        hessian = (rows * (share * p * (1 - p))[:, None]).T @ rows + np.diag(cost)
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def pairs_of(command, told=None):
    """The lines of JSON that a program prints; `told`: what it reads."""
    out = subprocess.run(command, input=told, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--programs", type=Path, default=ROOT / "target/release", help="where merge and crowd lie")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    prior = tomllib.loads(PRIOR.read_text())
    told = pairs_of([args.programs / "merge", args.folder, "--pairs"])
    crowd = pairs_of([args.programs / "crowd", ACCOUNTS, "--seed", SEED, "--pairs"])
    pairs = told + crowd
    share = np.array([1.0] * len(told) + [CROWD] * len(crowd))
    rows = design(pairs, prior["weight"])
    same = np.array([pair["same"] for pair in pairs], float)
    guess = np.array([prior["start"], *(w["points"] for w in prior["weight"])])
    cost = np.r_[1 / START**2, np.full(len(guess) - 1, 1 / WAY**2)]
    start, *weights = fit(np.hstack([np.ones((len(rows), 1)), rows]), same, share, guess, cost)
    p = 1 / (1 + np.exp(-(rows @ weights + start)))
    right = (p >= .5) == same
    print(f"{len(told)} pairs of stories, right at one half: {right[: len(told)].mean():.3f}")
    print(f"{len(crowd)} pairs of the crowd, right at one half: {right[len(told) :].mean():.3f}")
    for w, new in zip(prior["weight"], weights):
        print(f"  {w['feature']:8} {w['value']:12} {w['points']:+.2f} -> {new:+.2f}")
    if args.write:
        text = PRIOR.read_text().replace(f"start = {prior['start']}", f"start = {start:.2f}", 1)
        points = iter(weights)
        text = re.sub(r"(?m)^points = .*$", lambda _: f"points = {next(points):.2f}", text)
        WEIGHTS.write_text(re.sub(r"\A(#.*\n)+", HEAD, text))


HEAD = """# What each likeness of two tellings adds to the log-odds that they tell of one event. Written by eval/merge.py from the
# guesses in prior.toml, the pairs of corpora/stories/fit and those of a crowd; see docs/decisions/0008-merge.md.
"""

if __name__ == "__main__":
    main()
