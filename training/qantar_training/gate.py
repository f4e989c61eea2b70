"""Fits the gate: a linear model on words that passes the sentences which could hold an event.

    python -m qantar_training.gate --data ../shared/data --out ../models/gate.bin

Features are lower-case words and pairs of neighbours, hashed (FNV-1a, 32 bits) into 2**17 cells; digits are all 0. The file is: threshold
and scale (two little-endian f32), then one signed byte a cell. A sentence passes when the scaled sum of its cells reaches the
threshold. What holds something is told by the marks of the own texts, and on others' by the program's full reading, so that the gate
learns from news as it is and not from the style of our texts alone. The threshold is set on sentences held out from the fit, so that
RECALL of what holds something passes.
"""

import argparse
import gzip
import json
import re
import struct
import subprocess
from pathlib import Path

import numpy as np
import torch

from . import corpus

CELLS = 1 << 17
RECALL = 0.975
SURE = 0.4  # an event of the program counts from this confidence on
WORD = re.compile(r"\w+")


def fnv(text: str) -> int:
    h = 0x811C9DC5
    for byte in text.encode("utf-8"):
        h = ((h ^ byte) * 0x01000193) & 0xFFFFFFFF
    return h


def cells(sentence: str):
    """Distinct cells of a sentence; cell 0 is in every one."""
    words = ["0" if w[0].isnumeric() else w for w in WORD.findall(sentence.lower())]
    grams = words + [f"{a} {b}" for a, b in zip(["^", *words], [*words, "$"])]
    return sorted({0} | {fnv(g) % CELLS for g in grams})


def own_sentences():
    """(sentence, holds something) of the own texts, by their marks."""
    articles = corpus.compiled("compile_articles.py", sorted((corpus.OWN / "articles").glob("*.txt")))
    passages = corpus.compiled("compile.py", sorted(corpus.OWN.glob("*.txt")))
    items = articles + passages
    for d, cut in zip(items, corpus.sentences([d["text"] for d in items])):
        marks = [t[0] for e in d["events"] for t in [e["trigger"], *e.get("again", [])]]
        yield from ((d["text"][a:b], any(a <= m < b for m in marks)) for a, b in cut)


def texts(data: Path):
    """News and general English without marks: ECB+, EWT, GUM, as texts of twenty sentences."""
    news = []
    for line in gzip.open(data / "ecbplus" / "ecbplus-topics-1-35.jsonl.gz", "rt", encoding="utf-8"):
        d = json.loads(line)
        lines = {}
        for word, s in zip(d["tok"], d["sent"]):
            lines.setdefault(s, []).append(word)
        news += [" ".join(words) for s, words in sorted(lines.items()) if len(words) > 4]
    for part in ("ewt/en_ewt-train.conllu.gz", "gum/en_gum-open-genres.conllu.gz"):
        news += [" ".join(r[1] for r in block if r[0].isdigit()) for block in corpus.rows(data / "ud_english" / part)]
    return ["\n\n".join(news[k:k + 20]) for k in range(0, len(news), 20)]


def taught(data: Path):
    """The sentences of those texts as the program reads them in full: what it finds nothing in, the gate may stop."""
    lines = "".join(json.dumps({"text": t}, ensure_ascii=False) + "\n" for t in texts(data))
    run = subprocess.run([str(corpus.QANTAR), "read", "-", "--format", "jsonl", "-q"], input=lines, capture_output=True, text=True)
    for r in map(json.loads, run.stdout.splitlines()):
        marks = [e["trigger"]["start"] for e in r["events"] if e["confidence"] >= SURE]
        text = r["document"]["text"]
        yield from ((text[s["start"]:s["end"]], any(s["start"] <= m < s["end"] for m in marks)) for s in r["sentences"])


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    a = ap.parse_args()
    torch.manual_seed(7)
    rng = np.random.default_rng(7)
    items = [*own_sentences(), *taught(a.data)]
    order = rng.permutation(len(items))
    held, fit = order[: len(order) // 8], order[len(order) // 8:]
    x = [cells(s) for s, _ in items]
    y = torch.tensor([float(holds) for _, holds in items])
    bag = torch.nn.EmbeddingBag(CELLS, 1, mode="sum")
    torch.nn.init.zeros_(bag.weight)
    opt = torch.optim.Adagrad(bag.parameters(), lr=0.1)

    def run(rows):
        flat = torch.tensor([c for i in rows for c in x[i]])
        starts = torch.tensor(np.cumsum([0] + [len(x[i]) for i in rows[:-1]]))
        return bag(flat, starts)[:, 0]

    for epoch in range(6):
        for k in range(0, len(fit), 256):
            rows = fit[k:k + 256]
            loss = torch.nn.functional.binary_cross_entropy_with_logits(run(rows), y[rows]) + 1e-5 * bag.weight.square().sum()
            opt.zero_grad()
            loss.backward()
            opt.step()
        rng.shuffle(fit)
    w = bag.weight.detach().numpy()[:, 0]
    scale = float(np.abs(w).max() / 127)
    q = np.clip(np.round(w / scale), -127, 127).astype(np.int8)
    score = lambda i: scale * int(q[x[i]].astype(int).sum())
    scores = {int(i): score(i) for i in held}
    holding = sorted(s for i, s in scores.items() if items[i][1])
    threshold = holding[int(len(holding) * (1 - RECALL))]
    passed = np.mean([s >= threshold for i, s in scores.items() if not items[i][1]])
    a.out.write_bytes(struct.pack("<ff", threshold, scale) + q.tobytes())
    print(f"{len(items)} sentences, {int(y.sum())} hold something; threshold {threshold:.3f}: of the held-out {RECALL:.3f} pass, of the rest {passed:.3f}")


if __name__ == "__main__":
    main()
