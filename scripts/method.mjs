/**
 * @file Writes the figures of docs/method.md from what the benches printed: `node scripts/method.mjs FOLDER`, with
 * `race-<setting>-<criterion>-<rows>.json` from `bench:race -- --json` and `calibration-*.json` from
 * `bench:calibration -- --json` in it. A table stands between `<!-- figures: name -->` and `<!-- end -->`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
if (folder === undefined) {
  console.error('Name the folder with the JSON of the benches.');
  process.exit(2);
}
const page = new URL('../docs/method.md', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8') || '[]');

const tables = {
  recorded: () => raceTable('recorded', ['cost', 'pcs', 'regret']),
  fresh: () => raceTable('fresh', ['cost', 'pcs', 'within', 'inSet', 'setSize', 'exceeded']),
  window: () => raceTable('window', ['cost', 'inSet', 'setSize', 'exceeded']),
  calibration: calibrationTable,
};
const text = readFileSync(page, 'utf8').replace(
  /<!-- figures: (\w+) -->[\s\S]*?<!-- end -->/g,
  (_, name) => `<!-- figures: ${name} -->\n${tables[name]()}\n<!-- end -->`,
);
writeFileSync(page, text);

function raceTable(setting, fields) {
  const heads = {
    cost: 'cost',
    pcs: 'names the best',
    within: 'pick within epsilon',
    inSet: 'set has one within epsilon',
    setSize: 'in the set',
    exceeded: 'certificate exceeded',
    regret: 'mean regret, 1e-4',
  };
  const rows = files
    .filter((name) => name.startsWith(`race-${setting}-`))
    .sort()
    .flatMap((name) => {
      const [, , criterion, ...places] = name.replace('.json', '').split('-');
      const where = places[0] === 'all' ? 'all 604' : 'transformers';
      return read(name).map((figures) => [
        where,
        criterion,
        figures.rule,
        ...fields.map((field) => cell(figures, field)),
      ]);
    });
  return markdown(['candidates', 'criterion', 'rule', ...fields.map((field) => heads[field])], rows);
}

function cell(figures, field) {
  const figure = figures[field];
  if (figure === null) return '-';
  if (field === 'regret') return (1e4 * figure.value).toFixed(2);
  if (field === 'setSize') return figure.value.toFixed(1);
  return share(figure, field === 'cost' ? 4 : 3);
}

function calibrationTable() {
  // Of a cell that was run twice, the larger run counts.
  const byCell = new Map();
  for (const one of files.filter((name) => name.startsWith('calibration-')).flatMap(read)) {
    const { runs, ...cell } = one.settings;
    const key = JSON.stringify(cell);
    if (runs >= (byCell.get(key)?.settings.runs ?? 0)) byCell.set(key, one);
  }
  const cells = [...byCell.values()].map((one) => [one.settings, one]);
  const order = (a, b) =>
    a[0].delta - b[0].delta ||
    a[0].candidates - b[0].candidates ||
    a[0].rule.localeCompare(b[0].rule) ||
    a[0].criterion.localeCompare(b[0].criterion) ||
    a[0].field.localeCompare(b[0].field);
  const rows = cells
    .sort(order)
    .map(([settings, one]) => [
      settings.delta,
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
    'delta',
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
  return markdown(heads, rows);
}

function share({ value, low, high }, digits) {
  return `${value.toFixed(digits)} (${low.toFixed(digits)}-${high.toFixed(digits)})`;
}

function markdown(heads, rows) {
  return [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
