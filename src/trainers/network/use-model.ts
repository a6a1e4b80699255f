/** @file A model file as whoever uses it has it: what it reads of a table, and what it answers for rows of one. */
import { InputError } from '../../core/index.js';
import type { ColumnEncoding, RawColumn } from '../../datasets/index.js';
import type { ModelAnswers } from './model-answers.js';
import { ModelProto } from './onnx/schema.js';
import { Tensor } from './runtime/onnxruntime.js';
import { rawFeeds } from './runtime/raw-feeds.js';
import { openSession } from './runtime/session.js';

/** What a model reads of a table: encoded columns as they stand, or the numbers of plain ones side by side. */
export type ModelReading =
  | { readonly kind: 'columns'; readonly columns: readonly ColumnEncoding[] }
  | { readonly kind: 'numbers'; readonly names: readonly string[] };

export interface UsableModel {
  readonly reading: ModelReading;
  /** Names of the targets, or of the classes in their order. */
  readonly targets: readonly string[];
  readonly classes: readonly string[];
  /** Rows of raw columns, or count x names numbers. */
  answer(rows: readonly RawColumn[] | Float32Array, count: number): Promise<ModelAnswers>;
  close(): Promise<void>;
}

const BLOCK = 1024;

/** Throws an InputError (`model-unreadable`, `model-without-columns`) for what is no model of Surefoot's on a table. */
export async function openModel(bytes: Uint8Array, path: string): Promise<UsableModel> {
  const metadata = readMetadata(bytes, path);
  const list = <Item>(key: string): readonly Item[] | undefined => {
    const text = metadata.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as readonly Item[]);
  };
  const reading = readingOf(list('columns'), list('inputs'), path);
  const classes = list<string>('classes') ?? [];
  const targets = list<string>('targets') ?? [];
  const session = await openSession(bytes).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  const outputs = classes.length > 0 ? ['probabilities', 'label'] : ['output'];
  return {
    reading,
    classes,
    targets,
    answer: async (rows, count) => {
      const values: number[] = [];
      const labels: string[] = [];
      for (let start = 0; start < count; start += BLOCK) {
        const end = Math.min(count, start + BLOCK);
        const given = await session.run(feedsOf(reading, rows, start, end, session.inputNames), outputs);
        const numbers = given[outputs[0] as string] as Tensor;
        for (const value of numbers.data as Float32Array) values.push(value);
        if (classes.length > 0) labels.push(...((given.label as Tensor).data as unknown as string[]));
      }
      const all = Float32Array.from(values);
      const none = new Float32Array();
      if (classes.length === 0) return { count, values: all, labels, probabilities: none };
      return { count, values: none, labels, probabilities: all.length === count ? ofBoth(all) : all };
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

function feedsOf(
  reading: ModelReading,
  rows: readonly RawColumn[] | Float32Array,
  start: number,
  end: number,
  inputNames: readonly string[],
): Record<string, Tensor> {
  if (reading.kind === 'columns') return rawFeeds(reading.columns, rows as readonly RawColumn[], start, end);
  const width = reading.names.length;
  const values = (rows as Float32Array).subarray(start * width, end * width);
  return { [inputNames[0] as string]: new Tensor('float32', values, [end - start, width]) };
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

function readingOf(
  columns: readonly ColumnEncoding[] | undefined,
  names: readonly string[] | undefined,
  path: string,
): ModelReading {
  if (columns !== undefined) return { kind: 'columns', columns };
  if (names !== undefined) return { kind: 'numbers', names };
  throw new InputError({
    code: 'model-without-columns',
    what: `${path} does not say which columns of a table it reads.`,
    allowed: 'a model that Surefoot made of a table (CSV or Parquet), this version or later',
    fix: 'Run it with ONNX Runtime on arrays of your own, or make it again with: surefoot export',
  });
}

function unreadable(path: string, cause: unknown): InputError {
  return new InputError({
    code: 'model-unreadable',
    what: `${path} is no model that ONNX Runtime can run (${cause instanceof Error ? cause.message.slice(0, 200) : String(cause)}).`,
    allowed: 'a .onnx file such as best.onnx of a run folder',
    fix: 'Check the path, or make it again with: surefoot export',
    cause,
  });
}
