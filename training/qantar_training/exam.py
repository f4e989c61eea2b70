"""Grades what ships, `models/reader.onnx` in int8, on sets that never trained it, and holds it against the network it was written from.

    python -m qantar_training.exam --data DATA [--models DIR] [--net training/run/net.pt] [--only names,roles,parity] [--dev] [--json]

* names: strict F1 (same span, same type) of PER, ORG and LOC. A gold name of another type (MISC) is no name; what is read there counts
  as made up. A leading "the" belongs to no name, neither in the gold nor in what is read.
* roles: strict F1 (same span, same label) of PropBank arguments, the predicate given. Labels are those of `labels.SRL`: C- and R- are
  labels of their own, rare ones are all OTHER, V is not scored. What the program loads holds no PropBank heads, so they stand in
  `models/exam/`, two small files that go on where the encoder of `reader.onnx` ends; `--net` writes them.
* parity: the int8 reader and the pair scorer against the network in f32 on own passages, and names either way. Needs `--net`.

Every sentence of a foreign set is read alone and without a title, its words with single spaces between them; what is read of a word is
read of its first piece.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
import torch.nn.functional as F
from onnx import TensorProto as T, helper as h

from . import corpus, export, labels as L
from .base import base_files
from .model import PAIR, WIDTH
from .windows import CLS, SEP, WIDTH as PIECES, Pieces, windows

# Sets to grade by, and sets to choose by: uner_ewt_dev trains names, so its figures flatter.
NAME_SETS = {False: ["wikigold_en_test", "uner_ewt_test"], True: ["uner_ewt_dev"]}
ROLE_SETS = {False: ["ewt-srl-test"], True: ["ewt-srl-dev"]}
# Our types as the three of the sets; those not listed are no names. GROUP stands between ORG and nothing: which it is counted as is
# chosen on the sets of --dev, which grades both.
COARSE = {"PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
BODIES = COARSE | {"GROUP": "ORG"}
KINDS = BODIES
THREE = ("PER", "ORG", "LOC")
GAP = 1  # words without a role that may stand inside an argument
CHANGE = 0.75  # what it costs, in log-probability, that a word has another role than the word before; both chosen on ewt-srl-dev
PASSAGES = 40  # own passages that parity is measured on
VECTORS, ROLES = "srl-vectors.onnx", "srl.onnx"  # encoder's end → vectors of heads and of pieces; these → scores


def session(model):
    """A model ready to run on one thread."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


class Reader:
    """A reader with its layout; hands out the end of its encoder as well."""

    def __init__(self, model, layout):
        self.blocks = layout["blocks"]
        last = [n for n in model.graph.node if n.op_type == "LayerNormalization"][-1].output[0]
        model.graph.output.append(h.make_tensor_value_info(last, T.FLOAT, ["T", WIDTH]))
        self.session = session(model)

    def __call__(self, doc, start=0, end=None):
        """({head: columns}, end of the encoder), a row for each piece of a window."""
        columns, last = (x[1:-1] for x in self.session.run(None, inputs(doc, start, end)))
        size = lambda b: b.get("width") or len(b["labels"])
        return {k: columns[:, b["start"]:b["start"] + size(b)] for k, b in self.blocks.items()}, last


def inputs(doc, start=0, end=None):
    """A window between its marks, without a title."""
    ids = np.concatenate([[CLS], doc.ids[start:end], [SEP]])
    shapes = np.concatenate([[6], doc.shapes[start:end], [6]])
    return {"ids": ids, "shapes": shapes, "parts": np.zeros_like(ids), "positions": np.arange(len(ids))}


def apart(sentence, at):
    """Pieces and sentences between heads, at pieces `at`, and every piece: [K, T] each."""
    return np.arange(len(sentence))[None] - np.array(at)[:, None], sentence[None] - sentence[at][:, None]


def scores(scorer, heads, pieces, sentence, at):
    """What a pair scorer gives to every piece for the heads at pieces `at`: [K, T, roles]."""
    shifted = [np.clip(x, -most, most) + most for x, most in zip(apart(sentence, at), (L.DISTANCE, L.SENTENCES))]
    return scorer.run(None, {"heads": heads[at], "pieces": pieces, "gaps": shifted[0], "sentences": shifted[1]})[0]


def cut(pieces, path, column, limit):
    """Sentences of a set: number, rows, words, document, and the first piece of each word, which may be None."""
    for number, block in enumerate(corpus.rows(path)):
        if limit and number >= limit:
            return
        words = [row[column] for row in block]
        text, spans = corpus.spaced(words)
        doc = corpus.lay(pieces, text, [(0, len(text))])
        covers = [doc.cover(*span) for span in spans]
        if len(doc.ids):
            yield number, block, words, doc, [c and c[0] for c in covers]


