/** @file ONNX Runtime sessions that give the same bits every time, and a bounded store of them. */
import { InferenceSession } from './onnxruntime.js';

/** One thread, one order of execution. */
export function openSession(model: Uint8Array): Promise<InferenceSession> {
  return InferenceSession.create(model, {
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    interOpNumThreads: 1,
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  });
}

/** Keeps the most recently used sessions, so that trials of one shape compile once; releases the others. */
export class SessionCache {
  readonly #capacity: number;
  /** Least recently used first. */
  readonly #sessions = new Map<string, InferenceSession>();
  readonly #found = new Map<string, Promise<boolean>>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  async open(key: string, encode: () => Uint8Array): Promise<InferenceSession> {
    const session = this.#sessions.get(key) ?? (await openSession(encode()));
    this.#sessions.delete(key);
    this.#sessions.set(key, session);
    for (const [oldest, unused] of this.#sessions) {
      if (this.#sessions.size <= this.#capacity) break;
      this.#sessions.delete(oldest);
      await unused.release();
    }
    return session;
  }

  /** What `find` gave for this key the first time. */
  once(key: string, find: () => Promise<boolean>): Promise<boolean> {
    const found = this.#found.get(key) ?? find();
    this.#found.set(key, found);
    return found;
  }

  async close(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    for (const session of sessions) await session.release();
  }
}
