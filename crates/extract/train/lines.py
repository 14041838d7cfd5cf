"""Learns the model of saved texts' lines. See README.md beside this file.

  lines.py lay   TEXTS LABELS FOLDS OUT       # from whole pages' texts: cut, flattened and shortened looks
  lines.py fit   OUT SHEETS LABELS FOLDS MODEL [WITHOUT]   # MODEL: the file; WITHOUT: a fold to leave out, to measure by

LABELS: JSON object of path → {"text", "title", "authors", "caption", "summary"}. TEXTS: a folder of `path.txt`.
"""

import collections
import html
import json
import pathlib
import random
import re
import struct
import sys
import tempfile
import unicodedata
import zlib

import numpy as np

from label import shares

BULLETS = "•●▪■◦‣–*·-・"
# Trees, depth and rate of each forest, in the order of the file.
FORESTS = {
    "title": (100, 5, 0.12),
    "caption": (50, 5, 0.17),
    "byline": (50, 5, 0.17),
    "key_point": (50, 5, 0.17),
    "body": (160, 6, 0.12),
}


def fold(text):
    text = unicodedata.normalize("NFKC", html.unescape(str(text or ""))).casefold()
    return re.sub(r"\s+", " ", re.sub(r"[\"'“”‘’„«»`´]", "", text)).strip()


def split(text):
    """Lines that are not empty: text, empty lines before it, whether it began with a bullet."""
    out, gap = [], 0
    for raw in text.splitlines():
        line = " ".join(raw.split())
        if not line:
            gap += 1
            continue
        bare = line.lstrip(BULLETS).lstrip()
        bullet = len(bare) < len(line) and (line[0] in BULLETS[:6] or line[1:2].isspace())
        if bare or not bullet:
            out.append((bare if bullet else line, gap, bullet))
        gap = 0
    return out


def join(lines):
    return "\n".join("\n" * min(gap, 3) + ("• " if bullet else "") + text for text, gap, bullet in lines)


def looks(path, text, label):
    """The whole page; the article with a little around it, as it is or with other gaps; its first paragraphs."""
    draw = random.Random(zlib.crc32(path.encode()))
    lines = split(text)
    share = shares([line[0] for line in lines], label["text"])
    good = [i for i, s in enumerate(share) if s > 0.5]
    yield "full", lines
    if not good:
        return
    title = [i for i, line in enumerate(lines[: good[0] + 1]) if fold(line[0]) == fold(label.get("title"))]
    at = title[-1] if title else good[0]
    first = max(0, min(at, good[0]) - draw.choice([0, 0, 1, 2, 3, 5, 8, 12]))
    last = good[-1] + 1
    cut = lines[first : last + draw.choice([0, 0, 1, 2, 4, 8, 15, 25])]
    how = draw.choice(["crop", "none", "all", "crop"])
    if how == "none":
        cut = [(t, 0 if draw.random() < 0.97 else g, b) for t, g, b in cut]
    elif how == "all":
        cut = [(t, max(1, g), b) for t, g, b in cut]
    yield "crop", cut
    if len(good) >= 4:
        short = good[draw.randint(3, min(9, len(good))) - 1] + 1
        yield "short", lines[first:short] + lines[last : last + draw.choice([0, 0, 2, 4, 8, 12])]


def lay(texts, labels, folds, out):
    out.mkdir(exist_ok=True)
    placed = {}
    with open(out / "manifest.jsonl", "w") as manifest:
        for number, (path, label) in enumerate(labels.items()):
            for look, lines in looks(path, (texts / (path + ".txt")).read_text(), label):
                name = f"{number}.{look}.txt"
                (out / name).write_text(join(lines))
                manifest.write(json.dumps({"path": name, "page": path}) + "\n")
                placed[name] = folds[path]
    (out / "folds.json").write_text(json.dumps(placed))


def answers(texts, label):
    """What is asked of each line, and its weight for the body."""
    share = np.array(shares(texts, label["text"]))
    words = np.array([len(t.split()) if t.isascii() else max(len(t.split()), len(t) / 12) for t in texts])
    good = max(40.0, float((words * share).sum()))
    first = next((i for i, s in enumerate(share) if s > 0.5), len(texts))
    title, caption = fold(label.get("title")), fold(label.get("caption"))
    authors = [fold(a) for a in label.get("authors") or [] if a]
    summary = {fold(s) for s in label.get("summary") or [] if s}
    for i, text in enumerate(texts):
        key = fold(text)
        yield {
            "body": share[i],
            "title": bool(title) and key == title and i <= max(first, 3),
            "caption": len(caption) > 8 and key.startswith(caption),
            "byline": len(key) < 120 and share[i] < 0.5 and any(a in key for a in authors),
            "key_point": key in summary and share[i] < 0.5,
        }, min((words[i] + 3) ** 0.8 / good**0.8, 0.5)


