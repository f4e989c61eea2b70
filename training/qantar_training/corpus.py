"""The sets that train, as documents with labels. Which set may train what stands in `manifest.py`."""

import gzip
import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np

from . import labels as L
from .windows import Doc, Head

OWN = L.ROOT / "corpora" / "train"
QANTAR = Path(os.environ.get("QANTAR", L.ROOT / "target" / "release" / "qantar"))  # which program cuts sentences
PRONOUNS = {"he", "she", "they", "it", "him", "her", "them", "i", "we", "who"}


def compiled(checker: str, files):
    """The own texts as their checker writes them."""
    run = subprocess.run([sys.executable, str(OWN / checker), *map(str, files)], capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"corpus.py: {checker}: {run.stderr.strip().splitlines()[0]}")
    return [json.loads(line) for line in run.stdout.splitlines()]


def sentences(texts):
    """Sentence spans of each text, as the program cuts them."""
    lines = "".join(json.dumps({"text": t}, ensure_ascii=False) + "\n" for t in texts)
    run = subprocess.run([str(QANTAR), "read", "-", "--format", "jsonl"], input=lines, capture_output=True, text=True)
    reads = [json.loads(line) for line in run.stdout.splitlines()]
    if len(reads) != len(texts):
        sys.exit(f"corpus.py: the program read {len(reads)} of {len(texts)} texts: {run.stderr[-400:]}")
    return [[(s["start"], s["end"]) for s in r["sentences"]] for r in reads]


def lay(pieces, text, spans, title=""):
    """A document without labels."""
    ids, shapes, offsets, sentence = [], [], [], []
    for number, (a, b) in enumerate(spans):
        i, s, o = pieces(text, a, b)
        ids += i
        shapes += s
        offsets += o
        sentence += [number] * len(i)
    t = pieces(title, 0, len(title)) if title else ((), ())
    return Doc(np.array(ids, np.int64), np.array(shapes, np.int64), offsets, np.array(sentence, np.int64),
               (t[0][:24], t[1][:24]), text=text)


def fill(doc, head, labels, start, end, label, inside=None):
    at = doc.cover(start, end)
    if at:
        labels[at[0]:at[1]] = inside if inside is not None else label
        labels[at[0]] = label
    return at


def own(pieces, items):
    """Documents of the own passages and reports: every head."""
    cut = sentences([d["text"] for d in items])
    return [own_document(pieces, d, s) for d, s in zip(items, cut) if s]


def own_document(pieces, d, cut):
    doc = lay(pieces, d["text"], cut, d.get("title", ""))
    n = len(doc.ids)
    zeros = partial(np.zeros, n, np.int64)
    trigger, cue, figure, name = zeros(), zeros(), zeros(), zeros()
    source = np.full(n, -100, np.int64)
    for a, b, t in d["names"]:
        fill(doc, "name", name, a, b, L.NAMES.index("B-" + t), L.NAMES.index("I-" + t))
    for number, e in enumerate(d["events"]):
        for k, span in enumerate([e["trigger"], *e.get("again", [])]):
            at = fill(doc, "trigger", trigger, *span, L.TRIGGERS.index(e["type"]))
            if at:
                mode = e["mode"] if (e["type"], e["mode"]) in L.MODES else "other"
                doc.heads.append(Head(at[0], L.TRIGGERS.index(e["type"]), L.MODES.index((e["type"], mode)),
                                      L.STATUSES.index(e["status"]), number, k > 0, roles_of(doc, e)))
        for q in e["counts"]:
            fill(doc, "figure", figure, *q["span"], L.FIGURES.index(q["what"]))
    for c in d["claims"]:
        at = fill(doc, "cue", cue, *c["cue"], 1)
        spans = {"source": [s["span"] for s in c["source"]], "via": [s["span"] for s in c["via"]], "content": [c["content"]]}
        if at:
            doc.cues.append((at[0], {r: [x for x in (doc.cover(*s) for s in ss) if x] for r, ss in spans.items()}))
        for s in c["source"] + c["via"]:
            fill(doc, "source", source, *s["span"], L.SOURCES.index(s["type"]))
    ref = np.full(n, -100, np.int64)
    if d.get("entities"):
        ref[:] = 0
        for entity, (_, spans) in enumerate(d["entities"].items()):
            for a, b, t in spans:
                at = doc.cover(a, b)
                if at:
                    doc.mentions.append((*at, entity))
                    if not t and d["text"][a:b].lower() not in PRONOUNS:
                        fill(doc, "ref", ref, a, b, 1, 2)
    first = np.flatnonzero(np.diff(doc.sentence, prepend=-1))
    relevant = np.full(n, -100, np.int64)
    told = {doc.sentence[h.piece] for h in doc.heads}
    relevant[first] = [int(doc.sentence[i] in told) for i in first]
    doc.labels = {"trigger": trigger, "cue": cue, "figure": figure, "name": name, "source": source, "ref": ref, "relevant": relevant}
    return doc


