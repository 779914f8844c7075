"""Trees: one question at a time, from the first to a result."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.model import Answer, Node, Tree
from handbook.tools.choose import choose_all, key
from handbook.tools.outcome import Answers, Finding, Given, PartOutcome

Path = tuple[tuple[Node, int], ...]


def run_tree(tree: Tree, answers: Answers) -> PartOutcome:
    """Follow the answers from the first question on; the first without an answer stays open. Raises AnswerError."""
    nodes, results = {node.id: node for node in tree.nodes}, {result.id: result for result in tree.results}
    chosen = _chosen(tree, answers)
    given: list[Given] = []
    at = tree.start
    while at in chosen:
        given.append(Given(at, nodes[at].ask, chosen[at].words))
        at = chosen[at].to
    if at in nodes:
        return PartOutcome(tree.id, tree.kind, tree.title, tuple(given), open=(at,))
    result = results[at]
    return PartOutcome(tree.id, tree.kind, tree.title, tuple(given), (Finding(result),), plays=result.plays, ask=(result.ask,))


def _chosen(tree: Tree, answers: Answers) -> dict[str, Answer]:
    """The answer to each question that was answered, reached or not. Raises AnswerError."""
    found = choose_all(answers, {node.id: {key(answer.words): answer.words for answer in node.answers} for node in tree.nodes})
    return {node.id: answer for node in tree.nodes for answer in node.answers if found.get(node.id) == key(answer.words)}


def paths(tree: Tree) -> Iterator[Path]:
    """Every way from the first question to a result: the questions with the number of the answer taken. The tree has no loop."""
    nodes = {node.id: node for node in tree.nodes}

    def on(at: str, before: Path) -> Iterator[Path]:
        if at not in nodes:
            yield before
            return
        for number, answer in enumerate(nodes[at].answers):
            yield from on(answer.to, (*before, (nodes[at], number)))

    return on(tree.start, ())
