#!/usr/bin/env python3
"""stories.py DATA: grouping ECB+ documents to its sub-topics, with everything tuned on other topics, and the weights.

Five times a fifth of the topics is held out. On the others alone, by folds inside them, the weight of easy pairs (of two
topics) and the bound are chosen; weights are a logistic regression on the cosines of their pairs. Then the program groups
the documents of all topics, and those held out are scored. With --write the rules of all topics, chosen likewise, go to
data/merge/stories.toml. Needs numpy and scipy, and the program target/release/stories.
"""
import argparse
import gzip
import json
import random
import re
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "data/merge/stories.toml"
FOLDS = 5
EASY = (1, 0.1, 0.02, 0.005)
BOUNDS = np.arange(-6, 6.01, 0.1)
NEAR_BEST = 0.004  # the bound is the middle of those that do almost as well as the best: the best one alone is luck
FAR = 40.0  # log-odds are laid out as distances below this


def fit(cosines, same, weight, ridge=0.3):
    """Newton's method; a little ridge, for the cosines are much alike."""
    rows = np.hstack([np.ones((len(cosines), 1)), cosines, np.sqrt(np.clip(cosines, 0, 1))])
    weights = np.zeros(rows.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        gradient = rows.T @ ((p - same) * weight) + ridge * weights
        hessian = (rows * (p * (1 - p) * weight)[:, None]).T @ rows + np.diag(np.full(len(weights), ridge))
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


class Exam:
    """The pairs of all documents, and what they are of."""

    def __init__(self, pairs, documents):
        self.topics, self.same, self.cosines = pairs[:, :2], pairs[:, 2], pairs[:, 3:]
        self.one_topic = self.topics[:, 0] == self.topics[:, 1]
        self.documents = documents  # topic and sub-topic of each
        self.topic = np.array([topic for topic, _ in documents])
        _, self.gold = np.unique([f"{t} {s}" for t, s in documents], return_inverse=True)

    def fit(self, without, easy):
        inside = ~np.isin(self.topics, list(without)).any(axis=1)
        weight = np.where(self.one_topic, 1.0, easy)
        return fit(self.cosines[inside], self.same[inside], weight[inside])

    def curve(self, weights, topics):
        """B-cubed F1 of the documents of these topics, among all, at every bound."""
        rows = np.hstack([np.ones((len(self.cosines), 1)), self.cosines, np.sqrt(np.clip(self.cosines, 0, 1))])
        tree = linkage(np.clip(FAR / 2 - rows @ weights, 0, 2 * FAR), "average")
        wanted = np.isin(self.topic, list(topics))
        return np.array([f1(self.sums(fcluster(tree, FAR / 2 - bound, "distance"), wanted)) for bound in BOUNDS])

    def sums(self, labels, wanted):
        both = np.zeros((labels.max() + 1, self.gold.max() + 1))
        np.add.at(both, (labels, self.gold), 1)
        right = both[labels, self.gold]
        precision, recall = right / both.sum(1)[labels], right / both.sum(0)[self.gold]
        return np.array([wanted.sum(), precision[wanted].sum(), recall[wanted].sum()])

    def choose(self, topics, without, folds):
        """The weight of easy pairs and the bound that do best on these topics, each fold scored by weights of the others."""
        best = (-1.0, None, None)
        for easy in EASY:
            curve = sum(
                self.curve(self.fit(without | fold, easy), fold) * np.isin(self.topic, list(fold)).sum() for fold in folds
            ) / np.isin(self.topic, list(topics)).sum()
            good = BOUNDS[curve >= curve.max() - NEAR_BEST]
            best = max(best, (curve.max(), easy, float(np.median(good))))
        return best


def rules(weights, join=0.0):
    layers = (len(weights) - 1) // 2
    pairs = [[round(float(weights[1 + k]), 3), round(float(weights[1 + layers + k]), 3)] for k in range(layers)]
    return f"join = {join:.2f}\nstart = {weights[0]:.3f}\n# words, lead, early, names, pairs, numbers: times the cosine, and times its square root.\nweights = {pairs}\n"


def score(program, documents, weights, bound):
    """For each topic, as the program groups: documents, and the sums of precision and recall."""
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
        file.write(rules(weights, bound))
        file.flush()
        command = [program, documents, "--weights", file.name]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = [line.split("\t") for line in out.splitlines()]
    return {int(topic): np.array([float(n) for n in numbers]) for _, topic, *numbers in rows}


def f1(sums):
    documents, precision, recall = sums
    precision, recall = precision / documents, recall / documents
    return 2 * precision * recall / (precision + recall)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--program", type=Path, default=ROOT / "target/release/stories")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    with tempfile.NamedTemporaryFile("wb", suffix=".jsonl") as documents:
        with gzip.open(args.data / "ecbplus/ecbplus-topics-1-35.jsonl.gz", "rb") as packed:
            documents.write(packed.read())
        documents.flush()
        lines = [json.loads(line) for line in Path(documents.name).read_text().splitlines()]
        known = [(int(line["topic"]), "plus" in line["doc"]) for line in lines]
        out = subprocess.run([args.program, documents.name, "--pairs"], capture_output=True, text=True, check=True).stdout
        exam = Exam(np.array([[float(n) for n in line.split("\t")] for line in out.splitlines()]), known)
        topics = sorted({topic for topic, _ in known})
        random.Random(1).shuffle(topics)
        folds = [set(topics[k::FOLDS]) for k in range(FOLDS)]
        total = np.zeros(3)
        for held in folds:
            rest = [fold for fold in folds if fold is not held]
            inside, easy, bound = exam.choose(set().union(*rest), held, rest)
            by_topic = score(args.program, documents.name, exam.fit(held, easy), bound)
            sums = sum(by_topic[topic] for topic in held)
            total += sums
            print(f"{len(held)} topics held out: easy {easy}, bound {bound:+.2f} ({inside:.3f} inside), B-cubed F1 {f1(sums):.3f}", flush=True)
        print(f"all: P {total[1] / total[0]:.3f} R {total[2] / total[0]:.3f} F1 {f1(total):.4f} over {int(total[0])} documents")
        if args.write:
            _, easy, bound = exam.choose(set(topics), set(), folds)
            head = re.match(r"(#.*\n)+", RULES.read_text()).group()
            RULES.write_text(head + rules(exam.fit(set(), easy), bound))


if __name__ == "__main__":
    main()
