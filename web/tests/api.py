"""Asks the API whatever its own description allows, and what it does not: no answer may be a fault of the server.

    python web/tests/api.py QANTAR [CASES]

QANTAR is the program; CASES the number of tries for each operation. A case of the example reports is made and served for
it. Tries are the same in every run. Ends with 0 when no answer was 500 or above and the case still holds together.
"""

import json
import re
import subprocess
import sys
import sysconfig
import tempfile
import urllib.request
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
SCHEMATHESIS = Path(sysconfig.get_path("scripts")) / "schemathesis"
SEED = "20220105"


def serve(qantar: str, case: Path) -> tuple[subprocess.Popen[str], str]:
    """The program, and where it listens."""
    child = subprocess.Popen([qantar, "serve", case, "--by", "Aida"], stdout=subprocess.PIPE, text=True)
    for line in child.stdout or ():
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return child, found[0]
    raise SystemExit("the program does not say where it listens")


def visitor(address: str) -> list[str]:
    """The headers of somebody who may write."""
    with urllib.request.urlopen(f"{address}/api/session") as answer:
        cookie = answer.headers["set-cookie"].split(";")[0]
        token = json.load(answer)["csrf"]
    return [f"Cookie:{cookie}", f"X-Qantar-Token:{token}"]


def ask(address: str, path: str):
    with urllib.request.urlopen(address + path) as answer:
        return json.load(answer)


def main(qantar: str, cases: str = "15") -> int:
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "example.qantar"
        subprocess.run([qantar, "read", EXAMPLES, "--into", case], check=True, stdout=subprocess.DEVNULL)
        child, address = serve(qantar, case)
        try:
            headers = [part for header in visitor(address) for part in ("--header", header)]
            before = ask(address, "/api/log?limit=1")["total"]
            command = [
                SCHEMATHESIS, "run", f"{address}/api/openapi.json", "--checks", "not_a_server_error", "--max-examples", cases,
                "--phases", "examples,coverage,fuzzing", "--seed", SEED, "--generation-database", "none", "--no-color",
                "--warnings", "off", "--request-timeout", "60", "--continue-on-failure", *headers,
            ]  # fmt: skip
            tried = subprocess.run(command, check=False, cwd=folder)
            written = ask(address, "/api/log?limit=1")["total"] - before
        finally:
            child.terminate()
            child.wait(timeout=30)
        print(f"the case's log grew by {written} entries meanwhile")
        whole = subprocess.run([qantar, "verify", case], check=False)
    # Were every writing request refused, nothing would have been tried.
    return 0 if tried.returncode == 0 and written > 0 and whole.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
