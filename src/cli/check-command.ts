/** @file `surefoot check`: what an experiment holds, before anything is trained. */
import { once } from 'node:events';
import type { Command } from 'commander';
import { type ColumnDescription, describeColumns } from '../app/ask/column-notes.js';
import { readExperimentFile } from '../app/ask/experiment-source.js';
import type { PlannedRace } from '../app/questions/assemble-race.js';
import type { Prepared } from '../app/questions/question-kind.js';
import { prepare, QUESTIONS } from '../app/questions/questions.js';
import {
  areSplitsRepeated,
  boundText,
  type Candidate,
  type CandidateDescription,
  defined,
  type JsonValue,
  type LayerDescription,
  type SettingRange,
} from '../core/index.js';
import { DATA_PARTS } from '../engine/datasets/index.js';
import { commonSettings, countSpace, type Requirements, rangesOf, requiredBounds } from '../experiment/index.js';
import { mostFreshTrials } from '../questions/race/plan/index.js';
import { fitText, formatCount, formatQuantity, printable, wrapText } from '../report/index.js';
import { createBuildDisplay } from './race-options.js';
import { layoutOf, print, printJson, printProse } from './terminal.js';

type Draft = ReturnType<typeof readExperimentFile>['draft'];

interface CheckFlags {
  readonly json?: true;
  readonly layers?: true;
}

/** Up to this many candidates are shown with their layers. */
const FEW = 12;

/** More candidates than this are counted and checked, but not listed. */
const MOST_LISTED = 100;

export function addCheckCommand(program: Command): void {
  program
    .command('check')
    .description(
      `Checks an experiment file as select would, reads its data, and lists its candidates (the first ${MOST_LISTED}) with ` +
        'the shapes of their layers, their numbers of parameters, and the settings that all share. It names all faults of a data file at once, by ' +
        'column and line. It trains nothing and writes nothing.',
    )
    .argument('<experiment>', 'experiment file (YAML)')
    .option('--layers', `show layers for any number of candidates (default: up to ${FEW})`)
    .option('--json', 'print everything as JSON')
    .addHelpText('after', STUDIES_HELP)
    .action(checkAction);
}

const STUDIES_HELP = `
It checks the race. Studies of the same file (measure, curve, compare, couple,
assure) tell how many trainings they take as they begin; couple also tells its
design and its power.`;

async function checkAction(path: string, flags: CheckFlags): Promise<void> {
  const display = createBuildDisplay(process.stderr);
  const source = readExperimentFile(path);
  const prepared = await prepare(QUESTIONS.race, source, {}, { onProgress: display.onProgress });
  display.close();
  for (const text of prepared.forecasts) printProse(process.stderr, `surefoot: ${text}\n`);
  for (const text of prepared.warnings) printProse(process.stderr, `surefoot: warning: ${text}\n`);
  if (flags.json === true) {
    for (const piece of summaryText(prepared, source.draft)) {
      printJson(process.stdout, piece);
      if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
    }
    return;
  }
  const { candidates } = prepared;
  const listed = candidates.slice(0, MOST_LISTED).map((candidate) => describe(prepared, candidate));
  const withLayers = flags.layers === true || candidates.length <= FEW;
  const left = candidates.length - listed.length;
  const more = left === 0 ? [] : [`... and ${formatCount(left)} more; --json lists all of them.`];
  const columns = await describeColumns(source, prepared.backend.dataset);
  const { width, tableWidth = Number.POSITIVE_INFINITY } = layoutOf(process.stdout);
  const table = columns === undefined ? [] : ['', ...columnTable(columns, tableWidth)];
  const texts = [
    ...introduction(source.draft.name, prepared),
    ...drawTexts(source.draft),
    ...settingTexts(prepared, source.draft.written.leftOut),
  ];
  const first = texts.map((text) => wrapText(text, width, '  '));
  print(process.stdout, `${[...first, ...table, '', ...rowsOf(listed, withLayers), ...more].join('\n')}\n`);
}

interface Listed {
  readonly candidate: Candidate;
  /** Absent where the trainer cannot tell. */
  readonly description?: CandidateDescription;
}

function describe({ backend: { inspector } }: Prepared<PlannedRace>, candidate: Candidate): Listed {
  return { candidate, ...defined({ description: inspector?.describe(candidate.configuration) }) };
}

