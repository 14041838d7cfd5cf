"""Learns the model of saved texts' lines. See README.md beside this file.

  lines.py lay   TEXTS LABELS FOLDS OUT [LOOKS … [+ MENDED …]]  # from whole pages' texts: cut, flattened and shortened looks
  lines.py fit   OUT SHEETS FOLDS MODEL [WITHOUT]  # MODEL: the file; WITHOUT: a fold to leave out, to measure by

LABELS: JSON object of path → {"text", "title", "authors", "caption", "summary"}; what is absent is not asked.
TEXTS: a folder of `path.txt`. LOOKS: folders of texts with all that they tell beside them (`name.txt`, `name.json`);
MENDED: those by which the rules were made, so that what the rules say of them is too good to learn from.
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
    "key_point": (90, 5, 0.12),
    "body": (160, 6, 0.12),
}
# What is labelled for each.
LABELS = {"title": "title", "caption": "caption", "byline": "authors", "key_point": "summary", "body": "text"}
# Looks are laid out for words and folds of their own: the tables of words have not seen them.
OWN_FOLDS = 10
# Lines at least so far from the article are many of a kind.
FAR = 40
# A page that was labelled line by line counts for so many of the others; one by which the rules were made for fewer,
# but where the rules are not asked.
EXACT = 20.0
MENDED = 6.0
# The headline's forest is not told which line the rules took for it: it would believe them too much.
BLIND = ("ruled", "ruled_title", "since_title", "in_title", "facts_since_title")


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


def spread(lines):
    """A look as it is, without empty lines, and with one between all."""
    yield "as", lines
    yield "none", [(t, 0, b) for t, _, b in lines]
    yield "all", [(t, max(1, g), b) for t, g, b in lines]


def lay(texts, labels, folds, out, own):
    out.mkdir(exist_ok=True)
    placed = {}
    with open(out / "manifest.jsonl", "w") as manifest:

        def put(name, lines, label, fold):
            (out / name).write_text(join(lines))
            manifest.write(json.dumps({"path": name, "label": label}) + "\n")
            placed[name] = fold

        for number, (path, label) in enumerate(labels.items()):
            for look, lines in looks(path, (texts / (path + ".txt")).read_text(), label):
                put(f"{number}.{look}.txt", lines, label, folds[path])
        mended = own.index("+") if "+" in own else len(own)
        for at, folder in enumerate(map(pathlib.Path, own)):
            for file in sorted(folder.glob("*.txt")):
                label = exact(json.loads(file.with_suffix(".json").read_text()))
                label["mended"] = at > mended
                number = f"{folder.name}.{file.stem}"
                for look, lines in spread(split(file.read_text())):
                    put(f"{number}.{look}.txt", lines, label, OWN_FOLDS + zlib.crc32(number.encode()) % 4)
    (out / "folds.json").write_text(json.dumps(placed))


def exact(look):
    """A look's own labels, in the form of the pages'."""
    label = {k: look[k] for k in ("text", "title", "authors") if k in look}
    label["exact"] = True
    if "key_points" in look:
        label["summary"] = look["key_points"]
    if "image" in look:
        label["caption"] = (look["image"] or {}).get("caption")
    return label


def answers(texts, label):
    """What is asked of each line (nothing where it is not labelled), and its weight for the body."""
    share = np.array(shares(texts, label.get("text") or ""))
    sure = label.get("exact", False)
    if sure:
        whole = {tuple(p.split()) for p in (label.get("text") or "").split("\n\n")}
        whole = {fold(" ".join(p)) for p in whole}
        share = np.array([float(s > 0.5) if fold(t) in whole else 0.0 if s < 0.9 else s for t, s in zip(texts, share)])
    words = np.array([len(t.split()) if t.isascii() else max(len(t.split()), len(t) / 12) for t in texts])
    good = max(40.0, float((words * share).sum()))
    first = next((i for i, s in enumerate(share) if s > 0.5), len(texts))
    title, caption = fold(label.get("title")), fold(label.get("caption"))
    authors = [fold(a) for a in label.get("authors") or [] if a]
    summary = {fold(s) for s in label.get("summary") or [] if s}
    for i, text in enumerate(texts):
        key = fold(text)
        aside = share[i] < 0.5
        asked = {
            "body": share[i],
            "title": bool(title) and key == title and i <= max(first, 3),
            "caption": len(caption) > 8 and key.startswith(caption),
            "byline": len(key) < 120 and aside and any(a in key for a in authors),
            "key_point": aside and key in summary,
        }
        asked = {name: y if LABELS[name] in label else None for name, y in asked.items()}
        weight = min((words[i] + 3) ** 0.8 / good**0.8, 0.5)
        yield asked, 0.5 * weight + 0.12 if sure else weight


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


def from_title(page, at, score):
    """Each line's distance from its page's likeliest headline, and that one's log-odds."""
    out = np.zeros((len(score), 2), dtype=np.float32)
    edges = np.flatnonzero(np.diff(np.concatenate([[-1], page, [-2]])))
    for a, b in zip(edges[:-1], edges[1:]):
        best = int(score[a:b].argmax())
        out[a:b, 0], out[a:b, 1] = at[a:b] - at[a + best], score[a + best]
    return out


