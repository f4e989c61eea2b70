"""Writes what the program loads: `models/reader.onnx` (int8) and `models/pairs.onnx` (f32), and the manifest.

One row of `reader.onnx` holds everything the heads say of one piece, in the order of `models/layout.json`. Weights of the encoder are int8 per
output channel with activations quantised as they come (per tensor the tokens lose too much, see design/MODEL.md); word vectors are
int8 per row; heads stay f32.
"""

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto as T, helper as h, numpy_helper

from . import labels as L
from .base import base_files
from .int8 import quantise as by_column
from .model import INNER, LAYERS, LINK, PAIR, PARTS, TOKEN_HEADS, WIDTH, Net

OPSET = 20
SHIPPED = [k for k in TOKEN_HEADS if k != "action"]
BLOCKS = ["head", "piece", "event-later", "event-earlier", "mention-later", "mention-earlier"]


class Graph:
    def __init__(self, name):
        self.name, self.nodes, self.weights, self.count = name, [], [], 0

    def weight(self, array, name=None):
        self.count += 1
        name = name or f"w{self.count}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def op(self, kind, *inputs, outputs=1, **attributes):
        self.count += 1
        out = [f"v{self.count}_{i}" for i in range(outputs)]
        self.nodes.append(h.make_node(kind, list(inputs), out, **attributes))
        return out[0] if outputs == 1 else out

    def linear(self, x, weight, bias, quantised=None):
        """x W + b; with `quantised`, the triple of x made int8, weights int8 per output channel."""
        w = weight.T
        if quantised is None:
            y = self.op("MatMul", x, self.weight(w.astype(np.float32)))
        else:
            q, scale = by_column(w)
            xq, xs, xz = quantised
            y = self.op("MatMulInteger", xq, self.weight(q), xz, self.weight(np.zeros(w.shape[1], np.int8)))
            y = self.op("Mul", self.op("Cast", y, to=T.FLOAT), self.op("Mul", xs, self.weight(scale.astype(np.float32))))
        return self.op("Add", y, self.weight(bias.astype(np.float32)))

    def quantise(self, x):
        return self.op("DynamicQuantizeLinear", x, outputs=3)

    def norm(self, x, weight, bias):
        return self.op("LayerNormalization", x, self.weight(weight), self.weight(bias), axis=-1, epsilon=1e-12)

    def model(self, inputs, output, shape):
        last = self.nodes[-1]
        last.output[0] = "out"
        g = h.make_graph(self.nodes, self.name, [h.make_tensor_value_info(*i) for i in inputs],
                         [h.make_tensor_value_info("out", T.FLOAT, shape)], self.weights)
        m = h.make_model(g, opset_imports=[h.make_opsetid("", OPSET)], producer_name="qantar")
        m.ir_version = 9
        onnx.checker.check_model(m)
        return m


def table(g, name, weight, ids):
    """Rows of an embedding table kept in int8, each with its scale."""
    scale = np.maximum(np.abs(weight).max(1, keepdims=True), 1e-8) / 127
    q = g.weight(np.clip(np.round(weight / scale), -127, 127).astype(np.int8))
    row = g.op("Cast", g.op("Gather", q, ids, axis=0), to=T.FLOAT)
    return g.op("Mul", row, g.op("Gather", g.weight(scale.astype(np.float32)), ids, axis=0))