/** The text of one JSON object, piece by piece: a million candidates are longer than a text can be. */
function* summaryText(prepared: Prepared<PlannedRace>, draft: Draft): Generator<string> {
  const { header, candidates, dropped, backend } = prepared;
  const { plan: race } = prepared.planned;
  const summary = {
    name: header.name,
    count: candidates.length,
    enumerated: candidates.length + droppedCount(dropped),
    dropped,
    search: draft.search ?? null,
    draw:
      draft.draw === undefined || draft.search !== undefined
        ? null
        : { asked: draft.draw, seed: draft.seed, of: finite(sizeOf(draft.spaces)) },
    ranges: rangesOf(draft.spaces),
    rule: race.facts.rule.name,
    firstTrials: firstTrials(race),
    mostTrials: Math.min(mostTrials(race), prepared.budget.trials ?? Number.POSITIVE_INFINITY),
    common: Object.fromEntries(
      commonSettings(candidates.map(({ configuration }) => configuration)).map(({ path, text }) => [path, text]),
    ),
    data: header.experiment.dataset ?? null,
    inputShape: backend.dataset?.inputShape ?? null,
    candidates: [],
  };
  const [before, after] = JSON.stringify(summary, null, 2).split(/(?<="candidates": \[)/);
  yield before as string;
  for (const [index, candidate] of candidates.entries()) {
    const { description } = describe(prepared, candidate);
    const { id, label, configuration } = candidate;
    const { parameters = null, layers = null } = description ?? {};
    const text = JSON.stringify({ id, label, parameters, layers, configuration }, null, 2);
    yield `${index === 0 ? '' : ','}\n    ${text.replaceAll('\n', '\n    ')}`;
  }
  yield `\n  ${after}\n`;
}

function introduction(name: string, prepared: Prepared<PlannedRace>): string[] {
  const { candidates, dropped, budget } = prepared;
  const { plan: race } = prepared.planned;
  const { dataset } = prepared.backend;
  const { warmup, rule, criterion, maxReplicates, finalTrials } = race.facts;
  const least = (race.facts.starters ?? candidates.length) < candidates.length ? 0 : warmup;
  const { metric, direction } = race.description;
  const statistic = direction === 'maximize' ? criterion.scoreName : criterion.name;
  const figure = typeof metric === 'string' ? `${statistic} of ${metric}` : statistic;
  const first = formatQuantity(firstTrials(race), 'training');
  const limit = budget.trials === undefined ? 'no budget' : `a budget of ${formatCount(budget.trials)}`;
  const reasons = Object.entries(dropped).map(([name, count]) => `${name} ${formatCount(count)}`);
  return [
    `${name}: ${formatQuantity(candidates.length, 'candidate')}; the race begins with ${first}, with ${limit}.`,
    `Rule ${rule.name} by ${figure}: ${formatCount(least)} to ${formatCount(maxReplicates)} trainings each, then ${formatCount(finalTrials)} fresh ones of the winner and of undecided candidates; ${mostText(mostTrials(race), budget.trials)}.`,
    ...requiredTexts(race.description.require),
    ...(reasons.length === 0
      ? []
      : [`Constraints and requirements leave out ${formatCount(droppedCount(dropped))} more (${reasons.join(', ')}).`]),
    ...(dataset === undefined
      ? []
      : [
          `Data: ${dataset.name}${dataset.simulated ? ' (simulated)' : ''}, ${shapeText(dataset.inputShape)} in, ` +
            `${dataset.task === 'classification' ? `${dataset.classes.length} classes` : dataset.targetNames.join(', ')} out; ` +
            `${partsText(dataset)}.` +
            (areSplitsRepeated(race.description)
              ? ' Each replicate divides pool and selection set anew; the final set stays.'
              : ''),
        ]),
  ];
}

/** What trainings of the winner have to show. */
function requiredTexts(required: JsonValue | undefined): string[] {
  const bounds = requiredBounds((required ?? {}) as Requirements).map(
    ({ metric, criterion, below, above }) => `${criterion} of ${metric} ${boundText({ below, above })}`,
  );
  return bounds.length === 0 ? [] : [`Required of the winner, by the trainings of the race: ${bounds.join('; ')}.`];
}

/** `pool 600, selection 200, final 200`. */
function partsText(dataset: NonNullable<Prepared['backend']['dataset']>): string {
  return DATA_PARTS.flatMap((part) => {
    const samples = dataset[part];
    return samples === undefined ? [] : [`${part} ${formatCount(samples.count)}`];
  }).join(', ');
}

/** What candidates are drawn from; none of a space that is taken whole. */
function drawTexts({ draw, search, seed, spaces }: Draft): string[] {
  const size = sizeOf(spaces);
  const from = Number.isFinite(size) ? `${formatQuantity(size, 'combination')}` : 'a space with ranges';
  const ranges = new Set(rangesOf(spaces).map(rangeWords));
  const drawn =
    draw === undefined
      ? []
      : [`Drawn by the seed ${seed} from ${from}${search === undefined ? '; a larger `draw` adds to them' : ''}.`];
  return [
    ...drawn,
    ...(search === undefined ? [] : [searchText(search)]),
    ...(ranges.size === 0 ? [] : [`Ranges: ${[...ranges].join(', ')}.`]),
  ];
}

function searchText({ prior, audit }: NonNullable<Draft['search']>): string {
  if (prior === 'guarded') {
    return 'Search: every candidate is trained once, and its settings say how far that can be trusted.';
  }
  const audited =
    audit === 0 ? '' : `; one training in five goes to ${formatCount(audit)} drawn at random, until all are trained`;
  return `Search: settings say which candidates are trained at all${audited}.`;
}

function rangeWords({ setting, low, high, log, whole, step }: SettingRange): string {
  const details = [
    ...(log ? ['by ratio'] : []),
    ...(whole ? ['whole numbers'] : []),
    ...(step === undefined ? [] : [`in steps of ${step}`]),
  ];
  const ends = `${setting} ${low} to ${high}`;
  return details.length === 0 ? ends : `${ends} (${details.join(', ')})`;
}

function sizeOf(spaces: Draft['spaces']): number {
  return spaces.reduce((sum, { space, place }) => sum + countSpace(space, place), 0);
}

/** What labels do not say: settings that are the same everywhere, and those that a trainer of the user's is not told of. */
function settingTexts({ candidates, backend }: Prepared<PlannedRace>, leftOut: readonly string[]): string[] {
  const common = commonSettings(candidates.map(({ configuration }) => configuration));
  const settings = common.map(({ path, text }) => `${path}=${text}`).join(', ');
  return [
    ...(common.length === 0 ? [] : [`The same in all candidates: ${settings}.`]),
    ...(leftOut.length === 0 || backend.inspector !== undefined
      ? []
      : [`Left out where null: ${leftOut.join(', ')} ({ oneOf: [..., { value: null }] } passes null on).`]),
  ];
}

/** What is spent at most; where the budget ends the race before, also what it takes without one. */
function mostText(most: number, budget = Number.POSITIVE_INFINITY): string {
  if (budget >= most) return `${formatCount(most)} at most in all`;
  return `${formatCount(budget)} at most in all, by the budget (${formatCount(most)} without one)`;
}

/** Whether that many are needed follows from what comes out. */
function mostTrials({ facts }: PlannedRace['plan']): number {
  return facts.candidates.length * facts.maxReplicates + mostFreshTrials(facts);
}

function firstTrials({ facts }: PlannedRace['plan']): number {
  return (facts.starters ?? facts.candidates.length) * facts.warmup;
}

function droppedCount(dropped: Prepared['dropped']): number {
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
      ...(withLayers ? layerTexts(description?.layers ?? []) : []),
    ]),
  ];
}

