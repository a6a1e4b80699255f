/** @file What trainers print of their secrets is kept and printed nowhere; a run folder is its owner's alone. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { InputError, type PlanRunEvent, select } from '../../dist/app/index.js';
import { surefoot, temporaryFolder } from './command-line.js';

const GIVEN = 'given-4711-value';
const NAMED = 'named-0815-value';
const INHERITED = 'inherited-42-value';

/** Prints its secrets wherever a trainer can, and fails for the larger x. */
const SCRIPT = `echo "$MY_TOKEN $PLAIN $OTHER_KEY" >&2
if [ "$1" = 2 ]; then echo "$MY_TOKEN"; exit 3; fi
echo "$1"`;

const experimentWith = (environment: Record<string, string>, more: object = {}) => ({
  name: 'secrets',
  space: { x: [1, 2, 3] },
  race: { warmup: 2, rule: 'halving', finalTrials: 2 },
  failures: { retries: 1 },
  trainer: {
    command: ['/bin/sh', '-c', SCRIPT, 'train', '{configuration.x}'],
    checkSeeds: false,
    environment,
    secrets: ['PLAIN'],
    ...more,
  },
});

const ENVIRONMENT = { MY_TOKEN: GIVEN, PLAIN: NAMED };

/** Every file below a folder, in one text. */
function everythingIn(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n');
}

function inheritKey(): void {
  process.env.OTHER_KEY = INHERITED;
  onTestFinished(() => {
    delete process.env.OTHER_KEY;
  });
}

test('a failing trainer that prints its secrets leaves none of them', async () => {
  inheritKey();
  const out = join(temporaryFolder(onTestFinished), 'runs', 'secret');
  const events: PlanRunEvent[] = [];
  const run = (environment = ENVIRONMENT) =>
    select({ experiment: experimentWith(environment), out, onEvent: (event) => events.push(event) });
  const { status, result } = await run();
  expect(status).toBe('decided');
  const kept = everythingIn(out);
  const told = JSON.stringify([events, result]);
  for (const secret of [GIVEN, NAMED, INHERITED]) {
    expect(kept).not.toContain(secret);
    expect(told).not.toContain(secret);
  }
  expect(kept).toContain('*** *** ***');
  expect(statSync(out).mode & 0o777).toBe(0o700);

  // Equal secrets are the same trainer; others are not, and the refusal has neither.
  expect((await run()).result.trials).toEqual(result.trials);
  const refused = await run({ ...ENVIRONMENT, MY_TOKEN: 'another-token-value' }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(InputError);
  expect(String(refused)).not.toMatch(/given-4711|another-token/);
});

test('an error that ends a run has no secrets', async () => {
  inheritKey();
  const experiment = experimentWith(ENVIRONMENT, { protocol: 'long-lived' });
  const { trainer } = experiment;
  const failing = {
    ...experiment,
    trainer: { ...trainer, command: ['/bin/sh', '-c', 'echo "$MY_TOKEN$OTHER_KEY" >&2; exit 3'] },
  };
  const error = (await select({ experiment: failing }).catch((thrown: unknown) => thrown)) as Error;
  expect(error.message).toContain('***');
  expect(`${error.message}${error.stack}${String(error.cause)}`).not.toMatch(/given-4711|inherited-42/);
});

test('a module that throws its secrets leaves none, in worker processes', async () => {
  inheritKey();
  const folder = temporaryFolder(onTestFinished);
  const module = join(folder, 'train.mjs');
  writeFileSync(
    module,
    `export default ({ x }) => { console.log(process.env.OTHER_KEY); if (x === 2) throw new Error(process.env.OTHER_KEY); return x; };`,
  );
  const experiment = { ...experimentWith({}), trainer: { module } };
  const { result } = await select({ experiment, out: join(folder, 'run'), workers: 1 });
  expect(result.trials.failed).toBeGreaterThan(0);
  expect(everythingIn(join(folder, 'run'))).not.toContain(INHERITED);
});

test('a secret of an unknown name is refused: misspelt it would be printed', async () => {
  const experiment = experimentWith({ MY_TOKEN: GIVEN }, { secrets: ['MY_TOKN'] });
  await expect(select({ experiment })).rejects.toThrow(/no variable MY_TOKN.*MY_TOKEN/s);
});

test('a folder that was there keeps its mode, and train masks what it prints', async () => {
  const folder = temporaryFolder(onTestFinished);
  mkdirSync(join(folder, 'mine'));
  chmodSync(join(folder, 'mine'), 0o755);
  writeFileSync(join(folder, 'e.yaml'), JSON.stringify(experimentWith(ENVIRONMENT)));
  await select({ experiment: join(folder, 'e.yaml'), out: join(folder, 'mine') });
  expect(statSync(join(folder, 'mine')).mode & 0o777).toBe(0o755);
  const { stdout, stderr } = await surefoot(['train', 'e.yaml', '--configuration', '{"x":2}'], folder);
  expect(stdout).toMatch(/exit-code/);
  expect(stdout + stderr).not.toMatch(/given-4711|named-0815/);
});

test('a secret as the name of a metric or an artifact, or over a line break, is kept nowhere', async () => {
  const folder = temporaryFolder(onTestFinished);
  const out = join(folder, 'runs', 'names');
  writeFileSync(
    join(folder, 'train.mjs'),
    `import { writeFileSync } from 'node:fs';
const { MY_TOKEN, SUREFOOT_RESULT, SUREFOOT_FOLDER, X } = process.env;
const [start, end] = [MY_TOKEN.slice(0, 6), MY_TOKEN.slice(6)];
if (process.argv[2] === '2') {
  console.error('token: ' + start + '\\n    ' + end);
  process.exit(3);
}
writeFileSync(SUREFOOT_FOLDER + '/model.txt', 'model');
const loss = Number(process.argv[2]) + Number(process.argv[3]) / 2 ** 31;
writeFileSync(SUREFOOT_RESULT, JSON.stringify({ loss, metrics: { ['cost of ' + MY_TOKEN]: 1 }, artifacts: { [MY_TOKEN]: 'model.txt' } }));`,
  );
  const experiment = {
    ...experimentWith({ MY_TOKEN: GIVEN }, { secrets: [] }),
    trainer: {
      command: [process.execPath, join(folder, 'train.mjs'), '{configuration.x}', '{seed.init}'],
      checkSeeds: false,
      environment: { MY_TOKEN: GIVEN },
    },
    failures: { retries: 0 },
  };
  const events: PlanRunEvent[] = [];
  const { result } = await select({ experiment, out, onEvent: (event) => events.push(event) });
  for (const text of [everythingIn(out), JSON.stringify([events, result])]) {
    expect(text).toContain('cost of ***');
    expect(text).not.toContain(GIVEN);
    expect(text).not.toContain(GIVEN.slice(6));
  }
});
