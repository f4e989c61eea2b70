#!/usr/bin/env python3
"""held.py DATA OUT [FOLDER]: lays coded texts as gold documents for score.py, to choose on them what stands on the network.

Of FOLDER (corpora/train/held) each coded text whose set lies in DATA becomes OUT/NAME.txt and OUT/NAME.json with its events, figures and
claims; places and times are not laid, for the days of most sets are guesses. Sentences are those of `gold_from_articles.py`. Then

    python3 eval/inputs.py OUT > held.jsonl && qantar read held.jsonl --format jsonl > held.read.jsonl && python3 eval/score.py OUT held.read.jsonl
"""
import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

from gold_from_articles import once, sentences

ROOT = Path(__file__).resolve().parent.parent


def bound(count, words):
    """A figure as the gold has it: "more than 40" is 40 and up, where these coders wrote 41."""
    digits = re.match(r"(?:more than|over) ([\d,]+)$", words, re.I)
    low = int(digits[1].replace(",", "")) if digits else count["low"]
    return {**count, "low": low, "text": words}


def laid(coded):
    """A coded text as a gold document."""
    text, cuts = coded["text"], sentences(coded["text"])
    words = lambda span: text[span[0]:span[1]]
    place = lambda span: next((s for s in cuts if s[0] <= span[0] < s[1]), tuple(span))

    def event(coded):
        main = place(coded["trigger"])
        told = [*coded["again"], *coded["actor"], *coded["target"], *(count["span"] for count in coded["counts"])]
        # A figure that is told again is one figure.
        counts = [bound(count, words(count["span"])) for count in coded["counts"]]
        counts = {(c["what"], c["low"], c["high"]): c for c in reversed(counts)}
        return {
            "sentence": words(main), "also_in": [words(s) for s in sorted({place(span) for span in told} - {main})],
            **{key: coded[key] for key in ("type", "mode", "status")},
            "actors": once(map(words, coded["actor"])), "targets": once(map(words, coded["target"])),
            "place": None, "date": None, "counts": list(counts.values())[::-1]}

    def claim(coded):
        source = coded["source"][0]
        ends = [place(span) for span in (coded["content"], coded["cue"], source["span"])]
        return {
            "sentence": text[min(s for s, _ in ends):max(e for _, e in ends)], "source": words(source["span"]), "cue": words(coded["cue"]),
            "content": words(coded["content"]), "kind": coded["kind"], "source_type": source["type"],
            "source_entity": source["name"] or words(source["span"])}

    return {
        "meta": {"title": coded["title"] or None, "author": None, "source": None, "published": coded["date"]},
        "events": [event(e) for e in sorted(coded["events"], key=lambda e: e["trigger"])],
        "claims": [claim(c) for c in coded["claims"] if c["source"]], "places": [], "times": [], "entities": []}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "corpora/train/held")
    args = parser.parse_args()
    texts = subprocess.run(
        [sys.executable, "-m", "qantar_training.coded", "--data", args.data.resolve(), "texts", args.folder.resolve()],
        cwd=ROOT / "training", capture_output=True, text=True, check=True).stdout
    args.out.mkdir(parents=True, exist_ok=True)
    for line in texts.splitlines():
        coded = json.loads(line)
        name = re.sub(r"\W+", "_", coded["doc"])
        gold = {"id": name, **laid(coded)}
        (args.out / f"{name}.txt").write_text(coded["text"] + "\n", encoding="utf-8")
        (args.out / f"{name}.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(texts.splitlines())} texts in {args.out}")


if __name__ == "__main__":
    main()
