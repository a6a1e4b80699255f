/** @file `surefoot check`: what an experiment holds, before anything is trained. */
import type { Command } from 'commander';
import { formatCount, formatQuantity, type PreparedRace, prepareRace, readExperimentFile } from '../app/commands.js';
import type { Candidate, CandidateDescription, LayerDescription } from '../core/index.js';
import { print, printJson } from './terminal.js';

interface CheckFlags {
  readonly json?: true;
  readonly layers?: true;
}

/** Fewer candidates than this are shown with their layers. */
const FEW = 12;

export function addCheckCommand(program: Command): void {
  program
    .command('check')
    .description(
      'Validates an experiment file as select would, reads its data, and lists its candidates with the shapes of their ' +
        'layers and their numbers of parameters. Nothing is trained and nothing is written.',
    )
    .argument('<experiment>', 'experiment file (YAML)')
    .option('--layers', `show layers however many candidates there are (default: up to ${FEW})`)
    .option('--json', 'print all of it as JSON')
    .action(checkAction);
}

async function checkAction(path: string, flags: CheckFlags): Promise<void> {
  const prepared = await prepareRace(readExperimentFile(path), {});
  for (const text of prepared.warnings) print(process.stderr, `surefoot: warning: ${text}\n`);
  const listed = prepared.candidates.map((candidate) => ({ candidate, ...describe(prepared, candidate) }));
  if (flags.json === true) {
    printJson(process.stdout, `${JSON.stringify(summaryOf(prepared, listed), null, 2)}\n`);
    return;
  }
  const withLayers = flags.layers === true || listed.length <= FEW;
  print(process.stdout, `${[...introduction(prepared), '', ...rowsOf(listed, withLayers)].join('\n')}\n`);
}

interface Listed {
  readonly candidate: Candidate;
  /** Absent where the trainer cannot tell. */
  readonly description?: CandidateDescription;
}

function describe({ backend: { inspector } }: PreparedRace, { configuration }: Candidate): Omit<Listed, 'candidate'> {
  return inspector === undefined ? {} : { description: inspector.describe(configuration) };
}

function summaryOf({ header, dropped, race, backend: { dataset } }: PreparedRace, listed: readonly Listed[]) {
  return {
    name: header.name,
    count: listed.length,
    enumerated: listed.length + droppedCount(dropped),
    dropped,
    warmupTrials: listed.length * race.settings.warmup,
    data: header.experiment.dataset ?? null,
    inputShape: dataset?.inputShape ?? null,
    candidates: listed.map(({ candidate: { id, label, configuration }, description }) => ({
      id,
      label,
      parameters: description?.parameters ?? null,
      layers: description?.layers ?? null,
      configuration,
    })),
  };
}

function introduction({ header, candidates, dropped, race, budget, backend: { dataset } }: PreparedRace): string[] {
  const warmup = candidates.length * race.settings.warmup;
  const limit = budget.trials === undefined ? 'no limit' : `a budget of ${formatCount(budget.trials)}`;
  const reasons = Object.entries(dropped).map(([name, count]) => `${name} ${formatCount(count)}`);
  return [
    `${header.name}: ${formatQuantity(candidates.length, 'candidate')}; the warm-up takes ${formatQuantity(warmup, 'trial')}, with ${limit}.`,
    ...(reasons.length === 0
      ? []
      : [`Constraints leave out ${formatCount(droppedCount(dropped))} more (${reasons.join(', ')}).`]),
    ...(dataset === undefined
      ? []
      : [
          `Data: ${dataset.name}${dataset.simulated ? ' (simulated)' : ''}, ${shapeText(dataset.inputShape)} in, ` +
            `${dataset.task === 'classification' ? `${dataset.classes.length} classes` : dataset.targetNames.join(', ')} out; ` +
            `pool ${formatCount(dataset.pool.count)}, selection ${formatCount(dataset.selection.count)}, final ${formatCount(dataset.final.count)}.`,
        ]),
  ];
}

function droppedCount(dropped: PreparedRace['dropped']): number {
  return Object.values(dropped).reduce((sum, count) => sum + count, 0);
}

function rowsOf(listed: readonly Listed[], withLayers: boolean): string[] {
  const ids = Math.max('candidate'.length, ...listed.map(({ candidate }) => candidate.id.length));
  const line = (id: string, parameters: string, label: string): string =>
    `${id.padEnd(ids)}  ${parameters.padStart('parameters'.length)}  ${label}`.trimEnd();
  return [
    line('candidate', 'parameters', ''),
    ...listed.flatMap(({ candidate, description }) => [
      line(candidate.id, description === undefined ? '-' : formatCount(description.parameters), candidate.label),
      ...(withLayers ? (description?.layers ?? []).map(layerText) : []),
    ]),
  ];
}

function layerText({ name, outputShape, parameters }: LayerDescription): string {
  const count = parameters === 0 ? '' : `  ${formatQuantity(parameters, 'parameter')}`;
  return `    ${name.padEnd(24)}  ${shapeText(outputShape).padEnd(12)}${count}`.trimEnd();
}

function shapeText(shape: readonly number[]): string {
  return shape.join('x');
}
