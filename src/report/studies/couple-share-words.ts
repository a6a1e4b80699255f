/** @file Says where the training sample gives way to the initial weights, or the other way round. */
import type { StreamName } from '../../core/index.js';
import type { CoupleAnalysis, CoupledTable, SharesCrossing } from '../../questions/couple/plan/index.js';
import { formatCount } from '../number-text.js';
import { levelsName, partText } from './couple-names.js';

/** More combinations are counted by what they find. */
const MOST_NAMED = 2;

/** One part a combination of levels, or one for all where all say the same; of many how many find what. No full stop. */
export function crossingTexts({ table, shares }: CoupleAnalysis, figure: string): string[] {
  const { crossings } = shares;
  const texts = crossings.map((crossing) => crossingText(table, crossing, figure));
  const [first] = texts;
  if (first === undefined) return [];
  if (texts.every((text) => text === first)) {
    return [texts.length === 1 ? first : `${first} (the same at all ${texts.length} ${levelsWord(table)})`];
  }
  if (crossings.length <= MOST_NAMED) {
    return crossings.map(({ levels }, place) => `${levelsName(table, levels)}: ${texts[place] ?? ''}`);
  }
  const kinds = crossings.map((crossing) => kindText(table, crossing, figure));
  return [...new Set(kinds)].map(
    (kind) => `${kind} at ${kinds.filter((one) => one === kind).length} of ${crossings.length} ${levelsWord(table)}`,
  );
}

/** What crossings are counted in. */
function levelsWord({ factors }: CoupledTable): string {
  return factors.length === 1 ? 'levels' : 'combinations of levels';
}

/** Initial weights are many, a sample is one. */
function verb(part: StreamName, plural: string): string {
  return part === 'init' ? plural : `${plural}s`;
}

/** What a crossing finds, without its figures. */
function kindText({ streams }: Pick<CoupledTable, 'streams'>, { finding }: SharesCrossing, figure: string): string {
  switch (finding.kind) {
    case 'one':
      return `${partText(finding.from)} ${verb(finding.from, 'give')} way to ${partText(finding.to)}`;
    case 'several':
      return `what spreads the ${figure} most changes several times`;
    case 'none':
      return `${partText(finding.larger)} ${verb(finding.larger, 'spread')} the ${figure} more, and never the other way round`;
    case 'untold':
      return `whether ${streams.map(partText).join(' or ')} spreads the ${figure} more cannot be told`;
  }
}

/** `the training sample gives way to initial weights at about 4,000 examples (between 2,000 and 8,000)`. */
export function crossingText(
  { streams }: Pick<CoupledTable, 'streams'>,
  { finding }: SharesCrossing,
  figure: string,
): string {
  switch (finding.kind) {
    case 'one': {
      const { from, to, size, low, high } = finding;
      return `${partText(from)} ${verb(from, 'give')} way to ${partText(to)} at about ${formatCount(roundSize(size))} examples (between ${formatCount(low)} and ${formatCount(high)})`;
    }
    case 'several': {
      const changes = finding.changes.map(
        ({ from, to, low, high }) =>
          `${partText(from)} to ${partText(to)} between ${formatCount(low)} and ${formatCount(high)} examples`,
      );
      return `what spreads the ${figure} most changes ${changes.length} times: ${changes.join(', ')}`;
    }
    case 'none':
      return `${partText(finding.larger)} ${verb(finding.larger, 'spread')} the ${figure} more wherever a difference is shown; nowhere is it the other way round`;
    case 'untold':
      return `whether ${streams.map(partText).join(' or ')} spreads the ${figure} more cannot be told: ${finding.reason}`;
  }
}

/** To two digits: it is read off between sizes. */
function roundSize(size: number): number {
  return Number(size.toPrecision(2));
}