def grade(gold, read):
    """Precision, recall and F1 of two sets whose items end on a label, over all and label by label."""
    def one(g, r):
        right = len(g & r)
        p, rc = right / len(r) if r else 0.0, right / len(g) if g else 0.0
        return {"precision": p, "recall": rc, "f1": 2 * p * rc / (p + rc) if right else 0.0, "gold": len(g), "read": len(r)}
    only = lambda items, label: {x for x in items if x[-1] == label}
    return {"all": one(gold, read), **{k: one(only(gold, k), only(read, k)) for k in sorted({x[-1] for x in gold})}}


def likeliest(chances, cost):
    """The likeliest row of labels (Viterbi 1967): chances [words, labels] in logarithms, cost [labels, labels] from one to the next."""
    best, back = chances[0], []
    for row in chances[1:]:
        ways = best[:, None] - cost
        back.append(ways.argmax(0))
        best = ways.max(0) + row
    out = [int(best.argmax())]
    for froms in reversed(back):
        out.append(int(froms[out[-1]]))
    return out[::-1]


def words_of(rows, first, empty):
    """A row of log-probabilities a word, read at its first piece; words without one are `empty`."""
    rows = rows - rows.max(1, keepdims=True)
    rows = rows - np.log(np.exp(rows).sum(1, keepdims=True))
    return np.stack([empty if at is None else rows[at] for at in first])


# Names.

TAGS = ["O", *(f"{p}-{k}" for k in THREE for p in "BI")]
INSIDE = np.array([[np.inf if b[0] == "I" and a[1:] != b[1:] else 0.0 for b in TAGS] for a in TAGS])


def coarse(chances, tags, kinds):
    """Log-probabilities of the three types' tags: those of our types that stand for each added up."""
    as_three = [tag[:2] + kinds[tag[2:]] if tag[2:] in kinds else "O" for tag in tags]
    return np.stack([np.logaddexp.reduce(chances[:, [i for i, t in enumerate(as_three) if t == tag]], axis=1) for tag in TAGS], axis=1)


def spelled(words, tags):
    """(start, end, type) of names from their tags. An I that no name of its type goes before starts one."""
    out, before = [], None
    for i, tag in enumerate(tags):
        prefix, _, kind = tag.partition("-")
        kind = kind if kind in THREE else None
        if kind and prefix == "I" and kind == before:
            out[-1][1] = i + 1
        elif kind:
            out.append([i, i + 1, kind])
        before = kind
    bare = [(a + (words[a].lower() == "the"), b, kind) for a, b, kind in out]
    return [(a, b, kind) for a, b, kind in bare if a < b]


def names(reader, pieces, path, limit=0, kinds=KINDS):
    gold, read = set(), set()
    tags = reader.blocks["name"]["labels"]
    for number, block, words, doc, first in cut(pieces, path, 0, limit):
        none = np.where(np.arange(len(tags)) == 0, 0.0, -99.0)
        chances = coarse(words_of(reader(doc)[0]["name"], first, none), tags, kinds)
        chances[0, [t[0] == "I" for t in TAGS]] = -np.inf
        gold |= {(number, *n) for n in spelled(words, [row[1] for row in block])}
        read |= {(number, *n) for n in spelled(words, [TAGS[x] for x in likeliest(chances, INSIDE)])}
    return grade(gold, read)


# Roles.

def write_roles(net, folder, of):
    """The PropBank heads of a network, marked with the digest of the reader they go with."""
    folder.mkdir(exist_ok=True)
    g = export.Graph("srl-vectors")
    w = {k: v.detach().numpy() for k, v in net.srl.state_dict().items()}
    g.op("Gelu", g.linear("pieces", *(np.concatenate([w["a." + x], w["c." + x]]) for x in ("weight", "bias"))))
    vectors = g.model([("pieces", T.FLOAT, ["T", WIDTH])], "out", ["T", 2 * PAIR])
    for name, model in ((VECTORS, vectors), (ROLES, export.pairs(net.srl, "srl"))):
        h.set_model_props(model, {"reader": of})
        onnx.save(model, folder / name)


def load_roles(folder, of):
    """The two sessions, or why there are none."""
    if not (folder / VECTORS).exists() or not (folder / ROLES).exists():
        return None, f"no {folder / ROLES}: give --net"
    models = [onnx.load(folder / name) for name in (VECTORS, ROLES)]
    if any(p.value != of for m in models for p in m.metadata_props if p.key == "reader"):
        return None, f"{folder / ROLES} goes with another reader.onnx: give --net"
    return [session(m) for m in models], None


