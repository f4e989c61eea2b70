"""The network: a six-layer encoder (the shape of all-MiniLM-L6-v2, with an embedding of letter case added) and its heads.

Shapes: B windows of T pieces; K heads (triggers or cues) picked from them.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file

from . import labels as L
from .int8 import MOST, quantise

WIDTH, LAYERS, PARTS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512
PAIR = 128
LINK = 64

TOKEN_HEADS = {
    "trigger": len(L.TRIGGERS), "cue": 1, "figure": len(L.FIGURES), "name": len(L.NAMES), "source": len(L.SOURCES), "ref": len(L.REFS),
    "relevant": 1, "status": len(L.STATUSES), "mode": len(L.MODES), "again": 1, "action": 1,
}


class Rounded(nn.Linear):
    """A linear map that can be taught nearly as it will ship: with `scale` [outputs] set, weights and inputs are rounded to the int8 and uint8 numbers of
    `int8.py` and `DynamicQuantizeLinear` on the way forward, and the way back goes past the rounding (straight-through, Bengio and others 2013).
    What rounding does to a weight is measured again every `KEPT` steps: in so few, at the highest rate of tuning, a weight moves by a quarter of
    a step of int8 at most in the median channel, and to measure it each time cost a fifth of the time."""

    scale = None
    KEPT = 8

    def measure(self, rounded=True):
        """Takes the scales that `int8.quantise` chooses for the weights as they are now, or none."""
        self.scale = torch.from_numpy(quantise(self.weight.detach().numpy().T)[1])[:, None] if rounded else None
        self.steps, self.off = 0, None

    @torch.no_grad()
    def astray(self):
        """How far rounding moves each weight."""
        if self.steps % self.KEPT == 0:
            self.off = fitting((self.weight / self.scale).round_().clamp_(-127, 127)) * self.scale - self.weight
        self.steps += 1
        return self.off

    def forward(self, x):
        """x [B, T, inputs], each of the B a window with a range of its own, padding counted → [B, T, outputs]."""
        if self.scale is None:
            return super().forward(x)
        x = x.float()
        with torch.no_grad():
            low, high = x.amin((1, 2), keepdim=True).clamp(max=0), x.amax((1, 2), keepdim=True).clamp(min=0)
            step = ((high - low) / 255).clamp(min=1e-8)
            zero = (-low / step).round_()
            by = ((x / step).round_().add_(zero).clamp_(0, 255) - zero) * step - x
        return F.linear(x + by, self.weight + self.astray(), self.bias)


def fitting(q):
    """`int8.cut` for weights [outputs, inputs]."""
    pairs = q.view(q.shape[0], -1, 2)
    over = lambda x: (x.clamp(min=0).sum(-1) - MOST).clamp_(min=0)
    by = over(pairs) - over(-pairs)
    half = (by.abs() / 2).floor()
    pairs[..., 0] -= by.sign() * (by.abs() - half)
    pairs[..., 1] -= by.sign() * half
    return q


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = Rounded(WIDTH, 3 * WIDTH)
        self.out = Rounded(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner = Rounded(WIDTH, INNER)
        self.outer = Rounded(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, h, mask):
        b, t, _ = h.shape
        q, k, v = self.qkv(h).view(b, t, 3, PARTS, WIDTH // PARTS).permute(2, 0, 3, 1, 4)
        with torch.autocast("cpu", enabled=False):  # its way back is slower in halves than in full
            a = F.scaled_dot_product_attention(q.float(), k.float(), v.float(), attn_mask=mask)
        a = a.transpose(1, 2).reshape(b, t, WIDTH)
        h = self.norm1(h + self.out(a))
        return self.norm2(h + self.outer(F.gelu(self.inner(h))))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.word = nn.Embedding(VOCABULARY, WIDTH)
        self.position = nn.Embedding(POSITIONS, WIDTH)
        self.part = nn.Embedding(2, WIDTH)  # 0 text, 1 title
        self.shape = nn.Embedding(L.SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        nn.init.zeros_(self.shape.weight)

    def forward(self, ids, shapes, parts, mask, drop=0.0):
        """ids, shapes, parts: [B, T]; mask: [B, T], True on pieces → [B, T, WIDTH]."""
        at = torch.arange(ids.shape[1])
        h = self.norm(self.word(ids) + self.position(at) + self.part(parts) + self.shape(shapes))
        mask = mask[:, None, None, :]
        if drop:
            h = thin(h, drop)
        for layer in self.layers:
            h = layer(h, mask)
            if drop:
                h = thin(h, drop / 2)
        return h

    def load(self, path):
        """Starts from the weights of all-MiniLM-L6-v2."""
        w = load_file(str(path))
        e = "embeddings."
        state = {"word.weight": w[e + "word_embeddings.weight"], "position.weight": w[e + "position_embeddings.weight"],
                 "part.weight": w[e + "token_type_embeddings.weight"], "norm.weight": w[e + "LayerNorm.weight"],
                 "norm.bias": w[e + "LayerNorm.bias"], "shape.weight": self.shape.weight.data}
        for i in range(LAYERS):
            p, q = f"encoder.layer.{i}.", f"layers.{i}."
            for x in ("weight", "bias"):
                state[q + "qkv." + x] = torch.cat([w[f"{p}attention.self.{n}.{x}"] for n in ("query", "key", "value")])
                for ours, theirs in (("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"),
                                     ("inner", "intermediate.dense"), ("outer", "output.dense"), ("norm2", "output.LayerNorm")):
                    state[q + ours + "." + x] = w[f"{p}{theirs}.{x}"]
        self.load_state_dict(state)


def thin(h, rate):
    """Dropout of whole channels of a window: as good here as dropout of cells, and a tenth of its cost on a CPU."""
    keep = (torch.rand(h.shape[0], 1, h.shape[2]) > rate).float() / (1 - rate)
    return h * keep


class Pairs(nn.Module):
    """Scores of every piece in every role of a head: a biaffine form, a linear one, and tables of distance."""

    def __init__(self, roles):
        super().__init__()
        self.a = nn.Linear(WIDTH, PAIR)
        self.c = nn.Linear(WIDTH, PAIR)
        self.u = nn.Parameter(torch.randn(roles, PAIR, PAIR) * 0.05)
        self.wa = nn.Linear(PAIR, roles)
        self.wc = nn.Linear(PAIR, roles)
        self.pieces = nn.Embedding(2 * L.DISTANCE + 1, roles)
        self.sentences = nn.Embedding(2 * L.SENTENCES + 1, roles)
        nn.init.zeros_(self.pieces.weight)
        nn.init.zeros_(self.sentences.weight)

    def forward(self, heads, rows, gap, sentences):
        """heads [K, WIDTH], rows [K, T, WIDTH], gaps in pieces and sentences [K, T] → [K, T, roles]."""
        x, y = F.gelu(self.a(heads)), F.gelu(self.c(rows))
        return self.score(x, y, gap, sentences)

    def score(self, x, y, gap, sentences):
        xu = torch.einsum("kd,rde->kre", x, self.u)
        s = torch.einsum("kre,kte->ktr", xu, y) + self.wa(x)[:, None] + self.wc(y)
        near = self.pieces(gap.clamp(-L.DISTANCE, L.DISTANCE) + L.DISTANCE)
        return s + near + self.sentences(sentences.clamp(-L.SENTENCES, L.SENTENCES) + L.SENTENCES)


class Links(nn.Module):
    """Whether two vectors of one report stand for the same: event triggers, or mentions."""

    def __init__(self):
        super().__init__()
        self.later = nn.Linear(WIDTH, LINK)
        self.earlier = nn.Linear(WIDTH, LINK)
        self.bias = nn.Parameter(torch.tensor(-1.0))

    def forward(self, v):
        """v [K, WIDTH] in text order → [K, K]: row k, column j < k: log-odds that k is j again."""
        return self.later(v) @ self.earlier(v).T / LINK**0.5 + self.bias


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        self.token = nn.ModuleDict({k: nn.Linear(WIDTH, n) for k, n in TOKEN_HEADS.items()})
        self.pairs = Pairs(len(L.ROLES))
        self.srl = Pairs(len(L.SRL))
        self.events = Links()
        self.mentions = Links()
