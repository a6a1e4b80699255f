/** @file Says where the training sample gives way to the initial weights, or the other way round. */
import type { StreamName } from '../../core/index.js';
import { groupBy } from '../../core/index.js';
import type { CoupleAnalysis, CoupledTable, SharesCrossing } from '../../questions/couple/plan/index.js';
import { formatCount } from '../number-text.js';
import { partText } from './couple-names.js';

/** One part where all combinations of levels say the same, else how many find what; no full stop. */
export function crossingTexts({ table, shares }: CoupleAnalysis, figure: string): string[] {
  const { crossings } = shares;
  const texts = new Set(crossings.map((crossing) => crossingText(table, crossing, figure)));
  const [first] = texts;
  if (first === undefined) return [];
  const of = `${crossings.length} ${table.factors.length === 1 ? 'levels' : 'combinations of levels'}`;
  if (texts.size === 1) return [crossings.length === 1 ? first : `${first} (the same at all ${of})`];
  return [...groupBy(crossings, (crossing) => kindText(table, crossing, figure))].map(
    ([kind, own]) => `${kind} at ${own.length} of ${of}`,
  );
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
      return `whether ${streams.map(partText).join(' or ')} spreads the ${figure} more is open`;
  }
}

/** With its figures: `... at about 4,000 examples (between 2,000 and 8,000)`. */
export function crossingText(table: Pick<CoupledTable, 'streams'>, crossing: SharesCrossing, figure: string): string {
  const { finding } = crossing;
  const kind = kindText(table, crossing, figure);
  const between = ({ low, high }: { readonly low: number; readonly high: number }) =>
    `between ${formatCount(low)} and ${formatCount(high)}`;
  switch (finding.kind) {
    case 'one':
      // To two digits: it is read off between sizes.
      return `${kind} at about ${formatCount(Number(finding.size.toPrecision(2)))} examples (${between(finding)})`;
    case 'several':
      return `${kind}: ${finding.changes.map((one) => `${partText(one.from)} to ${partText(one.to)} ${between(one)} examples`).join(', ')}`;
    case 'none':
      return kind;
    case 'untold':
      return `${kind}: ${finding.reason}`;
  }
}
