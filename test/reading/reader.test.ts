/** @file The reader is not blind: whatever is changed in what a run says, it finds. */
import { describe, expect, test } from 'vitest';
import {
  type Shown,
  showMadeProbation,
  showMadeRace,
  showMadeReplay,
  showMadeRequired,
  showMadeSearch,
  showMadeStudy,
} from './read-all.js';
import { readRace } from './read-race.js';
import { type ReplayTexts, readReplay } from './read-replay.js';
import { readStudy } from './read-study.js';

/** Made races as they are shown, each made once. */
const made: Shown[] = [];

/** The first of the made races whose page or terminal says this. */
async function raceThatSays(words: RegExp): Promise<Shown> {
  for (let number = 0; number < 30; number++) {
    const shown = made[number] ?? (await showMadeRace(number));
    made[number] = shown;
    if (words.test(shown.page) || words.test(shown.terminal)) return shown;
  }
  throw new Error(`no race says ${words}`);
}

const swap = (text: string, from: RegExp, to: string | ((found: string) => string)): string => {
  const plain = text.replaceAll('\u00a0', ' ');
  const changed = plain.replace(from, to as string);
  if (changed === plain) throw new Error(`nothing to change: ${from}`);
  return changed;
};
const CLAIMED = /none of \d+ has an? \S+ of the \w+ (?:lower|higher) by more than \d/;
const oneMore = (found: string): string => found.replace(/\d+/, (count) => String(Number(count) + 1));

