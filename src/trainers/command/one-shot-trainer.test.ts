/** @file What scripts print when they are started with other arguments than they take, as their libraries print it. */
import { expect, test } from 'vitest';
import { argumentHint } from './one-shot-trainer.js';

test.each<[library: string, printed: string, says: RegExp]>([
  [
    'argparse',
    'usage: t.py [-h] [--rate RATE]\nt.py: error: unrecognized arguments: --lr 0.1\n',
    /does not know --lr 0\.1:.*--its-name \{configuration\.KEY\}/,
  ],
  ['argparse', 't.py: error: the following arguments are required: --lr, --seed\n', /was not given --lr, --seed:/],
  ['click 8', 'Usage: t.py [OPTIONS]\n\nError: No such option: --lr Did you mean --rate?\n', /does not know --lr:/],
  ['click 8.2', "Error: No such option '--lr'.\n", /does not know --lr:/],
  ['click', "Error: Missing option '--rate'.\n", /was not given --rate:/],
  ['click', 'Error: Got unexpected extra argument (x=1)\n', /does not know x=1:/],
  [
    'Hydra',
    "Could not override 'lr'.\nTo append to your config use +lr=1\nKey 'lr' is not in struct\n",
    /does not know lr:.*\{configuration:\+\+key=value\}/,
  ],
  ['absl', "FATAL Flags parsing error: Unknown command line flag 'lr'. Did you mean: l ?\n", /does not know lr:/],
  ['commander', "error: unknown option '--lr'\n", /does not know --lr:/],
  ['optparse of R', 'Error in getopt_long : long flag "lr" is invalid\n', /does not know lr:/],
])('%s: %s', (_, printed, says) => {
  expect(argumentHint(printed)).toMatch(says);
});

test('other complaints are left alone', () => {
  expect(argumentHint("KeyError: 'lr'\nerror: could not open --lr\n")).toBeUndefined();
});
