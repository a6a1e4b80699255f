/** @file Tables with rare levels, and how far these move what a model says of rows. */
import { readFileSync } from 'node:fs';

/** Of those that `init` drafts: without layers, and the one with most weights; little decayed. */
export const CONFIGURATIONS = [[], [{ dense: { units: 64, activation: 'relu' } }]].map((layers) => ({
  layers,
  optimizer: { name: 'adamw', learningRate: 0.005, weightDecay: 0.01 },
  batchSize: 32,
  epochs: 16,
}));

const FEWEST = 10;

/** Cells without quotes, in which there is no comma but within quotes; without the columns `left`, and with `most` rows at most. */
export function readTable(path, target, left, most) {
  const lines = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const [names, ...rows] = lines.map((line) =>
    [...`${line},`.matchAll(/("(?:[^"]*)"|[^,]*),/g)].map(([, cell]) => cell.replaceAll('"', '')),
  );
  const places = names.flatMap((name, place) => (left.includes(name) ? [] : [place]));
  const step = Math.ceil(rows.length / most);
  const kept = rows.filter((_, row) => row % step === 0);
  const pick = (cells) => places.map((place) => cells[place]);
  return { names: pick(names), rows: kept.map(pick), target };
}

export function writeTable({ names, rows }) {
  const line = (cells) => cells.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(',');
  return `${[names, ...rows].map(line).join('\n')}\n`;
}

/** A generator of its own, so that the same cells are changed everywhere. */
function generator(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Whether some cells of the column are no numbers. */
export function isText({ names, rows }, name) {
  const place = names.indexOf(name);
  return rows.some((row) => row[place] !== '' && Number.isNaN(Number(row[place])));
}

/** Columns in which some cells are numbers and some are not, as words. */
export function statedColumns(table) {
  const mixed = table.names.filter((name, place) => {
    return (
      name !== table.target &&
      isText(table, name) &&
      table.rows.some((row) => row[place] !== '' && !Number.isNaN(Number(row[place])))
    );
  });
  return Object.fromEntries(mixed.map((name) => [name, 'category']));
}

/** Two cells of each column without missing ones are emptied. */
export function emptied(table) {
  const next = generator(7);
  const rows = table.rows.map((row) => [...row]);
  for (const [place, name] of table.names.entries()) {
    if (name === table.target || table.rows.some((row) => row[place] === '')) continue;
    for (let time = 0; time < 2; time++) rows[next(rows.length)][place] = '';
  }
  return { ...table, rows };
}

/** Of each text column the second level keeps four rows; the others get the first. Undefined where there is no text. */
export function madeRare(table) {
  const rows = table.rows.map((row) => [...row]);
  let changed = false;
  for (const [place, name] of table.names.entries()) {
    if (name === table.target || !isText(table, name)) continue;
    const counts = countsOf(rows.map((row) => row[place]));
    const [first, second] = [...counts].sort((a, b) => b[1] - a[1]).map(([level]) => level);
    if (second === undefined || counts.get(second) < 20) continue;
    changed = true;
    const own = rows.filter((row) => row[place] === second);
    for (const row of own.slice(4)) row[place] = first;
  }
  return changed ? { ...table, rows } : undefined;
}

function countsOf(cells) {
  const counts = new Map();
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return counts;
}

const MOST_JUDGED = 150;

/**
 * Of a model of this data set, on rows of its final set: how many predictions lie further than the limit from the mean over the common
 * levels, how many further from all that common levels give, and how far the farthest lies from the mean, in limits.
 */
export async function countMoved(model, dataset, datasets) {
  const { pool, final, classes, targetNames, encoding } = dataset;
  const count = Math.min(final.count, MOST_JUDGED);
  const columns = (final.columns ?? []).map((column) => ({ ...column, values: column.values.slice(0, count) }));
  const counted = { of: 0, fromMean: 0, beyondAll: 0, farthest: 0 };
  const scores = async (place, cell) => {
    const values = columns[place].kind === 'category' ? Array(count).fill(cell) : new Float64Array(count).fill(cell);
    const rows = columns.map((column, other) => (other === place ? { ...column, values } : column));
    const outputs = await model.outputs(rows, count);
    return classes.length === 0
      ? inSpreads(outputs, pool.targets, targetNames.length)
      : logOdds(outputs, classes.length);
  };
  const limit = classes.length === 0 ? 0.5 : 1;
  for (const [place, column] of columns.entries()) {
    if (column.kind === 'date') continue;
    const encoded = encoding.columns.find(({ name }) => name === column.name);
    const { common, rare } = cellsOf(encoded, dataset, datasets);
    if (common.length === 0) continue;
    const usual = [];
    for (const [cell, share] of common) usual.push({ share, given: await scores(place, cell) });
    for (const cell of rare) {
      for (const [index, score] of (await scores(place, cell)).entries()) {
        const all = usual.map(({ given }) => given[index]);
        const mean = usual.reduce((sum, { share, given }) => sum + share * given[index], 0);
        const beyond = Math.max(0, Math.min(...all) - score, score - Math.max(...all)) / limit;
        const distance = Math.abs(score - mean) / limit;
        counted.of++;
        if (!(distance <= 1)) counted.fromMean++;
        if (!(beyond <= 1)) counted.beyondAll++;
        counted.farthest = Math.max(counted.farthest, distance);
      }
    }
  }
  return counted;
}

/** Of one column: cells with enough rows in the pool and the share of each, and those with fewer. */
function cellsOf(column, { pool, encoding }, { columnsInOrder, encodedNames, encodedWidth }) {
  const width = encodedWidth(encoding);
  let start = 0;
  for (const other of columnsInOrder(encoding)) {
    if (other.name === column.name) break;
    start += encodedNames(other).length;
  }
  const rowsWith = (place, value) => {
    let count = 0;
    for (let row = 0; row < pool.count; row++) if (pool.inputs[row * width + place] === value) count++;
    return count;
  };
  if (column.kind === 'number') {
    const isRare = !column.indicator || rowsWith(start + 1, 1) < FEWEST;
    return { common: [[column.fill, 1]], rare: isRare ? [Number.NaN] : [] };
  }
  const counted = column.levels.map((level, place) => {
    return [level, column.embedded ? rowsWith(start, place + 1) : rowsWith(start + place, 1)];
  });
  const common = counted.filter(([, count]) => count >= FEWEST);
  const all = common.reduce((sum, [, count]) => sum + count, 0);
  const rare = counted.filter(([, count]) => count < FEWEST).map(([level]) => level);
  return {
    common: common.map(([level, count]) => [level, count / all]),
    rare: [...rare, ...(column.rare ?? []), 'a level that is new'],
  };
}

function inSpreads(outputs, targets, width) {
  const spreads = Array.from({ length: width }, (_, target) => {
    const own = targets.filter((_, place) => place % width === target);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    return Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length);
  });
  return Array.from(outputs, (output, index) => output / spreads[index % width]);
}

/** Of each class against all others; of a single logit itself. */
function logOdds(outputs, classes) {
  if (outputs.length % classes !== 0) return Array.from(outputs);
  return Array.from(outputs, (own, index) => {
    const start = index - (index % classes);
    const others = Array.from(outputs.subarray(start, start + classes)).filter((_, place) => start + place !== index);
    const largest = Math.max(...others);
    return own - largest - Math.log(others.reduce((sum, one) => sum + Math.exp(one - largest), 0));
  });
}
