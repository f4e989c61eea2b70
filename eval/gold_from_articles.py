#!/usr/bin/env python3
"""gold_from_articles.py GOLD_DIR: builds the gold documents of GOLD_DIR from its marked-up articles.

GOLD_DIR holds
  marked/<id>.txt   one article: a header line "=== date | title | publisher", then the text with tags
  apart.tsv         id, date, title, publisher, source, author, dateline (the last two may be empty)
  points.tsv        id, text, occurrence or *, name, country, lat, lon, metonymic (0 or 1), grain
and receives <id>.txt (the text without tags) and <id>.json (the gold, in the format that score.py reads).

Same input, same bytes out. Nothing is written unless every check passes; else each fault is a line on standard
error and the exit status is 1.

Tags, beside those of the training articles: on <q>, sub="..." says of what the figure is a part, or that it is an
earlier one; on <d>, efrom/eto give the period of the event where it is longer than the day that the words name
("since Tuesday"); on <a> and <o>, name="..." is written instead of a pronoun; with an id that no name bears, ent="PER",
"ORG" or "GROUP" makes it an entity all the same.
"""
import argparse
import datetime
import json
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

MODES = {t: set(m.split()) for t, m in {
    "AGREE": "deal ceasefire",
    "CONSULT": "meet visit mediate call",
    "SUPPORT": "back recognise endorse",
    "CONCEDE": "resign release lift policy-change dismiss ease pardon",
    "COOPERATE": "joint-work exercise extradite share",
    "AID": "economic-aid humanitarian military-aid shelter",
    "RETREAT": "withdraw ceasefire-kept surrender demobilise",
    "REQUEST": "appeal demand aid resign release investigate policy-change",
    "ACCUSE": "condemn charge allege investigate sue",
    "REJECT": "refuse veto reject-demand defy boycott-talks",
    "THREATEN": "force strike sanction protest ultimatum",
    "PROTEST": "demonstration riot strike obstruction boycott rally hunger-strike",
    "SANCTION": "embargo expel break-relations withdraw-from-treaty suspend-aid",
    "MOBILIZE": "troops police alert weapons militia",
    "COERCE": "arrest ban curfew emergency censor expel seize crackdown sentence raid displace",
    "ASSAULT": "shooting bombing killing beating torture abduction clash airstrike shelling stabbing sexual crowd-control"
               " execution armed-attack",
}.items()}
STATUS = {"happened", "planned", "hypothetical", "denied"}
WHAT = {"killed", "injured", "detained", "participants", "other"}
SOURCE_TYPES = {"official", "witness", "media", "expert", "ngo", "social_media", "other"}
NAME_TYPES = {"PER", "ORG", "GPE", "LOC", "FAC", "GROUP", "NORP"}
TOPONYM = {"GPE", "LOC", "FAC"}
GRAINS = ["site", "town", "district", "region", "country", "area"]
TAGS = {"v", "a", "o", "p", "d", "q", "c", "src", "cue", "x"}
PRONOUNS = set("he she it they him her them his its their i we us you who both each this that".split())
ABBREVIATIONS = {"Dr", "Mr", "Mrs", "Ms", "Mont", "Neb", "No", "St", "Col", "Gen", "Capt"}


class Faults(list):
    def add(self, where, *what):
        self.append(f"{where}: " + " ".join(str(x) for x in what))


def sentences(text):
    """Sentence spans: a stretch between end marks inside one paragraph."""
    out = []
    for par in re.finditer(r"[^\n]+", text):
        start = par.start()
        for m in re.finditer(r"[.!?…]+[\"”’')\]]*(?=\s+[\"“‘'(\[]*[^\W_a-z])", par.group()):
            before = re.search(r"[\w.]*$", par.group()[:m.start()]).group()
            if m.group() == "." and (before in ABBREVIATIONS or re.fullmatch(r"[A-Za-z]\.?|[ap]\.m", before)):
                continue
            if m.group() == "." and before.isdigit() and not par.group()[:m.start() - len(before)].strip():
                continue  # the number of a list item
            end = par.start() + m.end()
            out.append((start, end))
            start = end + len(text[end:]) - len(text[end:].lstrip())
        if text[start:par.end()].strip():
            out.append((start, start + len(text[start:par.end()].rstrip())))
    return out


