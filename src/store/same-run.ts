/** @file Whether an experiment may go on in an existing log. */
import { canonicalJson, InputError, type JsonObject, type RunHeader } from '../core/index.js';

/**
 * Throws an InputError when `wanted` cannot resume the run that `stored` heads: `other-experiment` when the trials could
 * not be exchanged (it says which parts differ), `other-plan` when the same trials would be decided about otherwise.
 * `folder` is where the run is, `describe` tells what differs in identities, both for the message.
 */
export function requireSameRun(
  stored: RunHeader,
  wanted: RunHeader,
  folder: string,
  describe: (was: RunHeader['identityParts'], is: RunHeader['identityParts']) => readonly string[],
): void {
  if (stored.identity !== wanted.identity) {
    const differences = describe(stored.identityParts, wanted.identityParts);
    throw new InputError({
      code: 'other-experiment',
      what: `${folder} holds the run of another experiment ("${stored.name}")${differences.length === 0 ? '' : `: ${differences.join('; ')}`}.`,
      allowed: 'the same data, trainer, candidates, seed and sample size; budget, workers and display may change',
      fix: 'Choose another folder with --out, or start anew with --fresh.',
    });
  }
  const differing = differingKeys(stored.plan, wanted.plan);
  if (differing.length > 0) {
    throw new InputError({
      code: 'other-plan',
      what: `${folder} holds a run with other settings of the plan: ${differing
        .map(
          (key) =>
            `${key} was ${canonicalJson(stored.plan[key] ?? null)}, now ${canonicalJson(wanted.plan[key] ?? null)}`,
        )
        .join('; ')}.`,
      allowed: 'the settings that the run began with',
      fix: 'Set them back, choose another folder with --out, or start anew with --fresh.',
    });
  }
}

function differingKeys(stored: JsonObject, wanted: JsonObject): string[] {
  return [...new Set([...Object.keys(stored), ...Object.keys(wanted)])].filter(
    (key) => canonicalJson(stored[key] ?? null) !== canonicalJson(wanted[key] ?? null),
  );
}
