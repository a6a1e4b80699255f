/** @file Decides how the targets of a regression are scaled, and refuses what does not suit the loss or the data. */
import { inputError, oncePerObject } from '../../core/index.js';
import type { Dataset, Samples } from '../datasets/index.js';
import type { NetworkConfiguration } from './configuration.js';
import type { LossKind } from './losses/index.js';

/** What decides it of the data; without a pool, logarithms are not checked. */
type TargetData = Pick<Dataset, 'task' | 'targetNames' | 'positiveTargets'> & {
  readonly pool?: Partial<Pick<Samples, 'targets'>>;
};

const STANDARDISED = { scale: 'standardise' } as const;
const UNSCALED = { scale: 'none' } as const;

/** Written out; undefined for classes. Throws an InputError. */
export function settleTarget(
  { target }: Pick<NetworkConfiguration, 'target'>,
  loss: Pick<LossKind, 'name' | 'isRelative'>,
  data: TargetData,
): NetworkConfiguration['target'] {
  if (data.task === 'classification') {
    if (target === undefined) return undefined;
    throw inputError`target-misfit: target.scale is "${target.scale}", but classes are not scaled.
      Allowed: no \`target\` for a classification
      Fix: Remove \`target\`.`;
  }
  if (loss.isRelative) requireNoZero(loss, data);
  if (target === undefined) return loss.isRelative ? UNSCALED : STANDARDISED;
  if (target.scale === 'log') requireLogarithms(loss, data);
  return target;
}

/** Place of the first target of a pool that no error is relative to, or -1; looked for once. */
const firstZero = oncePerObject(({ targets = new Float32Array() }: NonNullable<TargetData['pool']>) =>
  targets.indexOf(0),
);

function requireNoZero({ name }: Pick<LossKind, 'name'>, { pool, positiveTargets, targetNames }: TargetData): void {
  const place = pool === undefined || positiveTargets ? -1 : firstZero(pool);
  if (place < 0) return;
  throw inputError`target-zero: loss is "${name}", but ${targetNames[place % targetNames.length]} is 0 in an example of the pool.
    Allowed: targets other than 0 under a relative loss
    Fix: Choose \`loss: rmse\`, or take those examples out of the data.`;
}

/** Place of the first target of a pool that has no logarithm, or -1; looked for once, however many candidates ask. */
const firstWithoutLogarithm = oncePerObject(({ targets = new Float32Array() }: NonNullable<TargetData['pool']>) =>
  targets.findIndex((target) => !(target > 0)),
);

function requireLogarithms(
  { name, isRelative }: Pick<LossKind, 'name' | 'isRelative'>,
  { pool, positiveTargets, targetNames }: TargetData,
) {
  if (isRelative) {
    throw inputError`target-misfit: target.scale is "log", which does not suit the loss ${name}.
      Allowed: none or standardise under a relative loss
      Fix: Set \`loss: rmse\`: errors of logarithms are relative errors.`;
  }
  const place = pool === undefined || positiveTargets ? -1 : firstWithoutLogarithm(pool);
  if (place < 0) return;
  throw inputError`target-not-positive: target.scale is "log", but ${targetNames[place % targetNames.length]} is ${pool?.targets?.[place]} in an example of the pool.
    Allowed: \`log\` for targets above 0, standardise or none for any
    Fix: Leave \`target\` out: targets are then standardised.`;
}
