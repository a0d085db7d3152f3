"""Writes a trained tagger as one ONNX file: the graph by hand, in onnxruntime's fused operators, then int8 weights.

Building the graph node by node keeps the file small and fast (attention and layer norms are one operator each) and
free of what a tracer would leave in it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

MICROSOFT = "com.microsoft"
EPSILON = 1e-12


class Graph:
    """Nodes and weights of an ONNX graph as they are added."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: np.ndarray) -> str:
        """Add a constant."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, op: str, inputs: list[str], output: str, domain: str = "", **attributes: object) -> str:
        """Add an operator; returns the name of its output."""
        self.nodes.append(
            helper.make_node(op, inputs, [output], name=f"{op}.{output}", domain=domain, **attributes)
        )
        return output

    def linear(self, x: str, name: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """x @ weight.T + bias."""
        product = self.node("MatMul", [x, self.weight(f"{name}.w", weight.T)], f"{name}.product")
        return self.node("Add", [product, self.weight(f"{name}.b", bias)], f"{name}.sum")

    def norm(self, x: str, other: str, name: str, scale: np.ndarray, shift: np.ndarray) -> str:
        """Layer norm of x + other."""
        parts = [x, other, self.weight(f"{name}.scale", scale), self.weight(f"{name}.shift", shift)]
        return self.node("SkipLayerNormalization", parts, f"{name}.normed", MICROSOFT, epsilon=EPSILON)


def build(state: dict[str, np.ndarray], heads: int) -> onnx.ModelProto:
    """The graph of an encoder (names as in encoder.py, under `encoder.`) and one linear head (`head.`).

    Inputs `ids` and `mask` (batch × tokens, int64 and int32), output `out` (batch × tokens × head size).
    """
    g = Graph()
    e = {name.removeprefix("encoder."): value for name, value in state.items() if name.startswith("encoder.")}
    words = g.node("Gather", [g.weight("words", e["words.weight"]), "ids"], "embedded")
    length = g.node("Shape", ["ids"], "length", start=1, end=2)
    zero, axis = g.weight("zero", np.array([0], np.int64)), g.weight("axis", np.array([0], np.int64))
    places = g.weight("places", e["places.weight"] + e["kind"])
    cut = g.node("Slice", [places, zero, length, axis], "cut")
    summed = g.node("Add", [words, cut], "placed")
    x = g.node(
        "LayerNormalization",
        [summed, g.weight("norm.scale", e["norm.weight"]), g.weight("norm.shift", e["norm.bias"])],
        "layer0",
        epsilon=EPSILON,
    )
    depth = len({name.split(".")[1] for name in e if name.startswith("layers.")})
    for n in range(depth):
        x = layer(g, x, n, {k.removeprefix(f"layers.{n}."): v for k, v in e.items()}, heads)
    product = g.node("MatMul", [x, g.weight("head.w", state["head.weight"].T)], "head.product")
    g.node("Add", [product, g.weight("head.b", state["head.bias"])], "out")
    size = state["head.bias"].shape[0]
    graph = helper.make_graph(
        g.nodes,
        "tagger",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "tokens"]),
            helper.make_tensor_value_info("mask", TensorProto.INT32, ["batch", "tokens"]),
        ],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, ["batch", "tokens", size])],
        g.weights,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="rashomon")


def layer(g: Graph, x: str, n: int, w: dict[str, np.ndarray], heads: int) -> str:
    """One encoder layer."""
    name = f"l{n}"
    qkv = [g.weight(f"{name}.qkv.w", w["qkv.weight"].T), g.weight(f"{name}.qkv.b", w["qkv.bias"])]
    mixed = g.node("Attention", [x, *qkv, "mask"], f"{name}.mixed", MICROSOFT, num_heads=heads)
    out = g.linear(mixed, f"{name}.out", w["out.weight"], w["out.bias"])
    x = g.norm(out, x, f"{name}.norm1", w["norm1.weight"], w["norm1.bias"])
    up = g.node("MatMul", [x, g.weight(f"{name}.up.w", w["up.weight"].T)], f"{name}.up.product")
    up = g.node("BiasGelu", [up, g.weight(f"{name}.up.b", w["up.bias"])], f"{name}.up", MICROSOFT)
    down = g.linear(up, f"{name}.down", w["down.weight"], w["down.bias"])
    return g.norm(down, x, f"{name}.norm2", w["norm2.weight"], w["norm2.bias"])


def quantise(model: onnx.ModelProto, path: Path) -> None:
    """Save with int8 weights (one scale a column); the head stays in 32 bits. Same input, same bytes."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        model,
        str(path),
        weight_type=QuantType.QInt8,
        per_channel=True,
        nodes_to_exclude=["MatMul.head.product"],
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )
