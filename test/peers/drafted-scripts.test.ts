/** @file Experiments that are drafted from scripts as Python reads them: what they take, what they print, and what is left to fill in. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of Hydra are meant
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { draftScript, lookAtScript } from '../../src/app/draft/draft-script.js';
import { trainerSchema } from '../../src/experiment/index.js';
import { temporaryFolder } from '../app/command-line.js';

interface Drafted {
  readonly name: string;
  readonly trainer: {
    readonly command: string[];
    readonly loss?: { readonly pattern: string };
    readonly files?: string[];
  };
  readonly space: Readonly<Record<string, readonly unknown[]>>;
}

function drafted(source: string, files: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder(onTestFinished);
  mkdirSync(join(folder, 'conf'));
  for (const [name, text] of Object.entries({ ...files, 'train.py': source })) writeFileSync(join(folder, name), text);
  const { text, reasons } = draftScript(lookAtScript(join(folder, 'train.py')), 'x', 'train.py');
  const experiment = parse(text) as Drafted;
  expect(trainerSchema.safeParse(experiment.trainer).success, text).toBe(true);
  return { ...experiment, text, reasons: reasons.join('\n') };
}

test('argparse: names, defaults, choices and the seed', () => {
  const { trainer, space, text, reasons } = drafted(`
import argparse
p = argparse.ArgumentParser()
p.add_argument("--lr", "-l", type=float, default=1e-3, help="the rate, (0, 1)")
p.add_argument("--opt", choices=["adam", "sgd", "lion"], default="sgd")
p.add_argument("--batch-size", type=int, default=32)
p.add_argument("--hidden", nargs="+", type=int, default=[64])
p.add_argument("--amp", action="store_true")
p.add_argument("--flag", type=bool, default=False)
p.add_argument("--data", required=True)
p.add_argument("--seed", type=int, default=0)
print(f"train_loss={a:.3f} val_loss: {b:.3f}")
print("accuracy", c)
`);
  expect(trainer.command).toEqual(['python3', 'train.py', '{configuration:--key value}', '--seed', '{seed.init}']);
  expect(space).toEqual({ lr: [0.00033, 0.001, 0.003], opt: ['sgd', 'adam', 'lion'], 'batch-size': [16, 32, 64] });
  expect(new RegExp(trainer.loss?.pattern ?? '').exec('val_loss: 0.25, done')?.[1]).toBe('0.25');
  expect(text).toMatch(/As the script has them: hidden \(\[64\]\), amp, flag \(false\), data\./);
  expect(text).toMatch(/The loss is guessed: the last number after "val_loss:"/);
  expect(reasons).toMatch(/Seed: `seed` gets \{seed\.init\} \(guessed from its name\)\..*It needs data/s);
});

test('click', () => {
  const { trainer, space } = drafted(`
import click
@click.command()
@click.option("--learning-rate", default=0.1, show_default=True)
@click.option("--kind", type=click.Choice(["a", "b"]), default="b")
@click.option("--shuffle/--no-shuffle", default=True)
@click.option("--random-state", default=1)
def main(learning_rate, kind, shuffle, random_state):
    click.echo("Test RMSE = %.3f" % 1)
`);
  expect(trainer.command.slice(-2)).toEqual(['--random-state', '{seed.init}']);
  expect(space).toEqual({ 'learning-rate': [0.033, 0.1, 0.3], kind: ['b', 'a'] });
  expect(new RegExp(trainer.loss?.pattern ?? '').exec('Test RMSE = 1.5')?.[1]).toBe('1.5');
});

test('Hydra: keys of its configuration, nested ones with dots', () => {
  const source = `
import hydra
@hydra.main(version_base=None, config_path="conf", config_name="config")
def main(cfg):
    log.info("loss: %s", 1)
`;
  const config =
    'defaults: [_self_]\nmodel:\n  hidden: 8\nopt: { lr: 0.01, name: adam }\nseed: 1\npath: ${hydra:runtime.cwd}\n';
  const { trainer, space } = drafted(source, { 'conf/config.yaml': config });
  expect(trainer.command).toEqual([
    ...['python3', 'train.py', '{configuration:key=value}', 'hydra.run.dir={folder}', 'seed={seed.init}'],
  ]);
  expect(space).toEqual({ 'opt.lr': [0.0033, 0.01, 0.03], 'model.hidden': [4, 8, 16] });
});

test('constants are set by a few lines of Python, and what is not found is said', () => {
  const { trainer, space, text, reasons } = drafted('LR = 0.1\nif True:\n    HIDDEN = 3\nprint("done")\n');
  expect([trainer.command[1], ...trainer.command.slice(3), trainer.files]).toEqual([
    '-c',
    'train.py',
    '{configuration}',
    ['train.py'],
  ]);
  expect(space).toEqual({ LR: [0.033, 0.1, 0.3] });
  expect(text).toMatch(/# Fill in how the loss is printed/);
  expect(reasons).toMatch(/fill in `trainer\.loss\.pattern`; `surefoot check` names it.*No seed was found/s);
});

test('a script that answers by itself needs no pattern', () => {
  expect(drafted('from surefoot import trainer\nLR = 0.1\n').trainer.loss).toBeUndefined();
});
