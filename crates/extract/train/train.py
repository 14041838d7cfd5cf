"""Learns the article reader's model from labelled pages. See README.md beside this file.

  train.py tables  SHEETS LABELS FOLDS MODELS HOSTS    # class words and text words
  train.py forest  SHEETS LABELS FOLDS MODELS [--final | --folds]

Every step learns one model for each fold without that fold's hosts (to measure by), and `all` of everything.
"""

import collections
import json
import math
import os
import pathlib
import pickle
import struct
import sys
import tempfile

import numpy as np

MIN_HOSTS_NAMES, MIN_HOSTS_WORDS = 4, 4
NAMES, WORDS = 4000, 5000
TREES, RATE, SEEDS = 200, 0.1, (1, 2)
ALL = 99


def load(sheets, features=True):
    pages = []
    for line in open(sheets + ".jsonl"):
        d = json.loads(line)
        pages.append((d["path"], d["sheet"]))
    width = len(next(s["names"] for _, s in pages if s["rows"]))
    matrix = None
    if features:
        matrix = np.fromfile(sheets + ".f32", dtype=np.float32).reshape(-1, width)
    return pages, matrix


def write(path, names, words, forest):
    with open(path, "wb") as out:
        out.write(b"MHA2")
        for table in (names, words):
            out.write(struct.pack("<H", len(table)))
            for word, score in table:
                raw = word.encode()
                out.write(struct.pack("<B", len(raw)) + raw + struct.pack("<h", round(max(-6, min(6, score)) * 1000)))
        members, bias, scale, trees = forest
        out.write(struct.pack("<BHff", members, len(trees), bias, scale))
        for splits, leaves in trees:
            out.write(struct.pack("<B", len(splits)))
            for feature, border in splits:
                out.write(struct.pack("<Hf", feature, border))
            out.write(struct.pack(f"<{len(leaves)}h", *leaves))


def count(pages, labels, hosts):
    """Sums of label and of weight over the blocks under a name, and with a word: by word, then by host."""

    def index():
        return collections.defaultdict(lambda: collections.defaultdict(lambda: [0.0, 0.0]))

    names, said, base = index(), index(), index()
    for path, sheet in pages:
        host = hosts[path]
        for row, y in zip(sheet["rows"], labels[path]):
            w = min(8.0, math.sqrt(len(row["text"].split()) + 1))
            entries = [(names[t], w) for t in {t for e in row["chain"] for t in sheet["elements"][e]}]
            entries += [(said[t], 1) for t in set(row["said"])]
            entries += [(base["names"], w)] + [(base[t[:1] == "~"], 1) for t in set(row["said"])]
            for by, weight in entries:
                s = by[host]
                s[0] += weight * y
                s[1] += weight
    return names, said, base


def tables(counts, leave):
    """Log-odds of a block under a name, or with a word, to be the article's; by hosts, so that no host counts twice."""
    names, said, base = counts

    def rate(of):
        took = [s for host, s in base[of].items() if not leave(host)]
        return sum(s[0] for s in took) / max(1, sum(s[1] for s in took))

    def scores(index, least, rate):
        out = []
        for t, by in index.items():
            took = [s for host, s in by.items() if not leave(host)]
            n = len(took)
            if n < least or len(t.encode()) > 60:
                continue
            # Each host's share, drawn to the base rate, then the mean over hosts with a prior of three hosts.
            base = rate(t)
            k = sum((s[0] + 2 * base) / (s[1] + 2) for s in took)
            p = (k + 3 * base) / (n + 3)
            p = min(max(p, 0.003), 0.997)
            score = math.log(p / (1 - p)) - math.log(base / (1 - base))
            if abs(score) >= 0.25:
                out.append((t, score, n))
        out.sort(key=lambda x: (-abs(x[1]) * math.log(x[2] + 1), x[0]))
        return [(t, s) for t, s, _ in out]

    named, short, long = rate("names"), rate(False), rate(True)
    return (
        sorted(scores(names, MIN_HOSTS_NAMES, lambda t: named)[:NAMES]),
        sorted(scores(said, MIN_HOSTS_WORDS, lambda t: long if t[0] == "~" else short)[:WORDS]),
    )


