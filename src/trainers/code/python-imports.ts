/** @file The import statements in a Python source, read as text: no Python is needed, and nothing of it is run. */

export interface PythonImport {
  /** Dots in front of the name; 0 for an absolute import. */
  readonly level: number;
  /** The dotted name; empty for `from . import x`. */
  readonly module: string;
  /** What follows in `from ... import`: names of the module, or modules themselves. Empty for a plain `import`. */
  readonly names: readonly string[];
}

/**
 * Every import of a source wherever it stands, also `import_module('x')` and `__import__('x')` with the name written
 * out. Imports in strings and comments do not count. Never throws; linear in the length of the source.
 */
export function pythonImports(source: string): PythonImport[] {
  const { statements, named } = logicalLines(source);
  const imports = statements.flatMap(importOf);
  const dynamic = named.map((name) => {
    const level = /^\.*/.exec(name)?.[0].length ?? 0;
    return { level, module: name.slice(level), names: [] };
  });
  return [...imports, ...dynamic];
}

function importOf(statement: string): PythonImport[] {
  const from = /^from\b\s*((?:\.\s*)*)([^\s(]*?)\s*\bimport\b(.*)$/s.exec(statement);
  if (from !== null) {
    const [, dots = '', module = '', names = ''] = from;
    return [{ level: dots.replaceAll(/\s/g, '').length, module, names: listed(names) }];
  }
  const plain = /^import\s+(.*)$/s.exec(statement);
  return listed(plain?.[1] ?? '').map((module) => ({ level: 0, module, names: [] }));
}

/** `(a, b as c)` -> a, b */
function listed(text: string): string[] {
  return text
    .replaceAll(/[()]/g, ' ')
    .split(',')
    .map((part) => part.trim().split(/\s/)[0] as string)
    .filter((name) => name !== '' && name !== '*');
}

interface Lines {
  /** Statements on one line each, strings emptied and comments gone. */
  readonly statements: string[];
  /** Modules that are imported by a function. */
  readonly named: string[];
}

const OPENING = '([{';
const CLOSING = ')]}';

function logicalLines(source: string): Lines {
  const statements: string[] = [];
  const named: string[] = [];
  let line = '';
  let depth = 0;
  const endLine = () => {
    if (line.trim() !== '') statements.push(line.trim());
    line = '';
  };
  for (let at = 0; at < source.length; at++) {
    const char = source[at] as string;
    if (char === '#') {
      at = endOfLine(source, at) - 1;
    } else if (char === '"' || char === "'") {
      const text = stringAt(source, at);
      if (/\b(?:import_module|__import__)\s*\(\s*$/.test(source.slice(Math.max(0, at - 40), at)))
        named.push(text.content);
      line += '""';
      at = text.end - 1;
    } else if (char === '\\') {
      line += ' ';
      if (source[at + 1] === '\r') at++;
      at++;
    } else if (depth === 0 && (char === '\n' || char === ';' || char === ':')) {
      endLine();
    } else {
      if (OPENING.includes(char)) depth++;
      if (CLOSING.includes(char)) depth = Math.max(0, depth - 1);
      line += char;
    }
  }
  endLine();
  return { statements, named };
}

/** The string that begins at a quote: what is in it, and where it is over. An unfinished one ends with its line. */
function stringAt(source: string, start: number): { readonly content: string; readonly end: number } {
  const quote = source[start] as string;
  const isTriple = source.startsWith(quote.repeat(3), start);
  const delimiter = isTriple ? quote.repeat(3) : quote;
  const first = start + delimiter.length;
  let at = first;
  while (at < source.length && !source.startsWith(delimiter, at)) {
    if (!isTriple && source[at] === '\n') return { content: source.slice(first, at), end: at };
    at += source[at] === '\\' ? 2 : 1;
  }
  return { content: source.slice(first, at), end: at + delimiter.length };
}

function endOfLine(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end;
}
