/** @file What an adaptive race may claim: its verdict as the answer of a race, with every rival's place. */
import { effectSize } from '../../stats/index.js';
import type { RaceFacts } from '../race.js';
import type { RaceAnswer, RivalAnswer, Verdict as VerdictWord } from '../race-answer.js';
import type { AdaptiveRace } from './adaptive-race.js';
import type { AdaptiveState } from './state.js';
import type { Verdict } from './verdict.js';

/** Undefined before anybody has trials enough to lead. */
export function answerAdaptive(facts: RaceFacts, race: AdaptiveRace, state: AdaptiveState): RaceAnswer | undefined {
  const { candidates } = facts;
  const verdict = race.verdict(state);
  if (verdict.leader < 0 && verdict.kind === 'provisional') return undefined;
  const { delta, tolerance } = race.settings;
  const idOf = (index: number): string => candidates[index] as string;
  const about = {
    set: verdict.set.map(idOf),
    untried: verdict.untried.map(idOf),
    alpha: delta,
    test: 'simultaneous',
    steadier: null,
  };
  const word = wordOf(verdict);
  if (word === undefined) {
    return { ...about, choice: undefined, verdict: undefined, statement: null, rivals: [], ties: [], undecided: [] };
  }
  const rivals = verdict.rivals.map((rival): RivalAnswer => {
    const [theirs, own] = commonLosses(state, rival.candidate, verdict.leader);
    return {
      candidate: idOf(rival.candidate),
      n: theirs.length,
      difference: Number.isNaN(rival.difference) ? Number.POSITIVE_INFINITY : rival.difference,
      interval: { reason: 'not computed yet', n: theirs.length },
      effectSize: theirs.length === 0 ? 0 : effectSize(theirs, own, facts.criterion),
      trialsToSettle: rival.trialsToSettle,
      standing: rival.n === 0 ? 'undecided' : 'tied',
    };
  });
  const standing = (wanted: RivalAnswer['standing']): string[] =>
    rivals.filter((rival) => rival.standing === wanted).map(({ candidate }) => candidate);
  return {
    ...about,
    choice: idOf(verdict.leader),
    verdict: word,
    statement: {
      delta,
      tolerance: verdict.tolerance,
      toleranceKind: tolerance.kind,
      toleranceRefused: verdict.toleranceRefused,
      toleranceSpansAll: verdict.toleranceSpansAll,
      certificate: verdict.certificate,
      level: state.end === undefined ? 'any-look' : 'end',
    },
    rivals,
    ties: standing('tied'),
    undecided: standing('undecided'),
  };
}

function wordOf({ kind, leader }: Verdict): VerdictWord | undefined {
  return kind === 'nobody' || leader < 0 ? undefined : kind;
}

/** Finite or infinite losses of two candidates on the replicates that both have. */
function commonLosses({ evidence }: AdaptiveState, first: number, second: number): [Float64Array, Float64Array] {
  const { losses, replicates } = evidence;
  const places = Array.from({ length: replicates }, (_, replicate) => replicate).filter(
    (replicate) =>
      !Number.isNaN(losses[first * replicates + replicate]) && !Number.isNaN(losses[second * replicates + replicate]),
  );
  const at = (index: number) =>
    Float64Array.from(places, (replicate) => losses[index * replicates + replicate] as number);
  return [at(first), at(second)];
}
