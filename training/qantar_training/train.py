"""Fits the network: first on names and roles of the open sets, then on everything with the own reports, then that again slowly, rounded as it ships.

    python -m qantar_training.train --data ../shared/data --out training/run [--resume]

Writes `out/net.pt` after every epoch (the mean of the weights over the last steps, the last weights, optimiser, epoch, seed) and a line to `out/log.tsv`; `--resume` goes on from there.
"""

import argparse
import hashlib
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from . import corpus, labels as L
from .base import base_files
from .coded import CODED, coded, held
from .model import Net, Rounded, thin
from .others import QUIET, on_topics
from .windows import CLS, MASK, SEP, Pieces, windows

SEED = 7
BUDGET = 800  # pieces of a batch, padding counted: with three times as many the same epochs left the heads half taught
STAGES = {
    # epochs, share of each set per epoch
    "ground": (5, {"names": 1.0, "propbank": 1.0, "ecb": 0.5}),
    "reports": (8, {"names": 0.4, "web": 0.7, "propbank": 0.45, "ecb": 0.1, "own": 1.0, "coded": 1.0, "quiet": 0.15}),
    # From weights that were taught before, when texts were added: as they ship, rounded. The open sets once more, then the reports.
    "refresh": (2, {"names": 1.0, "web": 1.0, "propbank": 1.0, "ecb": 0.2, "own": 0.1, "coded": 0.1}),
    "tune": (3, {"names": 0.3, "web": 0.6, "propbank": 0.35, "ecb": 0.05, "own": 1.0, "coded": 1.0, "quiet": 0.15}),
}
ROUNDED = {"refresh", "tune"}  # stages in which the linear maps of the encoder are rounded to int8
STILL = ROUNDED  # stages in which the vectors of word pieces stay: half of all weights, and what no text of the stage holds keeps its place among the others
SLOWER = {"refresh": 0.4, "tune": 0.4}  # share of the rates
MEAN = 0.998  # what the running mean of the weights keeps of itself at a step; it is what ships (Polyak and Juditsky 1992)
WIDTHS = (64, 96, 128, 160, 192, 192, 192)  # windows of a document in an epoch, drawn: the heads must not hang on where one is cut
BLANK = 0.05  # share of pieces hidden from the encoder: the heads must not hang on one word
RATES = {"encoder": 1.5e-4, "heads": 1.2e-3}
ALLOWED = torch.tensor([[n in a for n in L.NAMES] for a in L.ALLOWED])


def load_sets(data: Path, pieces, own=None):
    ner, srl = data / "ner", data / "srl_ewt_propbank"
    sets = {
        "names": corpus.names(pieces, ner / "uner_ewt_dev.tsv.gz")
        + [d for part in ("train", "dev", "test") for d in corpus.names(pieces, ner / f"crossner_politics_{part}.tsv.gz")]
        + corpus.names(pieces, ner / "wikiann_en_train.tsv.gz", 8000),
        "propbank": corpus.propbank(pieces, srl / "ewt-srl-train.tsv.gz"),
        "ecb": corpus.happenings(pieces, data / "ecbplus" / "ecbplus-topics-1-35.jsonl.gz", held()),
        "web": corpus.web_names(pieces, data / "ud_english" / "ewt" / "en_ewt-train.conllu.gz", CODED / "ewt-names.tsv"),
        "own": [],
        "coded": [],
        "quiet": [],
    }
    if own:
        articles = corpus.compiled("compile_articles.py", sorted((own / "articles").glob("*.txt")))
        passages = corpus.compiled("compile.py", sorted(own.glob("*.txt")))
        sets["own"] = corpus.own(pieces, articles + passages)
        sets["coded"] = corpus.own(pieces, coded(data))
        sets["quiet"] = corpus.quiet(pieces, on_topics(data, QUIET))
    return sets


def batches(docs, rng):
    """Lists of (doc, window) whose padded size keeps to the budget; a document stays in one batch."""
    cut = []
    for d in docs:
        width = rng.choice(WIDTHS)
        w = windows(d.sentence, width)
        cut.append((max(b - a for a, b in w) + rng.random() * 8, d, w))
    cut.sort(key=lambda x: x[0])
    out, batch, rows, longest = [], [], 0, 0
    for _, d, w in cut:
        size = max(b - a for a, b in w) + 2 + len(d.title[0])
        if batch and (rows + len(w)) * max(longest, size) > BUDGET:
            out.append(batch)
            batch, rows, longest = [], 0, 0
        batch.append((d, w))
        rows, longest = rows + len(w), max(longest, size)
    if batch:
        out.append(batch)
    rng.shuffle(out)
    return out


