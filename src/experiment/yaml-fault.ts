/** @file What is wrong with a text that is no YAML, in words of ours: the place where it begins, why, and what to do. */
import { type Document, isCollection, isScalar, visit, type YAMLError } from 'yaml';
import { type ParserFault, parserFault } from '../core/index.js';

export interface YamlFault extends ParserFault {
  /** Where it begins, in characters from the beginning of the text. */
  readonly offset: number;
}

/** A bracket or a quote that nothing closes is told where it opens: the parser misses its end much later. */
export function yamlFault(problem: YAMLError, document: Document.Parsed, text: string): YamlFault {
  const [missed] = problem.pos;
  const opened = openedBefore(missed, document, text);
  const offset = opened ?? missed;
  const line = text.slice(0, missed).split('\n').length;
  const beside = `${text.slice(offset).split('\n', 1)[0]}\n${opened === undefined ? '' : `open until line ${line}`}`;
  return { offset, ...parserFault('yaml', problem, beside) };
}

/** Of an alias or a merge, which are looked up once all of the text is there. */
export function aliasFault(cause: unknown, document: Document.Parsed): YamlFault {
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
