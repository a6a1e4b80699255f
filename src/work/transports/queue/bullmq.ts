/**
 * @file The one door to BullMQ and ioredis: optional peers, loaded when a queue is opened. BullMQ releases several times a week
 * and its scripts share keys with ours, so that exactly one version of either will do.
 */
import { createRequire } from 'node:module';
import { type InputError, inputError } from '../../../core/index.js';

export type { Job, Queue, Worker } from 'bullmq';
export type { Redis, RedisOptions } from 'ioredis';

/** The versions in `peerDependencies` of package.json. */
export const QUEUE_PACKAGES = { bullmq: '6.7.0', ioredis: '5.11.1' } as const;

export interface QueuePackages
  extends Pick<typeof import('bullmq'), 'Queue' | 'Worker' | 'createRedisBackend'>,
    Pick<typeof import('ioredis'), 'Redis'> {}

/** @throws InputError (`queue-packages-missing`) with the command that installs what is missing, or another version. */
export async function loadQueuePackages(): Promise<QueuePackages> {
  const require = createRequire(import.meta.url);
  for (const [name, version] of Object.entries(QUEUE_PACKAGES)) {
    const found = versionOf(name, require);
    if (found !== version) throw packagesMissing(name, found);
  }
  const [{ Queue, Worker, createRedisBackend }, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
  return { Queue, Worker, createRedisBackend, Redis };
}

function versionOf(name: string, require: NodeJS.Require): string | undefined {
  try {
    return (require(`${name}/package.json`) as { version: string }).version;
  } catch {
    return undefined;
  }
}

function packagesMissing(name: string, found: string | undefined): InputError {
  const { bullmq, ioredis } = QUEUE_PACKAGES;
  return inputError`queue-packages-missing: ${found === undefined ? `A queue needs the package ${name}, which is not installed.` : `A queue needs another version of the package ${name} than ${found}.`}
    Allowed: bullmq ${bullmq} and ioredis ${ioredis}, exactly, beside surefoot
    Fix: Install them: npm install --save-exact bullmq@${bullmq} ioredis@${ioredis} --ignore-scripts`;
}
