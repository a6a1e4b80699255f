/** @file Where runs and workers meet, by its address: the one place that knows every kind of transport. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import {
  type CoordinatorEnd,
  InputError,
  type OfferedRun,
  type TransportAccess,
  type WorkerEnd,
} from '../../core/index.js';
import { waitingClock } from '../../evidence/drive/index.js';
import { isProcessGone, thisProcess } from '../../trainers/index.js';
import {
  createFolderCoordinator,
  createFolderWorker,
  isQueueAddress,
  lookAtFolder,
  lookAtQueue,
  nodeFiles,
  openQueueCoordinator,
  openQueueWorker,
  requireFolder,
  requireQueue,
  type SeenRun,
  withoutPassword,
} from '../../work/transports/index.js';

/** What a coordinator brings besides its run. */
export interface CoordinatorOptions {
  /** How one is let in where a server asks. */
  readonly access?: TransportAccess;
  /** How long a silent worker keeps a trial; the transport's own by default. */
  readonly leaseMs?: number;
  readonly passOver?: PassOver;
}

/** A worker's end, and what can be said of what comes from it. */
export interface WorkerDoor {
  readonly end: WorkerEnd;
  /** True where nobody but the user of this process can have written the offer: its trainer may be run as it says. */
  isOwnOffer(run: OfferedRun): Promise<boolean>;
}

export type { SeenRun } from '../../work/transports/index.js';

/** Told of what lies at an address and is nothing of ours: it was passed over. */
export type PassOver = (what: string) => void;

interface Kind {
  readonly fits: (address: string) => boolean;
  /** Throws an InputError for an address that cannot be used. */
  readonly check: (address: string, access: TransportAccess) => Promise<void>;
  readonly coordinator: (address: string, run: OfferedRun, options: CoordinatorOptions) => Promise<CoordinatorEnd>;
  readonly worker: (
    address: string,
    accepts: (run: OfferedRun) => boolean,
    passOver: PassOver,
    access: TransportAccess,
  ) => Promise<WorkerDoor>;
  /** Undefined where there is no exchange. */
  readonly look: (
    address: string,
    passOver: PassOver,
    access: TransportAccess,
  ) => Promise<readonly SeenRun[] | undefined>;
  /** Whether its owner alone may write there, so that a worker may believe what it is offered. */
  readonly mayBeOwn: boolean;
  /** The same for whoever works in another folder. */
  readonly absolute: (address: string) => string;
  /** As it may be printed and kept. */
  readonly shown: (address: string) => string;
}

const here = { files: nodeFiles, uid: process.getuid?.() };
const newToken = () => randomBytes(6).toString('hex');

const FOLDER: Kind = {
  fits: (address) => !/^[a-z][a-z\d+.-]*:\/\//i.test(address),
  check: (path) => requireFolder(here, path),
  coordinator: async (path, run, { leaseMs }) => {
    await requireFolder(here, path);
    const process = { owner: thisProcess(), isGone: isProcessGone };
    return createFolderCoordinator({
      files: nodeFiles,
      clock: waitingClock,
      path,
      run,
      newToken,
      ...process,
      ...(leaseMs === undefined ? {} : { leaseMs }),
    });
  },
  worker: async (path, accepts, passOver) => {
    await requireFolder(here, path);
    const own = { clock: waitingClock, newToken, random: Math.random };
    const end = createFolderWorker({ ...here, ...own, path, accepts, passOver });
    return { end, isOwnOffer: (run) => end.isOwnOffer(run) };
  },
  look: (path, passOver) => lookAtFolder(nodeFiles, path, passOver),
  mayBeOwn: true,
  absolute: (path) => resolve(path),
  shown: (path) => path,
};

const QUEUE: Kind = {
  fits: isQueueAddress,
  check: (address, access) => requireQueue({ address, ...access }),
  coordinator: (address, run, { access, leaseMs, passOver }) => {
    const told = passOver === undefined ? {} : { passOver };
    return openQueueCoordinator({ address, ...access }, run, leaseMs === undefined ? told : { ...told, leaseMs });
  },
  worker: async (address, accepts, passOver, access) => {
    const end = await openQueueWorker({ address, ...access }, { accepts, passOver });
    // Whoever is let in at the server may have written it.
    return { end, isOwnOffer: async () => false };
  },
  look: (address, passOver, access) => lookAtQueue({ address, ...access }, passOver),
  mayBeOwn: false,
  absolute: (address) => address,
  shown: withoutPassword,
};

const KINDS: readonly Kind[] = [FOLDER, QUEUE];

/** @throws InputError (`address-kind`) for what is neither a folder nor a URL of a known kind. */
function kindOf(address: string): Kind {
  const kind = KINDS.find(({ fits }) => fits(address));
  if (kind !== undefined && address.trim() !== '') return kind;
  throw new InputError({
    code: 'address-kind',
    what: `The address of the workers is "${withoutPassword(address)}".`,
    allowed: 'a folder that the run and all of its workers see, such as /shared/exchange, or a queue: redis://HOST',
    fix: 'Give the path of such a folder, or the address of the queue.',
  });
}

/** Makes sure that runs and workers can meet there. @throws InputError */
export async function checkAddress(address: string, access: TransportAccess = {}): Promise<void> {
  await kindOf(address).check(address, access);
}

/** For a worker without an experiment and without a key. @throws InputError (`worker-needs-key`) where anybody may have written what is offered. */
export function requireOwnAddress(address: string): void {
  if (kindOf(address).mayBeOwn) return;
  throw new InputError({
    code: 'worker-needs-key',
    what: `Anybody who is let in at ${shownAddress(address)} can offer something, and this worker has neither an experiment nor a key to tell by.`,
    allowed: 'an experiment, whose space it keeps to; or a key, with which run and worker sign',
    fix: 'Name the experiment: surefoot worker ADDRESS experiment.yaml. Or give run and worker one key, with --key-file FILE.',
  });
}

/** The end of the one who offers. @throws InputError where the address cannot be used. */
export async function openCoordinator(
  address: string,
  run: OfferedRun,
  options: CoordinatorOptions = {},
): Promise<CoordinatorEnd> {
  return kindOf(address).coordinator(address, run, options);
}

/** The end of a worker that serves the runs for which `accepts` is true. @throws InputError as above. */
export async function openWorker(
  address: string,
  accepts: (run: OfferedRun) => boolean,
  passOver: PassOver,
  access: TransportAccess = {},
): Promise<WorkerDoor> {
  return kindOf(address).worker(address, accepts, passOver, access);
}

/** How the runs at an address stand, for people; undefined where runs and workers do not meet. @throws InputError as above. */
export async function lookAt(
  address: string,
  passOver: PassOver,
  access: TransportAccess = {},
): Promise<readonly SeenRun[] | undefined> {
  return kindOf(address).look(address, passOver, access);
}

/** The address as it holds in every folder. */
export function absoluteAddress(address: string): string {
  return kindOf(address).absolute(address);
}

/** The address as it may be printed and kept. */
export function shownAddress(address: string): string {
  return kindOf(address).shown(address);
}
