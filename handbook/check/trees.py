"""Trees: answers that lead nowhere, circles, what nobody reaches, and questions that leave a doubtful reader alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from handbook.model import Node, Tree
from handbook.problems import did_you_mean
from handbook.tools import Fault
from handbook.tools.choose import key

UNCLEAR = ("unclear", "not-sure", "not-clear", "cannot-tell", "i-cannot-tell", "do-not-know", "i-do-not-know")


def tree_faults(tree: Tree) -> Iterator[Fault]:
    """Every fault of a tree by itself."""
    names = [*_ids(tree)]
    doubles = [name for name, number in Counter(name for _, name in names).items() if number > 1]
    lost = list(_lost(tree))
    yield from (Fault(loc, f"the id '{name}' stands twice in this tree", "Give one of them another") for loc, name in names if name in doubles)
    yield from lost
    for number, node in enumerate(tree.nodes):
        yield from (fault.within("nodes", number) for fault in _node_faults(tree, node))
    if not doubles and not lost:
        circle = _circle(tree)
        if circle:
            at = [node.id for node in tree.nodes].index(circle[-1])
            message = f"the questions lead in a circle: {', '.join([*circle, circle[0]])}"
            yield Fault(("nodes", at), message, "Let one answer lead to a later question or a result")
        yield from _unreached(tree)


def _ids(tree: Tree) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield from ((("nodes", number, "id"), node.id) for number, node in enumerate(tree.nodes))
    yield from ((("results", number, "id"), result.id) for number, result in enumerate(tree.results))


def _lost(tree: Tree) -> Iterator[Fault]:
    """Ids that an answer or the start names and that nothing has."""
    questions = {node.id for node in tree.nodes}
    ends = questions | {result.id for result in tree.results}
    if tree.start not in questions:
        yield Fault(("start",), f"`start`: unknown question '{tree.start}'", did_you_mean(tree.start, questions))
    for number, node in enumerate(tree.nodes):
        for at, answer in enumerate(node.answers):
            if answer.to not in ends:
                yield Fault(("nodes", number, "answers", at), f"`to`: unknown question or result '{answer.to}'", did_you_mean(answer.to, ends))


def _node_faults(tree: Tree, node: Node) -> Iterator[Fault]:
    words = Counter(key(answer.words) for answer in node.answers)
    yield from (Fault(("answers",), f"two answers read '{word}'", "Give each its own words") for word, number in words.items() if number > 1)
    unclear = [(number, answer) for number, answer in enumerate(node.answers) if key(answer.words) in UNCLEAR]
    if not unclear:
        message = f"the question '{node.id}' has no answer for a reader who cannot tell"
        yield Fault(("answers",), message, "Add the answer Unclear, to a result whose `tone` is ask")
    tones = {result.id: result.tone for result in tree.results}
    for number, answer in unclear:
        if tones.get(answer.to, "ask" if answer.to not in {one.id for one in tree.nodes} else "") != "ask":
            cure = "Let it lead to a result whose `tone` is ask and which names the role"
            yield Fault(("answers", number), f"'{answer.words}' leads to '{answer.to}', which asks nobody", cure)


def _circle(tree: Tree) -> list[str]:
    """The first circle of questions, from its first question on; empty if there is none."""
    nodes = {node.id: node for node in tree.nodes}
    done: set[str] = set()

    def walk(at: str, way: list[str]) -> list[str]:
        if at in way:
            return way[way.index(at) :]
        if at not in nodes or at in done:
            return []
        found = next((circle for answer in nodes[at].answers if (circle := walk(answer.to, [*way, at]))), [])
        done.add(at)
        return found

    return next((circle for node in tree.nodes if (circle := walk(node.id, []))), [])


def _unreached(tree: Tree) -> Iterator[Fault]:
    nodes = {node.id: node for node in tree.nodes}
    reached: set[str] = set()
    rest = [tree.start]
    while rest:
        at = rest.pop()
        if at not in reached:
            reached.add(at)
            rest += [answer.to for answer in nodes[at].answers] if at in nodes else []
    for (field, number, _), name in _ids(tree):
        if name not in reached:
            word = "question" if field == "nodes" else "result"
            yield Fault((field, number), f"no answer leads to the {word} '{name}'", "Let an answer lead to it, or take it out")
