"""Says in Python's words what was written for a command line: options by the names that they have here. Commands stay as a shell takes them."""

import json
import re
from typing import Dict, Mapping

from ._experiment import RACE, TRAINER

# To the end of its line, or of its quotes.
_COMMAND = re.compile(r"(\bsurefoot [a-z]+ [^`\n]*)")
# Options with their values, as they are typed, in backticks of their own.
_TYPED = re.compile(r"`((?:--[a-z-]+[\s=]+(?:'[^'`]*'|(?!-)[^\s'`]+)\s*)+)`")
_ONE_TYPED = re.compile(r"--([a-z-]+)[\s=]+(?:'([^']*)'|(\S+))")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SETTINGS: Dict[str, str] = {
    **{"--from": "from_", "`from`": "`from_`", "--propose": "propose", "--factor": "factors", "--loss-below": "below"},
    **{f"race.{theirs}": ours for ours, theirs in RACE.items()},
    **{f"trainer.{theirs}": ours for ours, theirs in TRAINER.items()},
}
# Lines may be wrapped anywhere.
_AGAIN = (
    ("the same command goes on", "the same call goes on"),
    ("run the same command again", "make the same call again"),
)


def in_python(text: str, named: Mapping[str, str]) -> str:
    """A text of the command line with the names that the same has here; commands stay as a shell takes them."""
    parts = _COMMAND.split(text)
    return "".join(part if at % 2 else _in_python(part, named) for at, part in enumerate(parts))


def _in_python(text: str, named: Mapping[str, str]) -> str:
    text = _TYPED.sub(_written, text)
    for theirs, ours in sorted({**_SETTINGS, **named}.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(theirs, ours)
    text = re.sub(r"the call:\d+:\d+", "the call", text)
    text = re.sub(r"--(fresh|retry-failed|accept-changed-code|separate)\b", lambda found: f"{_snake(found[1])}=True", text)
    text = re.sub(r"--([a-z]+(?:-[a-z]+)*)\b", lambda found: _snake(found[1]), text)
    for theirs, ours in _AGAIN:
        text = re.sub(theirs.replace(" ", r"\s+"), ours, text)
    return text


def _written(typed: "re.Match[str]") -> str:
    """`--value a --share 0.9` as `value="a", share=0.9`."""
    members = [(_SETTINGS.get(f"--{name}", _snake(name)), quoted or bare) for name, quoted, bare in _ONE_TYPED.findall(typed[1])]
    return f"`{', '.join(f'{name}={_literal(name, value)}' for name, value in members)}`"


def _literal(name: str, value: str) -> str:
    if name == "ignore":
        return json.dumps(value.split(","), ensure_ascii=False)
    return value if _NUMBER.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def _snake(option: str) -> str:
    return option.replace("-", "_")
