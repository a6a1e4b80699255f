/** @file Has Python read the source of a script with its own parser; nothing of the script is run. */
import { spawnSync } from 'node:child_process';
import { inputError } from '../../core/index.js';

export type Literal = string | number | boolean | null | readonly Literal[];

/** A call in a script: its arguments as literals; null for what is none, too. */
export interface ScriptCall {
  /** What is called, as it is written, such as `parser.add_argument`. */
  readonly name: string;
  readonly args: readonly Literal[];
  /** Of `Choice([...])` its list. */
  readonly named: Readonly<Record<string, Literal>>;
  /** Its argument `type` as it is written; empty where it has none. */
  readonly type: string;
  /** Texts anywhere in its arguments, with `{}` for what a formatted text fills in. */
  readonly texts: readonly string[];
}

export interface PythonScript {
  readonly imports: readonly string[];
  /** In the order of the source. */
  readonly calls: readonly ScriptCall[];
  /** `NAME = literal` outside of functions and blocks. */
  readonly constants: Readonly<Record<string, Literal>>;
}

/** Longer than any Python takes to start. */
const PATIENCE_MS = 60_000;

const PROGRAM = `
import ast, json, sys

def literal(node):
    if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).endswith("Choice"):
        node = node.args[0]
    try:
        value = ast.literal_eval(node)
        json.dumps(value, allow_nan=False)
        return value
    except Exception:
        return None

def text(node):
    if isinstance(node, ast.JoinedStr):
        return "".join(text(part) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None

class Reader(ast.NodeVisitor):
    def __init__(self):
        self.imports, self.calls, self.texts = [], [], None
    def visit_Import(self, node):
        self.imports += [one.name for one in node.names]
    def visit_ImportFrom(self, node):
        self.imports.append(node.module or "")
    def visit_JoinedStr(self, node):
        if self.texts is not None:
            self.texts.append(text(node))
    def visit_Constant(self, node):
        if self.texts is not None and isinstance(node.value, str):
            self.texts.append(node.value)
    def visit_Call(self, node):
        outer, self.texts = self.texts, []
        named = {one.arg: one.value for one in node.keywords if one.arg}
        call = {
            "name": ast.unparse(node.func),
            "args": [literal(one) for one in node.args],
            "named": {name: literal(value) for name, value in named.items()},
            "type": ast.unparse(named["type"]) if "type" in named else "",
        }
        self.calls.append(call)
        self.generic_visit(node)
        call["texts"], self.texts = self.texts, outer
        if outer is not None:
            outer += call["texts"]

with open(sys.argv[1], "rb") as file:
    tree = ast.parse(file.read(), sys.argv[1])
reader = Reader()
reader.visit(tree)
constants = {}
for node in tree.body:
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        value = literal(node.value)
        if value is not None and not isinstance(value, (list, tuple, dict)):
            constants[node.targets[0].id] = value
print(json.dumps({"imports": reader.imports, "calls": reader.calls, "constants": constants}))
`;

/** @throws InputError (`script-unreadable`) for what Python does not parse; (`python-missing`) where there is no Python. */
export function readPython(path: string): PythonScript {
  const { error, status, stdout, stderr } = spawnSync('python3', ['-I', '-c', PROGRAM, path], {
    encoding: 'utf8',
    timeout: PATIENCE_MS,
    maxBuffer: 2 ** 28,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  });
  if (error !== undefined)
    throw inputError`python-missing: --python: ${path} is read by Python's own parser, and python3 cannot be started: ${error.message}.
      Allowed: a python3 of version 3.9 or later on PATH
      Fix: Install Python, or start with \`surefoot init\` and write \`trainer\` by hand.`;
  if (status === 0) return JSON.parse(stdout) as PythonScript;
  const why = stderr.trim().split('\n').at(-1) ?? '';
  const line = /line (\d+)\n(?!.*File )/s.exec(stderr)?.[1];
  throw inputError`script-unreadable: --python: Python cannot read ${path}${line === undefined ? '' : `, line ${line}`}: ${why}.
    Allowed: a script in Python 3
    Fix: Name the script that trains, or start with \`surefoot init\` and write \`trainer\` by hand.`;
}
