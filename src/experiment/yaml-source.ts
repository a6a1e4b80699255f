/** @file The experiment's text as YAML (of which JSON is a part), with the line and column of every place in it. */
import {
  Composer,
  type CST,
  type Document,
  isCollection,
  isMap,
  isScalar,
  LineCounter,
  Parser,
  visit,
  type YAMLError,
} from 'yaml';
import { type InputError, inputError, MOST_LEVELS, type ParserFault, parserFault, tooDeep } from '../core/index.js';

export type Path = readonly PropertyKey[];

export interface YamlSource {
  /** Plain values: objects, arrays, strings, numbers, booleans, null. */
  readonly value: unknown;
  /** `file:line:column` of what stands at the path, or of the nearest thing around it that has a place. */
  locate(path: Path): string;
  /** Whether a text stands at the path without quotes, where a reader may take it for something else. */
  isBare(path: Path): boolean;
}

/** Throws an InputError with line and column for text that is not YAML. `source` names the file in messages. */
export function readYaml(text: string, source: string): YamlSource {
  const lineCounter = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return `${source}:${line}:${col}`;
  };
  const tokens = [...new Parser(lineCounter.addNewLine).parse(text)];
  const deep = deepestIn(tokens);
  if (deep !== undefined) throw tooDeep(at(deep));
  const composer = new Composer({ merge: true, prettyErrors: false, stringKeys: true });
  const [document, second] = composer.compose(tokens, true, text.length) as Iterable<Document.Parsed> as [
    Document.Parsed,
    Document.Parsed?,
  ];
  const problem = document.errors[0];
  if (problem === undefined && second !== undefined) throw severalDocuments(at(second.range[0]));
  if (problem !== undefined) throw notYaml(at, yamlFault(problem, document, text), problem);
  const tag = document.warnings.find(({ code }) => code === 'TAG_RESOLVE_FAILED');
  if (tag !== undefined) throw unknownTag(at(tag.pos[0]), text.slice(...tag.pos));
  visit(document, {
    Scalar: (_, { value, source: written = '', range }) => {
      if (!isOtherNumber(value, written)) return;
      throw notAsWritten(at(range?.[0] ?? 0), written, value);
    },
  });
  return {
    value: plainValue(document, at),
    locate: (path) => at(offsetOf(document, path)),
    isBare: (path) => {
      const node = document.getIn(path, true);
      return isScalar(node) && node.type === 'PLAIN';
    },
  };
}

/** Of a document, and of the value in it. */
const LEVELS_AROUND = 2;

/** Where the text goes deeper than anything in it may: the rest of the reader calls itself, and has no room for that. */
function deepestIn(tokens: readonly CST.Token[]): number | undefined {
  const open = tokens.map((token) => [token, 1] as [CST.Token, number]);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [token, level] = next;
    if (level > MOST_LEVELS + LEVELS_AROUND) return token.offset;
    if (token.type === 'document' && token.value !== undefined) open.push([token.value, level + 1]);
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (key) open.push([key, level + 1]);
      if (value) open.push([value, level + 1]);
    }
  }
  return undefined;
}

function plainValue(document: Document.Parsed, at: (offset: number) => string): unknown {
  try {
    return document.toJS() as unknown;
  } catch (cause) {
    // An alias without its anchor, or aliases that multiply without end.
    throw notYaml(at, aliasFault(cause, document), cause);
  }
}

function offsetOf(document: Document.Parsed, path: Path): number {
  let offset = 0;
  for (let depth = 0; depth <= path.length; depth++) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    const parent = depth < 2 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const key = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && key.value === path[depth - 1])
      : undefined;
    if (depth > 0 && isScalar(key?.key) && key.key.range) offset = key.key.range[0];
    else if ((isScalar(node) || isCollection(node)) && node.range) offset = node.range[0];
    else break;
  }
  return offset;
}

/** Numbers that are not what they look like: 007 is 7, and of 12345678901234567890 the last digits are lost. */
function isOtherNumber(value: unknown, written: string): value is number {
  if (typeof value !== 'number' || !/^[-+]?\d+$/.test(written)) return false;
  return /^[-+]?0\d/.test(written) || !Number.isSafeInteger(value);
}

function notAsWritten(place: string, written: string, value: number): InputError {
  return inputError`not-yaml: ${place}: ${written} is read as the number ${value}.
    Allowed: whole numbers up to 9007199254740991 without zeros in front, and texts in quotes
    Fix: Write '${written}' in quotes for a text, or the number itself.`;
}

/** Its value would be taken as if the tag were not there. */
function unknownTag(place: string, tag: string): InputError {
  return inputError`not-yaml: ${place}: the tag ${tag} is not known here.
    Allowed: values without tags, or with !!str, which makes a text of any
    Fix: Write the value that ${tag} stands for; a text that begins with ! stands in quotes.`;
}

function severalDocuments(place: string): InputError {
  return inputError`not-yaml: ${place}: a second document begins here.
    Allowed: one document in a file
    Fix: Remove \`---\`, or write a file for each experiment.`;
}

function notYaml(at: (offset: number) => string, { offset, why, fix }: YamlFault, cause: unknown): InputError {
  return inputError`not-yaml: ${at(offset)}: ${why}.
    Allowed: a YAML 1.2 or JSON document with each key once
    Fix: ${fix}
    Cause: ${cause}`;
}

interface YamlFault extends ParserFault {
  /** Where it begins, in characters from the beginning of the text. */
  readonly offset: number;
}

/** A bracket or a quote that nothing closes is told where it opens: the parser misses its end much later. */
function yamlFault(problem: YAMLError, document: Document.Parsed, text: string): YamlFault {
  const [missed] = problem.pos;
  const opened = openedBefore(missed, document, text);
  const offset = opened ?? missed;
  const line = text.slice(0, missed).split('\n').length;
  const beside = `${text.slice(offset).split('\n', 1)[0]}\n${opened === undefined ? '' : `open until line ${line}`}`;
  return { offset, ...parserFault('yaml', problem, beside) };
}

/** Of an alias or a merge, which are looked up once all of the text is there. */
function aliasFault(cause: unknown, document: Document.Parsed): YamlFault {
  const { why, fix } = parserFault('yaml alias', cause);
  const [, name] = /: (\S+)$/.exec(cause instanceof Error ? cause.message : '') ?? [];
  let offset = 0;
  visit(document, {
    Alias: (_, { source, range }) => {
      if (source !== name) return undefined;
      offset = range?.[0] ?? 0;
      return visit.BREAK;
    },
    Pair: (_, { key, value }) => {
      if (name !== undefined || !isScalar(key) || key.source !== '<<' || isCollection(value)) return undefined;
      offset = key.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return { offset, why, fix };
}

/** The innermost bracket or quote that is open where the parser has missed its end. */
function openedBefore(missed: number, document: Document.Parsed, text: string): number | undefined {
  let found: number | undefined;
  visit(document, {
    Node: (_, node) => {
      const [start, end, after] = node.range ?? [0, 0, 0];
      const first = text[start] ?? '';
      const closes = CLOSES[first];
      if (closes === undefined || start >= missed || end > missed || after < missed) return;
      if (end - start < 2 || text[end - 1] !== closes) found = start;
    },
  });
  return found;
}

const CLOSES: Readonly<Record<string, string>> = { '[': ']', '{': '}', '"': '"', "'": "'" };
