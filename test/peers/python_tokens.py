"""What Python's own tokenizer and parser say of sources: a JSON list on standard input, a line of JSON for each on standard output."""

import ast
import hashlib
import io
import json
import sys
import tokenize
import warnings

warnings.simplefilter("ignore")
NAMES = {tokenize.NEWLINE: "\0newline", tokenize.INDENT: "\0indent", tokenize.DEDENT: "\0dedent"}
LEFT_OUT = {tokenize.COMMENT, tokenize.NL, tokenize.ENCODING, tokenize.ENDMARKER}
STARTS = {getattr(tokenize, name, None) for name in ("FSTRING_START", "TSTRING_START")} - {None}
ENDS = {getattr(tokenize, name, None) for name in ("FSTRING_END", "TSTRING_END")} - {None}


def tokens_of(source):
    """Formatted strings as one token each, as they are written."""
    lines = source.splitlines(keepends=True)
    found, depth, start = [], 0, None
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in STARTS:
            start = token.start if depth == 0 else start
            depth += 1
        elif token.type in ENDS:
            depth -= 1
            if depth == 0:
                found.append(between(lines, start, token.end))
        elif depth == 0 and token.type not in LEFT_OUT:
            found.append(NAMES.get(token.type, token.string))
    return found


def between(lines, start, end):
    (first, left), (last, right) = start, end
    if first == last:
        return lines[first - 1][left:right]
    return "".join([lines[first - 1][left:], *lines[first : last - 1], lines[last - 1][:right]])


def program_of(source):
    try:
        return hashlib.sha256(ast.dump(ast.parse(source)).encode()).hexdigest()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


for source in json.load(sys.stdin):
    try:
        tokens = tokens_of(source)
    except (tokenize.TokenError, SyntaxError):
        tokens = None
    print(json.dumps({"tokens": tokens, "program": program_of(source)}))
