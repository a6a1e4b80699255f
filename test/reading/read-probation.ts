/** @file Reads what is said of probation, and whether everybody is counted once where candidates are counted by status. */
import { readNumber, shows } from './numbers.js';
import { type ProbationMember, type RunFacts, STATUSES, type Status } from './result.js';
import type { Disagreements } from './say.js';

/** What result.json says of it fits together. */
export function readProbationFacts({ result }: RunFacts, say: Disagreements): void {
  const { reliability, winner, verdict } = result;
  if (reliability === undefined) return;
  const { members, status } = reliability;
  const reached = members.filter((one) => one.status === 'passed' || one.status === 'open');
  const own = reached[0]?.status ?? 'failed';
  say.unless(reached.length <= 1, () => `result.json: ${reached.length} are on probation or passed`);
  say.unless(own === status, () => `result.json: reliability ${status}, and its members say ${own}`);
  say.unless(
    own !== 'passed' || reached[0]?.candidate === winner?.candidate,
    () => `result.json: ${reached[0]?.candidate} has passed, and ${winner?.candidate} is chosen`,
  );
  say.unless(own === 'passed' || verdict === 'stopped', () => `result.json: probation ${own}, and ${verdict}`);
  for (const { candidate, begun, collapsed } of members) {
    const fresh = result.candidates.find(({ id }) => id === candidate)?.fresh ?? 0;
    say.unless(
      collapsed <= begun && begun <= fresh,
      () => `result.json: ${candidate}: ${collapsed} of ${begun} collapsed, and ${fresh} fresh trainings`,
    );
  }
}

const COUNT = String.raw`([\d,]+)`;
const SHARE = String.raw`([\d.]+) %`;

type Wanted = ProbationMember['status'];
type Holds = (found: readonly string[], of: (status: Wanted) => Member[], share: number) => boolean;

interface Member {
  /** Collapsed, of so many, and it passes after so many. */
  readonly counts: readonly number[];
  readonly isChoice: boolean;
}

const COLLAPSED = `${COUNT} of ${COUNT} fresh trainings? collapsed`;
/** Of a probation that is over: there may be more fresh trainings since. */
const COLLAPSED_THEN = `${COUNT} of the first ${COUNT} fresh trainings? collapsed`;

/** What is said of somebody on probation, and of whom it has to hold: without a name it is said of the winner. */
const SAID: readonly (readonly [RegExp, Holds])[] = [
  [
    new RegExp(
      `(On|The next one is on) probation, not yet shown to train well ${SHARE} of the time: ${COLLAPSED}, ${COUNT} are needed`,
      'g',
    ),
    ([, who, share = '', ...counts], of, known) =>
      isShare(share, known) && of('open').some((one) => hasCounts(counts)(one) && one.isChoice === (who === 'On')),
  ],
  [
    new RegExp(`Failed probation: ${COLLAPSED_THEN}`, 'g'),
    ([, ...counts], of) => of('failed').some((one) => hasCounts(counts)(one) && one.isChoice),
  ],
  [
    new RegExp(`passed its probation as ${COLLAPSED_THEN}`, 'g'),
    ([, ...counts], of) => of('passed').some((one) => hasCounts(counts)(one) && one.isChoice),
  ],
  [new RegExp(`\\(${COLLAPSED_THEN}\\)`, 'g'), ([, ...counts], of) => of('failed').some(hasCounts(counts))],
  [
    new RegExp(`At least ${SHARE} of its trainings succeed`, 'g'),
    ([, share = ''], of, known) => isShare(share, known) && of('passed').length === 1,
  ],
  [
    new RegExp(`Not reliable: no candidate was shown to train well ${SHARE} of the time`, 'g'),
    ([, share = ''], of, known) => isShare(share, known) && of('passed').length + of('open').length === 0,
  ],
];

function isShare(said: string, share: number): boolean {
  return shows(readNumber(said), 100 * share);
}

function hasCounts(said: readonly string[]): (member: Member) => boolean {
  return ({ counts }) => said.every((count, place) => readNumber(count)?.value === counts[place]);
}

const LISTED = new RegExp(`(?:${COUNT} (?:${STATUSES.join('|')}), )+${COUNT} (?:${STATUSES.join('|')})\\b`, 'g');
const IN_LEGEND = new RegExp(`^(${STATUSES.join('|')}) \\(${COUNT}\\)$`);

export function readProbation(place: string, text: string, facts: RunFacts, say: Disagreements): void {
  const { reliability, winner } = facts.result;
  const of = (wanted: Wanted): Member[] =>
    (reliability?.members ?? [])
      .filter(({ status }) => status === wanted)
      .map(({ candidate, collapsed, begun, passesAfter }) => ({
        counts: [collapsed, begun, passesAfter],
        isChoice: candidate === winner?.candidate,
      }));
  for (const [pattern, holds] of SAID) {
    for (const found of text.matchAll(pattern)) {
      const told = JSON.stringify(reliability);
      say.unless(
        holds(found, of, reliability?.share ?? Number.NaN),
        () => `${place}: "${found[0]}", and it is ${told}`,
      );
    }
  }
  for (const [said] of text.matchAll(LISTED)) {
    const sum = [...said.matchAll(/[\d,]+(?= )/g)].reduce((all, [count]) => all + (readNumber(count)?.value ?? 0), 0);
    const all = facts.all + facts.unlisted;
    say.unless(sum === all, () => `${place}: "${said}" are ${sum}, and there are ${all} candidates`);
  }
  const [said, status, count = ''] = IN_LEGEND.exec(text) ?? [];
  if (said === undefined) return;
  const known = facts.count(status as Status);
  say.unless(readNumber(count)?.value === known, () => `${place}: "${said}", and there are ${known}`);
}
