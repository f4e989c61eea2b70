#!/usr/bin/env python3
"""terms.py DATA: writes data/merge/terms.tsv, how many reports have a term, from the texts of sets that may be used so.

GUM's open genres, EWT, re3d without the BBC's, MUC-4, and our own training articles. Only counts of hashed stems are kept.
"""
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "training"))
from qantar_training import others  # noqa: E402


def texts(data: Path):
    for name in ("gum", "ewt", "muc4", "re3d"):
        for _, (_, title, text) in sorted(getattr(others, name)(data).items()):
            yield f"{title or ''}\n\n{text}"
    for path in sorted((ROOT / "corpora/train").rglob("*.txt")):
        for article in re.split(r"(?m)^=== .*$", path.read_text())[1:]:
            yield re.sub(r"<[^>]*>", "", article)


def main():
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts(Path(sys.argv[1])))
    program = ROOT / (sys.argv[2] if len(sys.argv) > 2 else "target/release/terms")
    table = subprocess.run([program], input=lines, capture_output=True, text=True, check=True).stdout
    (ROOT / "data/merge/terms.tsv").write_text(table)


if __name__ == "__main__":
    main()
