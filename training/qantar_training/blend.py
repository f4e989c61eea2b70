"""A network between the one that a tuning began with and the one that it ended with: python -m qantar_training.blend START.pt END.pt OUT.pt

Every weight lies SHARE of the way. What is between the two reads what either has learned (Wortsman and others 2022, "Robust fine-tuning of
zero-shot models"). Heads that the start did not ship are the end's.
"""

import argparse
from pathlib import Path

import torch

SHARE = 0.5  # chosen with the development gold and the held texts: docs/decisions/0005
ANEW = ("srl.", "token.action.")


def blend(start, end, share=SHARE):
    """Two state dicts → one."""
    return {k: v if k.startswith(ANEW) else (1 - share) * start[k] + share * v for k, v in end.items()}


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("start", "end", "out"):
        ap.add_argument(name, type=Path)
    a = ap.parse_args()
    a.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"net": blend(*(torch.load(path)["net"] for path in (a.start, a.end)))}, a.out)


if __name__ == "__main__":
    main()
