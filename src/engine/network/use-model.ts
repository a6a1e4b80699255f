/** @file A model file as its users have it: what it reads of a table, and what it answers for rows of one. */
import { InputError, inputError, joinArrays, SurefootError } from '../../core/index.js';
import type { ColumnEncoding, RawColumn } from '../datasets/index.js';
import { requireTokenValues } from './data-checks.js';
import { columnInput, columnOfInput } from './joined-features.js';
import type { ModelCalibration, ModelReading, UsableModel } from './model-answers.js';
import { ModelProto } from './onnx/schema.js';
import { rawFeeds } from './runtime/evaluate.js';
import { type InferenceSession, Tensor } from './runtime/onnxruntime.js';
import { openSession } from './runtime/session.js';
import { isSealed } from './stored-model.js';

const BLOCK = 1024;

/** What some models say beside their answer, and of which models it is. */
const BESIDES: readonly {
  readonly name: string;
  readonly of: 'ensemble' | 'calibrated';
  readonly isOfClasses?: boolean;
}[] = [
  { name: 'low', of: 'calibrated', isOfClasses: false },
  { name: 'high', of: 'calibrated', isOfClasses: false },
  { name: 'set', of: 'calibrated', isOfClasses: true },
  { name: 'spread', of: 'ensemble' },
  { name: 'agreement', of: 'ensemble', isOfClasses: true },
];

interface OpenOptions {
  /** Go on with a file that is not as it was written. */
  readonly acceptsChanged?: boolean;
}

/**
 * @throws InputError (`model-unreadable`, `model-without-columns`) for what is no model of Surefoot's on a table, and (`model-changed`) for
 * one that is not as it was written.
 */
export async function openModel(
  bytes: Uint8Array,
  path: string,
  { acceptsChanged = false }: OpenOptions = {},
): Promise<UsableModel> {
  const metadata = readMetadata(bytes, path);
  const isChanged = !isSealed(bytes);
  if (isChanged && !acceptsChanged && OURS.some((key) => metadata.has(key)))
    throw changed(whatIsChanged(path, metadata));
  try {
    return { ...(await readModel(bytes, path, metadata)), isChanged };
  } catch (error) {
    throw isChanged ? blamedOnModel(error, path) : error;
  }
}

/** Keys of the metadata of a model that is ours. */
const OURS = ['checksum', 'surefoot', 'columns', 'inputs'];

/** What breaks with a model that was changed is the model's fault; what is an error of the user's otherwise stays so. */
export function blamedOnModel(error: unknown, path: string): unknown {
  if (error instanceof SurefootError) return error;
  const why = error instanceof Error ? error.message.slice(0, 200) : String(error);
  return changed(`${path} is not as it was written, and cannot be used (${why}).`, error);
}

async function readModel(
  bytes: Uint8Array,
  path: string,
  metadata: ReadonlyMap<string, string>,
): Promise<Omit<UsableModel, 'isChanged'>> {
  const read = <Value>(key: string): Value | undefined => {
    const text = metadata.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as Value);
  };
  const own = readingOf(read('columns'), read('inputs'), path);
  const session = await openSession(bytes).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  const reading = { ...own, features: session.inputNames.flatMap(columnOfInput) };
  const input = { extents: inputExtents(session), tokens: read<number>('tokens') };
  const classes = read<readonly string[]>('classes') ?? [];
  const instances = read<number>('instances') ?? 1;
  const conformal = read<ModelCalibration>('conformal');
  // Other models may call a target so.
  const besides = BESIDES.filter(({ of, isOfClasses = classes.length > 0 }) => {
    return isOfClasses === classes.length > 0 && (of === 'ensemble' ? instances > 1 : conformal !== undefined);
  }).map(({ name }) => name);
  const run = async (
    outputs: readonly string[],
    rows: readonly RawColumn[],
    count: number,
    take: (given: InferenceSession.ReturnType) => void,
  ): Promise<void> => {
    for (let start = 0; start < count; start += BLOCK) {
      take(await session.run(feedsOf(reading, input, rows, start, Math.min(count, start + BLOCK)), outputs));
    }
  };
  return {
    reading,
    classes,
    targets: read('targets') ?? [],
    targetReadings: read('targetReadings') ?? {},
    loss: read('loss') ?? {},
    ranges: read('ranges') ?? {},
    instances,
    targetSpread: read('targetSpread'),
    conformal,
    candidate: metadata.get('candidate'),
    answer: async (rows, count) => {
      const values: number[] = [];
      const labels: string[] = [];
      const [numbers, ...others] = classes.length > 0 ? (['probabilities', 'label'] as const) : (['output'] as const);
      const found = new Map(besides.map((name) => [name, [] as number[]]));
      await run([numbers, ...others, ...besides], rows, count, (given) => {
        for (const value of (given[numbers] as Tensor).data as Float32Array) values.push(value);
        if (classes.length > 0) labels.push(...((given.label as Tensor).data as string[]));
        for (const [name, own] of found)
          for (const value of (given[name] as Tensor).data as Float32Array) own.push(value);
      });
      const all = Float32Array.from(values);
      const none = new Float32Array();
      const more = Object.fromEntries(
        [...found].map(([name, own]) => [name, name === 'set' ? Uint8Array.from(own) : Float32Array.from(own)]),
      );
      if (classes.length === 0) return { count, values: all, labels, probabilities: none, ...more };
      return { count, values: none, labels, probabilities: all.length === count ? ofBoth(all) : all, ...more };
    },
    outputs: async (rows, count) => {
      const blocks: Float32Array[] = [];
      await run(['output'], rows, count, ({ output }) => void blocks.push((output as Tensor).data as Float32Array));
      return joinArrays(Float32Array, blocks);
    },
    close: () => session.release(),
  };
}

