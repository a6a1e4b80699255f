/** @file `select --propose`: a program of the user's that proposes candidates, asked once for each look. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { quoteArgument } from '../../src/core/index.js';
import type { Result } from '../../src/report/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

const FILES = {
  't.mjs': 'export default ({ x }, { seeds }) => 1 + (x - 0.3) ** 2 + (seeds.init % 1000) / 5000;\n',
  'e.yaml': `name: e
trainer: { module: ./t.mjs }
space: { x: { range: [0, 1] } }
race: { criterion: mean, finalTrials: 0 }
search: { audit: 1, refine: true }
budget: { trials: 48 }
workers: 1
`,
  // Keeps what it was told, so that it is seen how often it was asked.
  'propose.mjs': `import { appendFileSync, readFileSync } from 'node:fs';
const state = JSON.parse(readFileSync(0, 'utf8'));
appendFileSync('asked.jsonl', JSON.stringify(state) + '\\n');
console.log(JSON.stringify([{ x: 0.30125 }, { x: state.tried[0].configuration.x }]));
`,
};

function prepared(): string {
  const folder = temporaryFolder(onTestFinished);
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  return folder;
}
const select = (folder: string, command: string) =>
  surefoot(['select', 'e.yaml', '--quiet', '--propose', command], folder);

test('it is told what was tried, whom it proposes joins, and the log has its answers', async () => {
  const folder = prepared();
  const command = `cd ${quoteArgument(folder)} && node propose.mjs`;
  expect((await select(folder, command)).stderr).toBe('');
  const asked = () => readFileSync(join(folder, 'asked.jsonl'), 'utf8').trim().split('\n');
  const states = asked().map((line) => JSON.parse(line));
  expect(states[0]).toMatchObject({
    trainings: expect.any(Number),
    most: expect.any(Number),
    tried: expect.arrayContaining([
      { id: expect.any(String), configuration: { x: expect.any(Number) }, trainings: 1, estimate: expect.any(Number) },
    ]),
  });
  const result: Result = JSON.parse(readFileSync(join(folder, 'runs/e/result.json'), 'utf8'));
  expect(result.candidates.filter(({ configuration }) => configuration.x === 0.30125)).toHaveLength(1);
  await surefoot(['select', 'e.yaml', '--quiet', '--propose', command, '--long'], folder);
  expect(asked()).toHaveLength(states.length);
});

/** A wrong one among two, and from its third look on none but wrong ones. */
const WRONG = `import { appendFileSync, existsSync, readFileSync } from 'node:fs';
const state = JSON.parse(readFileSync(0, 'utf8'));
const looks = existsSync('asked.jsonl') ? readFileSync('asked.jsonl', 'utf8').trim().split('\\n').length : 0;
appendFileSync('asked.jsonl', JSON.stringify(state) + '\\n');
const wrong = { x: 0.5, rate: looks };
console.log(JSON.stringify(looks < 2 ? [wrong, { x: 0.301 + looks / 1000 }] : [wrong]));
`;

test('a wrong one is refused alone: said, counted, told to the proposer, and the others are taken', async () => {
  const folder = prepared();
  writeFileSync(join(folder, 'wrong.mjs'), WRONG);
  const command = `cd ${quoteArgument(folder)} && node wrong.mjs`;
  const { status, stderr } = await surefoot(['select', 'e.yaml', '--propose', command], folder);
  const said = stderr.replaceAll(/\s+/g, ' ');
  expect(said).toMatch(/A proposal is refused, and the race goes on: .* has `rate`, which is no setting of the space/);
  expect(said.match(/A proposal is refused/g)).toHaveLength(3);
  expect(said).toContain('Further ones are counted in the answer.');
  const result = (): Result => JSON.parse(readFileSync(join(folder, 'runs/e/result.json'), 'utf8'));
  const { search, candidates, trials } = result();
  const looks = readFileSync(join(folder, 'asked.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect([trials.begun, search?.refused]).toEqual([48, looks.length]);
  expect(candidates.map(({ configuration }) => configuration.x)).toEqual(expect.arrayContaining([0.301, 0.302]));
  expect(looks[0].refused).toEqual([]);
  expect(looks[1].refused).toEqual([
    {
      configuration: { x: 0.5, rate: 0 },
      why: expect.stringMatching(/has `rate`[\s\S]*Allowed: x\nFix: .*`rate` out/),
    },
  ]);
  expect(looks.at(-1).refused).toMatchObject([{ configuration: { x: 0.5, rate: looks.length - 2 } }]);
  const { stdout } = await surefoot(['report', 'runs/e', '--long'], folder);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(` ${looks.length} proposed configurations were refused.`);
  // The log has them: nobody is asked again, and the count is the same where the files are made anew.
  rmSync(join(folder, 'runs/e/result.json'));
  rmSync(join(folder, 'runs/e/.answer.json'), { force: true });
  expect((await surefoot(['select', 'e.yaml', '--quiet', '--propose', command], folder)).status).toBe(status);
  expect(result().search?.refused).toBe(looks.length);
  expect(readFileSync(join(folder, 'asked.jsonl'), 'utf8').trim().split('\n')).toHaveLength(looks.length);
});

test('progress calls whom it proposes by its settings, as all others', async () => {
  const folder = prepared();
  const text = 'export default ({ x }) => { if (x === 0.30125) throw new Error("too near"); return x; };';
  writeFileSync(join(folder, 't.mjs'), text);
  const command = `cd ${quoteArgument(folder)} && node propose.mjs`;
  const { stderr } = await surefoot(['select', 'e.yaml', '--propose', command], folder);
  expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(/tried again: .*too near.* \(x=0\.30125 \(c\w{8}\), replicate \d+\)/);
});

test.each([
  ['exit 3', /"exit 3" ended with exit status 3\./],
  ['echo none left >&2; exit 1', /ended with exit status 1: none left\./],
  ['echo soon', /printed "soon\\n", which is no JSON/],
  ['echo "{}"', /propose gave \{\}, which is not a list of configurations/],
])('%s: the run ends with what is wrong, and keeps its trainings', async (command, message) => {
  const folder = prepared();
  const { status, stderr } = await select(folder, command);
  expect([status, stderr.replaceAll(/\s+/g, ' ')]).toEqual([2, expect.stringMatching(message)]);
  expect((await surefoot(['status', 'runs/e'], folder)).stdout).toMatch(/\d+ training/);
});
