"""Our hand coding of other people's texts: kept as spans, without the texts.

    python -m qantar_training.coded --data DIR lay gum:GUM_news_afghan … > draft.txt     # texts to be marked up, as ARTICLES.md says
    python -m qantar_training.coded --data DIR check draft.txt …                         # marks are sound, and the words are untouched
    python -m qantar_training.coded --data DIR write draft.txt … > corpora/train/coded/SET.jsonl
    python -m qantar_training.coded --data DIR texts FOLDER                              # coded documents with their texts, a line of JSON each

`corpora/train/coded` trains; `corpora/train/held` is left out, to fit and to choose on it what stands on the network.
"""

import argparse
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from . import labels as L
from .others import SETS, texts

CHECKER = L.ROOT / "corpora" / "train" / "compile_articles.py"
CODED = L.ROOT / "corpora" / "train" / "coded"
HELD = L.ROOT / "corpora" / "train" / "held"


def caseless(name):
    """Whether a set lost its capitals: who codes it puts them back, and they are kept as places."""
    return name.startswith("muc4:")


def as_found(d):
    """The text of a coding as its set has it."""
    return d["text"].lower() if caseless(d["publisher"]) else d["text"]


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def lay(name, day, title, text):
    return f"=== {day} | {title or '-'} | {name}\n{escape(text)}\n"


def read(drafts, data):
    """(coding of each draft with its text, complaints)."""
    run = subprocess.run([sys.executable, str(CHECKER), "--short", *map(str, drafts)], capture_output=True, text=True)
    complaints = [line for line in run.stderr.splitlines() if line.startswith("ERROR")]
    items = [json.loads(line) for line in run.stdout.splitlines()]
    known = texts(data, {d["publisher"].split(":")[0] for d in items} & set(SETS))
    for d in items:
        want = known.get(d["publisher"], ("", "", ""))[2].strip()
        text = as_found(d)
        if text != want:
            at = next((i for i, (a, b) in enumerate(zip(text, want)) if a != b), min(len(text), len(want)))
            complaints.append(f"ERROR {d['publisher']}: the words were changed: {d['text'][max(0, at - 30):at + 30]!r} for {want[max(0, at - 30):at + 30]!r}")
    return items, complaints


def bare(d):
    """The coding alone: spans, kinds and the digest of the text that they lie on."""
    text = as_found(d)
    kept = {"doc": d["publisher"], "sha256": digest(text), "date": d["date"]}
    if caseless(d["publisher"]):
        kept["capitals"] = [i for i, (a, b) in enumerate(zip(d["text"], text)) if a != b]
    return kept | {k: d[k] for k in ("names", "places", "times", "entities", "events", "claims")}


def raised(text, at):
    """The text with capitals at the places."""
    letters = list(text)
    for i in at:
        letters[i] = letters[i].upper()
    return "".join(letters)


def codings(folder: Path):
    """The coded documents of a folder, without their texts."""
    return [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]


def coded(data: Path, folder: Path = CODED):
    """The coded documents with their texts, for training; stops where a text is not the one that was coded."""
    items = codings(folder)
    known = texts(data, {d["doc"].split(":")[0] for d in items})
    for d in items:
        _, title, text = known[d["doc"]]
        if digest(text.strip()) != d["sha256"]:
            sys.exit(f"coded.py: {d['doc']}: the text under {data} is not the one that was coded")
        d.update(text=raised(text.strip(), d.get("capitals", ())), title=title)
    return items


def held(folder: Path = HELD):
    """The names of the texts that train nothing."""
    return {d["doc"] for d in codings(folder)}


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("task", choices=("lay", "check", "write", "texts"))
    ap.add_argument("what", nargs="+")
    a = ap.parse_args()
    if a.task == "lay":
        known = texts(a.data, {w.split(":")[0] for w in a.what})
        print("\n".join(lay(w, *known[w]) for w in a.what))
        return
    if a.task == "texts":
        print("\n".join(json.dumps(d, ensure_ascii=False) for folder in a.what for d in coded(a.data, Path(folder))))
        return
    items, complaints = read(a.what, a.data)
    print("\n".join(complaints) or f"{len(items)} texts, sound", file=sys.stderr)
    if complaints:
        sys.exit(1)
    if a.task == "write":
        print("\n".join(json.dumps(bare(d), ensure_ascii=False, separators=(",", ":")) for d in items))


if __name__ == "__main__":
    main()