def reader(net, int8=True):
    """ids, shapes, parts, positions [T] → [T, columns]."""
    w = {k: v.detach().numpy() for k, v in net.state_dict().items()}
    g = Graph("reader")
    e = "encoder."
    word = table(g, "word", w[e + "word.weight"], "ids") if int8 else g.op("Gather", g.weight(w[e + "word.weight"]), "ids", axis=0)
    x = word
    for part, name in (("position", "positions"), ("part", "parts"), ("shape", "shapes")):
        x = g.op("Add", x, g.op("Gather", g.weight(w[f"{e}{part}.weight"]), name, axis=0))
    x = g.norm(x, w[e + "norm.weight"], w[e + "norm.bias"])
    quantise = g.quantise if int8 else (lambda _: None)
    heads = g.weight(np.array([0, PARTS, WIDTH // PARTS], np.int64))
    flat = g.weight(np.array([0, WIDTH], np.int64))
    root = g.weight(np.array((WIDTH // PARTS) ** -0.5, np.float32))
    for i in range(LAYERS):
        p = f"{e}layers.{i}."
        linear = lambda v, n, q: g.linear(v, w[p + n + ".weight"], w[p + n + ".bias"], q)
        qkv = g.op("Split", linear(x, "qkv", quantise(x)), outputs=3, axis=-1, num_outputs=3)
        q, k, v = (g.op("Reshape", y, heads) for y in qkv)
        q = g.op("Transpose", q, perm=[1, 0, 2])
        k = g.op("Transpose", k, perm=[1, 2, 0])
        v = g.op("Transpose", v, perm=[1, 0, 2])
        a = g.op("Softmax", g.op("Mul", g.op("MatMul", q, k), root), axis=-1)
        a = g.op("Reshape", g.op("Transpose", g.op("MatMul", a, v), perm=[1, 0, 2]), flat)
        x = g.norm(g.op("Add", x, linear(a, "out", quantise(a))), w[p + "norm1.weight"], w[p + "norm1.bias"])
        y = g.op("Gelu", linear(x, "inner", quantise(x)))
        x = g.norm(g.op("Add", x, linear(y, "outer", quantise(y))), w[p + "norm2.weight"], w[p + "norm2.bias"])
    token = [(w[f"token.{k}.weight"], w[f"token.{k}.bias"]) for k in SHIPPED]
    links = [(w[f"{n}.{side}.weight"], w[f"{n}.{side}.bias"]) for n in ("events", "mentions") for side in ("later", "earlier")]
    cat = lambda parts: (np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts]))
    plain = g.linear(x, *cat(token + links))
    pair = g.op("Gelu", g.linear(x, *cat([(w["pairs.a.weight"], w["pairs.a.bias"]), (w["pairs.c.weight"], w["pairs.c.bias"])])))
    g.op("Concat", plain, pair, axis=-1)
    ints = [(n, T.INT64, ["T"]) for n in ("ids", "shapes", "parts", "positions")]
    return g.model(ints, "out", ["T", None])


def pairs(p, name="pairs"):
    """heads [K, PAIR], pieces [T, PAIR], gaps in pieces and sentences [K, T], shifted to start at 0 → [K, T, roles]."""
    w = {k: v.detach().numpy() for k, v in p.state_dict().items()}
    roles = w["u"].shape[0]
    g = Graph(name)
    u = w["u"].transpose(1, 0, 2).reshape(PAIR, roles * PAIR)
    xu = g.op("Reshape", g.op("MatMul", "heads", g.weight(u)), g.weight(np.array([-1, roles, PAIR], np.int64)))
    y = g.op("Transpose", "pieces", perm=[1, 0])
    s = g.op("Transpose", g.op("MatMul", xu, y), perm=[0, 2, 1])
    a = g.op("Unsqueeze", g.linear("heads", w["wa.weight"], w["wa.bias"]), g.weight(np.array([1], np.int64)))
    c = g.op("Unsqueeze", g.linear("pieces", w["wc.weight"], w["wc.bias"]), g.weight(np.array([0], np.int64)))
    s = g.op("Add", g.op("Add", s, a), c)
    s = g.op("Add", s, g.op("Gather", g.weight(w["pieces.weight"]), "gaps", axis=0))
    g.op("Add", s, g.op("Gather", g.weight(w["sentences.weight"]), "sentences", axis=0))
    return g.model([("heads", T.FLOAT, ["K", PAIR]), ("pieces", T.FLOAT, ["T", PAIR]), ("gaps", T.INT64, ["K", "T"]),
                    ("sentences", T.INT64, ["K", "T"])], "out", ["K", "T", roles])


def layout(net):
    """Where each head stands in a row of the reader, and what its columns mean."""
    names = {"trigger": L.TRIGGERS, "figure": L.FIGURES, "name": L.NAMES, "source": L.SOURCES, "ref": L.REFS, "status": L.STATUSES,
             "mode": [f"{t} {m}" for t, m in L.MODES]}
    blocks, at = {}, 0
    for k in SHIPPED:
        blocks[k] = {"start": at, "labels": names.get(k, [k])}
        at += TOKEN_HEADS[k]
    for k in ("event-later", "event-earlier", "mention-later", "mention-earlier"):
        blocks[k] = {"start": at, "width": LINK}
        at += LINK
    for k in ("head", "piece"):
        blocks[k] = {"start": at, "width": PAIR}
        at += PAIR
    return {"width": at, "blocks": blocks, "roles": L.ROLES, "distance": L.DISTANCE, "sentences": L.SENTENCES,
            "event-bias": net.events.bias.item(), "mention-bias": net.mentions.bias.item()}


def load(path):
    net = Net()
    net.load_state_dict(torch.load(path, map_location="cpu")["net"])
    return net.eval()


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("net", type=Path)
    ap.add_argument("out", type=Path)
    a = ap.parse_args()
    net = load(a.net)
    a.out.mkdir(parents=True, exist_ok=True)
    onnx.save(reader(net), a.out / "reader.onnx")
    onnx.save(pairs(net.pairs), a.out / "pairs.onnx")
    (a.out / "layout.json").write_text(json.dumps(layout(net), indent=1) + "\n")
    shutil.copy(base_files()[1], a.out / "tokenizer.json")
    for f in ("reader.onnx", "pairs.onnx", "layout.json", "tokenizer.json"):
        data = (a.out / f).read_bytes()
        print(f, len(data), hashlib.sha256(data).hexdigest())


if __name__ == "__main__":
    main()
