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
        out.write(b"MHA1")
        for table in (names, words):
            out.write(struct.pack("<H", len(table)))
            for word, score in table:
                raw = word.encode()
                out.write(struct.pack("<B", len(raw)) + raw + struct.pack("<h", round(max(-6, min(6, score)) * 1000)))
        for bias, scale, trees in (forest,):
            out.write(struct.pack("<Hff", len(trees), bias, scale))
            for splits, leaves in trees:
                out.write(struct.pack("<B", len(splits)))
                for feature, border in splits:
                    out.write(struct.pack("<Hf", feature, border))
                out.write(struct.pack(f"<{len(leaves)}h", *leaves))


def tables(pages, labels, hosts, leave):
    """Log-odds of a block under a name, or with a word, to be the article's; by hosts, so that no host counts twice."""
    names, said = collections.defaultdict(lambda: collections.defaultdict(lambda: [0.0, 0.0])), collections.defaultdict(lambda: collections.defaultdict(lambda: [0.0, 0.0]))
    base = [0.0, 0.0]
    for path, sheet in pages:
        host = hosts[path]
        if leave(path):
            continue
        for row, y in zip(sheet["rows"], labels[path]):
            w = min(8.0, math.sqrt(len(row["text"].split()) + 1))
            base[0] += w * y
            base[1] += w
            for t in {t for e in row["chain"] for t in sheet["elements"][e]}:
                s = names[t][host]
                s[0] += w * y
                s[1] += w
            for t in set(row["said"]):
                s = said[t][host]
                s[0] += y
                s[1] += 1

    def scores(index, least, rate):
        out = []
        for t, by in index.items():
            if len(by) < least or len(t.encode()) > 60:
                continue
            # Each host's share, drawn to the base rate, then the mean over hosts with a prior of three hosts.
            k = sum((s[0] + 2 * rate) / (s[1] + 2) for s in by.values())
            n = len(by)
            p = (k + 3 * rate) / (n + 3)
            p = min(max(p, 0.003), 0.997)
            score = math.log(p / (1 - p)) - math.log(rate / (1 - rate))
            if abs(score) >= 0.25:
                out.append((t, score, n))
        out.sort(key=lambda x: (-abs(x[1]) * math.log(x[2] + 1), x[0]))
        return [(t, s) for t, s, _ in out]

    rate = base[0] / base[1]
    short = sum(v[0] for by in said.values() for v in by.values()) / max(1, sum(v[1] for by in said.values() for v in by.values()))
    return sorted(scores(names, MIN_HOSTS_NAMES, rate)[:4000]), sorted(scores(said, MIN_HOSTS_WORDS, short)[:4000])


def fit(x, y, w, trees, rate, seed=1, depth=6):
    from catboost import CatBoostClassifier, Pool

    model = CatBoostClassifier(
        iterations=trees, learning_rate=rate, depth=depth, l2_leaf_reg=8, border_count=64, random_seed=seed, thread_count=2,
        verbose=False, allow_writing_files=False, loss_function="CrossEntropy", rsm=0.5, bootstrap_type="Bernoulli", subsample=0.7,
    )
    model.fit(Pool(x, y, weight=w))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "forest.json")
        model.save_model(path, format="json")
        with open(path) as file:
            raw = json.load(file)
    scale, bias = raw["scale_and_bias"]
    bias = bias[0] if isinstance(bias, list) else bias
    top = max(abs(v) for t in raw["oblivious_trees"] for v in t["leaf_values"]) * scale
    step = top / 32000
    trees = []
    for t in raw["oblivious_trees"]:
        splits = [(s["float_feature_index"], s["border"]) for s in t["splits"]]
        trees.append((splits, [round(v * scale / step) for v in t["leaf_values"]]))
    return bias, step, trees


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


EMPTY = (0.0, 0.0, [])


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
        for k in keys:
            out[k] = tables(pages, labels, hosts, lambda p: folds[p] == k)
            print(k, len(out[k][0]), len(out[k][1]), flush=True)
            write(models / f"{k}.model", *out[k], EMPTY)
        pickle.dump({"tables": out, "forest": {}}, open(state, "wb"))
        return
    known = pickle.load(open(state, "rb"))
    y, w = rows_of(pages, labels)
    of = np.concatenate([np.full(len(s["rows"]), folds[p]) for p, s in pages])
    for k in keys:
        take = of != k
        known[step][k] = fit(matrix[take], y[take], w[take], 160, 0.12)
        write(models / f"{k}.model", *known["tables"][k], known["forest"][k])
        print(step, k, (models / f"{k}.model").stat().st_size, flush=True)
        pickle.dump(known, open(state, "wb"))


main()
