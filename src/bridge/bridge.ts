/** @file Answers the requests of another language, a line of JSON each: docs/bridge.md. A function of what it was sent, without files or clock. */
import {
  calledByProgram,
  InputError,
  inputError,
  isObject,
  isTooDeep,
  type JsonObject,
  SurefootError,
  tooDeep,
  unknownOption,
  writableNumber,
} from '../core/index.js';
import { HostedRaces } from './hosted-races.js';
import { keepRequests } from './keep-request.js';
import type { Request, Requests } from './requests.js';
import { drawRequests } from './space-requests.js';

/** Counts up when a client that was written for this page would no longer work. */
const BRIDGE_VERSION = 1;

/** What the bridge says of itself. */
interface BridgeFacts {
  /** Of Surefoot. */
  readonly surefoot: string;
  /** Of Node. */
  readonly node: string;
}

/** One conversation: gives the answer to each line. `exchange` sends a line amid a request, and gives the one that comes back. */
export function createBridge(facts: BridgeFacts, exchange: (line: string) => string): (line: string) => string {
  let id: unknown = null;
  const askCaller = (question: JsonObject): JsonObject => parse(exchange(textOf({ id, ...question }))) as JsonObject;
  const requests: Requests = {
    hello: ({ bridge }) => {
      if (bridge !== BRIDGE_VERSION)
        throw inputError`bridge-version: This is version ${BRIDGE_VERSION} of the bridge, but version ${String(bridge)} was requested.
          Allowed: ${String(BRIDGE_VERSION)}
          Fix: Install package and engine of one version.`;
      return { bridge: BRIDGE_VERSION, ...facts };
    },
    ...drawRequests,
    ...keepRequests,
    ...new HostedRaces(askCaller).requests,
  };
  return (line) => {
    id = null;
    try {
      const request = parse(line);
      id = idOf(request);
      const op = String(request.op);
      const handle = Object.hasOwn(requests, op) ? requests[op] : undefined;
      if (handle === undefined) throw unknownOption('bridge: op', op, Object.keys(requests));
      return textOf({ id, answer: calledByProgram(() => handle(request)) });
    } catch (error) {
      return textOf({ id, error: described(error) });
    }
  };
}

/** Of a line, in characters: room for half a million trainings that were told. */
const MOST_LINE = 2 ** 26;
/** Of what is sent back: the identity of a request, and each text of an error. */
const MOST_ID = 200;
const MOST_SAID = 2000;

function idOf({ id }: Request): unknown {
  const { length } = String(JSON.stringify(id));
  if (length > MOST_ID) throw tooLong('`id`', length, MOST_ID);
  return id ?? null;
}

function parse(line: string): Request {
  if (line.length > MOST_LINE) throw tooLong('A line', line.length, MOST_LINE);
  let request: unknown;
  try {
    request = JSON.parse(line);
  } catch (cause) {
    throw noRequest(cause);
  }
  if (!isObject(request)) throw noRequest(undefined);
  const deep = Object.entries(request as Request).find(([, value]) => isTooDeep(value));
  if (deep !== undefined) throw tooDeep(`\`${deep[0].slice(0, MOST_ID)}\``);
  return request as Request;
}

/** Lists and numbers as JSON has them: infinite ones by their names. */
function textOf(message: object): string {
  return JSON.stringify(message, (_, value: unknown) => {
    if (value instanceof Float64Array || value instanceof Int32Array) return Array.from(value, writableNumber);
    return value instanceof Map ? Object.fromEntries(value) : writableNumber(value);
  });
}

/** An unexpected error carries its stack: it is a defect. */
function described(error: unknown): object {
  if (error instanceof SurefootError) {
    const { name, code, what, allowed, fix } = error;
    return { name, code, what: cut(what), ...(allowed === undefined ? {} : { allowed: cut(allowed) }), fix: cut(fix) };
  }
  const { message, stack } = error as Error;
  return {
    name: 'Error',
    code: 'defect',
    what: `The engine failed: ${message}`,
    fix: 'Report it with what follows.',
    stack,
  };
}

/** What was sent stands in what is said of it, and may be of any length. */
function cut(text: string): string {
  return text.length > MOST_SAID ? `${text.slice(0, MOST_SAID)}...` : text;
}

function tooLong(what: string, length: number, most: number): InputError {
  return inputError`bridge-length: ${what} has ${length} characters or more.
    Allowed: at most ${most}
    Fix: Send less at once.`;
}

function noRequest(cause: unknown): InputError {
  return new InputError({
    code: 'bridge-request',
    what: 'A line is not a JSON object.',
    allowed: '{ "id": 1, "op": "hello", "bridge": 1 }',
    fix: 'Send one object per line.',
    ...(cause === undefined ? {} : { cause }),
  });
}
