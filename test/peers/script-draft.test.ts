/** @file Scripts of argparse and of plain constants, drafted and raced by Debian's Python as they are. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { surefoot, temporaryFolder } from '../app/command-line.js';
import { missingFor } from './debian-python.js';

const missing = missingFor('argparse');
const LOSS = 'abs(lr - 0.03) + 1 / hidden + random.random() / 100';
const SCRIPTS = {
  'arguments.py': `import argparse, random
p = argparse.ArgumentParser()
p.add_argument("--lr", type=float, default=0.01)
p.add_argument("--hidden", type=int, default=32)
p.add_argument("--seed", type=int, default=0)
a = p.parse_args()
lr, hidden = a.lr, a.hidden
random.seed(a.seed)
print("val_loss:", ${LOSS})
`,
  'constants.py': `import random
lr = 0.01
hidden = 32
SEED = 0
random.seed(SEED)
if __name__ == "__main__":
    print("val_loss:", ${LOSS})
`,
};

test.skipIf(missing !== '').each(Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[])(`%s${missing}`, async (name) => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, name), SCRIPTS[name]);
  expect((await surefoot(['init', 'e.yaml', '--python', name], folder)).status).toBe(0);
  const { status, stdout } = await surefoot(['select', 'e.yaml', '--quiet'], folder);
  expect(stdout).toMatch(/^Winner +lr=0\.03 hidden=64 \(\w+\)$/m);
  expect(status).toBe(0);
});
