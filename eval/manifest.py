#!/usr/bin/env python3
"""manifest.py [--check]: brings the manifests of data/ and models/ up to date with the files beside them.

Known files keep what is written of them and get the digest of their bytes, with the version raised by one when it changed; new
files are entered as our own work. With --check nothing is written, and the exit status is 1 when something would change.
"""
import datetime
import hashlib
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OWN = {"origin": "our own, written by hand", "licence": "MIT OR Apache-2.0"}


def entry(path, folder, known):
    name = path.relative_to(folder).as_posix()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    old = known.get(name)
    if old and old["sha256"] == digest:
        return old
    today = datetime.date.today().isoformat()
    version = old["version"] + 1 if old else 1
    return {"path": name, "version": version, **OWN, **({k: old[k] for k in ("origin", "licence")} if old else {}),
            "date": today, "sha256": digest}


def update(folder, check):
    """Whether the manifest of a folder was up to date; what stands before its first entry is left as it is."""
    manifest = folder / "manifest.toml"
    before = manifest.read_text(encoding="utf-8")
    known = {e["path"]: e for e in tomllib.loads(before).get("file", [])}
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p != manifest)
    after = before.split("[[file]]")[0].rstrip() + "\n"
    for e in (entry(p, folder, known) for p in files):
        after += "\n[[file]]\n" + "".join(
            f"{k} = {e[k]}\n" if isinstance(e[k], int) else f'{k} = "{e[k]}"\n'
            for k in ("path", "version", "origin", "licence", "date", "sha256"))
    if after != before and not check:
        manifest.write_text(after, encoding="utf-8")
    return after == before


def main():
    check = "--check" in sys.argv[1:]
    stale = [name for name in ("data", "models") if not update(ROOT / name, check)]
    if stale and check:
        print(f"not up to date: {', '.join(stale)}: run python3 eval/manifest.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
