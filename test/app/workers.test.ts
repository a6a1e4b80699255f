/** @file Runs whose trials are trained by workers of their own processes: the same decisions and the same model as on one machine. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type PlanRunEvent, select } from '../../dist/app/index.js';
import { until } from '../until.js';
import { startSurefoot, surefoot, temporaryFolder, writeGratings } from './command-line.js';
import { surefootHere } from './command-line-here.js';

function place(): { readonly folder: string; readonly exchange: string } {
  const folder = temporaryFolder(onTestFinished);
  const exchange = join(folder, 'exchange');
  mkdirSync(exchange, { mode: 0o700 });
  return { folder, exchange };
}

/** Files of kept predictions by name, with their content. */
function predictionsIn(artifacts: string): Record<string, string> {
  const names = readdirSync(artifacts, { recursive: true }).map(String);
  const own = names.filter((name) => name.endsWith('.bin')).sort();
  return Object.fromEntries(own.map((name) => [name, readFileSync(join(artifacts, name), 'base64')]));
}

const resultOf = (run: string) => {
  // How long a prediction takes is measured anew.
  const withoutTimes = (name: string, value: unknown) => (name === 'milliseconds' ? undefined : value);
  const { winner, decisions } = JSON.parse(readFileSync(join(run, 'result.json'), 'utf8'), withoutTimes);
  return { winner, decisions };
};

test('networks: workers with and without the experiment, one of which is told to end, come to what one machine comes to', async () => {
  const { folder, exchange } = place();
  writeGratings(folder);
  const run = (...args: string[]) => surefoot(['select', 'gratings.yaml', ...args], folder);
  const alone = await run('-o', 'alone', '-w', '1', '--quiet');
  const led = run('-o', 'led', '--workers-at', 'exchange');
  let leaving: ChildProcess | undefined;
  const first = surefoot(['worker', 'exchange', '-w', '1', '--json'], folder, (child) => {
    leaving = child;
    child.stdout?.on('data', (lines: string) => {
      if (lines.includes('claimed')) child.kill('SIGTERM');
    });
  });
  const ended = await first;
  await until(async () => (await surefoot(['status', 'exchange'], folder)).stdout.includes('no workers'));
  const second = await surefoot(['worker', exchange, 'gratings.yaml', '-w', '2'], folder);
  const { status, stderr } = await led;
  expect([alone.status, status, leaving?.exitCode, second.status]).toEqual([0, 0, 143, 0]);
  expect(stderr).toContain('No workers yet: start one with `surefoot worker exchange`.\n');
  expect(stderr).toContain('Workers: 2 trainings at a time.\n');
  const events = ended.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).kind);
  expect(events.filter((kind) => kind !== 'waiting')).toEqual(['serving', 'claimed', 'settled', 'left']);
  expect(ended.stdout).toMatch(/\{"kind":"left","why":"stopped","trained":1,"failed":0\}\n$/);
  expect(second.stderr).toMatch(
    /^Serving "gratings", 2 trainings at a time\.\n[\s\S]*The run is over: \d+ trainings done\.\n$/,
  );
  expect(resultOf(join(folder, 'led'))).toEqual(resultOf(join(folder, 'alone')));
  const [model, reference] = ['led', 'alone'].map((name) => readFileSync(join(folder, name, 'model.onnx')));
  expect(model).toEqual(reference);
  const [left, own] = ['led', 'alone'].map((name) => predictionsIn(join(folder, name, 'artifacts')));
  expect(Object.keys(left ?? {}).length).toBeGreaterThan(0);
  expect(left).toEqual(own);
  expect(readdirSync(join(exchange, 'offered'))).toEqual([]);
});

test('the second signal hands back what is under way, for another worker to take at once', async () => {
  const { folder } = place();
  writeFileSync(
    join(folder, 'e.yaml'),
    [
      'name: e',
      `trainer: { command: [sh, -c, 'echo x >> tries; [ $(wc -l < tries) -gt 1 ] || sleep 600; echo 1.5'], checkSeeds: false }`,
      'space: { x: [1, 2] }',
      'race: { rule: halving, warmup: 2, finalTrials: 2 }',
    ].join('\n'),
  );
  // Neither the training nor the lease ends within the time of this test: only what is handed back can be taken.
  const led = surefoot(['select', 'e.yaml', '--workers-at', 'exchange', '--lease', '600', '--quiet'], folder);
  const first = startSurefoot(['worker', 'exchange', '-w', '1'], folder);
  await until(() => readdirSync(folder).includes('tries'));
  first.child.kill('SIGINT');
  await until(() => first.stderr().includes('Finishing'));
  first.child.kill('SIGINT');
  const { status, stderr } = await first.ended;
  const second = await surefoot(['worker', 'exchange', '-w', '1', '--quiet'], folder);
  expect([status, second.status, second.stderr, (await led).status]).toEqual([130, 0, '', 0]);
  expect(stderr).toContain(
    'Finishing trainings under way, for 20 s at most. Press Ctrl-C again to hand them back at once.\nHanding back',
  );
});