def unfold(body, where, faults):
    """The text without tags, and the tagged spans as (tag, attributes, start, end), outer before inner."""
    try:
        root = ET.fromstring("<r>" + body + "</r>")
    except ET.ParseError as e:
        faults.add(where, "not well formed:", e)
        return "", []
    parts, spans, length = [], [], 0

    def take(s):
        nonlocal length
        if s:
            parts.append(s)
            length += len(s)

    def walk(el):
        start = length
        take(el.text)
        for child in el:
            walk(child)
            take(child.tail)
        if el is not root:
            spans.append((el.tag, dict(el.attrib), start, length))
    walk(root)
    spans.sort(key=lambda x: (x[2], -x[3]))
    return "".join(parts), spans


def occurrence(text, start, end):
    """Which whole-word match of its words the span is, counted from 1 as score.py counts; None if it is none."""
    hits = [m.start() for m in re.finditer(r"(?<!\w)" + re.escape(text[start:end]) + r"(?!\w)", text)]
    return hits.index(start) + 1 if start in hits else None


def once(seq):
    return list(dict.fromkeys(seq))


def bare(s):
    """Without a leading article."""
    return re.sub(r"^(?:the|a|an)\s+", "", s, flags=re.I)


class Document:
    def __init__(self, row, body, points, faults):
        self.id, self.row, self.faults = row["id"], row, faults
        self.text, self.spans = unfold(body, self.id, faults)
        self.sents = sentences(self.text)
        self.points, self.places = points, {}
        self.check_spans()
        self.gold_places = self.read_places()
        self.ids = self.read_ids()

    def bad(self, *what):
        self.faults.add(self.id, *what)

    def surface(self, span):
        return self.text[span[0]:span[1]]

    def sentence(self, span):
        for s in self.sents:
            if s[0] <= span[0] < s[1]:
                return s
        self.bad("no sentence holds", repr(self.surface(span)))
        return span

    def day(self, s, what):
        if not s:
            return None
        try:
            datetime.date.fromisoformat(s)
        except ValueError:
            self.bad(what, "is not an ISO day:", s)
        return s

    def number(self, s, what):
        if not s:
            return None
        if not s.isdigit():
            self.bad(what, "is not a number:", s)
            return None
        return int(s)

    def check_spans(self):
        for tag, a, s, e in self.spans:
            x = self.text[s:e]
            if tag not in TAGS:
                self.bad("unknown tag", tag)
            if not x or x != x.strip():
                self.bad("empty or padded span", repr(x))
            if "\n" in x:
                self.bad("span over two paragraphs", repr(x[:60]))
            if "n" in a and a["n"] not in NAME_TYPES:
                self.bad("unknown name type", a["n"])
            if "name" in a and a["name"] not in self.text:
                self.bad("name is not in the text:", a["name"])

    def read_places(self):
        out = []
        for tag, a, s, e in self.spans:
            if a.get("n") not in TOPONYM or (s, e) in self.places:
                continue
            x, k = self.text[s:e], occurrence(self.text, s, e)
            if k is None:
                self.bad("place is no whole word:", x)
                continue
            row = self.points.get((self.id, x, str(k))) or self.points.get((self.id, x, "*"))
            if row is None:
                self.bad(f"points.tsv has no row for the place {x!r}, occurrence {k}")
                continue
            row["used"] = True
            place = {"text": x, "occurrence": k, "name": row["name"], "country": row["country"] or None, "lat": row["lat"],
                     "lon": row["lon"], "metonymic": row["metonymic"]}
            if out and s < self.last_end:
                self.bad("two places overlap at", x)
            self.last_end = e
            self.places[s, e] = (place, GRAINS.index(row["grain"]))
            out.append(place)
        return out

    def read_ids(self):
        """For each id, its spans as (start, end, name type or None, composite: a name stands inside)."""
        ids, self.unnamed = {}, {}
        for tag, a, s, e in self.spans:
            if a.get("ent"):
                self.unnamed[a.get("id")] = a["ent"]
                if a["ent"] not in ("PER", "ORG", "GROUP"):
                    self.bad("unknown entity type", a["ent"])
            if "id" in a:
                inner = any(b.get("n") in ("PER", "ORG", "GROUP") and s <= t and u <= e and (s, e) != (t, u)
                            for _, b, t, u in self.spans)
                ids.setdefault(a["id"], []).append((s, e, a.get("n"), inner and "n" not in a))
        return ids

    def name_of_id(self, i):
        named = [(s, e) for s, e, n, _ in self.ids.get(i, []) if n and n != "NORP"]
        return self.surface(max(named, key=lambda x: x[1] - x[0])) if named else None

    def inside(self, s, e, types):
        return [(self.text[t:u], b) for _, b, t, u in self.spans if b.get("n") in types and s <= t and u <= e]

    def where(self, main, ps):
        """The most specific toponym among the place spans of an event; a generic one ("the town") counts for its namesakes."""
        found = []
        for a, s, e in ps:
            if (s, e) in self.places:
                found.append((s, e))
            elif a.get("id"):
                same = [(t, u) for t, u, _, _ in self.ids[a["id"]] if (t, u) in self.places]
                found += same[:1]
        if not found:
            return None
        s, e = min(found, key=lambda x: (self.places[x][1], not main[0] <= x[0] < main[1], x[0]))
        p = self.places[s, e][0]
        return {"text": p["text"], "name": p["name"], "country": p["country"], "lat": p["lat"], "lon": p["lon"],
                "inherited": not main[0] <= s < main[1]}

    def when(self, main, ds):
        """The narrowest date among the time spans of an event; a tie goes to the main sentence."""
        found = []
        for a, s, e in ds:
            start = self.day(a.get("efrom") or a.get("from"), "efrom")
            end = self.day(a.get("eto") or a.get("to"), "eto")
            days = 10**6 if not (start and end) else (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days
            if days < 0:
                self.bad("the date ends before it starts:", self.text[s:e])
            found.append((days, not main[0] <= s < main[1], s, e, start, end))
        if not found:
            return None
        _, inherited, s, e, start, end = min(found)
        return {"text": self.text[s:e], "start": start, "end": end, "inherited": inherited}

    def events(self):
        raw = {}
        for tag, a, s, e in self.spans:
            if tag in ("a", "o", "p", "d", "q", "v"):
                for k in a.get("e", "").split():
                    raw.setdefault(k, []).append((tag, a, s, e))
            if tag in ("a", "o", "q", "v") and not a.get("e"):
                self.bad(f"<{tag}> without e:", self.text[s:e])
        done = []
        for k, items in raw.items():
            first = [(a, s, e) for t, a, s, e in items if t == "v" and not a.get("again")]
            if len(first) != 1:
                self.bad("event", k, "has", len(first), "first triggers")
                continue
            a, s, e = first[0]
            if a.get("t") not in MODES or a.get("m") not in MODES.get(a.get("t"), set()) | {"other"} or a.get("s") not in STATUS:
                self.bad("event", k, "has a wrong type, mode or status:", a)
            main = self.sentence((s, e))
            roles = {"a": [], "o": []}
            for t, b, x, y in items:
                if t in roles:
                    said = b.get("name") or self.text[x:y]
                    if said.lower() in PRONOUNS:
                        self.bad("event", k, "has the pronoun", said, "for a role: give a name")
                    roles[t].append(said)
            counts = []
            for t, b, x, y in items:
                if t != "q":
                    continue
                c = {"what": b.get("w"), "text": self.text[x:y], "low": self.number(b.get("lo"), "lo"),
                     "high": self.number(b.get("hi"), "hi")}
                if c["what"] not in WHAT or c["low"] is None and c["high"] is None:
                    self.bad("event", k, "has a wrong count:", b)
                if c["low"] is not None and c["high"] is not None and c["low"] > c["high"]:
                    self.bad("event", k, "has a count with low over high:", b)
                if b.get("sub"):
                    c["subset"] = b["sub"]
                if not any(d["what"] == c["what"] and d["low"] == c["low"] and d["high"] == c["high"]
                           and d.get("subset") == c.get("subset") for d in counts):
                    counts.append(c)
            also = sorted({self.sentence((x, y)) for t, b, x, y in items if t in ("v", "a", "o", "q")} - {main})
            done.append((s, e, {
                "sentence": self.surface(main), "type": a.get("t"), "mode": a.get("m"), "status": a.get("s"),
                "actors": once(roles["a"]), "targets": once(roles["o"]),
                "place": self.where(main, [(b, x, y) for t, b, x, y in items if t == "p"]),
                "date": self.when(main, [(b, x, y) for t, b, x, y in items if t == "d"]),
                "counts": counts, "also_in": [self.surface(x) for x in also]}))
        done.sort(key=lambda x: x[:2])
        return [{"id": f"e{n}", **g} for n, (_, _, g) in enumerate(done, 1)]

    def speaker(self, a, s, e):
        if a.get("name"):
            return a["name"]
        if a.get("id") and self.name_of_id(a["id"]):
            return self.name_of_id(a["id"])
        persons = self.inside(s, e, {"PER"})
        if len(persons) == 1:
            return persons[0][0]
        whole = [x for x, _ in self.inside(s, e, {"ORG", "GROUP"}) if x == bare(self.text[s:e])]
        return whole[0] if whole else self.text[s:e]

    def claims(self):
        raw = {}
        for tag, a, s, e in self.spans:
            if tag in ("c", "src", "cue"):
                if not a.get("c"):
                    self.bad(f"<{tag}> without c:", self.text[s:e])
                for k in a.get("c", "").split():
                    raw.setdefault(k, []).append((tag, a, s, e))
        done = []
        for k, items in raw.items():
            content = [(a, s, e) for t, a, s, e in items if t == "c"]
            sources = [(a, s, e) for t, a, s, e in items if t == "src" and not a.get("via")]
            via = [self.text[s:e] for t, a, s, e in items if t == "src" and a.get("via")]
            cues = [(s, e) for t, a, s, e in items if t == "cue"]
            if len(content) != 1 or len(sources) != 1 or not cues:
                self.bad("claim", k, "has", len(content), "contents,", len(sources), "sources and", len(cues), "cues")
                continue
            (ca, s, e), (sa, x, y), cue = content[0], sources[0], max(cues, key=lambda c: (c[1] - c[0], -c[0]))
            if ca.get("kind") not in ("direct", "indirect") or sa.get("k") not in SOURCE_TYPES:
                self.bad("claim", k, "has a wrong kind or source type:", ca.get("kind"), sa.get("k"))
            quoted = s > 0 and self.text[s - 1] in "\"“‘" and re.match(r"[.,!?]?[\"”’]", self.text[e:]) is not None
            if quoted != (ca.get("kind") == "direct"):
                self.bad("claim", k, "kind does not fit the quotation marks:", self.text[s:e])
            spans = [self.sentence(z) for z in ((s, s + 1), (e - 1, e), (x, y), cue)]
            a, b = min(z[0] for z in spans), max(z[1] for z in spans)
            if "\n" in self.text[a:b]:
                self.bad("claim", k, "runs over two paragraphs")
            who = self.speaker(sa, x, y)
            if who.lower() in PRONOUNS:
                self.bad("claim", k, "has the pronoun", who, "as its source: give a name")
            g = {"sentence": self.text[a:b], "source": self.text[x:y], "cue": self.surface(cue), "content": self.text[s:e],
                 "kind": ca.get("kind"), "source_type": sa.get("k"), "source_entity": who}
            if via:
                g["via"] = via
            done.append((s, e, g))
        done.sort(key=lambda z: z[:2])
        return [g for _, _, g in done]

    def times(self):
        out, last = [], 0
        for tag, a, s, e in self.spans:
            if tag != "d":
                continue
            k = occurrence(self.text, s, e)
            start, end = self.day(a.get("from"), "from"), self.day(a.get("to"), "to")
            if k is None:
                self.bad("time is no whole word:", self.text[s:e])
            if start is None and end is None or start and end and start > end:
                self.bad("time without a right value:", self.text[s:e])
            if s < last:
                self.bad("two times overlap at", self.text[s:e])
            last = e
            out.append({"text": self.text[s:e], "occurrence": k, "start": start, "end": end})
        return out

    def entities(self):
        """One entity for each id that names a person, body or group, and for each other such name."""
        groups = []
        for i, spans in self.ids.items():
            types = [n for _, _, n, _ in spans if n and n != "NORP"]
            if types and types[0] in ("PER", "ORG", "GROUP"):
                groups.append((self.name_of_id(i), types[0], spans))
            elif i in self.unnamed:
                first = min(spans, key=lambda x: (self.text[x[0]].isdigit(), x[0]))  # "the force" before "120 policemen"
                groups.append((bare(self.surface(first)), self.unnamed[i], spans))
        taken = {self.text[s:e] for _, _, spans in groups for s, e, _, _ in spans}
        loose = {}
        for _, a, s, e in self.spans:
            if a.get("n") in ("PER", "ORG", "GROUP") and "id" not in a and self.text[s:e] not in taken:
                loose.setdefault(self.text[s:e], []).append((s, e, a["n"], False))
        groups += [(x, spans[0][2], spans) for x, spans in loose.items()]
        out = []
        for name, kind, spans in groups:
            mentions, roles = [], []
            for s, e, n, composite in spans:
                x = self.text[s:e]
                if composite:
                    if kind == "PER" and name in x or any(y in x for y in mentions):
                        rest = [bare(r.strip()) for r in re.split(r"[,(]", x.replace(name, ",")) if r.strip(" .")]
                        roles += [r for r in rest if r not in ("Mr", "Mrs", "Ms") and len(r.split()) <= 6 and not any(y in r for y in mentions)]
                elif x.lower() not in PRONOUNS:
                    mentions.append(x)
                    if n is None and kind == "PER" and bare(x) not in name:
                        roles.append(re.sub(r"^(?:his|her|its|their) ", "", bare(x), flags=re.I))
            out.append({"name": name if kind == "PER" else bare(name), "type": kind, "mentions": once(mentions), "roles": once(roles), "_at": spans[0][0]})
        out.sort(key=lambda g: g.pop("_at"))
        return out

    def gold(self):
        r = self.row
        gold = {
            "id": self.id,
            "meta": {"title": r["title"], "author": r["author"] or None, "source": r["publisher"], "published": self.day(r["date"], "date"),
                     "dateline_place": r["dateline"] or None, "url": None, "text_status": "own", "licence": "CC0",
                     "words": len(self.text.split())},
            "events": self.events(), "claims": self.claims(), "places": self.gold_places, "times": self.times(),
            "entities": self.entities()}
        for g in gold["events"] + gold["claims"]:
            for s in [g["sentence"], *g.get("also_in", []), *g.get("actors", []), *g.get("targets", []), g.get("content", "")]:
                if s not in self.text:
                    self.bad("not found in the text:", s)
        for key in ("author", "dateline"):
            for part in re.split(r" and |, ", r[key]):
                if part.lower() not in self.text.lower():
                    self.bad(key, "is not in the text:", part)
        return gold


def table(path, faults):
    lines = path.read_text(encoding="utf-8").splitlines()
    head, rows = lines[0].split("\t"), []
    for n, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(head):
            faults.add(f"{path.name} line {n}", "has", len(cells), "cells, not", len(head))
        else:
            rows.append(dict(zip(head, cells)))
    return rows


def read_points(path, faults):
    points = {}
    for r in table(path, faults):
        where = f"points.tsv {r['id']} {r['text']} {r['occurrence']}"
        try:
            r["lat"], r["lon"] = float(r["lat"]), float(r["lon"])
            if abs(r["lat"]) > 90 or abs(r["lon"]) > 180:
                raise ValueError
        except ValueError:
            faults.add(where, "has no right point")
        if r["metonymic"] not in ("0", "1") or r["grain"] not in GRAINS or not re.fullmatch(r"(?:[A-Z]{2})?", r["country"]):
            faults.add(where, "has a wrong metonymic, grain or country")
        r["metonymic"] = r["metonymic"] == "1"
        if (r["id"], r["text"], r["occurrence"]) in points:
            faults.add(where, "stands twice")
        points[r["id"], r["text"], r["occurrence"]] = r
    return points


def main():
    ap = argparse.ArgumentParser(description="Builds the gold documents of a folder from its marked-up articles.")
    ap.add_argument("gold", type=Path, metavar="GOLD_DIR", help="holds marked/, apart.tsv and points.tsv")
    ap.add_argument("--check", action="store_true", help="write nothing; fail if the files on disk are not what would be written")
    args = ap.parse_args()
    faults, out = Faults(), {}
    rows = table(args.gold / "apart.tsv", faults)
    points = read_points(args.gold / "points.tsv", faults)
    total = dict.fromkeys(("words", "events", "claims", "places", "times", "entities"), 0)
    for row in rows:
        head, _, body = (args.gold / "marked" / f"{row['id']}.txt").read_text(encoding="utf-8").partition("\n")
        if head != f"=== {row['date']} | {row['title']} | {row['publisher']}":
            faults.add(row["id"], "header and apart.tsv differ:", head)
        doc = Document(row, body.strip(), points, faults)
        gold = doc.gold()
        out[args.gold / f"{row['id']}.txt"] = doc.text + "\n"
        out[args.gold / f"{row['id']}.json"] = json.dumps(gold, ensure_ascii=False, indent=1) + "\n"
        total["words"] += gold["meta"]["words"]
        for k in ("events", "claims", "places", "times", "entities"):
            total[k] += len(gold[k])
    for key, r in points.items():
        if "used" not in r:
            faults.add("points.tsv", "row for no place:", *key)
    if args.check:
        for path, text in out.items():
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                faults.add(path.name, "is not what the marked-up article gives")
    if faults:
        print("\n".join(faults), file=sys.stderr)
        sys.exit(1)
    if not args.check:
        for path, text in out.items():
            path.write_text(text, encoding="utf-8")
    print(f"{len(rows)} documents, " + ", ".join(f"{v} {k}" for k, v in total.items()))


if __name__ == "__main__":
    main()
