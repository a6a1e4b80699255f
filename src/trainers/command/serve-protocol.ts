/** @file The other side of the protocol: serves trials over standard input and output, as a long-lived command does. */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import {
  type JsonObject,
  type Outcome,
  STREAM_NAMES,
  type Streams,
  type Trial,
  writableNumber,
} from '../../core/index.js';
import { parseJson } from './parse-json.js';
import { PROTOCOL_VERSION } from './trial-message.js';

/** What else was asked for than the configuration. */
interface ServedTrial extends Omit<Trial, 'candidate'> {
  readonly experimentSeed: number;
}

interface ServeOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** Trains what was asked for; a rejection is told to the one who asked. */
  readonly train: (configuration: JsonObject, trial: ServedTrial) => Promise<Outcome>;
}

/** Resolves when it is told to stop, or when its input ends. */
export async function serveProtocol({ input, output, train }: ServeOptions): Promise<void> {
  const send = (message: object) =>
    output.write(`${JSON.stringify(message, (_key, value: unknown) => writableNumber(value))}\n`);
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const message = parseJson(line) as (Readonly<Record<string, unknown>> & { type?: string }) | undefined;
    if (message?.type === 'hello') send({ type: 'ready', protocol: PROTOCOL_VERSION });
    else if (message?.type === 'stop') return;
    else if (message?.type === 'train') send({ id: message.id, ...(await answerTo(message, train)) });
  }
}

/** A `train` message, as it should be. */
interface AskedTraining {
  readonly configuration: JsonObject;
  readonly streams: Streams;
  readonly repeat: number;
  readonly sample: { readonly size: number };
  readonly experimentSeed: number;
}

async function answerTo(message: Readonly<Record<string, unknown>>, train: ServeOptions['train']): Promise<object> {
  try {
    const { configuration, streams, repeat, sample, experimentSeed } =
      message as Partial<AskedTraining> as AskedTraining;
    for (const name of STREAM_NAMES) {
      if (name === 'split' && streams[name] === undefined) continue;
      if (!Number.isSafeInteger(streams[name])) throw new TypeError(`streams.${name} is ${String(streams[name])}`);
    }
    const outcome = await train(configuration, {
      streams,
      repeat,
      experimentSeed,
      fidelity: { sampleSize: sample.size },
    });
    const { status, loss, metrics, lossPerEpoch, failure } = outcome;
    if (failure !== undefined) return { type: 'error', message: failure.message };
    return { type: 'result', loss: status === 'diverged' ? 'NaN' : loss, metrics, lossPerEpoch };
  } catch (error) {
    return { type: 'error', message: error instanceof Error ? error.message : String(error) };
  }
}
