"""Weights that were exported before `int8` knew of processors without VNNI, made safe: python -m qantar_training.requantise models/reader.onnx"""
import sys

import numpy as np
import onnx
from onnx import numpy_helper

from .int8 import quantise


def main(path):
    model = onnx.load(path)
    weights = {w.name: w for w in model.graph.initializer}
    made_by = {out: node for node in model.graph.node for out in node.output}
    asked_by = {i: node for node in model.graph.node for i in node.input}
    for node in (node for node in model.graph.node if node.op_type == "MatMulInteger"):
        cast = asked_by[node.output[0]]
        scaled = made_by[next(i for i in asked_by[cast.output[0]].input if i != cast.output[0])]
        scale = next(i for i in scaled.input if i in weights)
        q = numpy_helper.to_array(weights[node.input[1]]).astype(np.float64) * numpy_helper.to_array(weights[scale])
        for name, array in zip((node.input[1], scale), quantise(q)):
            weights[name].CopyFrom(numpy_helper.from_array(array, name))
    onnx.checker.check_model(model)
    onnx.save(model, path)


if __name__ == "__main__":
    main(sys.argv[1])