def forest(x, y, w, trees, depth, rate):
    from catboost import CatBoostClassifier, Pool

    model = CatBoostClassifier(
        iterations=trees, learning_rate=rate, depth=depth, l2_leaf_reg=8, border_count=64, random_seed=1, thread_count=2,
        verbose=False, allow_writing_files=False, loss_function="CrossEntropy", rsm=0.2, bootstrap_type="Bernoulli", subsample=0.5,
    )
    return model.fit(Pool(x, y, weight=w / w.mean()))


def pack(model):
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        model.save_model(file.name, format="json")
        raw = json.load(open(file.name))
    scale, bias = raw["scale_and_bias"]
    step = max(abs(v) * scale for t in raw["oblivious_trees"] for v in t["leaf_values"]) / 32000
    out = struct.pack("<BHff", 1, len(raw["oblivious_trees"]), bias[0] if isinstance(bias, list) else bias, step)
    for tree in raw["oblivious_trees"]:
        out += struct.pack("<B", len(tree["splits"]))
        for s in tree["splits"]:
            out += struct.pack("<Hf", s["float_feature_index"], s["border"])
        out += struct.pack(f"<{len(tree['leaf_values'])}h", *[round(v * scale / step) for v in tree["leaf_values"]])
    return out


def from_title(page, score):
    """Each line's distance from its page's likeliest headline, and that one's log-odds."""
    out = np.zeros((len(score), 2), dtype=np.float32)
    edges = np.flatnonzero(np.diff(np.concatenate([[-1], page, [-2]])))
    for a, b in zip(edges[:-1], edges[1:]):
        best = int(score[a:b].argmax())
        out[a:b, 0], out[a:b, 1] = np.arange(b - a) - best, score[a + best]
    return out


def fit(laid, sheets, labels, folds, to, without):
    pages = [json.loads(line)["page"] for line in open(laid / "manifest.jsonl")]
    ys, ws, page, of, width = collections.defaultdict(list), [], [], [], 0
    for k, line in enumerate(open(f"{sheets}.jsonl")):
        sheet = json.loads(line)["sheet"]
        width = len(sheet["names"])
        for asked, w in answers([r["text"] for r in sheet["rows"]], labels[pages[k]]):
            for name, y in asked.items():
                ys[name].append(float(y))
            ws.append(w)
            page.append(k)
            of.append(folds[pages[k]])
    x = np.fromfile(f"{sheets}.f32", dtype=np.float32).reshape(-1, width)
    take = np.array(of) != without
    x, ws, page, of = x[take], np.array(ws)[take], np.array(page)[take], np.array(of)[take]
    ys = {name: np.array(y)[take] for name, y in ys.items()}
    even = np.ones(len(ws))
    models = {name: forest(x, ys[name], even, *FORESTS[name]) for name in FORESTS if name != "body"}
    # The body's forest is told of the headline; in training, by a forest that has not seen the page.
    score = np.zeros(len(ws))
    for part in (0, 1):
        own = of % 2 == part
        other = forest(x[~own], ys["title"][~own], even[~own], *FORESTS["title"])
        score[own] = other.predict(x[own], prediction_type="RawFormulaVal")
    models["body"] = forest(np.concatenate([x, from_title(page, score)], 1), ys["body"], ws, *FORESTS["body"])
    to.write_bytes(b"MHL1" + struct.pack("<H", width) + b"".join(pack(models[name]) for name in FORESTS))


def main():
    step = sys.argv[1]
    if step == "lay":
        texts, labels, folds, out = map(pathlib.Path, sys.argv[2:6])
        lay(texts, json.loads(labels.read_text()), json.loads(folds.read_text()), out)
    else:
        laid, sheets, labels, folds, to = sys.argv[2:7]
        without = int(sys.argv[7]) if len(sys.argv) > 7 else -1
        fit(pathlib.Path(laid), sheets, json.load(open(labels)), json.load(open(folds)), pathlib.Path(to), without)


main()
