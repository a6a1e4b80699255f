/**
 * @file Tells the program that has started this command of its run, as it goes on: each training, each decision, and every second how far
 * it is, as lines of JSON. The Python package listens; docs/inside.md has the lines.
 */
import { createWriteStream } from 'node:fs';
import {
  type Candidate,
  isFailure,
  type Outcome,
  scoreOf,
  seedsOf,
  trialKey,
  writableNumber,
} from '../../core/index.js';
import { candidateLookup } from '../../work/here/index.js';
import type { Prepared } from '../questions/question-kind.js';
import type { PlanRunEvent } from './run-question.js';

/** A file or a named pipe to write to. */
const PLACE = 'SUREFOOT_EVENTS';
const EVERY_MS = 1000;

interface ToldEvents {
  readonly onEvent: (event: PlanRunEvent) => void;
  readonly close: () => void;
}

/** `note`: how far the run is, in a line. Undefined where nobody listens. */
export function toldEvents(
  prepared: Pick<Prepared, 'candidates' | 'header' | 'planned'>,
  labelOf: (candidate: string) => string,
  note: () => string,
): ToldEvents | undefined {
  const place = process.env[PLACE];
  if (place === undefined) return undefined;
  // A program that trains may run Surefoot itself, which has nobody to tell.
  delete process.env[PLACE];
  const stream = createWriteStream(place, { flags: 'a' });
  const say = (told: object): void => {
    stream.write(`${JSON.stringify(told, (_, value: unknown) => writableNumber(value))}\n`);
  };
  // Who listened has gone: the run goes on without it.
  stream.on('error', () => clearInterval(timer));
  const candidateOf = candidateLookup(prepared.candidates);
  const { shown } = scoreOf(prepared.planned.score?.name, prepared.planned.score?.direction);
  let hasBegun = false;
  const timer = setInterval(() => {
    if (hasBegun) say({ kind: 'progress', text: note() });
  }, EVERY_MS).unref();
  return {
    onEvent: (event) => {
      hasBegun ||= event.kind === 'round-begun';
      if (event.kind === 'outcome') {
        const candidate = { ...candidateOf(event.outcome.trial), label: labelOf(event.outcome.trial.candidate) };
        say(toldTraining(event.outcome, event.round.phase, candidate, prepared.header));
      }
      if (event.kind !== 'decision' || event.replayed) return;
      const { survivors, eliminated, incumbent, incumbentValue } = event.decision;
      say({ kind: 'decision', survivors, eliminated, leader: incumbent, value: shown(incumbentValue) });
    },
    close: () => {
      clearInterval(timer);
      stream.end();
    },
  };
}

function toldTraining(
  outcome: Outcome,
  phase: string,
  { label, configuration }: Candidate,
  { seed }: Prepared['header'],
) {
  const { trial, status, loss, lossOf, metrics, seconds, failure } = outcome;
  return {
    kind: 'training',
    id: trialKey(trial),
    candidate: trial.candidate,
    label,
    config: configuration,
    replicate: trial.streams.init,
    phase: phase === 'final' ? 'fresh' : phase,
    seeds: seedsOf(trial, seed),
    status,
    loss: lossOf !== undefined || isFailure(outcome) ? null : loss,
    metrics,
    seconds,
    failure: failure === undefined ? null : `${failure.kind}: ${failure.message}`,
  };
}