/** Of a single output, which is the second class's probability. */
function ofBoth(second: Float32Array): Float32Array {
  return Float32Array.from({ length: second.length * 2 }, (_, place) => {
    const value = second[place >> 1] as number;
    return place % 2 === 0 ? 1 - value : value;
  });
}

/** Of a model of plain numbers. */
interface NumbersInput {
  /** Of an example, whose columns fill them row by row; undefined where the model has another kind of input. */
  readonly extents: readonly number[] | undefined;
  /** How many tokens it knows, where it reads tokens. */
  readonly tokens: number | undefined;
}

function inputExtents(session: InferenceSession): readonly number[] | undefined {
  const found = session.inputMetadata.find(({ name }) => name === 'input');
  return found?.isTensor ? (found.shape.slice(1) as readonly number[]) : undefined;
}

function feedsOf(
  reading: ModelReading,
  input: NumbersInput,
  rows: readonly RawColumn[],
  start: number,
  end: number,
): Record<string, Tensor> {
  const own = rows.slice(0, rows.length - reading.features.length);
  const features = reading.features.map((name, place) => {
    const { values } = rows[own.length + place] as RawColumn;
    const numbers = Float32Array.from((values as Float64Array).subarray(start, end));
    return [columnInput(name), new Tensor('float32', numbers, [end - start, 1])] as const;
  });
  const inputs =
    reading.kind === 'columns' ? rawFeeds(reading.columns, own, start, end) : sideBySide(own, input, start, end);
  return { ...inputs, ...Object.fromEntries(features) };
}

/** Throws an InputError for what is no token of a model that reads tokens. */
function sideBySide(
  columns: readonly RawColumn[],
  { extents = [columns.length], tokens }: NumbersInput,
  start: number,
  end: number,
): Record<string, Tensor> {
  const width = columns.length;
  const values = new Float32Array((end - start) * width);
  columns.forEach((column, place) => {
    for (let row = start; row < end; row++) values[(row - start) * width + place] = column.values[row] as number;
  });
  if (tokens !== undefined) {
    requireTokenValues(values, tokens, (place) => {
      return `column \`${columns[place % width]?.name}\`, row ${start + Math.floor(place / width) + 1}`;
    });
  }
  return { input: new Tensor('float32', values, [end - start, ...extents]) };
}

function readMetadata(bytes: Uint8Array, path: string): ReadonlyMap<string, string> {
  try {
    const { metadataProps = [] } = ModelProto.toObject(ModelProto.decode(bytes)) as {
      metadataProps?: readonly { key: string; value: string }[];
    };
    return new Map(metadataProps.map(({ key, value }) => [key, value]));
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function readingOf(columns: readonly ColumnEncoding[] | undefined, names: readonly string[] | undefined, path: string) {
  if (columns !== undefined) return { kind: 'columns', columns } as const;
  if (names !== undefined) return { kind: 'numbers', names } as const;
  throw inputError`model-without-columns: ${path} does not record which columns of a table it reads.
    Allowed: a model that Surefoot made of a table (CSV or Parquet), this version or later
    Fix: Run it with ONNX Runtime on arrays of your own, or make it again with: surefoot export`;
}

function whatIsChanged(path: string, metadata: ReadonlyMap<string, string>): string {
  return metadata.has('checksum')
    ? `${path} is not as it was written: the checksum of its bytes is another.`
    : `${path} bears no checksum, so nothing says whether it is as it was written.`;
}

function changed(what: string, cause?: unknown): InputError {
  return new InputError({
    code: 'model-changed',
    what,
    allowed: 'a model as Surefoot wrote it: its last 64 bytes are the SHA-256 of all bytes before them',
    fix:
      'Copy it again from its run folder, or make it again with: surefoot export. If you have changed it on purpose, such as its metadata, ' +
      'go on with --accept-changed-model.',
    ...(cause === undefined ? {} : { cause }),
  });
}

function unreadable(path: string, cause: unknown): InputError {
  return inputError`model-unreadable: ${path} is not a model that ONNX Runtime can run (${cause instanceof Error ? cause.message.slice(0, 200) : String(cause)}).
    Allowed: a .onnx file such as model.onnx of a run folder
    Fix: Check the path, or make it again with: surefoot export
    Cause: ${cause}`;
}
