/** @file The loss in what a script prints for people: the last match, and clear words where there is none. */
import { expect, test } from 'vitest';
import { checkLossPattern, PatternLoss, PrintedLoss } from './printed-loss.js';

function found(pattern: string, output: string, errors = ''): number | string {
  checkLossPattern(pattern);
  const loss = new PatternLoss(pattern);
  loss.addError(Buffer.from(errors));
  // Lines come in pieces.
  for (let at = 0; at < output.length; at += 7) loss.add(Buffer.from(output.slice(at, at + 7)));
  try {
    return loss.result().loss;
  } catch (error) {
    return (error as Error).message;
  }
}

const VAL = 'val_loss: (\\S+)';

test.each<[what: string, pattern: string, output: string, number | string]>([
  ['the last of several lines', VAL, 'val_loss: 3\nval_loss: 1e-2\nsaved\n', 0.01],
  ['the last of several in a line', VAL, 'val_loss: 3 val_loss: 2', 2],
  ['the last state of a progress bar', VAL, '1/2 val_loss: 3\r2/2 val_loss: 2.5\r\n', 2.5],
  ['a number in colours', VAL, 'val_loss: \u001b[1;32m0.25\u001b[0m\n', 0.25],
  ['NaN, which diverged', VAL, 'val_loss: nan\n', Number.NaN],
  ['a named group', 'acc=(?<acc>[0-9.]+)%', 'acc=93.5%', 93.5],
  ['groups that hold nothing', '(?:loss|error) (?=.)([-.\\d]+)', 'error -1.5', -1.5],
  ['no line', VAL, 'loss: 3\n', 'It gave no loss: the pattern "val_loss: (\\\\S+)" matches no line of its output.'],
  ['nothing', VAL, '', /matches no line/.source],
  ['what is no number', VAL, 'val_loss: 0.43,\n', 'matched "0.43,", which is not a number'],
])('%s', (_, pattern, output, expected) => {
  const loss = found(pattern, output);
  if (typeof expected === 'string') expect(loss).toContain(expected);
  else expect(loss).toBe(expected);
});

test('what is on standard error counts where standard output has nothing', () => {
  expect(found(VAL, 'epoch 1\n', 'val_loss: 4\nval_loss: 5\n')).toBe(5);
  expect(found(VAL, 'val_loss: 1\n', 'val_loss: 4\n')).toBe(1);
});

test.each<[pattern: string, message: RegExp]>([
  ['val_loss', /has no group.*Put the number in parentheses/s],
  ['(?:val_)?loss', /has no group/],
  ['(val_)?loss: (\\S+)', /has 2 groups.*\(\?:\.\.\.\)/s],
  ['val_loss: (\\S+', /is not a regular expression: .*[Uu]nterminated group/s],
  ['(?P<loss>\\S+)', /Write \(\?<name>\.\.\.\)/],
  ['(?:\\w+)+ (\\d)', /repeats a group that has a repetition in it/],
  ['(?:(?:a|b*)c)* (\\d)', /repeats a group/],
  ['((?:\\d{1,}-){2,})', /repeats a group/],
])('the pattern %s is refused', (pattern, message) => {
  expect(() => checkLossPattern(pattern)).toThrow(message);
});

test.each(['[(*+)]+(\\d)', '\\(+(\\d+)\\)+', '(?:ab)+(\\d+)', '(\\d+)?', '(?:a+b)?(\\d)', '(\\d{1,3})'])(
  '%s is fine',
  (pattern) => {
    expect(() => checkLossPattern(pattern)).not.toThrow();
  },
);

test('a pattern that never comes to an end is ended', () => {
  const loss = new PatternLoss('^(?:a|aa)*b(\\d)', 50);
  loss.add(Buffer.from(`${'a'.repeat(200)}\n`));
  expect(() => loss.result()).toThrow(/took more than 0\.05 s on what it printed/);
});

test.each<[output: string, errors: string, boolean]>([
  ['val_loss: 3\nval_loss: 2\n', '', true],
  ['val_loss: 2\nsaved\nval_loss: 2\n', '', false],
  ['', 'val_loss: 3\nval_loss: 2\n', true],
  // What counts is on standard output.
  ['val_loss: 2\n', 'val_loss: 3\nval_loss: 4\n', false],
])('whether values differ of which the last one counts: %j, %j', (output, errors, isSo) => {
  const loss = new PatternLoss(VAL);
  loss.add(Buffer.from(output));
  loss.addError(Buffer.from(errors));
  loss.result();
  expect(loss.hasSeveral).toBe(isSo);
});

test.each<[output: string, expected: number | RegExp]>([
  ['0.25\n', 0.25],
  ['loading\n{"loss": 0.5}\ndone\n', 0.5],
  ['{\n  "loss": 0.5\n}\n', 0.5],
  ['{"loss": 1}\n{"loss": 2}\n', /it printed 2 objects with a "loss"/],
  ['{"loss": 1}\n{"loss": 1}\n{"loss": 1}\n', /it printed 2 objects with a "loss"/],
  // What a progress bar has shown last is no loss.
  ['50\r100\n', /nor a single number/],
  ['\r100\n', /nor a single number/],
  ['100\r0.3', /nor a single number/],
  ['0.25\r\n', 0.25],
  ['1\n2\n', /nor a single number/],
  ['', /printed nothing/],
])('without a pattern %j is one loss, or none', (output, expected) => {
  const printed = new PrintedLoss();
  printed.add(Buffer.from(output));
  if (typeof expected === 'number') expect(printed.result().loss).toBe(expected);
  else expect(() => printed.result()).toThrow(expected);
});
