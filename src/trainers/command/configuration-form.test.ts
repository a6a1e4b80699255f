/** @file All settings at once, as scripts take them: argparse and click, switches, lists, Hydra. */
import { expect, test } from 'vitest';
import { configurationWords, readForm } from './configuration-form.js';

const CONFIGURATION = {
  lr: 1e-7,
  optimizer: { name: 'a w', decay: -1, nest: {} },
  amp: true,
  tie: false,
  sizes: [64, 32],
  none: null,
  note: '-v',
};

function words(form: string, configuration: Parameters<typeof configurationWords>[1] = CONFIGURATION): string[] {
  const read = readForm(form);
  if (read === undefined) throw new Error(`${form} is none`);
  return configurationWords(read, configuration);
}

test('options as argparse and click read them', () => {
  expect(words('--key value')).toEqual([
    ...['--lr', '1e-7', '--optimizer.name', 'a w', '--optimizer.decay=-1', '--amp', 'true', '--tie', 'false'],
    ...['--sizes', '[64,32]', '--note=-v'],
  ]);
  expect(words('--key=value')).toEqual([
    ...['--lr=1e-7', '--optimizer.name=a w', '--optimizer.decay=-1', '--amp=true', '--tie=false'],
    ...['--sizes=[64,32]', '--note=-v'],
  ]);
  expect(words('-key value', { lr: 1 })).toEqual(['-lr', '1']);
});

test('switches, and lists of several words', () => {
  const configuration = { amp: true, tie: false, sizes: [64, 'a b'], deep: [[1], [2]] };
  expect(words('--key value, --flag', configuration)).toEqual([
    '--amp',
    '--sizes',
    '[64,"a b"]',
    '--deep',
    '[[1],[2]]',
  ]);
  expect(words('--key value..., --flag/--no-flag', configuration)).toEqual([
    ...['--amp', '--no-tie', '--sizes', '64', 'a b', '--deep', '[[1],[2]]'],
  ]);
});

test("Hydra's overrides", () => {
  expect(words('key=value')).toEqual([
    ...['lr=1e-7', 'optimizer.name=a w', 'optimizer.decay=-1', 'amp=true', 'tie=false', 'sizes=[64,32]', 'none=null'],
    "note='-v'",
  ]);
  expect(words('++key=value', { a: 1 })).toEqual(['++a=1']);
  const texts = {
    number: '3',
    word: 'true',
    empty: '',
    quote: "it's",
    back: 'a\\\\',
    list: ['x', '1', { k: 'v,w' }],
    path: '/a/b.csv',
  };
  expect(words('key=value', texts)).toEqual([
    ...[
      "number='3'",
      "word='true'",
      "empty=''",
      "quote='it\\'s'",
      "back='a\\\\\\\\'",
      "list=[x,'1',{k:'v,w'}]",
      'path=/a/b.csv',
    ],
  ]);
});

test.each([
  'key',
  'value',
  '---key value',
  '--key value, -flag',
  '+key value',
  'key value',
  '--key=value...',
  '--key value, --no-flag',
])('%s is no form', (form) => expect(readForm(form)).toBeUndefined());
