/** @file Turns what a schema found wrong into one clear message: the place, the value, what is allowed, what to do. */
import { z } from 'zod';
import { InputError, nearestName } from '../core/index.js';
import { keptElsewhere } from './key-places.js';
import type { Path } from './yaml-source.js';

type Issue = z.core.$ZodIssue;

/**
 * Checks `value` and fills in defaults. Throws an InputError for the first thing wrong, `locate` telling where that stands
 * (`experiment.yaml:7:3`).
 */
export function checkAgainst<Output>(
  schema: z.ZodType<Output>,
  value: unknown,
  locate: (path: Path) => string,
): Output {
  const result = schema.safeParse(value, { error: (issue) => knownKeys(issue) });
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap((issue) => resolveUnion(issue, value));
  // An unknown key explains a missing one better than the other way round.
  const first = issues.find(({ code }) => code === 'unrecognized_keys') ?? (issues[0] as Issue);
  throw new InputError(describeIssue(first, { schema, root: value, locate, more: issues.length - 1 }));
}

/** The issue's message carries the keys that are known, which only the schema at hand can tell. */
function knownKeys(issue: z.core.$ZodRawIssue): string | undefined {
  if (!(issue.inst instanceof z.ZodObject)) return undefined;
  const keys = Object.keys(issue.inst.shape).join(', ');
  if (issue.code === 'invalid_type') return `${EXPECTED.object}: ${keys}`;
  return issue.code === 'unrecognized_keys' ? keys : undefined;
}

/**
 * Of the alternatives of a union the one that was meant: it takes the value's outer form, and of its keys the fewest are
 * unknown or missing; an unknown key like a known one counts half.
 */
function resolveUnion(issue: Issue, root: unknown): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const alternatives = issue.errors
    .map((issues) => issues.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue))
    .filter((issues) => !issues.some((inner) => isOuterMismatch(inner, issue.path.length)))
    .map((issues) => ({ issues, faults: issues.reduce((sum, inner) => sum + keyFaults(inner, root), 0) }));
  if (alternatives.length === 0) return [issue];
  const meant = alternatives.reduce((best, next) => (next.faults < best.faults ? next : best));
  return meant.issues.flatMap((inner) => resolveUnion(inner, root));
}

function isOuterMismatch(issue: Issue, depth: number): boolean {
  return issue.path.length === depth && issue.code !== 'unrecognized_keys' && issue.code !== 'custom';
}

function keyFaults(issue: Issue, root: unknown): number {
  if (issue.code === 'unrecognized_keys') return issue.keys.length - (suggestionFor(issue) === undefined ? 0 : 0.5);
  return valueAt(root, issue.path) === undefined ? 1 : 0;
}

function suggestionFor(issue: z.core.$ZodIssueUnrecognizedKeys): string | undefined {
  return nearestName(issue.keys[0] as string, keysBeside(issue));
}

/** The keys that its place has. */
function keysBeside({ message }: z.core.$ZodIssueUnrecognizedKeys): readonly string[] {
  return message.split(', ');
}

interface Checked {
  readonly schema: z.ZodType;
  readonly root: unknown;
  readonly locate: (path: Path) => string;
  /** Other issues. */
  readonly more: number;
}

/** Where an unknown key belongs, if the schema knows it, or one that is spelt nearly so. */
function keyFix(issue: z.core.$ZodIssueUnrecognizedKeys, { schema, root }: Checked): string {
  const key = issue.keys[0] as string;
  const elsewhere = keptElsewhere(schema, { root, path: [...issue.path, key] }, keysBeside(issue));
  if (elsewhere !== undefined) {
    const { key: known, places, isTaken } = elsewhere;
    const names = places.map((place) => `\`${place.join('.')}\``);
    const where = names.includes('``')
      ? 'at the top level'
      : `under ${[names.slice(0, -1).join(', '), names.at(-1)].filter((text) => text !== '').join(' or ')}`;
    if (!isTaken)
      return `Remove \`${key}\`${known === key ? `: it belongs ${where}, and would be refused there as it is` : ''}.`;
    return known === key ? `Write it ${where}.` : `Did you mean \`${known}\`? Write it ${where}.`;
  }
  const near = suggestionFor(issue);
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  const isTop = issue.path.length === 0 && keysBeside(issue).includes('space');
  return `Remove \`${key}\`${isTop ? ', or write it in `space` if it is a setting of the candidates' : ''}.`;
}

function describeIssue(issue: Issue, checked: Checked) {
  const { root, locate, more } = checked;
  const rest = more > 0 ? ` (and ${more} more)` : '';
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] as string;
    return {
      code: 'unknown-key',
      what: `${locate([...issue.path, key])}: unknown key \`${nameOf([...issue.path, key])}\`${rest}.`,
      allowed: issue.message,
      fix: keyFix(issue, checked),
    };
  }
  const name = nameOf(issue.path);
  const given = valueAt(root, issue.path);
  const missing = given === undefined;
  const where = locate(issue.path);
  return {
    code: missing ? 'missing-key' : 'wrong-value',
    what: missing
      ? `${where}: \`${name}\` is missing${rest}.`
      : `${where}: ${name === '' ? 'the experiment' : `\`${name}\``} is ${name === '' && given === null ? 'empty' : textOf(given)}${rest}.`,
    allowed: allowedBy(issue),
    fix: missing
      ? `Add \`${name}\`.`
      : name === ''
        ? 'Write an experiment; `surefoot init` makes one to start from.'
        : ((issue.code === 'custom' ? (issue.params?.fix as string | undefined) : undefined) ?? `Correct \`${name}\`.`),
  };
}

function allowedBy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.startsWith(`${EXPECTED.object}:`)
        ? issue.message
        : (EXPECTED[issue.expected] ?? issue.expected);
    case 'invalid_value':
      return issue.values.map((value) => String(value)).join(', ');
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitOf(issue.origin, issue.minimum)}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unitOf(issue.origin, issue.maximum)}`;
    case 'invalid_union':
      if (issue.errors.length > 0 && issue.message !== NO_WORDS) return issue.message;
      return issue.errors.length > 0
        ? [...new Set(issue.errors.flatMap((issues) => issues.map(allowedBy)))].join(', or ')
        : discriminatorOptions(issue);
    case 'invalid_format':
      return issue.message;
    default:
      return issue.message;
  }
}

/** What a union says that was given no words of its own. */
const NO_WORDS = 'Invalid input';

const EXPECTED: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a set of keys with values',
  record: 'a set of keys with values',
  null: 'null',
};

/** A union told apart by one key says which values of that key it knows, where it has no other words. */
function discriminatorOptions(issue: Issue): string {
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
  return options.length > 0
    ? options
        .filter((option) => option !== undefined)
        .map(String)
        .join(', ')
    : issue.message;
}

function unitOf(origin: string, count: number | bigint): string {
  if (origin === 'string') return Number(count) === 1 ? ' character' : ' characters';
  if (origin !== 'array' && origin !== 'set') return '';
  return Number(count) === 1 ? ' entry' : ' entries';
}

/** `space.layers[0].units` */
export function nameOf(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`))
    .join('');
}

function valueAt(root: unknown, path: Path): unknown {
  let value: unknown = root;
  for (const part of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

function textOf(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
