"""Weights as int8 that every processor multiplies alike.

Without VNNI, x86 adds two neighbouring products of an 8-bit activation (0 to 255) and an 8-bit weight in 16 bits, and what is over is cut off
(VPMADDUBSW). Two weights of one output that stand beside each other, at 2i and 2i + 1, are therefore kept so small that their products always
fit: those above zero add up to at most 128, and so do those below. Then the sum of all products is exact on every processor.
"""
import numpy as np

# 255 · 128 = 32,640 is the most that 16 bits hold.
MOST = 128
# How much coarser than the finest scale a column may be; the finest has its greatest weight at 127.
COARSER = np.linspace(1.0, 2.0, 41)


def over(q):
    """By how much the pairs of each column go beyond MOST: [K/2, N], of both signs."""
    pairs = q.reshape(-1, 2, q.shape[1])
    up, down = np.maximum(pairs, 0).sum(1) - MOST, np.maximum(-pairs, 0).sum(1) - MOST
    return np.maximum(up, 0), np.maximum(down, 0)


def cut(q):
    """The pairs that go beyond, made to fit; each of the two gives half, the first the odd one."""
    pairs = q.reshape(-1, 2, q.shape[1]).copy()
    up, down = over(q)
    by = up - down
    pairs[:, 0] -= np.sign(by) * ((np.abs(by) + 1) // 2)
    pairs[:, 1] -= np.sign(by) * (np.abs(by) // 2)
    return pairs.reshape(q.shape)


def quantise(w):
    """w [K, N], K even → int8 of that shape and a scale for each of the N columns; of the scales the one with the least squared error."""
    finest = np.maximum(np.abs(w).max(0), 1e-8) / 127
    best = np.full(w.shape[1], np.inf)
    kept, scales = np.zeros(w.shape, np.int32), finest.copy()
    for coarser in COARSER:
        scale = finest * coarser
        q = cut(np.clip(np.round(w / scale), -127, 127).astype(np.int32))
        error = ((q * scale - w) ** 2).sum(0)
        better = error < best
        best[better], scales[better], kept[:, better] = error[better], scale[better], q[:, better]
    assert not any(part.any() for part in over(kept)), "a pair of weights could overflow"
    return kept.astype(np.int8), scales.astype(np.float32)
