"""Edits at random, such as a hand that slips makes them."""

from __future__ import annotations

from hypothesis import strategies as st

SNIPPETS = st.sampled_from(
    ["", "  ", "- ", "x: y", "[@uk-1]", "[@", "{{", '{{ role("cso") }}', "{% raw %}", "|", "a: b: c", "é\u202e", "# ", "## X {#x}", "---", "[]", "{}", "null",
     "2026-02-30", "`", "```", "<b>", "](", "[x](y.md)", "*[", "[^1]", "\t", "yes", "undated", "-1", "'", '"'],
)  # fmt: skip


def edit(lines: list[str], data: st.DataObject) -> None:
    """Change a line or two: delete, double, swap, cut, or put a snippet in."""
    for _ in range(data.draw(st.integers(1, 2))):
        number = data.draw(st.integers(0, len(lines) - 1))
        line = lines[number]
        at = data.draw(st.integers(0, len(line)))
        match data.draw(st.sampled_from(["delete", "double", "swap", "cut", "put", "replace"])):
            case "delete" if len(lines) > 1:
                del lines[number]
            case "double":
                lines.insert(number, line)
            case "swap":
                other = data.draw(st.integers(0, len(lines) - 1))
                lines[number], lines[other] = lines[other], line
            case "cut":
                lines[number] = line[:at]
            case "replace":
                key = line.partition(":")[0]
                lines[number] = f"{key}: {data.draw(SNIPPETS)}"
            case _:
                lines[number] = line[:at] + data.draw(SNIPPETS) + line[at:]
