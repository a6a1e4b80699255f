/** @file Races of another language: opened, told and shown. The caller keeps what was told, and opens the race again with it. */
import { badArgument, type Direction, InputError, isObject, turned } from '../core/index.js';
import { isFresh } from '../questions/race/plan/index.js';
import { createRace, type OpenRace, type RaceOptions } from '../race/index.js';
import { type NamedCandidate, type PlacedRace, positionOf, type RacePosition } from './race-position.js';
import type { Request, Requests } from './requests.js';
import { nameConfigurations } from './space-requests.js';

/** What follows from what was told. */
interface Turn {
  readonly status: OpenRace['status'];
  /** Trials to train now, each once. */
  readonly asked: readonly object[];
  /** Of those that were asked: no longer needed. */
  readonly dropped: readonly string[];
}

interface HostedRace extends PlacedRace {
  /** Trials that were asked and not told. */
  readonly out: Set<string>;
}

export class HostedRaces {
  readonly #races = new Map<number, HostedRace>();
  #opened = 0;

  readonly requests: Requests = {
    open: (request) => this.#open(request),
    tell: (request) => this.#tell(request),
    result: (request): RacePosition => positionOf(this.#at(request)),
    close: ({ race }) => this.#races.delete(race as number),
  };

  #open({ id: _id, op: _op, candidates: given, direction = 'minimize', told, ...others }: Request): object {
    if (direction !== 'minimize' && direction !== 'maximize')
      throw badArgument('direction', direction, 'minimize or maximize');
    const candidates = candidatesOf(given);
    const turnedBack = Array.isArray(told) ? told.map((one: unknown) => turnedTrial(one, direction)) : told;
    const options = {
      ...others,
      ...(told === undefined ? {} : { told: turnedBack }),
      candidates: candidates.map(({ id }) => id),
    } as unknown as RaceOptions;
    const criterion = (options.race as { readonly criterion?: string } | undefined)?.criterion ?? 'q3';
    const race = createRace<unknown>(options);
    const hosted = { race, criterion, candidates, direction, out: new Set<string>() } as const;
    this.#races.set(++this.#opened, hosted);
    return { race: this.#opened, candidates, ...turn(hosted) };
  }

  #tell(request: Request): Turn {
    const hosted = this.#at(request);
    const { trial, loss, failed } = request;
    const cost = typeof loss === 'number' ? turned(loss, hosted.direction) : (loss ?? Number.POSITIVE_INFINITY);
    hosted.race.tell(String(trial), (failed === undefined ? cost : { failed }) as number);
    hosted.out.delete(String(trial));
    return turn(hosted);
  }

  #at({ race }: Request): HostedRace {
    const hosted = this.#races.get(race as number);
    if (hosted === undefined) throw badArgument('race', race, 'the number of an open race');
    return hosted;
  }
}

function turn({ race, out }: HostedRace): Turn {
  const awaited = new Set(race.awaited);
  const dropped = [...out].filter((id) => !awaited.has(id));
  for (const id of dropped) out.delete(id);
  const asked = race.ask().map(({ id, candidate, replicate, seeds, streams }) => {
    out.add(id);
    return { id, candidate, replicate, seeds, phase: isFresh({ streams }) ? 'fresh' : 'race' };
  });
  return { status: race.status, asked, dropped };
}

/** Configurations get the ids that an experiment would give them; names are the caller's. */
function candidatesOf(given: unknown): readonly NamedCandidate[] {
  const names = Array.isArray(given) ? given : isObject(given) ? Object.keys(given as object) : [];
  if (names.length < 2) throw tooFew(names.length);
  if (names.every((name) => typeof name === 'string' && name !== '')) {
    return names.map((id: string) => ({ id, label: id }));
  }
  return nameConfigurations(names).map(({ id, label }) => ({ id, label }));
}

function tooFew(count: number): InputError {
  return new InputError({
    code: 'bad-argument',
    what: `candidates: there ${count === 0 ? 'are none' : 'is only one'}.`,
    allowed: 'a list of configurations, a list of names, or configurations by name; at least two',
    fix: 'Give the candidates of the race.',
  });
}

/** A score that was told, as the loss that is raced. */
function turnedTrial(told: unknown, direction: Direction): unknown {
  const loss = isObject(told) ? (told as { readonly loss?: unknown }).loss : undefined;
  return typeof loss === 'number' ? { ...(told as object), loss: turned(loss, direction) } : told;
}
