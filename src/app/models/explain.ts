/**
 * @file Explains what a model, or several retrainings of one, rely on: columns are shuffled one after the other, and the model is judged on
 * each of the tables that come of it. Columns that say nearly the same are named: shuffling one leaves the others to a model, so that each
 * alone shows nothing.
 */
import { basename } from 'node:path';
import {
  betterOf,
  defined,
  exampleBlocks,
  type InputError,
  inputError,
  nearestName,
  permutation,
  randomFrom,
} from '../../core/index.js';
import type { RawColumn } from '../../engine/datasets/index.js';
import type { UsableModel } from '../../engine/inspection.js';
import { buildExplanation, type Explanation, type ModelShuffles, type ShuffledUnit } from '../../report/index.js';
import { association, type CodedColumn } from '../../stats/index.js';
import { loadBuiltIn } from '../onnx-runtime.js';
import {
  drawRows,
  type ExplainedModel,
  type ExplainedModels,
  type ExplainedRows,
  openModels,
  rowsOfDataset,
  rowsOfTable,
} from './explained-models.js';
import { shuffleColumns } from './shuffle-columns.js';

/** Each is left out once, for how exact a figure is on these rows. */
const BLOCKS = 10;

/**
 * `subject`: a model file or a run folder; `data`: a table (CSV or Parquet) with the targets, by default the final set of the run.
 * @throws InputError for everything that can be wrong with them.
 */
export async function explainModel(
  subject: string,
  data: string | undefined,
  options: ExplainOptions = {},
): Promise<Explanation> {
  const instances = options.instances ?? EXPLAIN_DEFAULTS.instances;
  const repeats = options.repeats ?? EXPLAIN_DEFAULTS.repeats;
  const seed = options.seed ?? EXPLAIN_DEFAULTS.seed;
  const { onProgress = () => {}, onWarning = () => {}, target } = options;
  const opened = await openModels(subject, {
    instances,
    candidate: options.candidate,
    acceptsChanged: options.acceptChangedModel ?? false,
    needsFinal: data === undefined,
    onProgress: (done, total) => onProgress('training', done, total),
    onWarning,
  });
  const { models, exported } = opened;
  try {
    const [{ model }] = models as readonly [ExplainedModel];
    const all =
      data === undefined
        ? rowsOfDataset(opened.dataset as NonNullable<ExplainedModels['dataset']>, model)
        : await rowsOfTable(data, model, typeof target === 'string' ? [target] : target);
    const samples = drawRows(all, options.rows ?? EXPLAIN_DEFAULTS.rows, seed);
    const figure = await figureFor(options.metric, opened.raced, model, samples);
    const units = shuffledUnits(samples.columns);
    const request = {
      samples,
      units,
      repeats,
      better: figure.better,
      // The same for all models, so that these differ by themselves alone.
      order: ({ columns }: { readonly columns: readonly string[] }, repeat: number) =>
        permutation(samples.count, randomFrom('explain', seed, 'shuffle', repeat, ...columns)),
      blocks: exampleBlocks(samples.count, BLOCKS, randomFrom('explain', seed, 'blocks')),
    };
    const shuffle = async ({ replicate, model: own }: ExplainedModel): Promise<ModelShuffles> =>
      shuffleColumns(
        { replicate, outputs: own.outputs, rowsAtOnce: own.rowsAtOnce, judge: figure.judgeOf(own) },
        request,
      );
    const total = models.length + (exported === null ? 0 : 1);
    const shuffled: ModelShuffles[] = [];
    for (const [done, one] of models.entries()) {
      onProgress('shuffling', done, total);
      shuffled.push(await shuffle(one));
    }
    onProgress('shuffling', models.length, total);
    const facts = {
      model: opened.path,
      run: opened.run,
      candidate: opened.candidate,
      data: { name: data === undefined ? 'the final set' : basename(data), rows: samples.count, of: all.count },
      metric: { name: figure.name, figure: figure.label, better: figure.better },
      repeats,
      seed,
    };
    return buildExplanation(facts, units, shuffled, exported === null ? null : await shuffle(exported));
  } catch (error) {
    const isChanged = [...models, exported].some((one) => one?.model.isChanged === true);
    throw isChanged ? (await loadBuiltIn()).blamedOnModel(error, opened.path ?? subject) : error;
  } finally {
    for (const { model } of [...models, ...(exported === null ? [] : [exported])]) await model.close();
  }
}

