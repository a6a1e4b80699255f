/** @file A field of a family: how each candidate's losses are drawn, and what its criterion truly is. */
import type { Criterion } from '../../src/stats/index.js';
import { FAMILY_CELLS, type FamilyCell, type Passing } from './families.js';
import type { Scenario } from './scenario.js';
import { lossesOf, PLAIN, type Source, type Traits } from './unlike.js';

export function findFamilyCell(name: string): FamilyCell {
  const cell = FAMILY_CELLS.find((one) => one.name === name);
  if (cell === undefined)
    throw new RangeError(`No cell is called ${name}; there are ${FAMILY_CELLS.map((one) => one.name).join(', ')}.`);
  return cell;
}

/** The best stands in the middle, and the odd rival, where there is one, last. */
export function createFamilyScenario(cell: FamilyCell, criterion: Criterion, replicates: number): Scenario {
  const { candidates, gap, passing } = cell;
  const best = candidates >> 1;
  const odd = cell.odd === undefined ? undefined : sourceOf(cell.odd, false);
  const rival = passing === undefined ? sourceOf(cell.rivals ?? {}, false) : passingAt(passing.rivals, passing);
  const first = passing === undefined ? sourceOf(cell.best ?? {}, true) : passingAt(passing.best, passing);
  const sources = Array.from({ length: candidates }, (_, i) =>
    i === best ? first : i === candidates - 1 ? (odd ?? rival) : rival,
  );
  return {
    best,
    truth: Float64Array.from(sources, ({ truth }) => truth),
    drawLosses: (random) => {
      const effects = Float64Array.from({ length: replicates }, () => random.normal());
      return (candidate, replicate) =>
        (sources[candidate] as Source).draw(random, effects[replicate] as number, replicate);
    },
  };

  function sourceOf(traits: Partial<Traits>, isBest: boolean): Source {
    const all = { ...PLAIN, ...traits };
    if (criterion.kind !== 'spread') return lossesOf(all, criterion, isBest ? -gap : 0, replicates);
    const unscaled = lossesOf(all, criterion, 0, replicates).truth;
    return lossesOf({ ...all, scale: (all.scale * (isBest ? 1 - gap : 1)) / unscaled }, criterion, 0, replicates);
  }
}

/** One failure in so many costs something between. */
const MIDDLE_SHARE = 0.2;

function passingAt(rate: number, { noise, middle }: Passing): Source {
  return {
    truth: rate * (middle === undefined ? 1 : 1 - MIDDLE_SHARE * (1 - middle)),
    draw: (random) => {
      const failed = random.uniform() < rate;
      const cost = failed && middle !== undefined && random.uniform() < MIDDLE_SHARE ? middle : Number(failed);
      return noise === 0 ? cost : cost + noise * random.normal();
    },
  };
}
