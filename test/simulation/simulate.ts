/** @file One simulated race from one seed: machines that come and go, break and stall, until the world calms down and it ends. */
import { isDeepStrictEqual } from 'node:util';
import { type Random, type Resources, randomFrom, type Store, trialKey } from '../../src/core/index.js';
import { createMemoryStore } from '../../src/evidence/log/index.js';
import { toyHeader } from '../evidence/drive/in-memory-run.js';
import type { LinkFaults } from './link.js';
import { Machine } from './machine.js';
import { coordinate, type SimulatedTransport, work } from './processes.js';
import { Referee } from './referee.js';
import { SimulatedClock } from './simulated-clock.js';
import { type SimulatedRace, simulatedRace, undisturbed } from './simulated-race.js';

export interface TransportSetup {
  readonly world: SimulatedClock;
  readonly leaseMs: number;
  readonly random: Random;
  readonly faults: LinkFaults;
  readonly referee: Referee;
}

export interface Simulated {
  /** Promises that were broken. */
  readonly faults: readonly string[];
  readonly trace: readonly string[];
  readonly steps: number;
  readonly coordinators: number;
  readonly workers: number;
  readonly trainings: number;
  readonly losses: number;
  readonly lateOutcomes: number;
  /** Trials that machines lost so often that they count as failed. */
  readonly unlucky: number;
  readonly outcomes: number;
}

/** The longest of 10,000 races over memory and 1,000 in a folder took 640,000. */
const MOST_STEPS = 3_000_000;

/** A transport to be simulated. */
export interface TransportUnderTest {
  open(setup: TransportSetup): SimulatedTransport;
  /** One process keeps the books: then leases end to the millisecond, and nobody claims what has a late outcome. */
  readonly isExact: boolean;
}

export async function simulate(seed: number, transport: TransportUnderTest): Promise<Simulated> {
  return new Simulation(seed, transport).run();
}

interface Running {
  readonly machine: Machine;
  /** It lacks something that a trial may need, or has no time for all. */
  readonly isLimited: boolean;
  readonly finish: AbortController;
  readonly stop: AbortController;
}

class Simulation {
  readonly #random: Random;
  readonly #world = new SimulatedClock();
  readonly #referee: Referee;
  readonly #transport: SimulatedTransport;
  readonly #faults: LinkFaults;
  readonly #race: SimulatedRace;
  readonly #store: Store;
  readonly #workers = new Set<Running>();
  readonly #pollMs: number;
  readonly #medianMs: number;
  readonly #places: number;
  readonly #usualWorkers: number;
  readonly #mostOpen: number;
  #coordinator: Running | undefined;
  #coordinators = 0;
  #started = 0;
  #isDone = false;
  #isCalm = false;
  #diskFaults = 0;

