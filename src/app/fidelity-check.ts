/** @file Finds out whether trainings for less are for less: a trainer that pays no heed to that is found out by its losses. */
import { type JsonObject, type Outcome, RunError, type Trial, trialKey } from '../core/index.js';
import { type CheapLevel, cheapTrial, isOfLevel } from '../questions/race/plan/index.js';
import { cheapLevelsIn } from './cheap-trials.js';

/** So many candidates with one and the same loss both ways; fewer may be an accident, as with trainings that stop early. */
const ENOUGH = 5;

/** Losses of candidates that have the same one both ways at a level; undefined once somebody has two. */
interface Level {
  readonly level: CheapLevel;
  same: Outcome[] | undefined;
}

/**
 * Looks at outcomes of a question with this plan, in any order; undefined where none is for less. Where all losses are one, nothing
 * tells.
 * @throws RunError as soon as a level is known to change nothing
 */
export function createFidelityCheck(plan: JsonObject): ((outcome: Outcome) => void) | undefined {
  const levels = cheapLevelsIn(plan).map((level): Level => ({ level, same: [] }));
  if (levels.length === 0) return undefined;
  const full: Trial['fidelity'] = { sampleSize: Number(plan.sampleSize), epochs: 0 };
  const seen = new Map<string, Outcome>();
  return (outcome) => {
    const { trial, status } = outcome;
    const key = trialKey(trial);
    if (status !== 'completed' || seen.has(key)) return;
    seen.set(key, outcome);
    const fullKey = trialKey({ ...trial, fidelity: full });
    for (const one of levels) {
      // One of another level says nothing of this one.
      if (key !== fullKey && !isOfLevel(trial, one.level)) continue;
      const other = seen.get(key === fullKey ? trialKey(cheapTrial(trial, one.level)) : fullKey);
      if (other === undefined || one.same === undefined) continue;
      if (other.loss !== outcome.loss) one.same = undefined;
      else one.same.push(outcome);
      if (isKnown(one.same)) throw changesNothing(one.level, one.same);
    }
  };
}

function isKnown(same: readonly Outcome[] | undefined): same is readonly Outcome[] {
  return same !== undefined && same.length >= ENOUGH && new Set(same.map(({ loss }) => loss)).size > 1;
}

function changesNothing({ name, fidelity }: CheapLevel, same: readonly Outcome[]): RunError {
  const { trial, loss } = same.at(-1) as Outcome;
  const [key, told] = fidelity.epochs > 0 ? ['epochs', '`fidelity.epochs`'] : ['sample', '`fidelity.sampleSize`'];
  return new RunError({
    code: 'fidelity-ignored',
    what:
      `search.fidelity.${key}: trainings of ${name} change nothing. All ${same.length} candidates that were trained both ways have exactly ` +
      `the loss of the full training (${trial.candidate}, replicate ${trial.streams.init}: ${loss}). So they are no shorter, and would be counted as if they were.`,
    allowed: `a trainer that trains for less where it is told so (${told}; a command: \`${key === 'epochs' ? 'epochs' : 'sample.size'}\`)`,
    fix: 'Remove `search.fidelity` and run again: finished full trainings count. Or have your trainer keep to the number, and begin anew with --fresh.',
  });
}