def runs(labels, gap=GAP):
    """(start, end, label) of equal labels in a row; up to `gap` words without one do not break an argument."""
    out = []
    for i, label in enumerate(labels):
        if label == "O":
            continue
        if out and out[-1][2] == label and i - out[-1][1] <= gap and set(labels[out[-1][1]:i]) <= {"O"}:
            out[-1][1] = i + 1
        else:
            out.append([i, i + 1, label])
    return [tuple(x) for x in out]


def arguments(block, k):
    """(start, end, label) of the gold arguments of the k-th predicate, in words."""
    cells = [row[8 + k] if 8 + k < len(row) else "*" for row in block]
    return [(a, b, L.SRL[corpus.srl_label(role)]) for a, b, role in corpus.bracketed(cells) if role != "V"]


def roles(reader, heads, pieces, path, limit=0):
    gold, read = set(), set()
    vectors, scorer = heads
    for number, block, _, doc, first in cut(pieces, path, 1, limit):
        told = [i for i, row in enumerate(block) if row[7] not in ("-", "_")]
        for k in range(len(told)):
            gold |= {(number, k, *x) for x in arguments(block, k)}
        known = [k for k, i in enumerate(told) if first[i] is not None]
        if not known:
            continue
        v = vectors.run(None, {"pieces": reader(doc)[1]})[0]
        rows = scores(scorer, v[:, :PAIR], v[:, PAIR:], doc.sentence, [first[told[k]] for k in known])
        none = np.where(np.arange(len(L.SRL)) == 0, 0.0, -99.0)
        cost = CHANGE * (1 - np.eye(len(L.SRL)))
        for k, of_pieces in zip(known, rows):
            read |= {(number, k, *x) for x in runs([L.SRL[x] for x in likeliest(words_of(of_pieces, first, none), cost)])}
    return grade(gold, read)


# Parity.

def truth(net, doc, start, end):
    """The columns of a window as the network gives them in f32."""
    x = {k: torch.from_numpy(v)[None] for k, v in inputs(doc, start, end).items()}
    last = net.encoder(x["ids"], x["shapes"], x["parts"], torch.ones_like(x["ids"], dtype=torch.bool))[0, 1:-1]
    out = {k: net.token[k](last) for k in export.SHIPPED}
    for k, links in (("event", net.events), ("mention", net.mentions)):
        out |= {f"{k}-later": links.later(last), f"{k}-earlier": links.earlier(last)}
    return out | {"head": F.gelu(net.pairs.a(last)), "piece": F.gelu(net.pairs.c(last))}


def pair_truth(net, columns, sentence, at):
    gaps = [torch.from_numpy(x) for x in apart(sentence, at)]
    return net.pairs.score(columns["head"][at], columns["piece"][None].expand(len(at), -1, -1), *gaps)


@torch.no_grad()
def parity(net, readers, scorer, docs):
    """For each reader and head: largest and mean absolute difference to the network in f32, and how often the best label is the same
    (of two, which side of zero)."""
    seen = {}
    for doc in docs:
        for start, end in windows(doc.sentence, PIECES):
            wanted = truth(net, doc, start, end)
            at = [p - start for p in [x.piece for x in doc.heads] + [p for p, _ in doc.cues] if start <= p < end]
            sentence = doc.sentence[start:end]
            for name, reader in readers.items():
                got = reader(doc, start, end)[0]
                both = {k: (got[k], wanted[k].numpy()) for k in wanted}
                if at:
                    both["pairs"] = (scores(scorer, got["head"], got["piece"], sentence, at), pair_truth(net, wanted, sentence, at).numpy())
                for k, (x, y) in both.items():
                    seen.setdefault((name, k), []).append(compared(k, x, y))
    return {name: {k: pooled(v) for (n, k), v in seen.items() if n == name} for name in readers}


def compared(head, x, y):
    """Largest difference, sum of them, cells, same answers, answers. Vectors have no answers."""
    d = np.abs(x - y)
    if "-" in head or head in ("head", "piece"):
        return d.max(), d.sum(), d.size, 0, 0
    same = (x.argmax(-1) == y.argmax(-1)) if x.shape[-1] > 1 and head != "pairs" else (x > 0) == (y > 0)
    return d.max(), d.sum(), d.size, same.sum(), same.size


def pooled(rows):
    most, total, cells, same, of = zip(*rows)
    return {"max": float(max(most)), "mean": float(sum(total) / sum(cells)), "same": float(sum(same) / sum(of)) if sum(of) else None}