def tensors(batch, rng):
    """The windows of a batch, padded, and for each its document, first piece and the offset of its text in the row."""
    rows = []
    for d, ws in batch:
        titled = len(d.title[0]) and rng.random() > 0.15
        case = rng.random()
        for a, b in ws:
            t = [*d.title[0], SEP] if titled else []
            ids = [CLS, *t, *(MASK if rng.random() < BLANK else i for i in d.ids[a:b]), SEP]
            shapes = [6, *((*d.title[1], 6) if titled else ()), *d.shapes[a:b], 6]
            if case < 0.04:  # texts in capitals or without any
                shapes = [2 if s < 4 else s for s in shapes]
            elif case < 0.10:
                shapes = [0 if s < 4 else s for s in shapes]
            parts = [0] + [1] * len(t) + [0] * (b - a + 1)
            rows.append((d, a, b, 1 + len(t), ids, shapes, parts))
    n = max(len(r[4]) for r in rows)
    pad = lambda x: torch.tensor([list(r[x]) + [0] * (n - len(r[x])) for r in rows])
    mask = torch.tensor([[True] * len(r[4]) + [False] * (n - len(r[4])) for r in rows])
    return rows, pad(4), pad(5), pad(6), mask


def spread(rows, head, width):
    out = torch.full((len(rows), width), -100)
    for i, (d, a, b, off, *_) in enumerate(rows):
        if head in d.labels:
            out[i, off:off + b - a] = torch.from_numpy(d.labels[head][a:b])
    return out


def role_targets(roles, names, sentence, at, a, b, width, off):
    """[T, roles] of 0, 1 and -1 (not scored). A role told in the head's sentence is looked for there; else in the nearest that tells it;
    figures are the event's wherever they stand."""
    y = torch.full((width, len(L.ROLES)), -1.0)
    for name in names:
        r = L.ROLES.index(name)
        y[off:off + b - a, r] = 0
        inside = [(max(x, a), min(z, b)) for x, z in roles.get(name, []) if x < b and z > a]
        if not inside:
            continue
        far = lambda x: abs(int(sentence[x[0]]) - int(sentence[at]))
        nearest = min(map(far, inside))
        for x, z in inside:
            wanted = name in ("count", "source", "via", "content") or far((x, z)) == nearest
            y[off + x - a:off + z - a, r] = 1 if wanted else -1
    return y


def loss_of(net, batch, rng):
    rows, ids, shapes, parts, mask = tensors(batch, rng)
    h = net.encoder(ids, shapes, parts, mask, drop=0.1)
    width = ids.shape[1]
    flat = thin(h, 0.1)
    losses = {}
    token = lambda k: net.token[k](flat)
    for k, weight, positive in (("trigger", 2.0, None), ("figure", 0.5, None), ("source", 0.4, None), ("ref", 0.3, None),
                                ("cue", 1.0, 2.0), ("relevant", 0.3, 1.0), ("action", 0.5, 1.0)):
        y = spread(rows, k, width)
        if (y >= 0).any():
            x = token(k)
            if positive:
                at = y >= 0
                losses[k] = weight * F.binary_cross_entropy_with_logits(x[..., 0][at], y[at].float(), pos_weight=torch.tensor(positive))
            else:
                losses[k] = weight * F.cross_entropy(x.flatten(0, 1), y.flatten(), ignore_index=-100)
    y = spread(rows, "name", width)
    at = (y >= 0) & (y != L.UNKNOWN)
    if at.any():
        logits = F.log_softmax(token("name")[at], -1).masked_fill(~ALLOWED[y[at]], -1e9)
        losses["name"] = -torch.logsumexp(logits, -1).mean()
    heads, srl, events, mentions = [], [], [], []
    for i, (d, a, b, off, *_) in enumerate(rows):
        inside = lambda p: a <= p < b
        for t in d.heads:
            if inside(t.piece):
                events.append((i, off + t.piece - a, d, t))
                if t.type > 0:
                    heads.append((i, off + t.piece - a, role_targets(t.roles, L.EVENT_ROLES, d.sentence, t.piece, a, b, width, off)))
        for p, roles in d.cues:
            if inside(p):
                heads.append((i, off + p - a, role_targets(roles, L.CUE_ROLES, d.sentence, p, a, b, width, off)))
        for x, z, entity in d.mentions:
            if inside(x) and z <= b:
                mentions.append((i, off + x - a, off + z - 1 - a, d, entity))
        for p, label in d.srl:
            if inside(p):
                srl.append((i, off + p - a, label[a:b], off))
    if heads:
        s = pair_scores(net.pairs, h, rows, [(i, p) for i, p, _ in heads])
        y = torch.stack([t for *_, t in heads])
        ok = y >= 0
        losses["pairs"] = 12.0 * F.binary_cross_entropy_with_logits(s[ok], y[ok], pos_weight=torch.tensor(1.5))
    if srl:
        s = pair_scores(net.srl, h, rows, [(i, p) for i, p, *_ in srl])
        y = torch.full(s.shape[:2], -100)
        for k, (_, _, label, off) in enumerate(srl):
            y[k, off:off + len(label)] = torch.tensor(label)
        losses["srl"] = 2.0 * F.cross_entropy(s.flatten(0, 1), y.flatten(), ignore_index=-100)
    told = [(i, p, t) for i, p, _, t in events if t.type > 0]
    if told:
        v = flat[[i for i, *_ in told], [p for _, p, _ in told]]
        losses["status"] = 0.4 * F.cross_entropy(net.token["status"](v), torch.tensor([t.status for *_, t in told]))
        losses["mode"] = 0.4 * F.cross_entropy(net.token["mode"](v), torch.tensor([t.mode for *_, t in told]))
        again = torch.tensor([float(t.again) for *_, t in told])
        losses["again"] = 0.3 * F.binary_cross_entropy_with_logits(net.token["again"](v)[:, 0], again)
    vector = lambda i, p: h[i, p]
    losses.update(link_loss("events", net.events, [(id(d), t.event, vector(i, p)) for i, p, d, t in events]))
    losses.update(link_loss("mentions", net.mentions, [(id(d), e, (h[i, x] + h[i, z]) / 2) for i, x, z, d, e in mentions]))
    return losses