function layerTexts(layers: readonly LayerDescription[]): string[] {
  const width = Math.max(24, ...layers.map(({ name }) => name.length));
  return layers.map(({ name, outputShape, parameters }) => {
    const count = parameters === 0 ? '' : `  ${formatQuantity(parameters, 'parameter')}`;
    return `    ${name.padEnd(width)}  ${shapeText(outputShape).padEnd(12)}${count}`.trimEnd();
  });
}

/** Null where there is no end. */
function finite(count: number): number | null {
  return Number.isFinite(count) ? count : null;
}

function shapeText(shape: readonly number[]): string {
  return shape.join('x');
}

const MOST_NAME = 24;
/** Columns that end at their right. */
const COUNTS = new Set([3, 4]);

/** One line a column; what is odd about it comes last, and may be cut where there is no room. */
function columnTable(columns: readonly ColumnDescription[], width: number): string[] {
  const rows = columns.map(({ name, role, type, missing, distinct, encoded, odd }) => [
    fitText(printable(name), MOST_NAME),
    role,
    type,
    missing === 0 ? '-' : formatCount(missing),
    formatCount(distinct),
    encoded,
    odd.map(printable).join('; '),
  ]);
  const header = ['column', 'role', 'type', 'missing', 'distinct', 'becomes', 'odd'];
  const widths = header.map((title, place) => Math.max(title.length, ...rows.map((row) => row[place]?.length ?? 0)));
  return [header, ...rows].map((row) =>
    fitText(
      row
        .map((cell, place) => (COUNTS.has(place) ? cell.padStart(widths[place] ?? 0) : cell.padEnd(widths[place] ?? 0)))
        .join('  ')
        .trimEnd(),
      width,
    ),
  );
}