def own_passages(pieces):
    items = corpus.compiled("compile.py", sorted(corpus.OWN.glob("*.txt")))
    return corpus.own(pieces, items[::max(1, len(items) // PASSAGES)])


# The exam.

def skipped(part, why):
    print(f"{part}: skipped, {why}", file=sys.stderr)


def show(title, grades):
    for label, g in grades.items():
        prf = f"P {g['precision']:.3f}  R {g['recall']:.3f}  F1 {g['f1']:.3f}"
        print(f"{title:<36} {label:<10} {prf}   gold {g['gold']:>5}  read {g['read']:>5}")


def show_parity(found):
    for name, heads in found.items():
        for k, v in heads.items():
            same = f"   same answer {v['same']:.4f}" if v["same"] is not None else ""
            print(f"parity {name:<10} {k:<16} max {v['max']:.5f}  mean {v['mean']:.5f}{same}")


class Exam:
    """What the parts share: the reader as it ships, its files, and, where given, the network it was written from."""

    def __init__(self, a):
        self.a, self.found = a, {}
        self.layout = json.loads((a.models / "layout.json").read_text(encoding="utf-8"))
        data = (a.models / "reader.onnx").read_bytes()
        self.digest = hashlib.sha256(data).hexdigest()
        self.reader = Reader(onnx.load_from_string(data), self.layout)
        tokenizer = a.models / "tokenizer.json"
        self.pieces = Pieces(tokenizer if tokenizer.exists() else base_files()[1])
        self.net = export.load(a.net) if a.net else None
        if self.net and hashlib.sha256(export.reader(self.net).SerializeToString()).hexdigest() != self.digest:
            sys.exit(f"exam.py: {a.models / 'reader.onnx'} was not written from {a.net}; run qantar_training.export")

    def sets(self, part, folder, names):
        """The sets of a part that are here; a line for each that is not."""
        for name in names[self.a.dev]:
            path = self.a.data / folder / f"{name}.tsv.gz"
            if path.exists():
                yield name, path
            else:
                skipped(part, f"no {path}")

    def record(self, part, name, grades):
        self.found.setdefault(part, {})[name] = grades
        if not self.a.json:
            show(f"{part} {name}", grades)

    def names(self):
        for name, path in self.sets("names", "ner", NAME_SETS):
            ways = {"": COARSE, ", GROUP as ORG": BODIES} if self.a.dev else {"": KINDS}
            for way, kinds in ways.items():
                self.record("names", name + way, names(self.reader, self.pieces, path, self.a.limit, kinds))

    def roles(self):
        folder = self.a.models / "exam"
        if self.net:
            write_roles(self.net, folder, self.digest)
        heads, why = load_roles(folder, self.digest)
        if why:
            return skipped("roles", why)
        for name, path in self.sets("roles", "srl_ewt_propbank", ROLE_SETS):
            self.record("roles", name, roles(self.reader, heads, self.pieces, path, self.a.limit))

    def parity(self):
        if not self.net:
            return skipped("parity", "it needs --net")
        plain = Reader(export.reader(self.net, int8=False), self.layout)
        readers = {"f32 ONNX": plain, "int8 ONNX": self.reader}
        self.found["parity"] = parity(self.net, readers, session(onnx.load(self.a.models / "pairs.onnx")), own_passages(self.pieces))
        if not self.a.json:
            show_parity(self.found["parity"])
        path = self.a.data / "ner" / f"{NAME_SETS[True][0]}.tsv.gz"
        if not path.exists():
            return skipped("parity", f"no {path}")
        for name, reader in readers.items():
            self.record("parity-names", name, names(reader, self.pieces, path, self.a.limit))


PARTS = {"names": Exam.names, "roles": Exam.roles, "parity": Exam.parity}


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--data", type=Path, required=True, help="folder with ner/ and srl_ewt_propbank/")
    ap.add_argument("--models", type=Path, default=L.ROOT / "models")
    ap.add_argument("--net", type=Path, help="the network that the models were written from")
    ap.add_argument("--only", default=",".join(PARTS))
    ap.add_argument("--dev", action="store_true", help="the sets to choose by instead of those to grade by")
    ap.add_argument("--limit", type=int, default=0, help="so many sentences of each set; 0 is all")
    ap.add_argument("--json", action="store_true")
    a = ap.parse_args()
    torch.set_num_threads(1)
    exam = Exam(a)
    for part in a.only.split(","):
        PARTS[part](exam)
    if a.json:
        print(json.dumps(exam.found, indent=1))


if __name__ == "__main__":
    main()
