"""Writes `models/parity.json`: what the network says in f32 of a few own passages, for the program's parity test.

    python -m qantar_training.fixture run/NAME/net.pt ../models/parity.json

Each passage comes with its pieces (ids and shapes, as they go into the network), and for every piece the log-odds of the heads below;
for the first trigger or cue, the log-odds of every piece in every role.
"""

import argparse
import json
from pathlib import Path

import torch

from . import corpus, labels as L
from .base import base_files
from .export import SHIPPED, load
from .train import pair_scores
from .windows import CLS, SEP, Pieces

PASSAGES = 12


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("net", type=Path)
    ap.add_argument("out", type=Path)
    a = ap.parse_args()
    net = load(a.net)
    pieces = Pieces(base_files()[1])
    items = corpus.compiled("compile.py", [corpus.OWN / "hard.txt", corpus.OWN / "protest.txt"])[: PASSAGES * 40: 40]
    out = [passage(net, d, doc) for d, doc in zip(items, corpus.own(pieces, items))]
    a.out.write_text(json.dumps(out, ensure_ascii=False) + "\n", encoding="utf-8")


def passage(net, d, doc):
    ids = [CLS, *doc.ids.tolist(), SEP]
    shapes = [6, *doc.shapes.tolist(), 6]
    n = len(ids)
    with torch.no_grad():
        h = net.encoder(torch.tensor([ids]), torch.tensor([shapes]), torch.zeros(1, n, dtype=torch.long), torch.ones(1, n, dtype=torch.bool))
        rows = torch.cat([net.token[k](h) for k in SHIPPED], -1)[0, 1:-1]
        heads = sorted({t.piece for t in doc.heads} | {p for p, _ in doc.cues})[:1]
        at = [(0, p + 1) for p in heads]
        roles = pair_scores(net.pairs, h, [(doc, 0, len(doc.ids), 1)], at)[:, 1:-1] if at else torch.zeros(0, 0, len(L.ROLES))
    short = lambda t: [[round(v, 4) for v in row] for row in t.tolist()]
    return {"text": d["text"], "ids": ids[1:-1], "shapes": shapes[1:-1], "rows": short(rows),
            "head": heads[0] if heads else None, "roles": short(roles[0]) if heads else []}


if __name__ == "__main__":
    main()
