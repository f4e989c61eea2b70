#!/usr/bin/env python3
"""stories.py DATA: grouping ECB+ documents to its sub-topics, with everything tuned on other topics, and the weights.

Weights (a logistic regression on the cosines of all pairs) and the bound are found on four fifths of the topics; the last
fifth is scored, among the documents of all topics; five times. With --write the weights of all topics go to
data/merge/stories.toml. Needs numpy, and the program target/release/stories.
"""
import argparse
import gzip
import random
import re
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "data/merge/stories.toml"
FOLDS = 5
GRID = ("-6", "4", "0.1")


def fit(cosines, same, rounds=60, cost=1e-3):
    """Newton's method; a little ridge, for the cosines are much alike."""
    rows = np.hstack([np.ones((len(cosines), 1)), cosines, np.sqrt(np.clip(cosines, 0, 1))])
    weights = np.zeros(rows.shape[1])
    ridge = np.full(len(weights), cost * len(rows) / 1000)
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        gradient = rows.T @ (p - same) + ridge * weights
        hessian = (rows * (p * (1 - p))[:, None]).T @ rows + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def rules(weights, join=0.0):
    layers = (len(weights) - 1) // 2
    pairs = [[round(float(weights[1 + k]), 3), round(float(weights[1 + layers + k]), 3)] for k in range(layers)]
    return f"join = {join:.2f}\nstart = {weights[0]:.3f}\n# words, lead, early, names, pairs, numbers: times the cosine, and times its square root.\nweights = {pairs}\n"


def grid(program, documents, weights):
    """For each bound and topic: documents, and the sums of precision and recall."""
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
        file.write(rules(weights))
        file.flush()
        out = subprocess.run([program, documents, "--weights", file.name, "--grid", *GRID], capture_output=True, text=True, check=True).stdout
    sums = defaultdict(dict)
    for line in out.splitlines():
        bound, topic, *numbers = line.split("\t")
        sums[float(bound)][topic] = np.array([float(n) for n in numbers])
    return sums


def f1(sums):
    documents, precision, recall = sums
    precision, recall = precision / documents, recall / documents
    return 2 * precision * recall / (precision + recall)


def best(sums, topics):
    return max(sums, key=lambda bound: f1(sum(sums[bound][t] for t in topics)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--program", type=Path, default=ROOT / "target/release/stories")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    with tempfile.NamedTemporaryFile("wb", suffix=".jsonl") as documents:
        with gzip.open(args.data / "ecbplus/ecbplus-topics-1-35.jsonl.gz") as packed:
            documents.write(packed.read())
        documents.flush()
        out = subprocess.run([args.program, documents.name, "--pairs"], capture_output=True, text=True, check=True).stdout
        table = np.array([[float(n) for n in line.split("\t")] for line in out.splitlines()])
        topics = sorted({str(int(t)) for t in table[:, 0]}, key=int)
        random.Random(1).shuffle(topics)
        total, chosen = np.zeros(3), []
        for fold in range(FOLDS):
            held = set(topics[fold::FOLDS])
            inside = ~np.isin(table[:, 0], [int(t) for t in held]) & ~np.isin(table[:, 1], [int(t) for t in held])
            sums = grid(args.program, documents.name, fit(table[inside, 3:], table[inside, 2]))
            bound = best(sums, [t for t in topics if t not in held])
            score = sum(sums[bound][t] for t in held)
            total += score
            chosen.append(bound)
            print(f"fold {fold + 1}: {len(held)} topics held out, bound {bound:+.2f}, B-cubed F1 {f1(score):.3f}")
        print(f"all: P {total[1] / total[0]:.3f} R {total[2] / total[0]:.3f} F1 {f1(total):.4f} over {int(total[0])} documents")
        if args.write:
            weights = fit(table[:, 3:], table[:, 2])
            sums = grid(args.program, documents.name, weights)
            head = re.match(r"(#.*\n)+", RULES.read_text()).group()
            RULES.write_text(head + rules(weights, best(sums, topics)))


if __name__ == "__main__":
    main()
