/** @file Files that a parser refuses: each is told in words of this house, with its place and a fix that fits; exit status 2, and nothing is written. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { surefootHere } from './command-line-here.js';
import { fileSnapshot } from './file-snapshot.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'surefoot-broken-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const REST = 'trainer: { module: ./t.mjs }\nspace: { x: [1, 2] }\n';
const FOUND = 'name: e\ntrainer: { module: ./t.mjs }\nspace: { x: [1, 2, 3] }\n';

/** Words of parsers, which lead nobody to what is wrong. */
const OF_PARSERS =
  /Map keys|implicit|compact mapping|collection must|node end|reserved character|alias \(|stringKeys|Unsupported dtype|DataView|Float64Array|typed array|PAR1|Unexpected token|SQLITE|in JSON at|malformed/;

async function refused(args: readonly string[]): Promise<string> {
  const before = fileSnapshot(folder);
  const { status, stderr } = await surefootHere(args, folder);
  expect(status, stderr).toBe(2);
  expect(stderr).toMatch(/^surefoot: .*\nAllowed: .*\nFix: /);
  expect(stderr).not.toMatch(OF_PARSERS);
  expect(fileSnapshot(folder)).toEqual(before);
  return stderr;
}

/** [the text of an experiment, its place and why, what to do] */
const YAML: readonly (readonly [string, RegExp, RegExp])[] = [
  [`name: a\nname: b\n${REST}`, /e\.yaml:2:1: the key `name` stands here a second time/, /Keep one/],
  ['name: a\nspace:\n\tx: [1, 2]\n', /e\.yaml:3:1: the line is indented by a tab/, /spaces/],
  ['name: a\nspace:\n    x: [1]\n  y: [1]\n', /e\.yaml:4:1: .*more or fewer spaces/, /same number of spaces/],
  [
    'name: a\nspace: { x: [1, 2 \nseed: 3\n',
    /e\.yaml:2:13: the \[ that opens here is not closed by line 3/,
    /Close it/,
  ],
  ['name: a\nspace: { x: [1, 2]\nseed: 3\n', /e\.yaml:2:8: the \{ that opens here/, /Close it/],
  [`name: "a\n${REST}`, /e\.yaml:1:7: the text that begins with " here/, /Write " at its end/],
  [`name: a\nbase: 3\nspace: { <<: 3, y: [1] }\n`, /e\.yaml:3:10: what `<<` merges/, /<<: \*base/],
  ['name: a\ndata: { file: *.csv }\n', /e\.yaml:2:15: \*\.csv stands for/, /quotes/],
  [`name: a: b\n${REST}`, /e\.yaml:1:7: .*colon/, /quotes/],
  [`name:a\n${REST}`, /e\.yaml:1:1: `name:a` is no key with a value/, /a colon and a space/],
  [`name: @a\n${REST}`, /e\.yaml:1:7: .*cannot begin with @/, /quotes/],
  [`name: "C:\\digits"\n${REST}`, /e\.yaml:1:10: \\d has no meaning/, /single quotes/],
  ['name: a\nspace:\n  x: [1]\n  - y\n', /e\.yaml:4:\d: an entry of a list .* among keys/, /list alone/],
  ['name: a\nspace: { [a]: 1 }\n', /e\.yaml:2:10: a key is a list/, /as a text/],
  ['# nothing\n', /e\.yaml:1:1: the experiment is empty/, /surefoot init/],
];

test.each(YAML)('YAML: %j', async (text, what, fix) => {
  writeFileSync(join(folder, 'e.yaml'), text);
  const told = await refused(['check', 'e.yaml']);
  expect(told).toMatch(what);
  expect(told.split('Fix: ')[1]).toMatch(fix);
});

test('an experiment in another encoding than UTF-8 is refused', async () => {
  writeFileSync(join(folder, 'e.yaml'), Buffer.from(`name: Zürich\n${REST}`, 'latin1'));
  expect(await refused(['check', 'e.yaml'])).toMatch(/e\.yaml cannot be read, it is no text in UTF-8/);
});

const fixture = (name: string): Buffer => readFileSync(resolve('test/engine/datasets/fixtures', name));
const withText = (bytes: Buffer, from: string, to: string): Buffer =>
  Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');

/** [file, its bytes, why, what to do] */
const DATA: readonly (readonly [string, () => Buffer, RegExp, RegExp])[] = [
  ['m.npy', () => Buffer.from('a,y\n1,2\n'), /it does not begin as an NPY file does/, /numpy\.save/],
  ['m.npy', () => fixture('matrix.npy').subarray(0, 40), /it was cut/, /Copy the file again/],
  ['m.npy', () => fixture('matrix.npy').subarray(0, 801), /it was cut/, /Copy the file again/],
  ['m.npy', () => fixture('big-endian.npy'), /highest byte first \(>f4\)/, /astype\("<f4"\)/],
  ['m.npy', () => withText(fixture('matrix.npy'), '<f8', '|O8'), /objects of Python/, /astype/],
  ['m.npz', () => Buffer.from('PK?'), /it is no NPZ archive/, /numpy\.savez/],
  ['m.parquet', () => fixture('snappy.parquet').subarray(0, 3000), /not Parquet, or its end is missing/, /again/],
  ['m.parquet', () => fixture('snappy.parquet').fill(255, 8, 3000), /it is damaged/, /again/],
];

test.each(DATA)('data: %s, %#', async (file, bytes, why, fix) => {
  writeFileSync(join(folder, file), bytes());
  writeFileSync(
    join(folder, 'e.yaml'),
    `name: a\ndata: { file: ${file}, target: ${file === 'm.npy' ? '"6"' : 'energy'} }\nspace: { layers: [{ dense: { units: [4, 8] } }] }\n`,
  );
  const told = await refused(['check', 'e.yaml']);
  expect(told).toMatch(why);
  expect(told.split('Fix: ')[1]).toMatch(fix);
});

/** [file, its text, why, what to do] */
const JSON_FILES: readonly (readonly [string, string, RegExp, RegExp])[] = [
  ['f.json', '[{"settings":{"x":1},"loss":0.3},\n {"sett', /line 2, column 3: it ends in the middle/, /whole/],
  ['f.json', '[{"settings":{"x":1},"loss":NaN}]', /line 1, column 29: NaN is no word of JSON/, /null/],
  ['f.json', '{"settings":{"x":1}}\n{"settings":{"x":2}}\n', /line 2, column 1: a second value begins/, /jq -s/],
  ['f.json', "[{'settings':{}}]", /line 1, column 3: a text stands in single quotes/, /double quotes/],
  ['f.json', '[1,]', /column 4: nothing follows a comma/, /Remove the comma/],
  ['f.json', '', /nothing stands in it/, /whole/],
  ['f.json', '[1, 2]', /: f\.json, trial 0: 1 is no trial/, /trials/],
  ['f.jsonl', '{"settings":{"x":1},"loss":0.3}\n', /its format is not clear/, /\.json/],
  ['f.db', 'nothing', /f\.db cannot be read: it is no SQLite file/, /path/],
];

test.each(JSON_FILES)('trials: %s %j', async (file, text, why, fix) => {
  writeFileSync(join(folder, 'e.yaml'), FOUND);
  writeFileSync(join(folder, file), text);
  const told = await refused(['recheck', file, 'e.yaml', '--quiet']);
  expect(told).toMatch(why);
  expect(told.split('Fix: ')[1]).toMatch(fix);
});

/** [what is done to the file of a study, why, what to do] */
const SQLITE: readonly (readonly [(bytes: Buffer) => Buffer, RegExp, RegExp])[] = [
  [(bytes) => bytes.subarray(0, bytes.length / 2), /it is damaged, or a part of it is missing/, /Copy it again/],
  [(bytes) => Buffer.concat([bytes.subarray(0, 16), Buffer.alloc(3000, 'x')]), /and is none/, /Copy it again/],
  [
    (bytes) => withText(bytes, 'CREATE TABLE trial_values', 'CREATE TABLE trial_xalues'),
    /damaged|`trial_values`/,
    /trials_dataframe/,
  ],
];

test.each(SQLITE)('a study in SQLite, %#', async (change, why, fix) => {
  writeFileSync(join(folder, 'e.yaml'), FOUND);
  cpSync(resolve('test/reference/optuna/study.db'), join(folder, 's.db'));
  writeFileSync(join(folder, 's.db'), change(readFileSync(join(folder, 's.db'))));
  const told = await refused(['recheck', 's.db', 'e.yaml', '--quiet', '--study', 'digits']);
  expect(told).toMatch(why);
  expect(told.split('Fix: ')[1]).toMatch(fix);
});
