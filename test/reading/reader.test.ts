/** @file The reader is not blind: whatever is changed in what a run says, it finds. */
import { describe, expect, test } from 'vitest';
import { type Shown, showMadeRace, showMadeStudy } from './read-all.js';
import { readRace } from './read-race.js';
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
  const changed = text.replace(from, to as string);
  if (changed === text) throw new Error(`nothing to change: ${from}`);
  return changed;
};
const oneMore = (found: string): string => found.replace(/\d+/, (count) => String(Number(count) + 1));

describe.each<readonly [what: string, words: RegExp, change: (shown: Shown) => Partial<Shown>]>([
  [
    'a wrong count in the claim',
    /none of \d+ is better/,
    ({ page }) => ({ page: swap(page, /none of \d+ is/g, oneMore) }),
  ],
  [
    'another tolerance',
    /better by more than 0\.\d+\./,
    ({ page }) => ({ page: swap(page, /better by more than 0\./g, 'better by more than 9.') }),
  ],
  [
    'too many that may be better',
    /one of these \d+ is/,
    ({ page }) => ({ page: swap(page, /one of these \d+/g, oneMore) }),
  ],
  [
    'a sign turned round',
    /worse by 0\.\d*[1-9]/,
    ({ page }) => ({ page: swap(page, /worse by (0\.\d*[1-9])/, 'better by $1') }),
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
    /worse by/,
    ({ page }) => ({ page: swap(page, /<\/main>/, '<p>7 of 5 trainings failed.</p></main>') }),
  ],
  ['ends exchanged', /worse by/, ({ page }) => ({ page: swap(page, /<\/main>/, '<p>q3 0.5 [0.6, 0.4]</p></main>') })],
  ['a number that is none', /worse by/, ({ page }) => ({ page: swap(page, /<\/main>/, '<p>q3 NaN</p></main>') })],
])('%s', (_, words, change) => {
  test('is found', async () => {
    const shown = await raceThatSays(words);
    expect(readRace({ ...shown, ...change(shown) })).not.toEqual([]);
  });
});

test('result.json that does not add up is found', async () => {
  const shown = await raceThatSays(/worse by/);
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