def pair_scores(pairs, h, rows, at):
    i = torch.tensor([x for x, _ in at])
    p = torch.tensor([x for _, x in at])
    sentence = torch.zeros(h.shape[:2], dtype=torch.long)
    for k, (d, a, b, off, *_) in enumerate(rows):
        sentence[k, off:off + b - a] = torch.from_numpy(d.sentence[a:b])
    y = F.gelu(pairs.c(h))[i]
    x = F.gelu(pairs.a(h[i, p]))
    gap = torch.arange(h.shape[1])[None] - p[:, None]
    return pairs.score(x, y, gap, sentence[i] - sentence[i, p][:, None])


def link_loss(name, links, items):
    """Every pair of one document, the later against the earlier."""
    parts, groups = [], {}
    for doc, thing, v in items:
        groups.setdefault(doc, []).append((thing, v))
    for group in groups.values():
        if len(group) > 1:
            s = links(torch.stack([v for _, v in group]))
            same = torch.tensor([t for t, _ in group])
            low = torch.tril(torch.ones_like(s, dtype=torch.bool), -1)
            parts.append((s[low], (same[:, None] == same[None])[low].float()))
    if not parts:
        return {}
    s, y = (torch.cat(x) for x in zip(*parts))
    return {name: 0.4 * F.binary_cross_entropy_with_logits(s, y)}


class Mean:
    """The running mean of a network's weights; young, it follows them closely."""

    def __init__(self, net):
        self.weights = {k: v.detach().clone() for k, v in net.state_dict().items()}
        self.steps = 0

    def step(self, net):
        self.steps += 1
        new = 1 - min(MEAN, self.steps / (self.steps + 10))
        for k, v in net.state_dict().items():
            self.weights[k].lerp_(v, new)

    def state(self):
        return self.weights

    def load(self, weights, steps):
        """Goes on from a checkpoint."""
        self.weights = {k: v.clone() for k, v in weights.items()}
        self.steps = steps


def pick(docs, share, rng):
    return docs if share >= 1 else rng.sample(docs, int(len(docs) * share))