  constructor(seed: number, { open, isExact }: TransportUnderTest) {
    const random = randomFrom('simulation', seed);
    this.#random = random;
    const leaseMs = 5000 + random.below(25_000);
    this.#referee = new Referee(this.#world, leaseMs, isExact);
    this.#faults = { share: random.uniform() ** 2 * 0.15, outageUntilMs: 0 };
    this.#diskFaults = random.uniform() < 0.3 ? 0.05 : 0;
    this.#pollMs = 1000 + random.below(9000);
    this.#medianMs = leaseMs * Math.exp(random.normal() - 0.5);
    this.#places = 1 + random.below(3);
    this.#usualWorkers = 1 + random.below(6);
    this.#mostOpen = random.uniform() < 0.3 ? 1 + random.below(4) : 1000;
    this.#race = simulatedRace(seed, random);
    this.#store = createMemoryStore(toyHeader(this.#race.candidates));
    const { world, referee, faults } = { world: this.#world, referee: this.#referee, faults: this.#faults };
    this.#transport = open({ world, leaseMs, random, faults, referee });
  }

  async run(): Promise<Simulated> {
    this.#startCoordinator();
    this.#supervise();
    this.#disturb();
    this.#world.after(60_000 + this.#random.uniform() * 600_000, () => this.#calm());
    let steps = 0;
    while (this.#referee.faults.length === 0 && (await this.#world.step())) {
      if (++steps > MOST_STEPS) this.#referee.fault('it does not end');
    }
    if (this.#referee.faults.length === 0) await this.#judge();
    const { faults, trace, trainings, losses, lateOutcomes, unlucky } = this.#referee;
    return {
      faults,
      trace,
      steps,
      coordinators: this.#coordinators,
      workers: this.#started,
      trainings,
      losses,
      lateOutcomes,
      unlucky: unlucky.size,
      outcomes: this.#store.outcomes().length,
    };
  }

  async #judge(): Promise<void> {
    if (!this.#isDone) this.#referee.fault('nothing happens any more, and the race is not over');
    for (const remains of this.#transport.remains()) this.#referee.fault(`the exchange still has ${remains}`);
    const expected = await undisturbed(this.#race, this.#referee.unlucky);
    const decided = this.#store.newestQuestion()?.decisions();
    if (!isDeepStrictEqual(decided, expected)) this.#referee.fault('its decisions are others than those undisturbed');
    for (const { trial, status, retried = [] } of this.#store.outcomes()) {
      if (this.#race.natureOf(trial) === 'flaky' && status === 'completed' && retried.length === 0)
        this.#referee.fault(`${trialKey(trial)} does not say that it was tried again`);
    }
  }

  #calm(): void {
    this.#referee.note('the world is calm');
    this.#isCalm = true;
    this.#faults.share = 0;
    this.#faults.outageUntilMs = 0;
    this.#diskFaults = 0;
    // From now on there are those who can train everything.
    for (const { stop, isLimited } of this.#workers) if (isLimited) stop.abort();
  }

  /** Starts what is not there, as a launcher does; ends what is left over. */
  #supervise(): void {
    if (this.#isDone) {
      for (const { stop } of this.#workers) stop.abort();
      return;
    }
    if (this.#coordinator === undefined) this.#startCoordinator();
    if (this.#workers.size < this.#usualWorkers) this.#startWorker();
    this.#world.after(3000 + this.#random.uniform() * 4000, () => this.#supervise());
  }

  #startCoordinator(): void {
    const machine = new Machine(`coordinator-${++this.#coordinators}`, this.#world);
    this.#referee.note(`${machine.name} starts`);
    const running = runningOn(machine, false);
    this.#coordinator = running;
    const gone = () => {
      if (this.#coordinator === running) this.#coordinator = undefined;
    };
    machine.onEnd(gone);
    coordinate({
      transport: this.#transport,
      machine,
      race: this.#race,
      store: this.#store,
      referee: this.#referee,
      random: this.#random,
      needsOf: (trial) => (trial.streams.init % 4 === 3 ? { gpus: 1, minutes: 2 } : {}),
      pollMs: this.#pollMs,
      mostOpen: this.#mostOpen,
      signal: running.stop.signal,
      diskFaults: () => this.#diskFaults,
    }).then(
      (result) => {
        this.#referee.note(`${machine.name}: ${result}`);
        if (result === 'finished') this.#isDone = true;
        machine.end();
      },
      (error) => this.#referee.fault(`the coordinator breaks: ${error instanceof Error ? error.stack : error}`),
    );
  }

  #startWorker(): void {
    const random = this.#random;
    const machine = new Machine(`worker-${++this.#started}`, this.#world);
    const isWithoutDevice = !this.#isCalm && random.uniform() < 0.3;
    const has: Resources = { cpus: 4, gpus: isWithoutDevice ? 0 : 2 };
    // Some have an end to their time, and finish before or are killed by it.
    const isShort = !this.#isCalm && random.uniform() < 0.3;
    const endsMs = isShort ? this.#world.nowMs() + 60_000 + random.uniform() * 600_000 : undefined;
    const running = runningOn(machine, isWithoutDevice || isShort);
    this.#workers.add(running);
    machine.onEnd(() => this.#workers.delete(running));
    if (endsMs !== undefined) {
      this.#world.after(endsMs - this.#world.nowMs() - 30_000, () => running.finish.abort());
      this.#world.after(endsMs - this.#world.nowMs() - 5000, () => running.stop.abort());
      this.#world.after(endsMs - this.#world.nowMs(), () => machine.end());
    }
    work({
      transport: this.#transport,
      machine,
      race: this.#race,
      referee: this.#referee,
      random,
      places: this.#places,
      has,
      pollMs: this.#pollMs,
      medianMs: this.#medianMs,
      minutesLeft: endsMs === undefined ? undefined : () => (endsMs - this.#world.nowMs()) / 60_000,
      finish: running.finish.signal,
      stop: running.stop.signal,
    }).then(
      () => machine.end(),
      (error) => this.#referee.fault(`${machine.name} breaks: ${error instanceof Error ? error.stack : error}`),
    );
  }

  #disturb(): void {
    const random = this.#random;
    this.#world.after(-Math.log(1 - random.uniform()) * 30_000, () => {
      if (this.#isCalm || this.#isDone) return;
      const workers = [...this.#workers];
      const victim = random.uniform() < 0.3 ? this.#coordinator : workers[random.below(Math.max(1, workers.length))];
      if (victim !== undefined) this.#befall(victim);
      this.#disturb();
    });
  }

  #befall(victim: Running): void {
    const random = this.#random;
    const { machine } = victim;
    const ms = this.#transport.leaseMs * Math.exp(random.normal());
    const kind = random.below(8);
    const names = ['crash', 'crash', 'stop', 'finish', 'pause', 'sleep', 'cut-off', 'jump'];
    this.#referee.note(`${names[kind]} of ${machine.name}, ${(ms / 1000).toFixed(1)} s`);
    if (kind <= 1) machine.end();
    else if (kind === 2) this.#stop(victim);
    else if (kind === 3) victim.finish.abort();
    else if (kind === 4) machine.pause(ms, false);
    else if (kind === 5) machine.pause(ms, true);
    else if (kind === 6) machine.cutOffUntilMs = this.#world.nowMs() + ms;
    else machine.jump(ms);
    if (random.uniform() < 0.05) this.#faults.outageUntilMs = this.#world.nowMs() + ms;
    if (random.uniform() < 0.1) this.#startWorker();
  }

  /** As a machine that is shut down does: a signal first, and its end half a minute later. */
  #stop({ machine, stop }: Running): void {
    stop.abort();
    this.#world.after(30_000, () => machine.end());
  }
}

function runningOn(machine: Machine, isLimited: boolean): Running {
  return { machine, isLimited, finish: new AbortController(), stop: new AbortController() };
}
