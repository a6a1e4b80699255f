/**
 * @file Which configurations join a searching race: steps from its best candidates and draws from anywhere, judged by what their settings
 * promise. They compete with the candidates that nobody has tried yet, by draws from what is believed (Thompson 1933, doi 10.2307/2332286).
 */
import { randomFrom } from '../../../../core/index.js';
import { type Standings, withRows } from '../../../../stats/index.js';
import { isTried } from './evidence.js';
import type { SearchField } from './field.js';
import type { Draft, DraftSource } from './newcomers.js';
import { type SearchStanding, triedInOrder } from './standing.js';

/** Steps are taken from so many of the best that were tried, and then from so many of the drafts that promise most. */
const FROM_BEST = 5;
/** Of numbers, one after the other: from across the range to the last digits that matter. */
const WIDTHS = [0.2, 0.1, 0.05, 0.02, 0.01];
/** Steps in a round, and rounds: each begins where the one before came out best. */
const STEPS = 60;
const ROUNDS = 2;
const FROM_ANYWHERE = 60;

/** At most so many, different; `names` of what is drawn at random. */
export function proposeDrafts(
  source: DraftSource,
  { ids, places }: SearchField,
  standing: SearchStanding,
  most: number,
  names: readonly (string | number)[],
): readonly Draft[] {
  const { standings, standingsAt, excluded, own } = standing;
  if (standingsAt === undefined) return [];
  const judge = (drafts: readonly Draft[]): Standings =>
    standingsAt(
      withRows(
        { ...places, rows: 0, values: new Float64Array() },
        drafts.map((draft) => draft.places),
      ),
    );
  const { centers } = standings;
  const best = triedInOrder(standing).slice(0, FROM_BEST);
  let from: readonly (string | Draft)[] = best.map((i) => ids[i] as string);
  const drafts = drawn(FROM_ANYWHERE, (step) => source.anywhere(...names, step));
  for (let round = 1; round <= ROUNDS && from.length > 0; round++) {
    const near = drawn(STEPS, (step) => {
      const width = WIDTHS[Math.floor(step / from.length) % WIDTHS.length] as number;
      return source.near(from[step % from.length] as string | Draft, width, ...names, round, step);
    });
    if (near.length === 0) break;
    drafts.push(...near);
    from = lowest([...near.keys()], judge(near).centers, FROM_BEST).map((i) => near[i] as Draft);
  }
  if (drafts.length === 0) return [];
  const promised = judge(drafts);
  const untried = Array.from(centers.keys()).filter((i) => excluded[i] === 0 && !isTried(own, i));
  const join = (name: 'centers' | 'variances') => [
    ...promised[name],
    ...untried.map((i) => standings[name][i] as number),
  ];
  return winners({ centers: join('centers'), variances: join('variances') }, drafts.length, most, names).map(
    (i) => drafts[i] as Draft,
  );
}

function drawn(count: number, draftAt: (step: number) => Draft | undefined): Draft[] {
  return Array.from({ length: count }, (_, step) => draftAt(step)).filter((draft) => draft !== undefined);
}

function lowest(indices: readonly number[], values: ArrayLike<number>, most: number): readonly number[] {
  return [...indices].sort((a, b) => (values[a] as number) - (values[b] as number) || a - b).slice(0, most);
}

/** The first `count` that are best in a draw of all, in `most` draws. */
function winners(
  { centers, variances }: { readonly centers: readonly number[]; readonly variances: readonly number[] },
  count: number,
  most: number,
  names: readonly (string | number)[],
): readonly number[] {
  const random = randomFrom(...names, 'drawn');
  const deviations = variances.map(Math.sqrt);
  const won = new Set<number>();
  for (let draw = 0; draw < most; draw++) {
    let [best, least] = [-1, Number.POSITIVE_INFINITY];
    centers.forEach((center, i) => {
      const value = center + (deviations[i] as number) * random.normal();
      if (!won.has(i) && value < least) [best, least] = [i, value];
    });
    if (best >= 0 && best < count) won.add(best);
  }
  return [...won];
}