describe.each<readonly [what: string, words: RegExp, change: (shown: Shown) => Partial<Shown>]>([
  [
    'a wrong count in the claim',
    /none of \d+ has an? /,
    ({ page }) => ({ page: swap(page, /none of \d+ has/g, oneMore) }),
  ],
  [
    'another tolerance',
    CLAIMED,
    ({ page }) => ({ page: swap(page, /(none of \d+ has an? \S+ of the \w+ \w+ by more than )(\d)/g, '$19$2') }),
  ],
  [
    'another quantity',
    CLAIMED,
    ({ page }) => ({ page: swap(page, /(none of \d+ has an? \S+ of the )\w+/g, '$1accuracy') }),
  ],
  ['another criterion', CLAIMED, ({ page }) => ({ page: swap(page, /(none of \d+ has) an? \S+/g, '$1 a q0.3') })],
  [
    'another way to be better',
    CLAIMED,
    ({ page }) => ({
      page: swap(page, /\b(lower|higher) by more/g, (found) =>
        found === 'lower by more' ? 'higher by more' : 'lower by more',
      ),
    }),
  ],
  [
    'too many that may be better',
    /these \d+ cannot be told apart/,
    ({ page }) => ({ page: swap(page, /these \d+ cannot/g, oneMore) }),
  ],
  [
    'a sign turned round',
    /at most \d\S* better/,
    ({ page }) => ({ page: swap(page, /at most (\d\S*) better/, 'at least $1 worse') }),
  ],
  ['another status', />behind</, ({ page }) => ({ page: swap(page, />behind</, '>equivalent<') })],
  ['a status that is none', />behind</, ({ page }) => ({ page: swap(page, />behind</, '>close<') })],
  [
    'other digits in the terminal',
    /\(median\)/,
    ({ terminal }) => ({ terminal: swap(terminal, /(\d)(\s+\(median\))/, '$1$17$2') }),
  ],
  [
    'another claim in the terminal',
    /Decided at 95 %/,
    ({ terminal }) => ({ terminal: swap(terminal, /Decided/g, 'Tied') }),
  ],
  [
    'more parts than the whole',
    /at most \d\S* better/,
    ({ page }) => ({ page: swap(page, /<\/main>/, '<p>7 of 5 trainings failed.</p></main>') }),
  ],
  [
    'ends exchanged',
    /at most \d\S* better/,
    ({ page }) => ({ page: swap(page, /<\/main>/, '<p>q3 0.5 [0.6, 0.4]</p></main>') }),
  ],
  [
    'a number that is none',
    /at most \d\S* better/,
    ({ page }) => ({ page: swap(page, /<\/main>/, '<p>q3 NaN</p></main>') }),
  ],
  [
    'somebody who is counted nowhere',
    /<p class="counted">\d+ winner, \d[^<]*, /,
    ({ page }) => ({ page: swap(page, /(<p class="counted">)\d+ winner, /, '$1') }),
  ],
  ['another count in a legend', /behind \(\d+\)/, ({ page }) => ({ page: swap(page, /behind \(\d+\)/, oneMore) })],
  [
    'another lead over the first listed candidate',
    /the first listed candidate/,
    ({ page }) => ({ page: swap(page, /(the first listed candidate(?: by|[^<]*? lead is|[^<]*?, by) [−\d])/g, '$17') }),
  ],
  [
    'another gap between leads',
    /The gap is/,
    ({ page }) => ({ page: swap(page, /The gap is [−]?\d/g, (found) => `${found}7`) }),
  ],
  [
    'another place of the best that was found',
    /is number \d/,
    ({ terminal }) => ({ terminal: swap(terminal, /is\s+number\s+\d/, oneMore) }),
  ],
  [
    'another best that was found',
    /wins\s+here, too/,
    ({ json }) => ({ json: swap(json, /"source": "found/, '"source": "lost') }),
  ],
  [
    'other trainings that reach it',
    /of\s+its\s+\d+\s+trainings?\s+here/,
    ({ terminal }) => ({ terminal: swap(terminal, /of\s+its\s+\d+/, oneMore) }),
  ],
  [
    'another order of what was found',
    /The\s+best\s+here\s+was\s+number/,
    ({ page }) => ({
      page: swap(page, /(The best here was number \d+ in found\.csv; the others, best first:) (\d+)/g, '$1 3, $2'),
    }),
  ],
  ['another rival that is first', /at most \d\S* better/, ({ json }) => ({ json: reversed(json) })],
])('%s', (_, words, change) => {
  test('is found', async () => {
    const shown = await raceThatSays(words);
    expect(readRace({ ...shown, ...change(shown) })).not.toEqual([]);
  });
});

/** The rivals in the other order, the last of each status first. */
function reversed(json: string): string {
  const result = JSON.parse(json) as { readonly tieSet: { readonly rivals: readonly object[] } };
  return JSON.stringify({ ...result, tieSet: { ...result.tieSet, rivals: result.tieSet.rivals.toReversed() } });
}

/** Each is made once, and nothing is found as long as it is left as it is. */
function madeOnce<Texts>(
  show: (number: number) => Promise<Texts>,
  read: (texts: Texts) => readonly string[],
): (number: number) => Promise<Texts> {
  const known = new Map<number, Texts>();
  return async (number) => {
    const shown = known.get(number) ?? (await show(number));
    if (!known.has(number)) expect(read(shown)).toEqual([]);
    known.set(number, shown);
    return shown;
  };
}

const searchOf = madeOnce(showMadeSearch, readRace);
const probationOf = madeOnce(showMadeProbation, readRace);
const replayOf = madeOnce(showMadeReplay, readReplay);

/** 19 was stopped by a budget and is drawn from a space, 14 has an audit, and 5 is decided. */
test.each<
  readonly [number: number, part: 'terminal' | 'page' | 'json', from: RegExp, to: string | ((found: string) => string)]
>([
  [19, 'terminal', /none of all 6/, oneMore],
  [19, 'page', /(none of all 6 has an? \S+ of the \w+ lower by more than 0\.)/g, '$17'],
  [19, 'terminal', /,\s+if\s+candidates\s+with\s+like\s+settings\s+train\s+alike/, ''],
  [19, 'page', /(best \S+ of the \w+) of 6 drawn from the space/g, '$1 of all 6'],
  [19, 'terminal', /Tried +By/, 'By'],
  [19, 'json', /"tried": 6/, oneMore],
  [14, 'terminal', /Of 3 random/, oneMore],
  [14, 'page', /(random candidates) 1 may have/g, '$1 2 may have'],
  [14, 'terminal', /at most \d+/, oneMore],
  [14, 'json', /"atMost": 0\.8/, '"atMost": 0.7'],
  [5, 'terminal', /Decided at 95 %/, 'Decided at 96 %'],
])('search %i, with another %s than %s, is found', async (number, part, from, to) => {
  const shown = await searchOf(number);
  expect(readRace({ ...shown, [part]: swap(shown[part], from, to) })).not.toEqual([]);
});

const requiredOf = madeOnce(showMadeRequired, readRace);

/** In 2 nobody meets the requirement, in 18 the winner does. */
test.each<
  readonly [
    number: number,
    part: 'terminal' | 'page' | 'headline' | 'json',
    from: RegExp,
    to: string | ((found: string) => string),
  ]
>([
  [2, 'terminal', /below\s+2\./, 'below 3.'],
  [
    2,
    'page',
    /no candidate meets the requirement: (\S+) of ms below/g,
    'no candidate meets the requirement: $1 of ms above',
  ],
  [18, 'terminal', /Meets\? +Yes/, 'Meets?   Not shown'],
  [18, 'page', /Meets what is required\? Yes/g, 'Yes'],
  [18, 'headline', /Meets what is required\? Yes/, 'Yes'],
  [18, 'page', /(Yes: its \S+ of ms is \S+ \[)/g, '$11'],
  [18, 'json', /"standing": "met"/, '"standing": "open"'],
])('requirement %i, with another %s than %s, is found', async (number, part, from, to) => {
  const shown = await requiredOf(number);
  expect(readRace({ ...shown, [part]: swap(shown[part], from, to) })).not.toEqual([]);
});

/** Runs 3 and 5 are on probation, in 5 with somebody else than the winner; 12 has passed. */
test.each<readonly [number: number, from: RegExp, to: string | ((found: string) => string)]>([
  [3, /0 of 8 fresh trainings/g, oneMore],
  [3, /16 are needed/g, oneMore],
  [3, /train well 80 %/g, 'train well 90 %'],
  [5, /Failed probation: 3 of the first 3 fresh trainings collapsed\. The next one is on probation/g, 'On probation'],
  [12, /At least 50 %/g, 'At least 60 %'],
  [12, /(?<=passed its probation as )\d+ of the first \d+ fresh/g, oneMore],
])('probation %i, told otherwise than %s, is found', async (number, from, to) => {
  const shown = await probationOf(number);
  expect(readRace({ ...shown, page: swap(shown.page, from, to) })).not.toEqual([]);
});

const inPage = ({ rules: [first, ...others], ...shown }: ReplayTexts, from: RegExp, to: string): ReplayTexts => ({
  ...shown,
  rules: [{ json: first?.json ?? '', page: swap(first?.page ?? '', from, to) }, ...others],
});
const inTerminal = (shown: ReplayTexts, from: RegExp, to: string): ReplayTexts => ({
  ...shown,
  terminal: swap(shown.terminal, from, to),
});

test.each<readonly [what: string, number: number, change: (shown: ReplayTexts) => ReplayTexts]>([
  ['another claim', 3, (shown) => inTerminal(shown, /decided/, 'tied')],
  ['other trainings', 3, (shown) => inTerminal(shown, /decided +20/, 'decided         21')],
  ['another share', 3, (shown) => inTerminal(shown, /44 %/, '54 %')],
  ['another winner', 3, (shown) => inTerminal(shown, /halving {2}m1/, 'halving  m0')],
  ['another regret', 3, (shown) => inTerminal(shown, /6\.93e6/, '5.93e6')],
  ['other recorded trainings', 3, (shown) => inTerminal(shown, /36 recorded/, '35 recorded')],
  ['another finding', 3, (shown) => inPage(shown, /and picks the best/g, 'and does not pick the best')],
  ['another cost', 3, (shown) => inPage(shown, />56 %</g, '>65 %<')],
  ['a column that is moved', 7, (shown) => inTerminal(shown, /^halving {2}38 %/m, 'halving  20    38 %')],
  ['other orders', 7, (shown) => inPage(shown, /Over 20 random/g, 'Over 21 random')],
  ['other gaps', 5, (shown) => inTerminal(shown, /–( +)9$/m, '–$18')],
])('a replay with %s is found', async (_, number, change) => {
  const shown = await replayOf(number);
  expect(readReplay(change(shown))).not.toEqual([]);
});

test('result.json that does not add up is found', async () => {
  const shown = await raceThatSays(/at most \d\S* better/);
  const json = swap(shown.json, /"used": \d+/, oneMore);
  expect(readRace({ ...shown, json })).not.toEqual([]);
});

test('a study whose headline is another than its figures is found', async () => {
  // Every sixth is a comparison.
  for (let number = 2; number < 60; number += 6) {
    const shown = await showMadeStudy(number);
    if (!/^The .* levels of width differ/.test(shown.headline)) continue;
    expect(readStudy(shown)).toEqual([]);
    const deny = (text: string): string =>
      text.replace(/The (.*?) levels of width differ/g, 'No difference between the $1 levels of width is shown');
    const said = {
      headline: deny(shown.headline),
      page: deny(shown.page),
      json: deny(shown.json),
      terminal: deny(shown.terminal),
      long: deny(shown.long),
    };
    expect(readStudy({ ...shown, ...said })).not.toEqual([]);
    return;
  }
  throw new Error('no study says that levels differ');
});
