/**
 * @file What a trainer of the user's own tells of a configuration untrained: a function of it, beside the function that trains, or a command that reads it on
 * standard input and prints the answer as its last line. Asked once for each configuration.
 */
import { spawnSync } from 'node:child_process';
import { canonicalJson, InputError, type JsonObject, lastLines, type ToldCandidate } from '../core/index.js';

/** Synchronous: which candidates there are is settled before anything is trained. */
export type Inspect<Configuration = JsonObject> = (configuration: Configuration) => ToldCandidate;

/** Enough for an import of a large framework. */
const COMMAND_MS = 300_000;
/** Of an output that is shown in a message. */
const MOST_SHOWN = 200;

/** @param by  who tells, as messages name it: `inspect of model.mjs` */
export function tellByFunction(inspect: Inspect, by: string): (configuration: JsonObject) => ToldCandidate {
  return remembered((configuration) => {
    let answer: unknown;
    try {
      // A copy: candidates share parts of their configurations, and this one is in a stranger's hands.
      answer = inspect(structuredClone(configuration));
    } catch (error) {
      throw inspectFailed(by, `it failed with: ${error instanceof Error ? error.message : String(error)}`, error);
    }
    if (answer instanceof Promise) throw inspectFailed(by, 'it gave a promise; it has to answer at once');
    return requireTold(by, answer);
  });
}

/** From the folder of the experiment. */
export function tellByCommand(
  [program = '', ...args]: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>>,
): (configuration: JsonObject) => ToldCandidate {
  const by = `trainer.inspect, ${[program, ...args].join(' ')},`;
  return remembered((configuration) => {
    const { error, status, signal, stdout, stderr } = spawnSync(program, args, {
      ...{ cwd: folder, env: { ...process.env, ...environment }, input: `${JSON.stringify(configuration)}\n` },
      ...{ encoding: 'utf8', timeout: COMMAND_MS, windowsHide: true },
    });
    if (error !== undefined) throw inspectFailed(by, error.message, error);
    if (status !== 0) throw inspectFailed(by, `it ended with ${signal ?? status}: ${lastLines(stderr, 1).trim()}`);
    const last = lastLines(stdout, 1).trim();
    let answer: unknown;
    try {
      answer = JSON.parse(last);
    } catch {
      throw inspectFailed(by, `its last line is ${last === '' ? 'empty' : last.slice(0, MOST_SHOWN)}`);
    }
    return requireTold(by, answer);
  });
}

function remembered(tell: (configuration: JsonObject) => ToldCandidate) {
  const known = new Map<string, ToldCandidate>();
  return (configuration: JsonObject): ToldCandidate => {
    const key = canonicalJson(configuration);
    const told = known.get(key) ?? tell(configuration);
    known.set(key, told);
    return told;
  };
}

function requireTold(by: string, answer: unknown): ToldCandidate {
  const parameters = typeof answer === 'object' && answer !== null && 'parameters' in answer && answer.parameters;
  if (typeof parameters === 'number' && Number.isFinite(parameters) && parameters >= 0) return { parameters };
  throw inspectFailed(by, `it gave ${(JSON.stringify(answer) ?? String(answer)).slice(0, MOST_SHOWN)}`);
}

function inspectFailed(by: string, why: string, cause?: unknown): InputError {
  return new InputError({
    code: 'inspect-answer',
    what: `${by} does not say how many parameters this configuration has: ${why}`,
    allowed: '{ "parameters": 12345 }, a number of 0 or more',
    fix: 'Correct it, or remove `require.parameters`.',
    ...(cause === undefined ? {} : { cause }),
  });
}
