/** @file What is wrong with a text that is no YAML, in words of ours: the place where it begins, why, and what to do. */
import { type Document, isCollection, isScalar, visit, type YAMLError } from 'yaml';
import { type ParserFault, type ParserWords, parserFault } from '../core/index.js';

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
  return { offset, ...parserFault(problem, WORDS, OTHERWISE, beside) };
}

/** Of an alias or a merge, which are looked up once all of the text is there. */
export function aliasFault(cause: unknown, document: Document.Parsed): YamlFault {
  const { why, fix } = parserFault(cause, ALIAS_WORDS, OTHERWISE);
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
const SAME_SPACES = 'Give all keys of one level the same number of spaces in front.';

const WORDS: readonly ParserWords[] = [
  {
    said: /\n(["']).*\nopen until line (\d+)$/,
    why: 'the text that begins with $1 here is not closed by line $2',
    fix: 'Write $1 at its end.',
  },
  {
    said: /\n([[{]).*\nopen until line (\d+)$/,
    why: 'the $1 that opens here is not closed by line $2',
    fix: 'Close it, and indent every line inside by spaces, further than the key before it.',
  },
  {
    said: /^DUPLICATE_KEY.*\n([^:\s]+)/,
    why: 'the key `$1` stands here a second time',
    fix: 'Keep one of the two. Several values are a list: `$1: [a, b]`.',
  },
  { said: /^TAB_AS_INDENT/, why: 'the line is indented by a tab', fix: 'Replace the tab by spaces.' },
  {
    said: /^BAD_INDENT/,
    why: 'the line is indented by more or fewer spaces than those beside it',
    fix: SAME_SPACES,
  },
  {
    said: /^(?:BLOCK_AS_IMPLICIT_KEY|BAD_COLLECTION_TYPE|UNEXPECTED_TOKEN).*sequence|^[A-Z_]+ .*\n-\s/,
    why: 'an entry of a list (`- `) stands among keys',
    fix: 'Write keys alone, each as `key: value`, or a list alone, each entry as `- value`.',
  },
  {
    said: /^BLOCK_AS_IMPLICIT_KEY/,
    why: 'the value has a colon of its own, or the line after it is indented too far',
    fix: `Put a text that has ": " in quotes. ${SAME_SPACES}`,
  },
  {
    said: /^MULTILINE_IMPLICIT_KEY.*\n(.*)/,
    why: '`$1` is no key with a value',
    fix: 'Write `key: value`, with a colon and a space after it.',
  },
  {
    said: /^BAD_SCALAR_START.*character (.)/,
    why: 'a text without quotes cannot begin with $1',
    fix: 'Put the text in quotes.',
  },
  {
    said: /^BAD_DQ_ESCAPE .*?(\\.)/,
    why: '$1 has no meaning in a text in double quotes',
    fix: "Put the text in single quotes: '...'. A backslash stands for itself there.",
  },
  {
    said: /^(?:BAD_DIRECTIVE|MISSING_CHAR .*directives-end)/,
    why: 'a line that begins with % stands in front of the document',
    fix: 'Remove that line.',
  },
  { said: /^NON_STRING_KEY/, why: 'a key is a list or a set of keys', fix: 'Write the key as a text.' },
  {
    said: /^(?:UNEXPECTED_TOKEN.*at node end|MISSING_CHAR.*,)/,
    why: 'something follows a value without a comma or a new line between them',
    fix: 'Add the comma, or begin a new line.',
  },
  {
    said: /^UNEXPECTED_TOKEN.*\n([\]}])/,
    why: 'the $1 closes nothing',
    fix: 'Remove it, or add the bracket that it closes.',
  },
  {
    said: /^(?:BAD_ALIAS|ALIAS_PROPS|MULTIPLE_ANCHORS|MULTIPLE_TAGS|BAD_PROP_ORDER|TAG_RESOLVE_FAILED)/,
    why: 'the &, * or ! here names nothing',
    fix: 'Put the text in quotes.',
  },
];

const ALIAS_WORDS: readonly ParserWords[] = [
  {
    said: /Unresolved alias.*: (\S+)$/m,
    why: '*$1 stands for what was named &$1 before, and nothing was',
    fix: 'Put it in quotes if it is a text: "*$1".',
  },
  {
    said: /Merge sources/,
    why: 'what `<<` merges is no set of keys that was named before',
    fix: 'Name a set of keys, `&base { rate: 0.1 }`, and merge it: `<<: *base`.',
  },
  {
    said: /Excessive alias count/,
    why: 'its aliases multiply without end',
    fix: 'Write the values themselves.',
  },
];
const OTHERWISE: ParserFault = {
  why: 'this is not YAML',
  fix: 'Correct the text there; `surefoot init` writes a file to start from.',
};
