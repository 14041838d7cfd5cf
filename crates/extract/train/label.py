"""Which share of each block of a page stands in the page's labelled text.

Blocks are matched to the labelled words in order: among all places where a block's runs of words stand in the label,
the chain of non-crossing matches that covers the most words is chosen, so that a headline or teaser that is repeated
elsewhere on the page is not taken for the body.
"""

import bisect
import collections
import re

WORD = re.compile(r"\w+")


def words(text):
    return WORD.findall((text or "").replace("\u00ad", ""))


def shares(blocks, truth):
    """For each block (its text) the share of its words that is in the label, 0..1."""
    label = words(truth)
    grams = {n: collections.defaultdict(list) for n in (1, 2, 4)}
    for n, index in grams.items():
        for i in range(len(label) - n + 1):
            index[tuple(label[i : i + n])].append(i)
    candidates = []  # (from, to, block, covered)
    split = [words(b) for b in blocks]
    for b, own in enumerate(split):
        if not own:
            continue
        n = 4 if len(own) >= 4 else 2 if len(own) >= 2 else 1
        starts = collections.Counter()
        for i in range(len(own) - n + 1):
            for at in grams[n].get(tuple(own[i : i + n]), ())[:40]:
                starts[at - i] += 1
        best = starts.most_common(12)
        if not best:
            continue
        total = max(1, len(own) - n + 1)
        # The same block may match shifted pieces (a part left out inside): count what any of them covers.
        hit = [False] * len(own)
        for i in range(len(own) - n + 1):
            if tuple(own[i : i + n]) in grams[n]:
                for k in range(n):
                    hit[i + k] = True
        cover = sum(hit) / len(own)
        for start, count in best:
            share = max(count / total, 0)
            if share >= 0.3 or (len(own) > 12 and count >= 6) or share >= 0.5:
                candidates.append((max(0, start), start + len(own), b, max(share, cover if count * 2 > total else share)))
    # The best chain: blocks in order, label places in order (weights: words covered), by a sweep with a Fenwick maximum.
    candidates.sort(key=lambda c: (c[2], -c[0]))
    keys = sorted({c[0] for c in candidates})
    size = len(keys)
    tree = [(0.0, -1)] * (size + 1)

    def query(i):
        out = (0.0, -1)
        while i > 0:
            if tree[i][0] > out[0]:
                out = tree[i]
            i -= i & -i
        return out

    def update(i, value):
        while i <= size:
            if value[0] > tree[i][0]:
                tree[i] = value
            i += i & -i

    back, pending, current = [], [], None
    for k, (start, end, b, share) in enumerate(candidates):
        if b != current:
            for i, value in pending:
                update(i, value)
            pending, current = [], b
        i = bisect.bisect_left(keys, start)
        before = query(i)  # strictly earlier starts
        weight = share * len(split[b])
        back.append(before[1])
        pending.append((i + 1, (before[0] + weight, k)))
    for i, value in pending:
        update(i, value)
    out = [0.0] * len(blocks)
    at = query(size)[1]
    while at >= 0:
        out[candidates[at][2]] = min(1.0, candidates[at][3])
        at = back[at]
    return out
