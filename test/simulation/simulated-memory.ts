/** @file The memory transport behind links that lose, delay and double what goes over them. */
import type { CoordinatorEnd, Delivery, Random, WorkerEnd } from '../../src/core/index.js';
import { createMemoryExchange } from '../../src/work/transports/index.js';
import { Link, type LinkFaults, unreachable } from './link.js';
import type { Machine } from './machine.js';
import type { SimulatedTransport } from './processes.js';
import type { TransportSetup, TransportUnderTest } from './simulate.js';
import type { SimulatedClock } from './simulated-clock.js';

export const simulatedMemory: TransportUnderTest = { open: openMemory, isExact: true };

function openMemory(options: TransportSetup): SimulatedTransport {
  const { world, leaseMs, random, faults, referee } = options;
  const exchange = createMemoryExchange({ leaseMs, clock: world });
  const link = new Link(world, random, faults);
  return {
    leaseMs,
    coordinator: async (run, machine) => {
      const open = async () => {
        // A connection that is being made goes with its process.
        if (!machine.isUp) throw unreachable();
        return referee.watchCoordinator(exchange.coordinator(run));
      };
      const end = await link.call(machine, open, false);
      return coordinatorOver(link, machine, end, options);
    },
    worker: async (machine) => workerOver(link, machine, referee.watchWorker(exchange.worker(), machine), options),
    remains: () => exchange.remains(),
  };
}

function coordinatorOver(
  link: Link,
  machine: Machine,
  end: CoordinatorEnd,
  { random, faults, world }: TransportSetup,
): CoordinatorEnd {
  let listed: readonly Delivery[] = [];
  return {
    leaseMs: end.leaseMs,
    offer: (offers) => link.call(machine, () => end.offer(offers)),
    offers: () => link.call(machine, () => end.offers()),
    withdraw: (ids) => link.call(machine, () => end.withdraw(ids), false),
    // A listing may be an old one, and in any order.
    deliveries: (most) =>
      link.call(machine, async () => {
        const isOld = random.uniform() < faults.share;
        if (!isOld) listed = [...(await end.deliveries(most))].sort(() => random.uniform() - 0.5);
        return listed;
      }),
    unusable: () => link.call(machine, () => end.unusable()),
    setAside: (delivery) => link.call(machine, () => end.setAside(delivery)),
    files: (delivery) => link.call(machine, () => end.files(delivery)),
    acknowledge: (deliveries) => link.call(machine, () => end.acknowledge(deliveries), false),
    lost: () => link.call(machine, () => end.lost()),
    workers: () => link.call(machine, () => end.workers()),
    onNews: (listener) => end.onNews(lossy(listener, machine, random, faults, world)),
    end: () => link.call(machine, () => end.end()),
    close: () => link.call(machine, () => end.close()),
  };
}

function workerOver(
  link: Link,
  machine: Machine,
  end: WorkerEnd,
  { random, faults, world }: TransportSetup,
): WorkerEnd {
  return {
    leaseMs: end.leaseMs,
    state: () => link.call(machine, () => end.state()),
    announce: (report) => link.call(machine, () => end.announce(report)),
    claim: (free) => link.call(machine, () => end.claim(free), false),
    renew: (claims) => link.call(machine, () => end.renew(claims)),
    settle: (...settled) => link.call(machine, () => end.settle(...settled)),
    handBack: (claim) => link.call(machine, () => end.handBack(claim)),
    refuse: (claim) => link.call(machine, () => end.refuse(claim)),
    onNews: (listener) => end.onNews(lossy(listener, machine, random, faults, world)),
    close: () => link.call(machine, () => end.close()),
  };
}

/** News that may get lost, come twice, or come late. */
function lossy(
  listener: () => void,
  machine: Machine,
  random: Random,
  faults: LinkFaults,
  world: SimulatedClock,
): () => void {
  return () => {
    if (machine.isCutOff || world.nowMs() < faults.outageUntilMs || !machine.isUp) return;
    if (random.uniform() < faults.share * 3) return;
    machine.after(random.uniform() * 20, listener);
    if (random.uniform() < faults.share) machine.after(random.uniform() * 30_000, listener);
  };
}