def fit(x, y, w, trees, rate, seeds, depth=6):
    """The mean of a forest for each seed, as one forest."""
    from catboost import CatBoostClassifier, Pool

    forests = []
    for seed in seeds:
        model = CatBoostClassifier(
            iterations=trees, learning_rate=rate, depth=depth, l2_leaf_reg=8, border_count=64, random_seed=seed, thread_count=1,
            verbose=False, allow_writing_files=False, loss_function="CrossEntropy", rsm=0.3, bootstrap_type="Bernoulli", subsample=0.7,
        )
        model.fit(Pool(x, y, weight=w))
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "forest.json")
            model.save_model(path, format="json")
            with open(path) as file:
                raw = json.load(file)
        scale, bias = raw["scale_and_bias"]
        forests.append((bias[0] if isinstance(bias, list) else bias, scale, raw["oblivious_trees"]))
    part = 1 / len(forests)
    top = max(abs(v) * scale for _, scale, trees in forests for t in trees for v in t["leaf_values"]) * part
    step = top / 32000
    out = []
    for _, scale, trees in forests:
        for t in trees:
            splits = [(s["float_feature_index"], s["border"]) for s in t["splits"]]
            out.append((splits, [round(v * scale * part / step) for v in t["leaf_values"]]))
    return len(seeds), sum(bias for bias, _, _ in forests) * part, step, out


def rows_of(pages, labels):
    """Labels and weights of all rows: a page counts as one page, its blocks by their words."""
    y, w = [], []
    for path, sheet in pages:
        words = np.array([len(r["text"].split()) if r["text"].isascii() else max(len(r["text"].split()), len(r["text"]) / 12) for r in sheet["rows"]], dtype=np.float64)
        share = np.array(labels[path])
        good = max(40.0, float((words * share).sum()))
        own = (words + 3) ** 0.8 / good**0.8
        y.extend(share)
        w.extend(np.minimum(own, 0.5))
    w = np.array(w)
    return np.array(y), w / w.mean()


EMPTY = (1, 0.0, 0.0, [])


def main():
    step, sheets, labels, folds, models = sys.argv[1:6]
    labels = pickle.load(open(labels, "rb"))
    folds = json.load(open(folds))
    models = pathlib.Path(models)
    models.mkdir(exist_ok=True)
    keys = sorted(set(folds.values())) + [ALL]
    if "--final" in sys.argv:
        keys = [ALL]
    if "--folds" in sys.argv:
        keys = sorted(set(folds.values()))
    pages, matrix = load(sheets, step != "tables")
    state = models / "state.pkl"
    if step == "tables":
        hosts = json.load(open(sys.argv[6]))
        out = {}
        counts = count(pages, labels, hosts)
        fold_of = {hosts[p]: folds[p] for p, _ in pages}
        for k in keys:
            out[k] = tables(counts, lambda host: fold_of[host] == k)
            print(k, len(out[k][0]), len(out[k][1]), flush=True)
            write(models / f"{k}.model", *out[k], EMPTY)
        pickle.dump({"tables": out, "forest": {}}, open(state, "wb"))
        return
    known = pickle.load(open(state, "rb"))
    y, w = rows_of(pages, labels)
    of = np.concatenate([np.full(len(s["rows"]), folds[p]) for p, s in pages])
    for k in keys:
        take = of != k
        known[step][k] = fit(matrix[take], y[take], w[take], TREES, RATE, SEEDS)
        write(models / f"{k}.model", *known["tables"][k], known["forest"][k])
        print(step, k, (models / f"{k}.model").stat().st_size, flush=True)
        pickle.dump(known, open(state, "wb"))


main()
