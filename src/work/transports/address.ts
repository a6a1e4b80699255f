/** @file Where runs and workers meet, by its address: the list of all kinds of transports. */
import { type CoordinatorEnd, inputError, type OfferedRun, type TransportAccess } from '../../core/index.js';
import { FOLDER } from './folder/index.js';
import { QUEUE } from './queue/index.js';
import type {
  CoordinatorOptions,
  PassOver,
  SeenRun,
  Transport,
  TransportHost,
  WorkerDoor,
  WorkerEndOptions,
} from './transport.js';

const TRANSPORTS: readonly Transport[] = [FOLDER, QUEUE];

/** @throws InputError (`address-kind`) for an address of no known kind, or another one for text that its kind does not have. */
function transportAt(address: string): Transport {
  const found = address.trim() === '' ? undefined : TRANSPORTS.find(({ fits }) => fits(address));
  if (found !== undefined) return found;
  throw inputError`address-kind: The address of the workers is "${withoutSecrets(address)}".
    Allowed: ${TRANSPORTS.map(({ addresses }) => addresses).join(', or ')}
    Fix: Give the path of such a folder, or the address of the queue.`;
}

/** Of an address of no kind, too. */
function withoutSecrets(address: string): string {
  return TRANSPORTS.reduce((text, { shown }) => shown(text), address);
}

/** Before it is printed or written anywhere. @throws InputError for the text of an address that is none of its kind. */
export function requireAddressText(address: string): void {
  TRANSPORTS.find(({ fits }) => fits(address))?.requireText(address);
}

/** Makes sure that runs and workers can meet there. @throws InputError */
export async function checkAddress(address: string, access: TransportAccess = {}): Promise<void> {
  await transportAt(address).check(address, access);
}

/** For a worker without an experiment and without a key. @throws InputError (`worker-needs-key`) where anybody may have written what is offered. */
export function requireOwnAddress(address: string): void {
  if (transportAt(address).mayBeOwn) return;
  throw inputError`worker-needs-key: Anyone with access to ${shownAddress(address)} can offer work, and this worker has neither an experiment nor a key to check it.
    Allowed: an experiment, so that only its candidates are trained; or a key that run and worker share
    Fix: Name the experiment: surefoot worker ADDRESS experiment.yaml. Or give run and worker one key, with --key-file FILE.`;
}

/** The end of the one who offers. @throws InputError where the address cannot be used. */
export async function openCoordinator(
  address: string,
  run: OfferedRun,
  host: TransportHost,
  options: CoordinatorOptions = {},
): Promise<CoordinatorEnd> {
  return transportAt(address).coordinator(address, run, host, options);
}

/** The end of a worker. @throws InputError as above. */
export async function openWorker(address: string, host: TransportHost, options: WorkerEndOptions): Promise<WorkerDoor> {
  return transportAt(address).worker(address, host, options);
}

/** How the runs at an address stand, for people; undefined where runs and workers do not meet. @throws InputError as above. */
export async function lookAt(
  address: string,
  passOver: PassOver,
  access: TransportAccess = {},
): Promise<readonly SeenRun[] | undefined> {
  return transportAt(address).look(address, passOver, access);
}

/** The address as it holds in every folder. */
export function absoluteAddress(address: string): string {
  return transportAt(address).absolute(address);
}

/** The address as it may be printed and kept. */
export function shownAddress(address: string): string {
  return transportAt(address).shown(address);
}
