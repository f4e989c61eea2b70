"""Fits the gate: a linear model on word pieces that says which reports could tell of unrest.

    python -m qantar_training.gate --data ../shared/data --out ../models/gate.bin

A report is cut into parts of whole sentences, PART pieces or a little more. The score of a part is the sum of the weights of its distinct
pieces over the root of their number; the report passes when one of its parts reaches the threshold. The weight of a piece is a linear
function of its vector in all-MiniLM-L6-v2, so that words never met in training weigh what words like them do. A part of a marked text that
holds a trigger must pass; parts of texts that tell nothing political (sport, film, accidents, reviews, lectures) must not; the other
parts of reports with events teach nothing. Every eighth report is held out; the threshold lets RECALL of those with events pass.
The topics of ECB+ in `others.HELD` are neither fitted nor held out.

The file: threshold and scale (two little-endian f32), then one signed byte a piece of the vocabulary.
"""

import argparse
import struct
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from . import corpus
from .base import base_files
from .coded import coded
from .others import HELD, QUIET, on_topics, texts
from .windows import Pieces

PART, RECALL, SMALL = 160, 0.97, 1e-3
LECTURES = ("academic", "textbook", "vlog", "voyage", "conversation")


def parts(pieces, text, cut, marks=()):
    """(distinct pieces, holds a trigger) of each part."""
    out, ids, holds = [], [], False
    for n, (a, b) in enumerate(cut, 1):
        ids += pieces(text, a, b)[0]
        holds |= any(a <= m < b for m in marks)
        if ids and (len(ids) >= PART or n == len(cut)):
            out.append((sorted(set(ids)), holds))
            ids, holds = [], False
    return out


def reports(pieces, data: Path):
    """(parts, tells): our marked texts, then texts of others that tell nothing."""
    ours = corpus.compiled("compile_articles.py", sorted((corpus.OWN / "articles").glob("*.txt"))) + coded(data)
    marks = lambda d: [t[0] for e in d["events"] for t in [e["trigger"], *e.get("again", [])]]
    for d, cut in zip(ours, corpus.sentences([d["text"] for d in ours])):
        yield parts(pieces, d["text"], cut, marks(d)), bool(d["events"])
    known = texts(data, ["gum", "ewt"])
    quiet = on_topics(data, QUIET - HELD) + [t for n, (_, _, t) in known.items() if n.startswith(("ewt:reviews", "ewt:answers"))
                                             or (n.startswith("gum:") and n.split("_")[1] in LECTURES)]
    for text, cut in zip(quiet, corpus.sentences(quiet)):
        yield parts(pieces, text, cut), False


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    a = ap.parse_args()
    torch.set_num_threads(1)  # more of them add up in another order, and other bytes come out
    weights, tokenizer = base_files()
    vectors = load_file(str(weights))["embeddings.word_embeddings.weight"].float()
    vectors = F.normalize(vectors - vectors.mean(0), dim=1)
    items = [x for x in reports(Pieces(tokenizer), a.data) if x[0]]
    held = [x for k, x in enumerate(items) if k % 8 == 0]
    rows = [(ids, holds) for k, (report, tells) in enumerate(items) if k % 8 for ids, holds in report if holds or not tells]
    x = torch.stack([vectors[ids].sum(0) / len(ids) ** 0.5 for ids, _ in rows])
    y = torch.tensor([float(holds) for _, holds in rows])
    w, bias = torch.zeros(vectors.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    opt = torch.optim.LBFGS([w, bias], max_iter=100, line_search_fn="strong_wolfe")

    def step():
        opt.zero_grad()
        loss = F.binary_cross_entropy_with_logits(x @ w + bias, y, pos_weight=(y == 0).sum() / y.sum()) + SMALL * w.square().sum()
        loss.backward()
        return loss

    opt.step(step)
    weight = (vectors @ w).detach().numpy()
    scale = float(np.abs(weight).max() / 127)
    cells = np.round(weight / scale).astype(np.int8)
    score = lambda ids: scale * int(cells[ids].astype(int).sum()) / len(ids) ** 0.5
    best = [(max(score(ids) for ids, _ in report), tells) for report, tells in held]
    telling = sorted(s for s, tells in best if tells)
    threshold = telling[int(len(telling) * (1 - RECALL))] - 1e-4
    passed = np.mean([s >= threshold for s, tells in best if not tells])
    a.out.write_bytes(struct.pack("<ff", threshold, scale) + cells.tobytes())
    print(f"{len(rows)} parts, {int(y.sum())} tell; of {len(telling)} held-out reports that tell {RECALL} pass, of the {len(best) - len(telling)} others {passed:.3f}")


if __name__ == "__main__":
    main()
