/** @file Splits that keep together what belongs together: whole groups go to one part, and later examples to later parts. */
import { groupBy, type InputError, inputError, permutation, type Random } from '../../core/index.js';
import { DATA_PARTS, type DataPart, mapParts, type SplitIndices, type SplitSizes } from './split.js';

/**
 * Every group goes to one part whole, so that no patient, shower or shop is seen in training and judged on. Sizes are met as
 * nearly as groups allow: groups in order of size, equal ones in random order, each to the part that lacks the largest
 * share of what it was promised. `groups` has a group number for each example, 0, 1, ...
 *
 * @throws InputError where a part would stay empty: too few groups, or one that is nearly everything.
 */
export function splitByGroup(
  groups: ArrayLike<number>,
  sizes: SplitSizes,
  random: Random,
  column: string,
): SplitIndices {
  const shuffled = shuffledGroups(groups, random);
  const asked = DATA_PARTS.filter((part) => sizes[part] > 0);
  const taken = mapParts((): number[] => []);
  for (const own of shuffled.sort((a, b) => b.length - a.length)) {
    const lacking = (part: DataPart): number => 1 - taken[part].length / sizes[part];
    const part = asked.reduce((best, other) => (lacking(other) > lacking(best) ? other : best));
    for (const index of own) taken[part].push(index);
  }
  const empty = asked.find((part) => taken[part].length === 0);
  if (empty !== undefined) throw tooFewGroups(column, shuffled.length, asked.length);
  return mapParts((part) => inOrder(taken[part], random));
}

/**
 * The same again at random, into two parts: groups in random order go to the selection set as long as they fit into
 * `selection` examples, all others to the pool. In order of size a few large ones would lie in the same part every time.
 */
export function groupsAnew(groups: ArrayLike<number>, selection: number, random: Random): SplitIndices {
  const taken = mapParts((): number[] => []);
  for (const own of shuffledGroups(groups, random)) {
    const part = taken.selection.length + own.length <= selection ? taken.selection : taken.pool;
    for (const index of own) part.push(index);
  }
  return mapParts((part) => inOrder(taken[part], random));
}

/** The members of each group, groups in random order. */
function shuffledGroups(groups: ArrayLike<number>, random: Random): number[][] {
  const indices = Array.from({ length: groups.length }, (_, index) => index);
  const all = [...groupBy(indices, (index) => groups[index]).values()];
  return Array.from(permutation(all.length, random), (place) => all[place] as number[]);
}

/**
 * The earliest examples are the pool, the next the selection set, then the calibration set, and the latest the final set: models are
 * judged on what came after.
 * Examples of one moment stay in one part, so sizes are met as nearly as they allow. Examples beyond the sizes' sum are
 * left out, the earliest first.
 *
 * @throws InputError where a part would stay empty.
 */
export function splitByTime(times: ArrayLike<number>, sizes: SplitSizes, random: Random, column: string): SplitIndices {
  const line = Array.from({ length: times.length }, (_, index) => index).sort(
    (a, b) => (times[a] as number) - (times[b] as number) || a - b,
  );
  const start = times.length - DATA_PARTS.reduce((sum, part) => sum + sizes[part], 0);
  const timeAt = (place: number): number => times[line[place] as number] as number;
  const cut = (place: number): number => {
    let at = place;
    while (at > start && at < line.length && timeAt(at) === timeAt(at - 1)) at++;
    return at;
  };
  const inTime = ['pool', 'selection', 'calibration', 'final'] as const;
  const last = inTime.findLast((part) => sizes[part] > 0);
  const taken = mapParts((): number[] => []);
  let [begin, promised] = [start, start];
  for (const part of inTime) {
    promised += sizes[part];
    const end = part === last ? line.length : Math.max(begin, cut(promised));
    taken[part] = line.slice(begin, end);
    begin = end;
  }
  const empty = DATA_PARTS.find((part) => sizes[part] > 0 && taken[part].length === 0);
  if (empty !== undefined) throw tooFewMoments(column, empty, new Set(Array.from(times)).size);
  return mapParts((part) => inOrder(taken[part], random));
}

function inOrder(indices: readonly number[], random: Random): Int32Array {
  return permutation(indices.length, random).map((place) => indices[place] as number);
}

function tooFewGroups(column: string, count: number, parts: number): InputError {
  return inputError`split-groups: data.split.by: column \`${column}\` has ${count} ${count === 1 ? 'group, which is everything' : 'groups'}, too few for ${parts} parts of these sizes.
    Allowed: a column with ${parts} groups or more, none of them nearly everything
    Fix: Name another column, or leave \`split.by\` out.`;
}

function tooFewMoments(column: string, part: string, count: number): InputError {
  return inputError`split-time: data.split.time: column \`${column}\` has ${count} different ${count === 1 ? 'time' : 'times'}, which leave nothing for the ${part} set.
    Allowed: a column whose times tell the parts apart
    Fix: Name another column, change the sizes, or leave \`split.time\` out.`;
}
