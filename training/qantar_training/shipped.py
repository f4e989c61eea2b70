"""The weights that ship, as a network to go on from: python -m qantar_training.shipped ../models run/shipped/net.pt

The encoder's int8 weights come back as the numbers that they stand for. PropBank's roles, which do not ship, come from `models/exam`; ECB+'s
happenings begin anew. Reads the files in the order in which `export.py` and `exam.py` write them.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from .exam import ROLES, VECTORS
from .export import SHIPPED
from .model import LAYERS, LINK, PAIR, TOKEN_HEADS, Net


def constants(path):
    """The numbers of a graph, in the order in which they were written."""
    return iter([numpy_helper.to_array(w) for w in onnx.load(path).graph.initializer])


def encoder(take, state):
    state["word.weight"] = next(take).astype(np.float32) * next(take)
    for name in ("position.weight", "part.weight", "shape.weight", "norm.weight", "norm.bias"):
        state[name] = next(take)
    for _ in ("shape of heads", "shape of rows", "root"):
        next(take)
    for i in range(LAYERS):
        for linear, norm in (("qkv", None), ("out", "norm1"), ("inner", None), ("outer", "norm2")):
            q, _, scale, state[f"layers.{i}.{linear}.bias"] = (next(take) for _ in range(4))
            state[f"layers.{i}.{linear}.weight"] = (q.astype(np.float32) * scale).T
            if norm:
                state[f"layers.{i}.{norm}.weight"], state[f"layers.{i}.{norm}.bias"] = next(take), next(take)


def columns(take, parts):
    """The parts that were laid side by side as one linear map: {name: width} → {name.weight, name.bias}."""
    weight, bias = next(take), next(take)
    assert weight.shape[1] == sum(parts.values())
    at, out = 0, {}
    for name, width in parts.items():
        out[name + ".weight"], out[name + ".bias"] = weight[:, at:at + width].T, bias[at:at + width]
        at += width
    return out


def scorer(path, name):
    """The weights of a pair scorer beside those of its vectors."""
    take, state = constants(path), {}
    state[name + ".u"] = next(take).reshape(PAIR, -1, PAIR).transpose(1, 0, 2)
    next(take)
    for part in ("wa", "wc"):
        state[f"{name}.{part}.weight"], state[f"{name}.{part}.bias"] = next(take).T, next(take)
        next(take)
    state[name + ".pieces.weight"], state[name + ".sentences.weight"] = next(take), next(take)
    return state


def vectors(take, name):
    """The weights of the vectors that a pair scorer compares."""
    return columns(take, {name + ".a": PAIR, name + ".c": PAIR})


def shipped(models: Path):
    """The network of `models/`."""
    state, inner = {}, {}
    take = constants(models / "reader.onnx")
    encoder(take, inner)
    state.update({"encoder." + k: v for k, v in inner.items()})
    state.update(columns(take, {f"token.{k}": TOKEN_HEADS[k] for k in SHIPPED}
                         | {f"{n}.{side}": LINK for n in ("events", "mentions") for side in ("later", "earlier")}))
    state.update(vectors(take, "pairs"))
    state.update(scorer(models / "pairs.onnx", "pairs"))
    state.update(vectors(constants(models / "exam" / VECTORS), "srl"))
    state.update(scorer(models / "exam" / ROLES, "srl"))
    layout = json.loads((models / "layout.json").read_text(encoding="utf-8"))
    for links in ("events", "mentions"):
        state[links + ".bias"] = np.array(layout[links.removesuffix("s") + "-bias"], np.float32)
    net = Net()
    found = net.load_state_dict({k: torch.from_numpy(np.array(v, np.float32)) for k, v in state.items()}, strict=False)
    assert all(k.startswith("token.action.") for k in found.missing_keys) and not found.unexpected_keys, found
    return net


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("models", type=Path)
    ap.add_argument("out", type=Path)
    a = ap.parse_args()
    a.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"net": shipped(a.models).state_dict()}, a.out)


if __name__ == "__main__":
    main()
