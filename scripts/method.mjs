/**
 * @file Writes tables of docs/measurements from what the benches printed: `node scripts/method.mjs FOLDER`, with
 * `race-<setting>-<criterion>-<rows>.json` from `bench:race -- --json`, `calibration-*.json`, `criteria-*.json` and `scale-*.json` (with
 * `--level`) from `bench:calibration -- --json` and `unlike-*.json` from it with `--unlike`, `alike-*.json` with `--alike`, `mixed-*.json` with
 * `--mixed`, and `train-*.json` from `bench:train -- --out` in it. The lines at the head of a table,
 * which begin with #, stay; a table without such files stays as it is.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRAINING_TABLES } from './training-tables.mjs';

const folder = process.argv[2];
if (folder === undefined) {
  console.error('Name the folder with the JSON of the benches.');
  process.exit(2);
}
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const { compare } = new Intl.Collator('en');
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8') || '[]');
const filesOf = (prefix) => files.filter((name) => name.startsWith(prefix)).sort();

/** File in docs/measurements -> what its rows are made of. */
const tables = {
  recorded: ['race-recorded-', (names) => raceTable(names, ['cost', 'pcs', 'regret'])],
  fresh: ['race-fresh-', (names) => raceTable(names, ['cost', 'pcs', 'within', 'inSet', 'setSize', 'exceeded'])],
  window: ['race-window-', (names) => raceTable(names, ['cost', 'inSet', 'setSize', 'exceeded'])],
  peers: ['race-peers-', (names) => raceTable(names, ['cost', 'pcs', 'top1', 'regret'])],
  calibration: ['calibration-', calibrationTable],
  criteria: ['criteria-', calibrationTable],
  scale: ['scale-', (names) => calibrationTable(names, true)],
  unlike: ['unlike-', rowsTable],
  alike: ['alike-', rowsTable],
  mixed: ['mixed-', rowsTable],
  ...Object.fromEntries(
    Object.entries(TRAINING_TABLES).map(([name, table]) => [name, ['train-', (names) => table(names.map(read))]]),
  ),
};
for (const [name, [prefix, table]] of Object.entries(tables)) {
  const names = filesOf(prefix);
  if (names.length === 0) continue;
  const file = new URL(`../docs/measurements/${name}.csv`, import.meta.url);
  const notes = existsSync(file) ? (readFileSync(file, 'utf8').match(/^#.*$/gm) ?? []) : [`# ${name}`];
  writeFileSync(file, `${[...notes, ...table(names).map((row) => row.map(quoted).join(','))].join('\n')}\n`);
}

function quoted(cell) {
  const text = String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function raceTable(names, fields) {
  const heads = {
    cost: 'cost',
    pcs: 'names the best',
    top1: 'names one of the best 1 %',
    within: 'pick within epsilon',
    inSet: 'set has one within epsilon',
    setSize: 'in the set',
    exceeded: 'bound exceeded',
    regret: 'mean regret, 1e-4',
  };
  const rows = names.flatMap((name) => {
    const [, , criterion, ...places] = name.replace('.json', '').split('-');
    const where = places[0] === 'all' ? 'all 604' : 'transformers';
    return read(name).map((figures) => [
      where,
      criterion,
      figures.rule,
      ...fields.map((field) => cell(figures, field)),
    ]);
  });
  return [['candidates', 'criterion', 'rule', ...fields.map((field) => heads[field])], ...rows];
}

function cell(figures, field) {
  const figure = figures[field];
  if (figure === null) return '-';
  if (field === 'regret') return (1e4 * figure.value).toFixed(2);
  if (field === 'setSize') return figure.value.toFixed(1);
  return share(figure, field === 'cost' ? 4 : 3);
}

/** `isByLevel`: what the losses were raised by, and whether they were compared as they are, in place of delta. */
/** Of a cell that was run twice, the larger run counts. */
function cellsOf(names) {
  const byCell = new Map();
  for (const one of names.flatMap(read)) {
    const { runs, ...cell } = one.settings;
    const key = JSON.stringify(cell);
    if (runs >= (byCell.get(key)?.settings.runs ?? 0)) byCell.set(key, one);
  }
  return [...byCell.values()].map((one) => [one.settings, one]);
}

/** Fields by the name of their row, in the order of the bench. */
function rowsTable(names) {
  const rows = cellsOf(names).map(([settings, one]) => [
    settings.row,
    settings.candidates,
    settings.maxReplicates,
    settings.rule,
    settings.runs,
    share(one.missed, 3),
    share(one.falseClear, 3),
    share(one.exceeded, 3),
    one.setSize.value.toFixed(1),
    one.cost.value.toFixed(3),
  ]);
  const heads = ['field', 'K', 'N', 'rule', 'races', 'missed', 'false decided', 'exceeded', 'in the set', 'cost'];
  return [heads, ...rows];
}

function calibrationTable(names, isByLevel = false) {
  const cells = cellsOf(names);
  const order = (a, b) =>
    a[0].delta - b[0].delta ||
    (a[0].level ?? 0) - (b[0].level ?? 0) ||
    a[0].candidates - b[0].candidates ||
    compare(a[0].rule, b[0].rule) ||
    compare(a[0].criterion, b[0].criterion) ||
    compare(a[0].field, b[0].field);
  const rows = cells
    .sort(order)
    .map(([settings, one]) => [
      ...(isByLevel ? [settings.level, settings.scale] : [settings.delta]),
      settings.candidates,
      `${settings.rule}, epsilon ${settings.tolerance === 'zero' ? '0' : 'default'}`,
      settings.criterion,
      settings.condition,
      settings.field,
      settings.runs,
      share(one.missed, 3),
      share(one.missedAtAnyLook, 3),
      share(one.exceeded, 3),
      one.setSize.value.toFixed(1),
      one.cost.value.toFixed(2),
    ]);
  const heads = [
    ...(isByLevel ? ['level', 'scale'] : ['delta']),
    'K',
    'rule',
    'criterion',
    'condition',
    'field',
    'races',
    'missed',
    'missed at any look',
    'exceeded',
    'in the set',
    'cost',
  ];
  return [heads, ...rows];
}

function share({ value, low, high }, digits) {
  return `${value.toFixed(digits)} (${low.toFixed(digits)}-${high.toFixed(digits)})`;
}
