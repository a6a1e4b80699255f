"""Tables and drawings of an answer, made of its figures: for notebooks, papers and programs."""

import html
import math
import re
from typing import Any, Dict, List, NamedTuple, Sequence

_ENDS = (" low", " high", " note")
_LATEX = re.compile(r"[\\~^<>|#$%&_{}\[\]]")
_ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", "[": "{[}", "]": "{]}"}


class Table(NamedTuple):
    """Rows of equal keys; `q3 low` and `q3 high` are the ends of an interval of `q3`."""

    caption: str
    """What its columns are."""
    rows: List[Dict[str, Any]]
    hidden: Sequence[str] = ()
    """Columns for programs alone, by how their names begin."""

    def texts(self, most: int) -> List[List[str]]:
        """The headings, and so many rows, each number with its interval."""
        told = self._shown()
        return [told, *([_text(row, key) for key in told] for row in self.rows[:most])]

    def _shown(self) -> List[str]:
        """Without columns that say nothing: all of their counts are 0, or they have no value."""
        keys = [key for key in (self.rows[0] if self.rows else ()) if not key.endswith(_ENDS) and not key.startswith(tuple(self.hidden))]
        return [key for key in keys if any(row[key] is not None and not (isinstance(row[key], int) and row[key] == 0) for row in self.rows)]

    def html(self, most: int = 10) -> str:
        head, *rows = self.texts(most)
        lines = [_line(head, "th"), *(_line(row, "td") for row in rows)]
        more = f" The first {most} of {len(self.rows)}." if len(self.rows) > most else ""
        return f"<table><caption>{html.escape(self.caption + more)}</caption>{''.join(lines)}</table>"

    def markdown(self) -> str:
        head, *rows = self.texts(len(self.rows))
        lines = [map(_markdown, head), ["---"] * len(head), *(map(_markdown, row) for row in rows)]
        return "".join((f"{self.caption}\n\n", *(f"| {' | '.join(line)} |\n" for line in lines)))

    def latex(self) -> str:
        """It takes the package booktabs."""
        head, *rows = [" & ".join(map(_latex, line)) for line in self.texts(len(self.rows))]
        columns = "".join("l" if any(isinstance(row[key], str) for row in self.rows) else "r" for key in self._shown())
        body = "".join(f"    {row} \\\\\n" for row in rows)
        return (
            f"\\begin{{table}}\n  \\centering\n  \\caption{{{_latex(self.caption)}}}\n  \\begin{{tabular}}{{{columns}}}\n    \\toprule\n"
            f"    {head} \\\\\n    \\midrule\n{body}    \\bottomrule\n  \\end{{tabular}}\n\\end{{table}}\n"
        )


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


def _text(row: Dict[str, Any], key: str) -> str:
    value, low, high = row[key], row.get(f"{key} low"), row.get(f"{key} high")
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    if low is None or high is None or not math.isfinite(high - low):
        return f"{value:.4g}"
    # To the second digit of half its interval.
    places = max(0, 1 - math.floor(math.log10((high - low) / 2))) if high > low else 4
    return " ".join((f"{value:.{places}f}", f"[{low:.{places}f}, {high:.{places}f}]"))


def _markdown(text: str) -> str:
    return re.sub(r"([|*_`<>])", r"\\\1", text)


def _latex(text: str) -> str:
    return _LATEX.sub(lambda found: _ESCAPED.get(found[0], f"\\{found[0]}"), text).replace("–", "--")


def _line(cells: Sequence[str], kind: str) -> str:
    return f"<tr>{''.join(f'<{kind}>{html.escape(cell)}</{kind}>' for cell in cells)}</tr>"