/** What is asked for; else what was raced; else the loss, or its root where it has squared units. */
async function figureFor(
  asked: string | undefined,
  raced: string | undefined,
  model: UsableModel,
  { columns, count, targets, weights }: ExplainedRows,
) {
  const { judgedScores, judgeOutputs, usualScore } = await loadBuiltIn();
  const name = asked ?? raced ?? usualScore(model);
  const outputs = await model.outputs(columns, count);
  const shape = { width: outputs.length / count, targetWidth: targets.length / count };
  const known = judgedScores(model, { ...shape, count, outputs, targets, ...defined({ weights }) });
  const better = betterOf(name);
  if (better === undefined || !known.includes(name)) throw unknownMetric(name, known);
  return {
    name,
    better,
    label: name === 'loss' ? `loss (${model.loss.name})` : name,
    judgeOf: (own: UsableModel) => judgeOutputs(own, name),
  };
}

function unknownMetric(name: string, known: readonly string[]): InputError {
  const near = nearestName(name, known);
  return inputError`explain-metric: The model has no metric "${name}" on these rows.
    Allowed: ${known.join(', ')}
    Fix: ${near === undefined ? 'Choose one of these with --metric.' : `Did you mean "${near}"?`}`;
}

/** From here on two columns say nearly the same. */
const ALIKE = 0.9;
/** Pairs that are compared; of wider tables nothing is said. */
const MOST_PAIRS = 125_000;
/** Rows that are looked at. */
const MOST_ROWS = 2000;

/** Every column alone, then the groups; a group holds together by pairs, so that not all of it need be alike. */
function shuffledUnits(columns: readonly RawColumn[]): readonly ShuffledUnit[] {
  const singles = columns.map(({ name }): ShuffledUnit => ({ columns: [name], association: null }));
  return [...singles, ...similarColumns(columns)];
}

function similarColumns(columns: readonly RawColumn[]): readonly ShuffledUnit[] {
  if (columns.length ** 2 / 2 > MOST_PAIRS) return [];
  const coded = columns.map(codesOf);
  const group = columns.map((_, place) => place);
  const weakest = new Map<number, number>();
  for (let right = 1; right < columns.length; right++) {
    for (let left = 0; left < right; left++) {
      const strength = association(coded[left] as CodedColumn, coded[right] as CodedColumn);
      if (strength < ALIKE) continue;
      const [into, from] = [group[left] as number, group[right] as number];
      weakest.set(into, Math.min(strength, weakest.get(into) ?? 1, weakest.get(from) ?? 1));
      for (const [place, own] of group.entries()) if (own === from) group[place] = into;
    }
  }
  return [...new Set(group)].flatMap((one) => {
    const names = columns.filter((_, place) => group[place] === one).map(({ name }) => name);
    return names.length < 2 ? [] : [{ columns: names, association: weakest.get(one) as number }];
  });
}

function codesOf({ kind, values }: RawColumn): CodedColumn {
  if (kind !== 'category') return { kind: 'number', codes: values.subarray(0, MOST_ROWS) };
  const levels = new Map<string, number>();
  const codes = Float64Array.from(values.slice(0, MOST_ROWS), (level) => {
    if (level === '') return Number.NaN;
    if (!levels.has(level)) levels.set(level, levels.size);
    return levels.get(level) as number;
  });
  return { kind, codes };
}

export interface ExplainOptions {
  /** Columns of the targets; default: as the model names them. */
  readonly target?: string | readonly string[];
  /** `loss`, or a metric of the task. Default: what the race raced, else the loss. */
  readonly metric?: string;
  /** Retrainings that are explained, where the run is there: 5 by default; 0 explains the model file alone. */
  readonly instances?: number;
  /** Candidate of the run, by id or label. Default: its winner. */
  readonly candidate?: string;
  /** Shuffles of each column: 10 by default. */
  readonly repeats?: number;
  /** Rows at most, drawn from all where there are more: 10,000 by default. */
  readonly rows?: number;
  /** Seed of the shuffles and of rows that are drawn: 0 by default. */
  readonly seed?: number;
  /** Go on with a model file whose checksum says that it is not as it was written, with a warning. Default false. */
  readonly acceptChangedModel?: boolean;
  /** Hears now and then what is being done, and how many of how many models are explained. */
  readonly onProgress?: (what: 'training' | 'shuffling', done: number, total: number) => void;
  /** Hears of files of the run that are damaged. */
  readonly onWarning?: (text: string) => void;
}

export const EXPLAIN_DEFAULTS = { instances: 5, repeats: 10, rows: 10_000, seed: 0 } as const;
