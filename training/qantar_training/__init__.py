"""Trains the encoder that `qantar` reads with.

`corpus` turns marked-up sets into documents with labels, `windows` into what the encoder sees, `model` is the network,
`train` fits it, `export` writes what the program loads, `exam` grades what was written on sets that never trained it.
Start at `train.main`.
"""