test('an idle limit: a worker leaves a run that was killed once what was offered is trained, and where none comes', async () => {
  const { folder, exchange } = place();
  writeFileSync(join(folder, 't.mjs'), 'export default ({ x }) => x;\n');
  writeFileSync(join(folder, 'e.yaml'), 'name: e\ntrainer: { module: ./t.mjs }\nspace: { x: [1, 2] }\n');
  const led = startSurefoot(['select', 'e.yaml', '--workers-at', 'exchange', '--quiet'], folder);
  // Its news tell of a batch: a batch that nobody has told of is found by no worker.
  const hasOffers = (run: string) => {
    const news = join(exchange, 'offered', run, 'news');
    return existsSync(news) && JSON.parse(readFileSync(news, 'utf8')).inLast > 0;
  };
  await until(() => existsSync(join(exchange, 'offered')) && readdirSync(join(exchange, 'offered')).some(hasOffers));
  led.child.kill('SIGKILL');
  await led.ended;
  const worker = await surefoot(['worker', 'exchange', '-w', '1', '--idle', '0.05'], folder);
  expect(worker.stderr).toMatch(/\nEnded after 3\.0 s without anything to train: [1-9]\d* trainings? done\.\n$/);
  mkdirSync(join(folder, 'empty'), { mode: 0o700 });
  const none = await surefootHere(['worker', 'empty', '--idle', '0.002'], folder);
  expect(none.stderr).toBe(
    'Waiting for a run at empty.\nEnded after 0.1 s without anything to train: 0 trainings done.\n',
  );
  expect([worker.status, none.status]).toEqual([0, 0]);
  const refused = await surefootHere(['worker', 'exchange', '--idle', '30m'], folder);
  expect([refused.status, refused.stderr]).toEqual([
    2,
    expect.stringContaining('--idle is "30m".\nAllowed: a number of minutes above 0\n'),
  ]);
});

test.skipIf(process.platform !== 'linux')(
  'a killed worker: another takes its trial after the lease, and ends what it has left running here',
  async () => {
    const { folder } = place();
    const command = `[sh, -c, 'echo $$ >> tries; [ $(wc -l < tries) -gt 1 ] || sleep 300; sleep 1.5; echo 1.5']`;
    writeFileSync(
      join(folder, 'e.yaml'),
      `name: e\ntrainer: { command: ${command}, checkSeeds: false }\nspace: { x: [1, 2] }\nrace: { rule: halving, warmup: 2, finalTrials: 2 }\n`,
    );
    const led = surefoot(['select', 'e.yaml', '--workers-at', 'exchange', '--lease', '6'], folder);
    let victim: ChildProcess | undefined;
    const first = surefoot(['worker', 'exchange', '-w', '1', '--quiet'], folder, (child) => {
      victim = child;
    });
    await until(() => readdirSync(folder).includes('tries'));
    victim?.kill('SIGKILL');
    expect((await surefoot(['worker', 'exchange', '-w', '1', '--quiet'], folder)).status).toBe(0);
    expect((await led).stderr).toContain('Lost with its worker: ');
    await first;
    const [left] = readFileSync(join(folder, 'tries'), 'utf8').split('\n');
    expect(existsSync(`/proc/${left}`)).toBe(false);
    const { failures } = JSON.parse(readFileSync(join(folder, 'runs/e/result.json'), 'utf8'));
    expect(JSON.stringify(failures ?? [])).not.toContain('lost-worker');
  },
);

test('the library: places of its own beside others, and no function as trainer', async () => {
  const { folder, exchange } = place();
  const experiment = {
    name: 'e',
    trainer: { module: join(folder, 't.mjs') },
    space: { x: [1, 2, 3] },
    race: { rule: 'halving', warmup: 2, finalTrials: 2, criterion: 'mean' },
  };
  // No training ends before both workers are noticed.
  const noticed = join(folder, 'noticed');
  writeFileSync(
    join(folder, 't.mjs'),
    `import { existsSync } from 'node:fs';
    export default async ({ x }, { seeds }) => {
      while (!existsSync(${JSON.stringify(noticed)})) await new Promise((done) => setTimeout(done, 20));
      return x + (seeds.init % 100) / 1000;
    };`,
  );
  const events: PlanRunEvent[] = [];
  const onEvent = (event: PlanRunEvent) => {
    events.push(event);
    if (event.kind === 'workers' && event.workers === 2) writeFileSync(noticed, '');
  };
  const options = { experiment, workersAt: exchange, workers: 2, onEvent };
  const { result } = await select(options);
  const { result: alone } = await select({ experiment, workers: 2 });
  expect(result.winner).toEqual(alone.winner);
  expect(events).toContainEqual({ kind: 'workers', workers: 2 });
  await expect(select({ ...options, trainer: () => 1 })).rejects.toMatchObject({ code: 'workers-need-trainer' });
});