def quiet(pieces, texts):
    """Texts that tell nothing political (sport, film, accidents, ordinary crime): what no trigger is. Claims and names in them are not marked."""
    cut = sentences(texts)
    docs = [lay(pieces, t, s) for t, s in zip(texts, cut) if s]
    for doc in docs:
        first = np.flatnonzero(np.diff(doc.sentence, prepend=-1))
        relevant = np.full(len(doc.ids), -100, np.int64)
        relevant[first] = 0
        doc.labels = {"trigger": np.zeros(len(doc.ids), np.int64), "relevant": relevant}
    return docs


def roles_of(doc, e):
    spans = {r: e[r] for r in ("actor", "target", "place")}
    spans["time"] = [t[:2] for t in e["time"]]
    spans["count"] = [q["span"] for q in e["counts"]]
    return {r: sorted({x for x in (doc.cover(*s) for s in ss) if x}) for r, ss in spans.items()}


def rows(path):
    """Blocks of tab-separated rows between blank lines."""
    block = []
    for line in gzip.open(path, "rt", encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# "):
            continue
        if line.strip():
            block.append(line.split("\t"))
        elif block:
            yield block
            block = []
    if block:
        yield block


def spaced(words):
    """The words with single spaces, and the span of each."""
    spans, at = [], 0
    for w in words:
        spans.append((at, at + len(w)))
        at += len(w) + 1
    return " ".join(words), spans


# Their ORG is ours alone: with GROUP allowed as well, the two shared every body at random.
THREE = {"PER": "PER", "person": "PER", "politician": "PER", "country": "GPE", "ORG": "ORG", "organisation": "ORG", "politicalparty": "ORG"}
PLACE = {"LOC", "location"}


def name_label(tag):
    if tag == "O":
        return L.NONE_OF_THREE
    prefix, kind = tag.split("-", 1)
    if kind in THREE:
        return L.NAMES.index(f"{prefix}-{THREE[kind]}")
    if kind in PLACE:
        return L.PLACE_B if prefix == "B" else L.PLACE_I
    return L.UNKNOWN


def names(pieces, path, limit=None):
    """Sentences with names of another set."""
    out = []
    for block in rows(path):
        text, spans = spaced([r[0] for r in block])
        doc = lay(pieces, text, [(0, len(text))])
        name = np.full(len(doc.ids), L.UNKNOWN, np.int64)
        for (a, b), row in zip(spans, block):
            label = name_label(row[1])
            inside = {L.PLACE_B: L.PLACE_I}.get(label, label + 1 if label and label < len(L.NAMES) and label % 2 else label)
            fill(doc, "name", name, a, b, label, inside)
        if len(doc.ids) > 3:
            doc.labels = {"name": name}
            out.append(doc)
        if limit and len(out) >= limit:
            break
    return out


def web_names(pieces, path, marked):
    """Sentences of UD English EWT whose names we marked by hand: `marked` holds lines of id, tab, `TYPE first-last` in words, spaces between."""
    wanted = {}
    for line in marked.read_text(encoding="utf-8").splitlines():
        number, _, names = line.partition("\t")
        wanted[number] = [(kind, *map(int, at.split("-"))) for kind, at in (n.split(":") for n in names.split())]
    out = []
    for number, words in tree_words(path):
        if number in wanted:
            text, spans = spaced(words)
            doc = lay(pieces, text, [(0, len(text))])
            name = np.full(len(doc.ids), L.NONE_OF_THREE, np.int64)
            for kind, first, last in wanted[number]:
                label, inside = name_label(f"B-{kind}"), name_label(f"I-{kind}")
                fill(doc, "name", name, spans[first][0], spans[last][1], label, inside)
            doc.labels = {"name": name}
            out.append(doc)
    return out


def tree_words(path):
    """(id, words) of the sentences of a CoNLL-U file."""
    number, words = None, []
    for line in gzip.open(path, "rt", encoding="utf-8"):
        if line.startswith("# sent_id"):
            number = line.split("=", 1)[1].strip()
        elif line[0].isdigit():
            cells = line.split("\t", 2)
            if cells[0].isdigit():
                words.append(cells[1])
        elif not line.strip() and words:
            yield number, words
            words = []


def srl_label(tag):
    tag = tag.removesuffix("-DSP")
    return L.SRL.index(tag if tag in L.SRL else "OTHER")


def bracketed(cells):
    """(start, end, role) of a column of CoNLL-2005 brackets, in words."""
    out, role, start = [], None, 0
    for i, cell in enumerate(cells):
        if cell.startswith("("):
            role, start = cell[1:].split("*")[0].rstrip(")"), i
        if cell.endswith(")") and role:
            out.append((start, i + 1, role))
            role = None
    return out


def propbank(pieces, path):
    """Sentences with the roles of their predicates."""
    out = []
    for block in rows(path):
        text, spans = spaced([r[1] for r in block])
        doc = lay(pieces, text, [(0, len(text))])
        predicates = [i for i, r in enumerate(block) if r[7] not in ("-", "_")]
        for k, i in enumerate(predicates):
            at = doc.cover(*spans[i])
            label = [0] * len(doc.ids)
            for a, b, role in bracketed([r[8 + k] if 8 + k < len(r) else "*" for r in block]):
                if role != "V":
                    x = doc.cover(spans[a][0], spans[b - 1][1])
                    if x:
                        label[x[0]:x[1]] = [srl_label(role)] * (x[1] - x[0])
            if at:
                doc.srl.append((at[0], label))
        if doc.srl:
            out.append(doc)
    return out


def happenings(pieces, path, without=frozenset()):
    """ECB+: which words tell a happening, and which of them the same one, in the sentences that were annotated; but not in the texts held out."""
    out = []
    for line in gzip.open(path, "rt", encoding="utf-8"):
        d = json.loads(line)
        if f"ecb:{d['doc']}" in without:
            continue
        marks = {m["id"]: m["tok"] for m in d["mark"] if m.get("tok") and m["type"].startswith("ACTION")}
        kept = sorted({d["sent"][t] for m in d["mark"] for t in m.get("tok") or []})
        if not kept:
            continue
        words, sentence, index = [], [], {}
        for i, (w, s) in enumerate(zip(d["tok"], d["sent"])):
            if s in kept:
                index[i] = len(words)
                words.append(w)
                sentence.append(s)
        text, spans = spaced(words)
        cut = [(spans[sentence.index(s)][0], spans[len(words) - 1 - sentence[::-1].index(s)][1]) for s in kept]
        doc = lay(pieces, text, cut)
        action = np.zeros(len(doc.ids), np.int64)
        chain = {source: r["tgt"][0] for r in d["rel"] for source in r["src"]}
        numbers = {}
        for i, toks in marks.items():
            toks = [t for t in toks if t in index]
            if not toks:
                continue
            at = fill(doc, "action", action, spans[index[toks[0]]][0], spans[index[toks[-1]]][1], 1)
            if at:
                event = numbers.setdefault(chain.get(i, f"alone {i}"), len(numbers))
                doc.heads.append(Head(at[0], 0, -100, -100, event, False, {}))
        if doc.heads:
            doc.labels = {"action": action}
            out.append(doc)
    return out
