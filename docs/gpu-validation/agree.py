#!/usr/bin/env python3
"""Compares the losses of two runs, step by step.

    python3 agree.py RUN OTHER --steps 200 --tolerance 0.05

Each RUN is a run folder with its metrics.jsonl. The tolerance is for the difference of two losses of a step, divided by the
first loss of the run where that is more than 1. Ends with 1 if one is larger.
"""
import argparse
import json
import pathlib
import sys


def losses(folder):
    with open(pathlib.Path(folder) / "metrics.jsonl", encoding="utf-8") as lines:
        return [m["loss"] for m in map(json.loads, lines) if m["type"] == "step"]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("run")
    options.add_argument("other")
    options.add_argument("--steps", type=int, default=200)
    options.add_argument("--tolerance", type=float, default=0.05)
    o = options.parse_args()
    one, other = losses(o.run)[:o.steps], losses(o.other)[:o.steps]
    if not one or len(one) != len(other):
        sys.exit(f"{o.run} has {len(one)} losses, {o.other} has {len(other)}")
    unit = max(1.0, one[0])
    gaps = [abs(a - b) / unit for a, b in zip(one, other)]
    worst = max(range(len(gaps)), key=gaps.__getitem__)
    agree = gaps[worst] <= o.tolerance
    print(json.dumps({
        "steps": len(gaps), "largest_difference": round(gaps[worst], 6), "at_step": worst, "tolerance": o.tolerance,
        "first_losses": [one[0], other[0]], "last_losses": [one[-1], other[-1]], "agree": agree}))
    sys.exit(0 if agree else 1)


main()
