/**
 * @file A connection to a queue's server that fails early and says why: nothing waits for a server that is away, because the
 * coordinator and the worker try again by themselves. Reconnecting goes on in the background.
 */
import { createHash } from 'node:crypto';
import { InputError, inputError, RunError, runError, SurefootError } from '../../../core/index.js';
import { Listeners } from '../wake.js';
import { DEFAULT_PORT, PASSWORD_VARIABLE, type QueueAddress, type QueueSecrets } from './access.js';
import {
  loadQueuePackages,
  type Queue,
  type QueuePackages,
  type Redis,
  type RedisOptions,
  type Worker,
} from './bullmq.js';

/** A call that takes longer was not answered. */
const CALL_MS = 10_000;
const CONNECT_MS = 10_000;
const MOST_RECONNECT_MS = 2000;

export class QueueLink {
  readonly redis: Redis;
  readonly #packages: QueuePackages;
  readonly #address: QueueAddress;
  readonly #hearing: Redis;
  readonly #listeners = new Map<string, Listeners>();
  readonly #sums = new Map<string, string>();
  readonly #queues = new Map<string, Queue>();
  /** Why there is no connection. */
  #lastError: Error | undefined;
  readonly #note = (error: Error): void => {
    this.#lastError = error;
  };

  /** @throws InputError where the server will not have us as we are, RunError where it cannot be reached. */
  static async open(address: QueueAddress, secrets: QueueSecrets): Promise<QueueLink> {
    const link = new QueueLink(await loadQueuePackages(), address, secrets);
    try {
      await link.redis.connect();
      await link.#hearing.connect();
      await link.#refuseEviction();
      return link;
    } catch (error) {
      link.close();
      throw link.#explained(error);
    }
  }

  private constructor(packages: QueuePackages, address: QueueAddress, secrets: QueueSecrets) {
    this.#packages = packages;
    this.#address = address;
    this.redis = new packages.Redis(optionsOf(address, secrets));
    this.#hearing = this.redis.duplicate();
    for (const one of [this.redis, this.#hearing]) {
      one.on('error', this.#note);
      one.on('ready', () => (this.#lastError = undefined));
    }
    this.#hearing.on('message', (channel: string) => this.#tell(channel));
    // What was said while nobody heard it.
    this.#hearing.on('ready', () => {
      for (const channel of this.#listeners.keys()) this.#tell(channel);
    });
  }

  /** A call whose failure is a RunError that says what to do. */
  async reach<Answer>(call: (redis: Redis) => Promise<Answer>): Promise<Answer> {
    try {
      return await call(this.redis);
    } catch (error) {
      throw this.#explained(error);
    }
  }

  /** Runs a script of `scripts.ts` at the server, which keeps it for the next time. */
  async run<Answer = number>(script: string, base: string, args: readonly (string | number)[]): Promise<Answer> {
    return this.reach(async (redis) => {
      try {
        return (await redis.evalsha(this.#sumOf(script), 1, base, ...args)) as Answer;
      } catch (error) {
        if (!(error as Error).message.startsWith('NOSCRIPT')) throw error;
        return (await redis.eval(script, 1, base, ...args)) as Answer;
      }
    });
  }

  /** A queue of BullMQ's, on this connection. The caller does not close it: there is nothing of its own to close. */
  async queue(prefix: string, name: string): Promise<Queue> {
    const key = `${prefix}:${name}`;
    const known = this.#queues.get(key);
    if (known !== undefined) return known;
    const { Queue, createRedisBackend } = this.#packages;
    const options = { connection: this.redis, prefix, skipMetasUpdate: true, skipWaitingForReady: true };
    const queue = new Queue(name, options, createRedisBackend);
    queue.on('error', this.#note);
    await this.#ready(queue);
    this.#queues.set(key, queue);
    return queue;
  }

  /** A worker of BullMQ's without a processor, which is asked for jobs; without the blocking connection that it would have. */
  async worker(prefix: string, name: string, worker: string, leaseMs: number): Promise<Worker> {
    const { Worker, createRedisBackend } = this.#packages;
    const options = {
      connection: this.redis,
      prefix,
      name: worker,
      autorun: false,
      lockDuration: leaseMs,
      skipWaitingForReady: true,
    };
    const made = new Worker(name, null, options, (queue, more) => createRedisBackend(queue, more));
    made.on('error', this.#note);
    return this.#ready(made);
  }

  /** Calls back when something is said on a channel, and when it may have been while there was no connection. */
  async listen(channel: string, listener: () => void): Promise<() => void> {
    const listeners = this.#listeners.get(channel) ?? new Listeners();
    if (listeners.size === 0) await this.reach(() => this.#hearing.subscribe(channel));
    this.#listeners.set(channel, listeners);
    return listeners.add(listener);
  }

  close(): void {
    this.redis.disconnect();
    this.#hearing.disconnect();
  }

  /** What was made while the server was away would fail for ever: it asks for the server's version once. */
  async #ready<Made extends Pick<Queue | Worker, 'waitUntilReady' | 'close'>>(made: Made): Promise<Made> {
    try {
      await made.waitUntilReady();
      return made;
    } catch (error) {
      void made.close().catch(() => {});
      throw this.#explained(error);
    }
  }

  #tell(channel: string): void {
    this.#listeners.get(channel)?.tell();
  }

  #sumOf(script: string): string {
    const known = this.#sums.get(script);
    if (known !== undefined) return known;
    const sum = createHash('sha1').update(script).digest('hex');
    this.#sums.set(script, sum);
    return sum;
  }

  /** BullMQ asks for it as well: a server that forgets keys where memory is short would forget trials. */
  async #refuseEviction(): Promise<void> {
    const policy = /maxmemory_policy:(\S+)/.exec(await this.redis.info('memory'))?.[1] ?? 'noeviction';
    if (policy === 'noeviction') return;
    throw inputError`queue-evicts: The queue's server ${this.#address.text} drops keys when memory is short (maxmemory-policy ${policy}).
      Allowed: maxmemory-policy noeviction
      Fix: Set it: redis-cli CONFIG SET maxmemory-policy noeviction, and in the configuration of the server.`;
  }

  #explained(error: unknown): Error {
    if (error instanceof SurefootError) return error;
    if (!(error instanceof Error)) throw error;
    return explain(error, this.#lastError, this.#address);
  }
}

function optionsOf(
  { host, port, path, database, username, isEncrypted }: QueueAddress,
  secrets: QueueSecrets,
): RedisOptions {
  const { password, ca } = secrets;
  return {
    ...(path === undefined ? { host: host ?? '', port: port ?? DEFAULT_PORT } : { path }),
    db: database,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(isEncrypted
      ? { tls: { ...(host === undefined ? {} : { servername: host }), ...(ca === undefined ? {} : { ca }) } }
      : {}),
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    commandTimeout: CALL_MS,
    // Calls are not kept for later: who made them makes them again.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(times * 100, MOST_RECONNECT_MS),
    // A replica that was the primary before: connecting again finds the primary.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  };
}

/** What the server's refusals mean for the user. */
const REFUSALS: readonly (readonly [pattern: RegExp, code: string, what: string, fix: string])[] = [
  [
    /^NOAUTH|no password is set|without any password configured/,
    'queue-access',
    'asks for a password, or does not expect the one it was given',
    `Give the password with ${PASSWORD_VARIABLE} or --queue-password-file FILE, or none.`,
  ],
  [
    /^WRONGPASS|invalid password|invalid username-password/,
    'queue-access',
    'does not accept the password',
    `Correct ${PASSWORD_VARIABLE} or the password file, and the user in the address.`,
  ],
  [
    /^NOPERM/,
    'queue-access',
    'does not let this user do what a queue needs',
    'Give the user all commands on the keys and channels that begin with surefoot and {surefoot.',
  ],
  [
    /^READONLY/,
    'queue-read-only',
    'is a replica that cannot be written to',
    'Give the address of the primary; after a failover, this goes away by itself.',
  ],
  [
    /WRONGTYPE/,
    'transport-damaged',
    'has something of another kind under a name that Surefoot uses',
    'Keep other programs from writing to keys that begin with surefoot or {surefoot. If it happens again, end the run and start it again.',
  ],
  [/^LOADING/, 'queue-loading', 'still loads its data', 'Wait; Surefoot keeps trying.'],
  [/^OOM/, 'queue-memory', 'has no memory left', 'Raise its maxmemory, or end runs that are not needed.'],
  [/^MISCONF/, 'queue-disk', 'cannot write to its disk and takes nothing more', 'Check its log and its disk.'],
  [
    /certificate|self.signed|unable to (get|verify)|altnames|SSL|wrong version number/i,
    'queue-tls',
    'could not be reached by TLS',
    'Use rediss:// exactly where the server speaks TLS, and give its certificates with --queue-ca FILE.',
  ],
];

function explain(error: Error, last: Error | undefined, { text }: QueueAddress): SurefootError {
  for (const cause of last === undefined ? [error] : [error, last]) {
    const refusal = REFUSALS.find(([pattern]) => pattern.test(cause.message));
    if (refusal === undefined) continue;
    const [, code, what, fix] = refusal;
    const Kind = code === 'queue-access' || code === 'queue-tls' ? InputError : RunError;
    return new Kind({ code, what: `The queue's server ${text} ${what} (${cause.message}).`, fix, cause });
  }
  const cause = last ?? error;
  return runError`queue-unreachable: The queue's server ${text} cannot be reached (${cause.message}).
    Fix: Start it, or correct the address. A running run keeps trying by itself.
    Cause: ${cause}`;
}
