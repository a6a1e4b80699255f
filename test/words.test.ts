/** @file How long the documents are, and the words that they, the help and what a run prints do without. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { surefootHere as surefoot } from './app/command-line-here.js';
import { GUIDES, PAGES } from './pages.js';

const textOf = (page: string): string => readFileSync(page, 'utf8');
/** Words of a text; bars of tables are none. */
const wordsOf = (text: string): number => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
const without = (text: string, code: RegExp): string => text.replaceAll(code, ' ');
const BLOCKS = /^ *```[\s\S]*?^ *```/gm;

/** A page of 1,200 words is read in one sitting. */
test.each([
  ['README.md', 900],
  ['CHANGELOG.md', 1300],
  ['docs/method.md', 1200],
  ['docs/measurements.md', 3000],
  ['docs/choose-a-model.md', 700],
  ['docs/why-results-wobble.md', 700],
])('%s has at most %i words', (page, most) => {
  expect(wordsOf(textOf(page))).toBeLessThanOrEqual(most);
});

test('all guides together have at most 25,000 words', () => {
  const lengths = GUIDES.filter((page) => page.startsWith('docs/')).map((page) => wordsOf(textOf(page)));
  expect(lengths.length).toBeGreaterThan(20);
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(25_000);
});

test.each(PAGES)('%s has no paragraph of more than 120 words', (page) => {
  // A point of a list is a paragraph, and so is a cell of a table.
  const paragraphs = without(textOf(page), BLOCKS)
    .split(/\n\s*\n|\n(?=\s*- |\s*\d+\. |\|)/)
    .flatMap((part) => (part.trim().startsWith('|') ? part.split('|') : [part]));
  expect(paragraphs.filter((part) => wordsOf(part) > 120)).toEqual([]);
});

test('the method comes with its figure', () => {
  const [, picture = ''] = /src="([^"]+)"/.exec(textOf('docs/method.md')) ?? [];
  expect(existsSync(join('docs', picture)), picture).toBe(true);
});

/** What the vocabulary of ARCHITECTURE.md has other words for, and what says it. Code in documents may have its own names. */
const DROPPED: readonly (readonly [string, RegExp, string])[] = [
  [
    'candidates as persons',
    /\b(?:nobody|everybody|somebody|anybody|whoever)\b/i,
    'none, all, one, any; of people anyone',
  ],
  [
    'candidates as persons',
    /\b(?:candidates?|winners?|rivals?|leaders?|members?|networks?|models?|trainings?|retrainings?|configurations?) whom?\b/i,
    'that, which',
  ],
  [
    'candidates as persons',
    /\bwho (?:leads?|led|joins?|joined|wins?|won|collapses?|varies|is tried|is contested|may be chosen)\b/i,
    'which',
  ],
  ['incumbent', /\bincumbents?\b/i, 'leader, winner'],
  ['provisional', /\bprovisional(?:ly)?\b/i, 'stopped'],
  // Servers of queues have certificates, too.
  ['certificate', /\bcertified\b|^Certificate:|\bcertificate (?:says|holds|rests|exceeded)\b/im, 'bound'],
  ['at worst', /\bfailed at worst\b/i, 'the worst failed'],
];

function droppedIn(text: string): readonly string[] {
  return DROPPED.flatMap(([what, pattern, instead]) => {
    const found = pattern.exec(text);
    return found === null ? [] : [`${what}: "${text.slice(found.index - 40, found.index + 60)}"; say ${instead}`];
  });
}

test.each(PAGES)('%s has no word that was dropped', (page) => {
  expect(droppedIn(without(without(textOf(page), BLOCKS), /`[^`\n]*`/g))).toEqual([]);
});

const SUBJECTS = ['machines', 'found', 'rules'];

test('nor has the help', async () => {
  const overview = (await surefoot(['--help'], '.')).stdout;
  const commands = [...overview.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name = '']) => name);
  expect(commands.length).toBeGreaterThan(15);
  const calls = [...commands.map((command) => [command, '--help']), ...SUBJECTS.map((subject) => ['help', subject])];
  for (const call of calls) {
    const { stdout } = await surefoot(call, '.');
    expect(droppedIn(without(stdout, /--[a-z-]+/g)), call.join(' ')).toEqual([]);
  }
});

const PRINTED = [
  ...readdirSync('test/golden', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.txt'))
    .map((name) => join('test/golden', name)),
  'test/recorded/__snapshots__/refusals.test.ts.snap',
];

test.each(PRINTED)('nor has what %s shows', (name) => {
  expect(droppedIn(textOf(name))).toEqual([]);
});
