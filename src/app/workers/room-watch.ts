/** @file Says that trials fit nowhere, so that a run does not wait in silence for a machine that never comes. */
import { type ExecutorListener, fitsInto, type Resources, type SeenWorker } from '../../core/index.js';
import type { TrialDemand } from '../../experiment/index.js';
import { formatCount } from '../../report/index.js';

/** Looks at the workers whenever their number changes, or a trial is given more than before. */
export function watchRoom(
  workers: () => Promise<readonly SeenWorker[]>,
  { demand, models }: { readonly demand: TrialDemand; readonly models: readonly string[] },
  tell: (text: string) => void,
): ExecutorListener {
  let most = 1;
  let told = '';
  const look = async () => {
    const seen = await workers();
    const text = lacking(demand.needsAt(most), seen) ?? lackingModels(models, seen) ?? '';
    if (text !== '' && text !== told) tell(text);
    told = text;
  };
  return (event) => {
    if (event.kind === 'retry') most = Math.max(most, event.attempt);
    // If it cannot be asked now, it is asked when something changes again.
    if (event.kind === 'workers' || event.kind === 'retry') void look().catch(() => {});
  };
}

/** What no worker has; undefined where one has it all, and where there are none. */
export function lacking(needs: Resources, workers: readonly Pick<SeenWorker, 'host' | 'has'>[]): string | undefined {
  if (workers.length === 0 || workers.some(({ has }) => fitsInto(needs, has))) return undefined;
  const shown = workers.slice(0, MOST_SHOWN).map(({ host, has }) => `${host} with ${described(has)}`);
  const more = workers.length > shown.length ? ` and ${formatCount(workers.length - shown.length)} more` : '';
  return `No worker has ${described(needs)}, which one training takes. Workers seen: ${shown.join('; ')}${more}.`;
}

/** Models that no worker can train; undefined where there is none such, and where there are no workers. */
export function lackingModels(
  models: readonly string[],
  workers: readonly Pick<SeenWorker, 'host' | 'has'>[],
): string | undefined {
  const lacked = models.filter((model) => !workers.some(({ has }) => fitsInto({ model }, has)));
  if (workers.length === 0 || lacked.length === 0) return undefined;
  const lackedBy = [...new Set(workers.map(({ host }) => host))].slice(0, MOST_SHOWN);
  return `No worker can train ${lacked.join(', ')}: these trainings wait for one that has the program. Workers seen: ${lackedBy.join(', ')}.`;
}

const MOST_SHOWN = 5;

function described({ cpus, gpus, memoryMiB, minutes }: Resources): string {
  const amount = (value: number, unit: string, plural: string) =>
    `${formatCount(value)} ${value === 1 ? unit : plural}`;
  const parts = [
    ...(cpus === undefined ? [] : [amount(cpus, 'core', 'cores')]),
    ...(gpus === undefined ? [] : [amount(gpus, 'GPU', 'GPUs')]),
    ...(memoryMiB === undefined ? [] : [`${formatCount(memoryMiB)} MiB`]),
    ...(minutes === undefined ? [] : [amount(minutes, 'minute', 'minutes')]),
  ];
  return parts.join(', ') || 'nothing reported';
}
