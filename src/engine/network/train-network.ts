/** @file Trains: one network alone, or several in one graph, with the results that each has alone. */
import { type Predictions, randomFrom, STACK_SIZES } from '../../core/index.js';
import type { Samples } from '../datasets/index.js';
import { encodeInferenceGraph, type TrainedWeights } from './inference-graph.js';
import type { Network } from './network.js';
import { NetworkCourse, type NetworkTraining, type TrainingRequest } from './network-course.js';
import { evaluateLoss, predictWith } from './runtime/evaluate.js';
import type { InferenceSession } from './runtime/onnxruntime.js';
import type { SessionCache } from './runtime/session.js';
import type { MemberOptions } from './runtime/training-member.js';
import { type MemberEpoch, TrainingRun } from './runtime/training-run.js';
import { encodeTrainingGraph } from './training-graph.js';

/** Throws where the sample cannot be used, and the signal's reason when it is aborted between epochs. */
export async function trainNetwork(request: TrainingRequest, sessions: SessionCache): Promise<NetworkTraining> {
  const [result] = await runCourses([new NetworkCourse(request)], sessions);
  if (result?.status === 'fulfilled') return result.value;
  throw result?.reason;
}

/**
 * Each as {@link trainNetwork} gives it, bit for bit. Rejects where they cannot be together: they must differ in nothing but what is
 * fed to the graph, and in the values of their examples.
 */
export async function trainTogether(
  requests: readonly TrainingRequest[],
  sessions: SessionCache,
): Promise<PromiseSettledResult<NetworkTraining>[]> {
  const courses = await Promise.allSettled(requests.map(async (request) => new NetworkCourse(request)));
  const begun = courses.flatMap((course) => (course.status === 'fulfilled' ? [course.value] : []));
  if (new Set(begun.map(({ shape }) => shape)).size > 1) throw new TypeError('they differ in shape');
  const results = new Map<NetworkCourse, PromiseSettledResult<NetworkTraining>>();
  for (let next = 0; next < begun.length; ) {
    const size = STACK_SIZES.find((one) => one <= begun.length - next) ?? 1;
    const together = begun.slice(next, next + size);
    if (size > 1) await requireEqual(together, sessions);
    for (const [place, result] of (await runCourses(together, sessions)).entries()) {
      results.set(together[place] as NetworkCourse, result);
    }
    next += size;
  }
  return courses.map((course) =>
    course.status === 'fulfilled' ? (results.get(course.value) as PromiseSettledResult<NetworkTraining>) : course,
  );
}

/** Rejects where the graph cannot be run; what goes wrong with one of the courses is its own result. */
async function runCourses(
  courses: readonly NetworkCourse[],
  sessions: SessionCache,
): Promise<PromiseSettledResult<NetworkTraining>[]> {
  const run = await openRun(
    courses.map(({ member }) => member),
    sessions,
  );
  const results = new Map<NetworkCourse, PromiseSettledResult<NetworkTraining>>();
  const settle = async (course: NetworkCourse, work: () => Promise<NetworkTraining | undefined>): Promise<void> => {
    try {
      const value = await work();
      if (value !== undefined) results.set(course, { status: 'fulfilled', value });
    } catch (reason) {
      results.set(course, { status: 'rejected', reason });
    }
  };
  for (;;) {
    const epochs = new Map<NetworkCourse, MemberEpoch>();
    for (const course of courses) {
      if (results.has(course)) continue;
      await settle(course, async () => void epochs.set(course, course.nextEpoch()));
    }
    const [any] = epochs.values();
    if (any === undefined) return courses.map((course) => results.get(course) as PromiseSettledResult<NetworkTraining>);
    // One that has ended goes along, and nobody looks at it.
    const losses = await run.runEpoch(courses.map((course) => epochs.get(course) ?? any));
    for (const [place, course] of courses.entries()) {
      if (results.has(course)) continue;
      const weightsNow = () => ({ parameters: run.parametersOf(place), buffers: run.buffersOf(place) });
      const judge = (network: Network, weights: TrainedWeights, samples: Samples) =>
        judgeWeights(network, weights, samples, sessions);
      await settle(course, () => course.endEpoch(losses[place] as Float64Array, { weightsNow, judge }));
    }
  }
}

/** A run of members from their beginning. */
async function openRun(members: readonly MemberOptions[], sessions: SessionCache): Promise<TrainingRun> {
  const [{ network, batch }] = members as readonly [MemberOptions];
  const count = members.length;
  const session = await sessions.open(`train ${count} x ${batch} ${network.key}`, () =>
    encodeTrainingGraph(network, batch, count),
  );
  return new TrainingRun({ session, members });
}

/** A few steps show it: what rounds otherwise does so at once, in every element. */
const COMPARED_BATCHES = 3;

/** Rejects where this processor rounds members otherwise together than alone; looks once at a shape. */
async function requireEqual(courses: readonly NetworkCourse[], sessions: SessionCache): Promise<void> {
  const [{ member, shape }] = courses as readonly [NetworkCourse];
  const isEqual = await sessions.once(`${courses.length} x ${shape}`, async () => {
    const members = courses.map(({ member: { augment: _, ...member } }, place) => ({
      ...member,
      noise: randomFrom('compared', place),
    }));
    const count = Math.min(member.sample.count, COMPARED_BATCHES * member.batch);
    const order = Int32Array.from({ length: count }, (_, example) => example);
    const epochs = members.map(({ network }) => ({ order, learningRateAt: () => network.optimizer.learningRate }));
    const together = await openRun(members, sessions);
    const losses = await together.runEpoch(epochs);
    for (const [place, one] of members.entries()) {
      const alone = await openRun([{ ...one, noise: randomFrom('compared', place) }], sessions);
      const [own] = await alone.runEpoch([epochs[place] as MemberEpoch]);
      const pairs = [
        [own, losses[place]],
        [alone.parametersOf(0), together.parametersOf(place)],
        [alone.buffersOf(0), together.buffersOf(place)],
      ] as const;
      if (!pairs.every(([left, right]) => left?.every((value, index) => Object.is(value, right?.[index]))))
        return false;
    }
    return true;
  });
  if (!isEqual) throw new Error('this processor rounds them otherwise together than alone');
}

/** The loss of weights that are still trained. */
async function judgeWeights(network: Network, weights: TrainedWeights, samples: Samples, sessions: SessionCache) {
  return evaluateLoss(await openInference(network, weights, sessions), network, samples, weights);
}

/** What a network with these weights gives for samples, beside their targets. */
export async function predictByWeights(
  network: Network,
  weights: TrainedWeights,
  samples: Samples,
  sessions: SessionCache,
): Promise<Predictions> {
  return predictWith(await openInference(network, weights, sessions), network, samples, weights);
}

function openInference(network: Network, weights: TrainedWeights, sessions: SessionCache): Promise<InferenceSession> {
  const key = `infer ${JSON.stringify(network.scales)} ${network.key}`;
  return sessions.open(key, () => encodeInferenceGraph(network, weights));
}
