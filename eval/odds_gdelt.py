"""Protests in the United States out of GDELT as a plain table: state, town, kind, each once a day.

For `cargo run --release -p qantar-forecast --example backtest`. Needs pyarrow.
python3 eval/odds_gdelt.py protest_events_gdelt_bq.parquet > protests.csv
"""

import csv
import sys

import pyarrow.parquet

COUNTRY = "United States"


def row(event):
    """Day, town, kind and state; the town is empty where only the state is told."""
    names = [part.strip() for part in event["ActionGeo_FullName"].split(",")]
    within = names[:-1] if names[-1] == COUNTRY else names
    day = str(event["SQLDATE"])
    town, state = ("", within[0]) if len(within) == 1 else (within[0], within[-1])
    return f"{day[:4]}-{day[4:6]}-{day[6:]}", town, event["ProtestCategory"], state


def main(path):
    events = pyarrow.parquet.read_table(path).to_pylist()
    rows = {row(event) for event in events if event["ActionGeo_FullName"] not in (None, "", COUNTRY)}
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["date", "place", "type", "country"])
    writer.writerows(sorted(rows))


if __name__ == "__main__":
    main(sys.argv[1])
