"""Makes a trace shorter without changing a single result.

1. `fuse`: a temporary array that one later statement reads element by element is never stored;
   its expression moves into the reader. `1 / (1 + exp(-(z)))` becomes one loop.
2. `drop_unused`: what nobody reads is not computed.
3. `place`: an array that is only copied into a larger one, as gradients are by `concatenate`, is
   computed right there.
"""

from collections import defaultdict
from collections.abc import Iterable

from .graph import Expression, Load, Map, Op, Statement
from .views import Buffer, View

MOST_READS = 24  # of a fused statement: more would not fit into a machine's registers


def optimize(statements: list[Statement], results: Iterable[View]) -> list[Statement]:
    """`results` are the views that someone reads afterwards, beside the state."""
    kept = {view.buffer for view in results}
    return place(drop_unused(fuse(drop_unused(statements, kept), kept), kept), kept)


def fuse(statements: list[Statement], kept: set[Buffer]) -> list[Statement]:
    writers: dict[Buffer, list[int]] = defaultdict(list)
    readers: dict[Buffer, set[int]] = defaultdict(set)
    for at, statement in enumerate(statements):
        writers[statement.destination.buffer].append(at)
        for view in statement.reads():
            readers[view.buffer].add(at)
    out: list[Statement | None] = list(statements)
    for at, statement in enumerate(statements):
        buffer = statement.destination.buffer
        if not isinstance(statement, Map) or not statement.destination.is_whole:
            continue
        if buffer.kind != "temporary" or buffer in kept:
            continue
        if len(writers[buffer]) != 1 or len(readers[buffer]) != 1:
            continue
        (to,) = readers[buffer]
        reader = out[to]
        if to < at or not isinstance(reader, Map):
            continue
        if any(v != statement.destination for v in reader.reads() if v.buffer is buffer):
            continue
        sources = statement.reads()
        if len(sources) + len(reader.reads()) > MOST_READS:
            continue
        if any(at < w < to for view in sources for w in writers[view.buffer]):
            continue
        if any(v != reader.destination and v.overlaps(reader.destination) for v in sources):
            continue
        out[to] = Map(reader.destination, insert(reader.expression, buffer, statement.expression))
        out[at] = None
        for view in sources:
            readers[view.buffer].discard(at)
            readers[view.buffer].add(to)
        statements[to] = out[to]  # type: ignore[assignment]  # a Map, which may move on itself
    return [statement for statement in out if statement is not None]


def insert(expression: Expression, buffer: Buffer, value: Expression) -> Expression:
    """`expression` with `value` in place of what it read from the buffer; shared parts stay so."""
    done: dict[int, Expression] = {}

    def rebuilt(node: Expression) -> Expression:
        if id(node) not in done:
            new = node
            if isinstance(node, Load) and node.view.buffer is buffer:
                new = value
            elif isinstance(node, Op):
                arguments = tuple(rebuilt(a) for a in node.arguments)
                if any(a is not b for a, b in zip(arguments, node.arguments, strict=True)):
                    new = Op(node.name, arguments)
            done[id(node)] = new
        return done[id(node)]

    return rebuilt(expression)


def drop_unused(statements: list[Statement], kept: set[Buffer]) -> list[Statement]:
    read: set[Buffer] = set()
    out: list[Statement] = []
    for statement in reversed(statements):
        buffer = statement.destination.buffer
        if buffer.kind == "temporary" and buffer not in kept and buffer not in read:
            continue
        read.update(view.buffer for view in statement.reads())
        out.append(statement)
    return out[::-1]


def place(statements: list[Statement], kept: set[Buffer]) -> list[Statement]:
    writes: dict[Buffer, list[tuple[int, View]]] = defaultdict(list)
    reads: dict[Buffer, list[tuple[int, View]]] = defaultdict(list)
    for at, statement in enumerate(statements):
        writes[statement.destination.buffer].append((at, statement.destination))
        for view in statement.reads():
            reads[view.buffer].append((at, view))
    out = []
    for at, statement in enumerate(statements):
        target = statement.destination
        if isinstance(statement, Map) and isinstance(statement.expression, Load):
            source = statement.expression.view
            first = min((i for i, _ in writes[source.buffer]), default=at)
            if (
                source.buffer.kind == target.buffer.kind == "temporary"
                and source.is_whole
                and target.is_contiguous
                and source.buffer not in kept
                and source.buffer.inside is None
                and target.buffer.inside is None
                and all(i < at for i, _ in writes[source.buffer])
                # This copy is the only one that writes here, and nobody reads before it.
                and all(i == at or not v.overlaps(target) for i, v in writes[target.buffer])
                and not any(first <= i <= at for i, v in reads[target.buffer] if v.overlaps(target))
            ):
                source.buffer.inside = (target.buffer, target.offset)
                continue
        out.append(statement)
    return out
