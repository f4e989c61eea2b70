"""What the heads tell apart. Types and modes come from `ontology/`, so that the program and the training agree."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

EVENT_TYPES = []
MODES = []  # (type, mode), in the order of the files
for _file in sorted((ROOT / "ontology").glob("*.toml")):
    _entry = tomllib.loads(_file.read_text(encoding="utf-8"))
    if "mode" in _entry:
        EVENT_TYPES.append(_entry["code"])
        MODES += [(_entry["code"], m["code"]) for m in _entry["mode"]]

TRIGGERS = ["O", *EVENT_TYPES]
STATUSES = ["happened", "planned", "hypothetical", "denied"]
NAME_TYPES = ["PER", "ORG", "GPE", "LOC", "FAC", "GROUP", "NORP"]
NAMES = ["O", *(f"{p}-{t}" for t in NAME_TYPES for p in "BI")]
FIGURES = ["O", "killed", "injured", "detained", "participants", "other"]
SOURCES = ["official", "witness", "media", "expert", "ngo", "social_media", "other"]
REFS = ["O", "B", "I"]
ROLES = ["actor", "target", "place", "time", "count", "source", "via", "content"]
EVENT_ROLES = ROLES[:5]
CUE_ROLES = ROLES[5:]

# Roles of PropBank that are told apart; the rest of ARGM-* is ARGM-OTH.
SRL = ["O", "ARG0", "ARG1", "ARG2", "ARG3", "ARG4", "ARGM-TMP", "ARGM-LOC", "ARGM-MNR", "ARGM-ADV", "ARGM-MOD", "ARGM-NEG",
       "ARGM-DIS", "ARGM-PRP", "ARGM-CAU", "ARGM-DIR", "ARGM-EXT", "ARGM-PRD", "ARGM-GOL", "ARGM-COM", "ARGM-ADJ", "ARGM-LVB", "ARGM-PRR",
       "ARGM-CXN", "ARGM-REC", "R-ARG0", "R-ARG1", "R-ARG2", "R-ARGM-LOC", "R-ARGM-TMP", "C-ARG1", "C-ARG0", "C-ARG2", "C-V", "OTHER"]

SHAPES = 7  # lower, Title, UPPER, MiXed, digit, other, none
DISTANCE = 32  # pieces to either side that the pair tagger tells apart
SENTENCES = 4  # sentences to either side

# A name label of another set stands for every label of ours that it could be: index into ALLOWED.
_any = lambda *types: {f"{p}-{t}" for t in types for p in "BI"}
ALLOWED = [{n} for n in NAMES] + [
    {"B-GPE", "B-LOC", "B-FAC"}, {"I-GPE", "I-LOC", "I-FAC"},  # LOC of the three-type sets
    {"O"} | _any("NORP"),  # their O
    set(NAMES),  # unknown
]
PLACE_B, PLACE_I, NONE_OF_THREE, UNKNOWN = range(len(NAMES), len(NAMES) + 4)