def plan(sets, stages, seed):
    """Every epoch's batches are drawn from (seed, epoch) alone: a resumed run sees what an unbroken one would."""
    epochs = [(name, shares) for name, (n, shares) in stages.items() for _ in range(n)]
    for epoch, (name, shares) in enumerate(epochs):
        rng = random.Random(seed * 1000 + epoch)
        yield epoch, name, [d for k, share in shares.items() for d in pick(sets[k], share, rng)], rng


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--own", type=Path, default=corpus.OWN, help="marked-up passages and reports")
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--resume", action="store_true")
    ap.add_argument("--start", type=Path, help="weights to start from instead of the base encoder")
    ap.add_argument("--stages", default="ground,reports")
    ap.add_argument("--epochs", type=int, help="epochs of the last stage")
    ap.add_argument("--half", action="store_true", help="products in bfloat16: twice as fast where the processor has them (AMX), slower elsewhere")
    ap.add_argument("--seed", type=int, default=SEED)
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    np.random.seed(a.seed)
    weights, tokenizer = base_files()
    stages = {k: STAGES[k] for k in a.stages.split(",")}
    if a.epochs:
        last = list(stages)[-1]
        stages[last] = (a.epochs, stages[last][1])
    sets = load_sets(a.data, Pieces(tokenizer), a.own if set(stages) - {"ground"} else None)
    print({k: (len(v), sum(len(d.ids) for d in v)) for k, v in sets.items()}, flush=True)
    net = Net()
    net.encoder.load(weights)
    if a.start:
        net.load_state_dict(torch.load(a.start)["net"])
    inner = [p for n, p in net.named_parameters() if n.startswith("encoder.")]
    outer = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    rates = [{"params": inner, "lr": RATES["encoder"]}, {"params": outer, "lr": RATES["heads"]}]
    opt = torch.optim.AdamW(rates, weight_decay=0.01, fused=True)
    pace = [SLOWER.get(stage, 1.0) for _, stage, docs, rng in plan(sets, stages, a.seed) for _ in batches(docs, rng)]
    total = len(pace)
    rate = lambda i: pace[min(i, total - 1)] * min(1, (i + 1) / 100) * max(0.02, 1 - i / total)
    schedule = torch.optim.lr_scheduler.LambdaLR(opt, rate)
    # What a broken run must have begun with to be taken up.
    begun = [hashlib.sha256(a.start.read_bytes()).hexdigest() if a.start else "", a.stages, {k: len(v) for k, v in sets.items()}]
    a.out.mkdir(parents=True, exist_ok=True)
    mean = Mean(net)
    done, began = -1, time.time()
    c = torch.load(a.out / "net.pt") if a.resume and (a.out / "net.pt").exists() else {}
    if c and c.get("begun") != begun:
        print(f"{a.out} holds a run from other weights, stages or texts: begins anew", flush=True)
        a.resume = False
    elif c:
        net.load_state_dict(c["last"])
        mean.load(c["net"], c["steps"])
        opt.load_state_dict(c["opt"])
        schedule.load_state_dict(c["schedule"])
        done = c["epoch"]
    with open(a.out / "log.tsv", "a" if a.resume else "w", encoding="utf-8") as log:
        for epoch, stage, docs, rng in plan(sets, stages, a.seed):
            if epoch <= done:
                continue
            sums, n, pieces = {}, 0, 0
            torch.manual_seed(a.seed * 1000 + epoch)
            net.train()
            net.encoder.word.requires_grad_(stage not in STILL)
            for part in net.modules():
                if isinstance(part, Rounded):
                    part.measure(stage in ROUNDED)
            for batch in batches(docs, rng):
                with torch.autocast("cpu", torch.bfloat16, enabled=a.half):
                    losses = loss_of(net, batch, rng)
                loss = sum(losses.values())
                opt.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
                opt.step()
                schedule.step()
                mean.step(net)
                n += 1
                pieces += sum(b - x for _, w in batch for x, b in w)
                for k, v in losses.items():
                    s = sums.setdefault(k, [0.0, 0])
                    s[0] += v.item()
                    s[1] += 1
                if n % 50 == 0:
                    print(f"\r{stage} epoch {epoch} batch {n} loss {loss.item():.3f} {time.time() - began:.0f} s", end="", flush=True)
            line = [stage, epoch, n, pieces, f"{time.time() - began:.0f}"] + [f"{k}={s / c:.4f}" for k, (s, c) in sorted(sums.items())]
            print("\r" + "\t".join(map(str, line)), flush=True)
            print("\t".join(map(str, line)), file=log, flush=True)
            torch.save({"net": mean.state(), "last": net.state_dict(), "opt": opt.state_dict(), "schedule": schedule.state_dict(), "epoch": epoch, "seed": a.seed, "steps": mean.steps, "begun": begun}, a.out / "part.pt")
            (a.out / "part.pt").rename(a.out / "net.pt")


if __name__ == "__main__":
    main()
