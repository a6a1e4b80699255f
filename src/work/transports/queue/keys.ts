/**
 * @file Names at the server. All keys of a run begin with the same prefix, which is a Redis Cluster hash tag as well; BullMQ keeps
 * one queue for each set of resources that offers need, so that nobody is given what does not fit.
 */
import { hashJson, type Needs } from '../../../core/index.js';
import { fromWire } from '../wire.js';

/** Sorted set of the runs that are open, by the server's time of their beginning. */
export const RUNS = 'surefoot:runs';
/** Set of the runs whose end was begun, until nothing of them is left. */
export const ENDING = 'surefoot:ending';
/** Channel: a run was opened, or ended. */
export const RUNS_CHANNEL = 'surefoot:runs';

/** What coordinators wait for that come after one that was killed: shorter than a trial's lease, because nothing is lost with it. */
export const COORDINATOR_LEASE_MS = 5000;

/** BullMQ's prefix: its keys are `<prefix>:<queue>:...`, and ours `<prefix>:...`. */
export function runPrefix(run: string): string {
  return `{surefoot:${run}}`;
}

/** What a run has beside its queues. */
export function runKeys(run: string) {
  const key = (name: string) => `${runPrefix(run)}:${name}`;
  return {
    /** What our scripts make names from. */
    base: key(''),
    /** Hash: `text` is the run for workers, `lease` that of its trials in ms; `sum` names both. */
    run: key('run'),
    /** Token of the coordinator, for a lease. */
    coordinator: key('coordinator'),
    /** Hash: queue -> the resources that its offers need. */
    queues: key('queues'),
    /** Hash: job -> its queue. */
    offers: key('offers'),
    /** Number of offers ever made, which is their order. */
    order: key('order'),
    /** Hash: token -> `0` or `1` for late, and the delivery. */
    outcomes: key('outcomes'),
    /** List of the tokens in `outcomes`, in the order in which they came. */
    arrived: key('arrived'),
    /** Hash: token -> what is wrong with a delivery that was set aside, and the beginning of its text. */
    quarantine: key('quarantine'),
    /** Hash: job -> JSON list of the workers that lost it; empty where the offer itself was damaged, and is gone. */
    lost: key('lost'),
    /** Sorted set of `<queue>|<job>` that nobody may claim before a time of the server's. */
    later: key('later'),
    /** Hash: worker -> its report. */
    workers: key('workers'),
    /** There as long as nobody needs to look for lost leases again. */
    swept: key('swept'),
    /** There for as long as a worker is heard of. */
    worker: (id: string) => key(`worker:${id}`),
    /** Hash with the files of one outcome. */
    files: (token: string) => key(`files:${token}`),
    /** Hash: outcomes that were acknowledged (`done`), and leases that ran out (`losses`). */
    counts: key('counts'),
    /** Number of outcomes that were acknowledged in a minute since 1970 of the server's; for two minutes. */
    doneIn: (minute: number) => key(`done:${minute}`),
    /** Channel: there may be something to claim. */
    work: key('work'),
    /** Channel: there may be something for the coordinator. */
    news: key('news'),
  };
}

export type RunKeys = ReturnType<typeof runKeys>;

export function queueName(needs: Needs): string {
  const { cpus, gpus, memoryMiB, minutes, model } = needs;
  const said = Object.entries({ cpus, gpus, memoryMiB, minutes, model }).filter(([, one]) => one !== undefined);
  return said.length === 0
    ? 'needs-nothing'
    : `needs-${hashJson(Object.fromEntries(said) as Record<string, number | string>).slice(0, 12)}`;
}

/** What the offers of a queue need; undefined for a queue that no coordinator made. */
export function queueNeeds(queue: string, text: string): Needs | undefined {
  try {
    const needs = fromWire.needs(JSON.parse(text));
    return queueName(needs) === queue ? needs : undefined;
  } catch {
    return undefined;
  }
}

/** BullMQ's names of jobs have no colon. */
export function jobId(offer: string): string {
  return offer.replaceAll('%', '%25').replaceAll(':', '%3A');
}

export function offerOfJob(job: string): string {
  return job.replaceAll('%3A', ':').replaceAll('%25', '%');
}
