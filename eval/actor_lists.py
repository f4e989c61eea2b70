#!/usr/bin/env python3
"""actor_lists.py DICTIONARIES GAZETTEER COUNTRIES: makes the derived lists of data/entity/.

DICTIONARIES is a folder with Phoenix.agents.txt, Phoenix.MilNonState.actors.txt and Phoenix.International.actors.txt of the
PETRARCH dictionaries (MIT); GAZETTEER a places.tsv.gz of GeoNames rows (CC BY 4.0); COUNTRIES a CSV of CCA2, Name, CCA3.

    agents.tsv  nouns that tell a sector        groups.tsv  armed groups and international bodies
    cities.tsv  capitals and large cities       iso3.tsv    ISO 3166-1 alpha-3 to alpha-2

Run data/manifest.toml's script after it.
"""
import csv
import gzip
import re
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "data" / "entity"
# Sectors of the dictionaries in PLOVER's words; the first that a code holds counts. MED is the press there, and medicine in PLOVER.
SECTORS = {"GOV": "GOV", "MIL": "MIL", "COP": "COP", "JUD": "JUD", "LEG": "LEG", "SPY": "SPY", "REB": "REB", "INS": "REB", "SEP": "REB",
           "CRM": "CRM", "UAF": "UAF", "OPP": "OPP", "PTY": "PTY", "ELI": "ELI", "MED": "JRN", "HLH": "MED", "EDU": "EDU", "BUS": "BUS",
           "MNC": "BUS", "AGR": "AGR", "LAB": "LAB", "REF": "REF", "CVL": "CVL", "NGO": "NGO", "HRI": "NGO", "ENV": "NGO", "DEV": "NGO",
           "IGO": "IGO", "REL": "REL", "CHR": "REL", "MUS": "REL", "HIN": "REL", "JEW": "REL", "BUD": "REL", "RAD": "REB"}
CREDIT = "# Derived from the PETRARCH dictionaries (Open Event Data Alliance, MIT) by eval/actor_lists.py."
# Armed groups whose name does not say so are left out: they are words of other things too.
ARMED = re.compile(r"army|front|brigade|liberation|movement|jihad|guerrilla|militia|fighter|resistance|revolution|command|martyr|force|fedayeen|mujahid|mujahed|battalion|insurg|rebel|tiger|harakat|lashkar|jaish|hizb|haqqani")
# Other names of capitals and large cities.
OTHER_NAMES = {"kiev": ("UA", "capital"), "washington": ("US", "capital"), "washington dc": ("US", "capital"), "prishtina": ("XK", "capital"), "rangoon": ("MM", "city"),
               "naypyidaw": ("MM", "capital"), "bombay": ("IN", "city"), "calcutta": ("IN", "city"), "peking": ("CN", "capital"), "saigon": ("VN", "city"), "sana'a": ("YE", "capital"), "sanaa": ("YE", "capital"),
               "nur-sultan": ("KZ", "capital"), "jerusalem": ("IL", "capital"), "tel aviv": ("IL", "city"), "the hague": ("NL", "city"), "geneva": ("CH", "city"), "new york": ("US", "city"),
               "mogadishu": ("SO", "capital"), "bogota": ("CO", "capital"), "asuncion": ("PY", "capital"), "reykjavik": ("IS", "capital"), "n'djamena": ("TD", "capital"), "yaounde": ("CM", "capital"), "brasilia": ("BR", "capital")}
# A city's name that is another word or a person's name more often.
NO_CITY = {"nice", "mobile", "split", "reading", "van", "male", "union", "victoria", "santiago de", "george", "kent", "hull", "of", "jordan", "georgia",
           "chad", "niger", "mali", "guinea", "congo", "mexico", "salem", "jackson", "santa ana", "washington", "columbus", "wellington"}


def sector(code):
    parts = [code[i:i + 3] for i in range(0, len(code), 3)]
    return next((SECTORS[p] for p in parts if p in SECTORS), None)


def words(entry):
    entry = re.sub(r"\(.*?\)", "", entry.split("{")[0].split("[")[0].split("#")[0])
    return re.sub(r"\s+", " ", entry.replace("_", " ")).strip(" +\t").lower()


def write(name, head, rows):
    (OUT / name).write_text("\n".join(head + sorted("\t".join(row) for row in rows)) + "\n", encoding="utf-8")


def agents(folder):
    found = {}
    for line in (folder / "Phoenix.agents.txt").read_text(encoding="utf-8", errors="replace").splitlines():
        code = re.search(r"\[~([A-Z]+)\]", line)
        noun = words(line)
        if code and noun and "!" not in noun and not line.startswith(("#", "<", "!")) and sector(code[1]) and len(noun.split()) < 5 and not noun.startswith(("paramilitar", "militia")):
            found.setdefault(noun, sector(code[1]))
    write("agents.tsv", ["# Nouns that tell a sector: the noun in its singular, the PLOVER sector.", CREDIT], found.items())


def groups(folder, iso):
    found = {}
    for name in ("Phoenix.MilNonState.actors.txt", "Phoenix.International.actors.txt"):
        code = None
        lines = (folder / name).read_text(encoding="utf-8", errors="replace").splitlines()
        for line in lines:
            match = re.search(r"\[([A-Z]+)[^\]]*\]", line)
            if re.search(r"president of|\d{6}|>|<", line):
                code = None
                continue
            if not line.startswith("+"):
                code = match[1] if match and line[:1] not in "#\t" else None
            noun = words(line)
            if not code or line.startswith("#") or len(noun) < 6 or len(noun) > 60 or "!" in noun or not noun.isascii():
                continue
            armed = name.startswith("Phoenix.Mil")
            kind = sector(code[3:] if armed else code[:3])
            place = iso.get(code[:3] if armed else code[3:6], "-")
            if kind in ("REB", "UAF", "NGO", "IGO") and " " in noun and (not armed or ARMED.search(noun)):
                found.setdefault(noun, (place, kind))
    rows = [(noun, *value) for noun, value in found.items()]
    write("groups.tsv", ["# Armed groups and international bodies: name in lower case, country (ISO 3166-1 alpha-2; - for none), PLOVER sector.", CREDIT], rows)


def cities(path):
    found = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            people, capital = int(row["population"] or 0), row["code"] == "PPLC"
            name = row["name"].lower()
            if row["class"] == "P" and (people >= 400_000 or capital) and name not in NO_CITY and not name[:1].isdigit():
                rank = (capital, people)
                if rank > found.get(name, ((False, 0), ""))[0]:
                    found[name] = (rank, row["cc"])
    rows = [(name, country, "capital" if rank[0] else "city") for name, (rank, country) in found.items()]
    rows = [row for row in rows if row[0] not in OTHER_NAMES] + [(name, *value) for name, value in OTHER_NAMES.items()]
    head = ["# Capitals and cities of 400,000 people and more: name in lower case, country (ISO 3166-1 alpha-2), which of the two.",
            "# Derived from GeoNames (CC BY 4.0) by eval/actor_lists.py."]
    write("cities.tsv", head, rows)


def main():
    folder, places, countries = (Path(a) for a in sys.argv[1:4])
    with open(countries, encoding="utf-8") as file:
        iso = {row["CCA3"]: row["CCA2"] for row in csv.DictReader(file) if len(row["CCA3"]) == 3 and len(row["CCA2"]) == 2}
    iso.pop("NA", None)
    write("iso3.tsv", ["# ISO 3166-1: alpha-3, alpha-2."], iso.items())
    agents(folder), groups(folder, iso), cities(places)


if __name__ == "__main__":
    main()
