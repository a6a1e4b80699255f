/**
 * @file Writes that fail at every moment of a race with models, of one without, and of a study: no claim is lost, and the same command
 * completes every folder. All of them in `npm run soak`, elsewhere every fourth one.
 */
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { examples } from '../examples.js';
import { canBeBound, canMount, type Failing, failAndGoOn, failingText, KINDS, type Kind } from './write-failures.js';

const kB = 1024;
const sizes = (how: 'size' | 'disk', ...all: number[]): Failing[] => all.map((size) => ({ how, bytes: size * kB }));
const [networks, own, study] = KINDS as [Kind, Kind, Kind];
const [linux, isPosix] = [process.platform === 'linux', process.platform !== 'win32'];

/** At the first, a later and the last time that each file is put in its place. */
function readOnly({ files }: Kind): Failing[] {
  const [record = '', ...others] = files;
  const during = [1, 3].map((count) => ({ how: 'read-only' as const, file: 'live.json', count }));
  const records = [1, 2].map((count) => ({ how: 'read-only' as const, file: record, count }));
  return [...during, ...records, ...others.map((file) => ({ how: 'read-only' as const, file, count: 1 }))];
}

const CASES: readonly (readonly [Kind, readonly Failing[]])[] = [
  [networks, sizes('size', 4, 12, 24, 40, 64, 88, 96, 100, 104, 112, 160, 210)],
  [own, sizes('size', 16, 48, 80, 92, 100, 180)],
  [study, sizes('size', 24, 64, 84, 96, 140, 170)],
  [networks, sizes('disk', 128, 256, 384, 480, 640, 760)],
  [own, sizes('disk', 96, 200, 360, 480)],
  [study, sizes('disk', 128, 280, 400, 460)],
  [networks, readOnly(networks)],
  [own, readOnly(own)],
  [study, readOnly(study)],
];

test.skipIf(!isPosix)(`writes that fail (${linux ? 'all' : 'without full disks: only Linux mounts them'})`, () => {
  const folder = temporaryFolder(onTestFinished);
  const can = { size: true, disk: linux && canMount(folder), 'read-only': canBeBound(), full: true };
  for (const [how, isPossible] of Object.entries(can))
    if (!isPossible) console.log(`${how}: skipped, not possible here`);
  const all = CASES.filter(([{ name }]) => name.startsWith(process.env.WRITES_OF ?? '')).flatMap(([kind, failings]) =>
    failings.map((failing) => [kind, failing] as const),
  );
  const step = examples(4, 1);
  const ended = all
    .filter(([, { how }], place) => can[how] && place % step === 0)
    .map(([kind, failing]) => ({
      what: `${kind.name}: ${failingText(failing)}`,
      ...failAndGoOn(kind, failing, folder),
    }));
  for (const { what, failed, claim, again } of ended)
    console.log(`${what}: ${failed ? 'failed' : 'ended'}, claim ${claim}, ${again}`);
  const count = (is: (one: (typeof ended)[number]) => boolean) => ended.filter(is).length;
  console.log(
    `${ended.length} cases, ${count(({ failed }) => failed)} failed; claims lost: ${count(({ claim }) => claim === 'lost')}; cannot go on: ${count(({ again }) => again !== 'completes')}`,
  );
  expect(count(({ failed }) => failed)).toBeGreaterThan(ended.length / 2);
  expect(ended.filter(({ claim, again }) => claim === 'lost' || again !== 'completes')).toEqual([]);
});
