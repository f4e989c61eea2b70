#!/usr/bin/env python3
"""manifest.py [--check]: brings data/manifest.toml up to date with the files under data/.

Known files keep what is written of them and get the digest of their bytes, with the version raised by one when it changed; new
files are entered as our own work. With --check nothing is written, and the exit status is 1 when something would change.
"""
import datetime
import hashlib
import sys
import tomllib
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
HEAD = "# Every data file with its origin: path under data/, version, origin, licence, date, sha256.\n"
OWN = {"origin": "our own, written by hand", "licence": "MIT OR Apache-2.0"}


def entry(path, known):
    name = path.relative_to(DATA).as_posix()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    old = known.get(name)
    if old and old["sha256"] == digest:
        return old
    today = datetime.date.today().isoformat()
    version = old["version"] + 1 if old else 1
    return {"path": name, "version": version, **OWN, **({k: old[k] for k in ("origin", "licence")} if old else {}),
            "date": today, "sha256": digest}


def main():
    manifest = DATA / "manifest.toml"
    before = manifest.read_text(encoding="utf-8")
    known = {e["path"]: e for e in tomllib.loads(before)["file"]}
    files = sorted(p for p in DATA.rglob("*") if p.is_file() and p != manifest)
    after = HEAD
    for e in (entry(p, known) for p in files):
        after += "\n[[file]]\n" + "".join(
            f"{k} = {e[k]}\n" if isinstance(e[k], int) else f'{k} = "{e[k]}"\n'
            for k in ("path", "version", "origin", "licence", "date", "sha256"))
    if after == before:
        return 0
    if "--check" in sys.argv[1:]:
        print("data/manifest.toml is not up to date: run python3 eval/manifest.py", file=sys.stderr)
        return 1
    manifest.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
