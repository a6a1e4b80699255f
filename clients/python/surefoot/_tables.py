"""Tables and drawings of an answer, for notebooks and papers."""

import html
import math
import re
from typing import List, NamedTuple, Sequence

_MOST_ROWS = 10
_SIGN = re.compile(r"\\(.)")


def tables_html(markdown: str) -> str:
    """The same tables; of long ones the first rows."""
    parts: List[str] = []
    for block in markdown.strip().split("\n\n"):
        lines = block.split("\n")
        if not block.startswith("| "):
            parts.append(f"<p>{_shown(block)}</p>")
            continue
        head, _, *rows = (re.split(r"(?<!\\) \| ", line[2:-2]) for line in lines)
        drawn = [_line(head, "th"), *(_line(row, "td") for row in rows[:_MOST_ROWS])]
        more = f"<p>The first {_MOST_ROWS} of {len(rows)}.</p>" if len(rows) > _MOST_ROWS else ""
        parts.append(f"<table>{''.join(drawn)}</table>{more}")
    return "".join(parts)


def _line(cells: Sequence[str], kind: str) -> str:
    return f"<tr>{''.join(f'<{kind}>{_shown(cell)}</{kind}>' for cell in cells)}</tr>"


def _shown(text: str) -> str:
    return html.escape(_SIGN.sub(r"\1", text))


class Strip(NamedTuple):
    """The trainings of a candidate, as a row of marks."""

    label: str
    race: List[float]
    fresh: List[float]


def strips_svg(strips: Sequence[Strip], axis: str) -> str:
    """A row for each, the first in blue: lines for trainings of the race, circles for fresh ones."""
    values = [one for strip in strips for one in (*strip.race, *strip.fresh) if math.isfinite(one)] or [0.0]
    low, high = min(values), max(values)

    def place(value: float) -> float:
        return 230 + 380 * ((value - low) / (high - low) if high > low else 0.5)

    bottom = 24 * len(strips) + 16
    drawn = [f'<line x1="230" x2="610" y1="{bottom}" y2="{bottom}" stroke="#888"/>']
    for value in sorted({low, (low + high) / 2, high}):
        drawn.append(f'<text x="{place(value):.1f}" y="{bottom + 16}" text-anchor="middle">{value:.4g}</text>')
    drawn.append(f'<text x="420" y="{bottom + 34}" text-anchor="middle">{html.escape(axis)}</text>')
    for row, strip in enumerate(strips):
        y, colour = 24 * row + 20, "#1f77b4" if row == 0 else "#777"
        label = strip.label if len(strip.label) <= 34 else f"{strip.label[:33]}…"
        drawn.append(f'<text x="220" y="{y + 4}" text-anchor="end">{html.escape(label)}</text>')
        drawn += [f'<line x1="{place(one):.1f}" x2="{place(one):.1f}" y1="{y - 7}" y2="{y + 7}" stroke="{colour}"/>' for one in strip.race if math.isfinite(one)]
        drawn += [f'<circle cx="{place(one):.1f}" cy="{y}" r="3" fill="none" stroke="{colour}"/>' for one in strip.fresh if math.isfinite(one)]
        lost = sum(not math.isfinite(one) for one in (*strip.race, *strip.fresh))
        if lost > 0:
            drawn.append(f'<text x="620" y="{y + 4}">{lost} lost</text>')
    size = f'viewBox="0 0 680 {bottom + 44}" width="680" height="{bottom + 44}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">{"".join(drawn)}</svg>'
