"""Files of one JSON value a line, to which a step that may be killed appends."""

import json
import os


def read_lines(path):
    """Complete lines; a half-written last one is cut off."""
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        text = file.read()
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        with open(path, "w", encoding="utf-8") as file:
            file.write(whole)
    return [json.loads(line) for line in whole.splitlines()]