def sample(body, page):
    """How much each line counts: of those far from the article one of three, for all of them."""
    draw = random.Random(page)
    own = [i for i, y in enumerate(body) if y and y > 0.5] or [0]
    near = range(own[0] - FAR, own[-1] + FAR + 1)
    return [1.0 if i in near else 3.0 * (draw.random() < 1 / 3) for i in range(len(body))]


def fit(laid, sheets, folds, to, without):
    labels = [json.loads(line)["label"] for line in open(laid / "manifest.jsonl")]
    names = list(folds)
    ys, ws, even, blind, page, at, of, width = collections.defaultdict(list), [], [], [], [], [], [], 0
    for k, line in enumerate(open(f"{sheets}.jsonl")):
        sheet = json.loads(line)["sheet"]
        width = len(sheet["names"])
        hidden = [i for i, name in enumerate(sheet["names"]) if name in BLIND]
        exact = EXACT if labels[k].get("exact") else 1.0
        times = MENDED if labels[k].get("mended") else exact
        rows = list(answers([r["text"] for r in sheet["rows"]], labels[k]))
        at.extend(range(len(rows)))
        for (asked, w), counts in zip(rows, sample([asked["body"] for asked, _ in rows], k)):
            for name, y in asked.items():
                ys[name].append(float("nan") if y is None else float(y))
            ws.append(w * times * counts)
            even.append(times * counts)
            blind.append(exact * counts)
            page.append(k)
            of.append(folds[names[k]] % OWN_FOLDS)
    x = np.fromfile(f"{sheets}.f32", dtype=np.float32).reshape(-1, width)
    take = (np.array(of) != without) & (np.array(even) > 0)
    x = x[take]
    ws, even, blind, page, at, of = (np.array(v)[take] for v in (ws, even, blind, page, at, of))
    seen = x.copy()
    seen[:, hidden] = 0.0
    ys = {name: np.array(y)[take] for name, y in ys.items()}

    def told(name, rows=slice(None)):
        known = ~np.isnan(ys[name][rows])
        of_rules, weight = (seen, blind) if name == "title" else (x, even)
        return forest(of_rules[rows][known], ys[name][rows][known], weight[rows][known], *FORESTS[name])

    models = {name: told(name) for name in FORESTS if name != "body"}
    # The body's forest is told of the headline; in training, by a forest that has not seen the page.
    score = np.zeros(len(ws))
    for part in (0, 1):
        own = of % 2 == part
        score[own] = told("title", ~own).predict(seen[own], prediction_type="RawFormulaVal")
    x = np.concatenate([x, from_title(page, at, score)], 1)
    known = ~np.isnan(ys["body"])
    models["body"] = forest(x[known], ys["body"][known], ws[known], *FORESTS["body"])
    to.write_bytes(b"MHL2" + struct.pack("<H", width) + b"".join(pack(models[name]) for name in FORESTS))


def main():
    step = sys.argv[1]
    if step == "lay":
        texts, labels, folds, out = map(pathlib.Path, sys.argv[2:6])
        own = sys.argv[6:]
        lay(texts, json.loads(labels.read_text()), json.loads(folds.read_text()), out, own)
    else:
        laid, sheets, folds, to = sys.argv[2:6]
        without = int(sys.argv[6]) if len(sys.argv) > 6 else -1
        fit(pathlib.Path(laid), sheets, json.load(open(folds)), pathlib.Path(to), without)


main()
