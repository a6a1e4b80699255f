/** @file What somebody at a queue's server may write there, each message made from a random number: none of it may stop anybody's run. */
import type { Redis } from 'ioredis';
import { type Offer, offerId } from '../../src/core/index.js';
import { jobId, type RunKeys, runKeys } from '../../src/work/transports/queue/keys.js';

/** Two runs on one server: one whose messages are signed, and one that is open. */
export interface Target {
  readonly keys: RunKeys;
  readonly isSigned: boolean;
  /** The other run. */
  readonly other: RunKeys;
}

export interface Attack {
  readonly redis: Redis;
  readonly target: Target;
  /** In [0, 1). */
  readonly random: () => number;
  /** A path outside of the run, and a pipe that nobody writes to. */
  readonly canary: string;
  readonly pipe: string;
}

/** What is well-formed and a lie is sent to the signed run alone: the open one believes it, as the documents say. */
export const MESSAGES: Readonly<Record<string, (attack: Attack) => Promise<unknown>>> = {
  'garbage as a delivery': (attack) => deliver(attack, garbage(attack)),
  'a delivery of another type': (attack) => deliver(attack, '0{"id":{},"worker":[],"outcome":7}'),
  'half a delivery': async (attack) => deliver(attack, (await truth(attack)).slice(0, 20 + attack.random() * 80)),
  'no number as a loss': async (attack) => deliver(attack, await truth(attack, { loss: 'NaN' })),
  'a huge delivery': (attack) => deliver(attack, `0"${'x'.repeat(17 * 2 ** 20)}`),
  'an unknown trial': async (attack) => deliver(attack, (await truth(attack)).replaceAll(/c[0-9a-f]{8}/g, 'cffffffff')),
  'a file elsewhere': async (attack) => {
    const paths = [attack.canary, attack.pipe, '/etc/passwd', '../../x', '.', '/dev/zero', '/proc/self/mem'];
    return deliver(attack, await truth(attack, { artifacts: { model: pick(attack, paths) } }));
  },
  'files that are not those': async (attack) => {
    const { redis, target } = attack;
    const token = await deliver(attack, await truth(attack));
    if (attack.random() < 0.5) await redis.set(target.keys.files(token), 'no hash');
    else await redis.hset(target.keys.files(token), 'list', '[{"path":"../x","sha256":"00","bytes":1e12}]');
  },
  'a lie': async (attack) => attack.target.isSigned && deliver(attack, await truth(attack, { loss: -1e9 })),
  'a message of the other run': async (attack) => {
    const { redis, target } = attack;
    if (!target.isSigned) return undefined;
    const [text] = Object.values(await redis.hgetall(target.other.outcomes));
    return deliver(attack, text ?? (await truth(attack)));
  },
  'a message of another trial': async (attack) => {
    const { redis, target } = attack;
    const [text] = Object.values(await redis.hgetall(target.keys.outcomes));
    if (!target.isSigned || text === undefined) return undefined;
    return deliver(attack, text.replace(/\|(\d+)"/, '|9"'));
  },
  'an altered offer': async (attack) => {
    const { redis, target } = attack;
    const found = await anOffer(attack);
    if (found === undefined) return;
    const lie = { ...found.offer, trial: { ...found.offer.trial, repeat: 77 } };
    await redis.hset(found.key, pick(attack, ['data', 'opts']), target.isSigned ? JSON.stringify(lie) : '{"half');
  },
  'an offer of nothing': ({ redis, target, random }) =>
    redis.rpush(`${target.keys.base}needs-nothing:wait`, `j${random()}`),
  'an offer that nobody made': async (attack) => {
    const { redis, target } = attack;
    const found = await anOffer(attack);
    if (found === undefined) return;
    const offer = { ...found.offer, trial: { ...found.offer.trial, candidate: 'cffffffff' } };
    const job = jobId(offerId(offer));
    await redis.hset(
      `${target.keys.base}needs-nothing:${job}`,
      'name',
      'trial',
      'data',
      JSON.stringify(offer),
      'opts',
      '{}',
    );
    await redis.rpush(`${target.keys.base}needs-nothing:wait`, job);
  },
  'garbage in the books of a run': (attack) => {
    const { lost, workers, counts, queues, later } = attack.target.keys;
    if (attack.random() < 0.2) return attack.redis.zadd(later, 1, garbage(attack));
    return attack.redis.hset(
      pick(attack, [lost, workers, counts, queues]),
      pick(attack, ['done', 'losses', 'x']),
      garbage(attack),
    );
  },
  'another kind of key': (attack) => {
    const { lost, workers, counts, order, later, swept } = attack.target.keys;
    return attack.redis.set(pick(attack, [lost, workers, counts, order, later, swept]), garbage(attack));
  },
  'a queue that is held up': (attack) => {
    const at = `${attack.target.keys.base}needs-nothing:`;
    if (attack.random() < 0.5)
      return attack.redis.set(`${at}${pick(attack, ['id', 'events', 'paused'])}`, garbage(attack));
    return attack.redis.hset(`${at}meta`, pick(attack, ['paused', 'concurrency']), '0');
  },
  'a queue that nobody made': async ({ redis, target }) => {
    await redis.hset(target.keys.queues, 'evil', '{}');
    await redis.set(`${target.keys.base}evil:active`, 'x');
  },
  'another run': (attack) => attack.redis.hset(attack.target.keys.run, pick(attack, ['text', 'sum']), garbage(attack)),
  'no run among the runs': async ({ redis, random }) => {
    const id = `z${Math.floor(random() * 1e6)}`;
    await redis.zadd('surefoot:runs', 1, id);
    if (random() < 0.5) await redis.hset(runKeys(id).run, 'text', '{"half', 'sum', 'x', 'lease', 'y');
    else await redis.set(runKeys(id).run, 'no hash');
  },
  'the end of a run': ({ redis, target }) => redis.sadd('surefoot:ending', target.keys.base.slice(10, -2)),
};

function pick<Item>({ random }: Attack, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

function garbage({ random }: Attack): string {
  return Array.from({ length: 40 }, () => String.fromCharCode(random() * 256)).join('');
}

async function deliver({ redis, target, random }: Attack, text: string): Promise<string> {
  const token = `t${random()}`;
  await redis.hset(target.keys.outcomes, token, text);
  await redis.rpush(target.keys.arrived, token);
  return token;
}

/** An offer that stands there now, with the key of its job. */
async function anOffer(attack: Attack): Promise<{ readonly offer: Offer; readonly key: string } | undefined> {
  const { redis, target } = attack;
  const jobs = Object.entries(await redis.hgetall(target.keys.offers));
  if (jobs.length === 0) return undefined;
  const [job, queue] = pick(attack, jobs);
  const key = `${target.keys.base}${queue}:${job}`;
  const data = await redis.hget(key, 'data').catch(() => null);
  try {
    return { offer: JSON.parse(data ?? '') as Offer, key };
  } catch {
    return undefined;
  }
}

/** A delivery as a worker would send it, but for its seal; always refused where something else is said of it than a worker may. */
async function truth(attack: Attack, more: object = {}): Promise<string> {
  const found = await anOffer(attack);
  if (found === undefined) return garbage(attack);
  const { trial } = found.offer;
  // No metrics at all: what nobody must be able to believe.
  const outcome = { trial, status: 'completed', loss: 1, lossPerEpoch: [], seconds: 1, ...more };
  const isWhole = attack.target.isSigned || 'artifacts' in more;
  const text = JSON.stringify({
    id: offerId(found.offer),
    worker: 'm',
    outcome: isWhole ? { ...outcome, metrics: {} } : outcome,
  });
  return `0${text}`;
}
