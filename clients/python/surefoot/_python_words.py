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
# Settings as an experiment file has them, in backticks of their own.
_WRITTEN = re.compile(r"`([a-z]+): (\{[^`]*\})`")
_SCALAR = re.compile(r"(?<=: )([^\s\[\]{},:\"'][^\[\]{},:\"']*?)(?=\s*[,}])")
_CAMEL: Dict[str, str] = {theirs: ours for ours, theirs in {**RACE, **TRAINER}.items() if theirs.lower() != theirs}
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
    ("` in the experiment", "` in the call"),
)


def in_python(text: str, named: Mapping[str, str]) -> str:
    """A text of the command line with the names that the same has here; commands stay as a shell takes them."""
    parts = _COMMAND.split(text)
    return "".join(part if at % 2 else _in_python(part, named) for at, part in enumerate(parts))


def _in_python(text: str, named: Mapping[str, str]) -> str:
    text = _WRITTEN.sub(_as_arguments, _TYPED.sub(_written, text))
    for theirs, ours in sorted({**_SETTINGS, **named}.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(theirs, ours)
    text = re.sub(r"the call:\d+:\d+", "the call", text)
    text = re.sub(r"\b(?:%s)\b" % "|".join(_CAMEL), lambda found: _CAMEL[found[0]], text)
    text = re.sub(r"--(fresh|retry-failed|accept-changed-code|separate)\b", lambda found: f"{_snake(found[1])}=True", text)
    text = re.sub(r"--([a-z]+(?:-[a-z]+)*)\b", lambda found: _snake(found[1]), text)
    for theirs, ours in _AGAIN:
        text = re.sub(theirs.replace(" ", r"\s+"), ours, text)
    return text


def _written(typed: "re.Match[str]") -> str:
    """`--value a --share 0.9` as `value="a", share=0.9`."""
    members = [(_SETTINGS.get(f"--{name}", _snake(name)), quoted or bare) for name, quoted, bare in _ONE_TYPED.findall(typed[1])]
    return f"`{', '.join(f'{name}={_literal(name, value)}' for name, value in members)}`"


def _as_arguments(found: "re.Match[str]") -> str:
    """`race: { metric: accuracy }` as `metric="accuracy"`, `failures: { action: worst }` as `failures={"action": "worst"}`; anything less plain stays."""
    quoted = re.sub(r"([A-Za-z]\w*): ", r'"\1": ', _SCALAR.sub(lambda one: one[1] if _NUMBER.fullmatch(one[1]) else json.dumps(one[1]), found[2]))
    try:
        settings = json.loads(quoted)
    except ValueError:
        return found[0]
    if found[1] not in ("race", "trainer"):
        return f"`{found[1]}={quoted.replace('{ ', '{').replace(' }', '}')}`"
    return f"`{', '.join(f'{_CAMEL.get(name, name)}={json.dumps(value)}' for name, value in settings.items())}`"


def _literal(name: str, value: str) -> str:
    if name == "ignore":
        return json.dumps(value.split(","), ensure_ascii=False)
    return value if _NUMBER.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def _snake(option: str) -> str:
    return option.replace("-", "_")
