"""Text in, the same instructions out that `wat` would print."""

import pytest

from nnlab import NeuralNetwork
from nnlab.compile import Job, compile_network
from nnlab.compile.assemble import assemble
from nnlab.compile.wat import function_lines


@pytest.mark.parametrize("imports", [False, True])
def test_what_wat_prints_is_read_back(imports):
    network = NeuralNetwork([4, 6, 3], output="softmax", loss="cross_entropy", optimizer="adam")
    job = Job(samples=20, tests=5, batch_size=3, measure_printed_loss=True)
    module = compile_network(network, job, imports).module
    names = [item[1] for item in module.imports] + [f.name for f in module.functions]
    calls = {name: number for number, name in enumerate(names)}
    for function in module.functions:
        read = assemble("\n".join(function_lines(function, names)), calls)
        assert (read.name, read.exported) == (function.name, function.exported)
        assert read.parameters == function.parameters
        assert read.results == function.results
        assert read.locals == function.locals
        assert read.body == function.body


def test_arguments_in_parentheses_come_before_their_instruction():
    text = """
    (func $halves (export "halves") (param $n i32) (result i32)
      (local $count i32)  ;; how often n can be halved
      (block $done
        (loop $next
          (br_if $done (i32.and (local.get $n) (i32.const 1)))
          (local.set $n (i32.shr_u (local.get $n) (i32.const 1)))
          (if (i32.eqz (local.get $n)) (then (return (i32.const -1))) (else (call $note)))
          local.get $count  i32.const 1  i32.add  local.set $count
          (br $next)))
      (f64.store offset=16 (i32.const 0) (f64.const -0.5))
      local.get $count)
    """
    assert assemble(text, {"note": 7}).body == [
        ("block",), ("loop",),
        ("local.get", 0), ("i32.const", 1), ("i32.and",), ("br_if", 1),
        ("local.get", 0), ("i32.const", 1), ("i32.shr_u",), ("local.set", 0),
        ("local.get", 0), ("i32.eqz",), ("if",), ("i32.const", -1), ("return",),
        ("else",), ("call", 7), ("end",),
        ("local.get", 1), ("i32.const", 1), ("i32.add",), ("local.set", 1),
        ("br", 0), ("end",), ("end",),
        ("i32.const", 0), ("f64.const", (-0.5).hex()), ("f64.store", 16),
        ("local.get", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("(module)", "module"),
        ("(func $f (local.get $x))", r"\$x"),
        ("(func $f (br $out))", r"\$out"),
        ("(func $f (call $g))", "g"),
        ("(func $f (i32.const 1)", "end"),
    ],
)
def test_what_is_wrong_is_named(text, word):
    with pytest.raises(ValueError, match=word):
        assemble(text, {})
