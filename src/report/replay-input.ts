/** @file A race on recorded losses as the input of its report. */
import type { JsonObject, RunHeader } from '../core/index.js';
import type { RecordedRace, ReplayConclusion } from '../questions/replay/plan/index.js';
import type { Direction, ReportInput } from './input.js';

/** One rule on recorded losses. */
export interface ReplayRequest extends RecordedRace {
  /** The better way of the figures of a table; a log says itself what was raced. */
  readonly direction: Direction;
  /** The command line that asks the same; null where there is none. */
  readonly command: string | null;
}

/** `raced`: what the losses are, as a log has it; of a table its direction alone. */
export function replayInput(
  request: ReplayRequest,
  conclusion: ReplayConclusion,
  raced: Pick<ReportInput, 'direction' | 'metric' | 'collapse'>,
): ReportInput {
  const { source, criterion, command } = request;
  const { decisions, end, order, standings, answer, outcomes, figures } = conclusion;
  return {
    header: headerOf(request, conclusion),
    status: end,
    outcomes,
    decisions,
    standings,
    stretches: [],
    ...raced,
    criterion,
    exhaustiveReplicates: order.length,
    replicateOrder: order,
    final: null,
    modelFile: null,
    data: { name: source.name, hash: source.hash, simulated: source.simulated, split: {} },
    command,
    files: [],
    ...(answer === undefined ? {} : { answer }),
    replay: figures,
  };
}

function headerOf({ source, direction, seed }: ReplayRequest, { description, order }: ReplayConclusion): RunHeader {
  const { finalTrials: _, ...plan } = description;
  const experiment: JsonObject = { replay: source.name, direction, replicates: source.replicates };
  return {
    name: source.header?.name ?? source.name,
    identity: source.header?.identity ?? source.hash,
    identityParts: source.header?.identityParts ?? { data: source.hash },
    seed: source.header?.seed ?? seed,
    plan: { ...plan, replicateOrder: order },
    experiment,
    candidates: source.candidates,
  };
}
