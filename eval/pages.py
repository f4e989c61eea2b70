"""The peers that read saved pages, on the pages that the examples `aeb` and `days` measure.

    python3 eval/pages.py FOLDER WRITTEN.json [DAYS.tsv]

FOLDER is article-extraction-benchmark's layout (`ground-truth.json`, `html/*.html.gz`), WRITTEN what
`cargo run --release -p qantar-ingest --example aeb -- FOLDER --write WRITTEN.json` wrote, DAYS hand-checked days by page
(`corpora/ingest/days.tsv`). Trafilatura (with htmldate) is measured where it can be imported; it is no dependency.
The measure of the text is written here a second time, so that the two programs check each other.
"""

import collections
import gzip
import json
import pathlib
import re
import statistics
import sys
import time


def shingles(text):
    """Counts of all runs of four words; a shorter text is one run."""
    words = re.findall(r"\w+", text or "")
    runs = (tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))
    return collections.Counter(run for run in runs if run)


def scores(truth, found):
    """Mean precision, mean recall and the F1 of the two means, over pages."""
    precisions, recalls = [], []
    for page, body in truth.items():
        wanted, had = shingles(body), shingles(found.get(page))
        both = sum((wanted & had).values())
        if had:
            precisions.append(both / sum(had.values()))
        if wanted:
            recalls.append(both / sum(wanted.values()))
    precision, recall = statistics.mean(precisions), statistics.mean(recalls)
    return precision, recall, 2 * precision * recall / (precision + recall)


def peer(pages):
    """What trafilatura takes out of each page, the day it tells, and how many pages it reads in a second."""
    import trafilatura

    bodies, days = {}, {}
    started = time.process_time()
    for page, html in pages.items():
        read = trafilatura.bare_extraction(html, include_comments=False, with_metadata=True)
        bodies[page], days[page] = (read.text, read.date) if read else ("", None)
    return bodies, days, len(pages) / (time.process_time() - started)


def main(folder, written, days=None):
    folder = pathlib.Path(folder)
    truth = {page: entry["articleBody"] for page, entry in json.loads((folder / "ground-truth.json").read_text()).items()}
    ours = {page: entry["articleBody"] for page, entry in json.loads(pathlib.Path(written).read_text()).items()}
    print("qantar       precision %.3f  recall %.3f  F1 %.3f" % scores(truth, ours))
    pages = {page: gzip.open(folder / "html" / f"{page}.html.gz").read().decode("utf-8", "replace") for page in truth}
    try:
        bodies, told, speed = peer(pages)
    except ImportError:
        print("trafilatura is not installed: skipped")
        return
    print("trafilatura  precision %.3f  recall %.3f  F1 %.3f" % scores(truth, bodies), f" {speed:.0f} pages/s on one core")
    if days:
        rows = [line.split("\t") for line in pathlib.Path(days).read_text().splitlines() if line and line[0] != "#"]
        right = sum(told.get(page) == day for page, day, *_ in rows)
        print(f"trafilatura  {right} of {len(rows)} days exact")


if __name__ == "__main__":
    main(*sys.argv[1:])
