/** @file Placeholders in quotes, against what /bin/sh makes of them. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../core/index.js';
import { checkCommand } from './index.js';
import { fillShellLine } from './placeholders.js';
import type { TrialMessage } from './trial-message.js';

const A = '{configuration.a}';
const check = (command: Parameters<typeof checkCommand>[0]['command']) =>
  checkCommand({ command, protocol: 'one-shot' }, '/');

const PLAIN = [
  `echo ${A}`,
  `echo --name=${A}`,
  `echo "some text "${A}' and more'`,
  `echo "$(echo ${A})"`,
  `echo $(echo ${A})`,
  `(echo ${A})`,
  `echo a#b ${A}`,
  `echo it\\'s ${A}`,
  `echo '"' ${A} "'"`,
  `echo x # it's a comment\necho ${A}`,
];

/** What a shell would run, were it not quoted well. */
const HOSTILE = [
  '$(echo ran)',
  '`echo ran`',
  "'; echo ran; '",
  '"; echo ran; "',
  '\\',
  '\necho ran\n',
  "\\'; echo ran #",
];

test.each(PLAIN)('%j is allowed, and gives the value as it is', (shell) => {
  expect(() => check({ shell })).not.toThrow();
  for (const a of HOSTILE) {
    const message = { configuration: { a } as JsonObject } as TrialMessage;
    const line = fillShellLine(shell, message, { trial: '', result: '', reports: '' });
    expect(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' })).toContain(a.trim());
  }
});

test.each([
  [`echo "${A}"`, /in double quotes.*Fix: Take it out of the quotes/s],
  [`echo "lr=${A} x"`, /in double quotes.*"some text "\{configuration\.a\}/s],
  [`echo '${A}'`, /in single quotes/],
  [`echo "$(echo "${A}")"`, /in double quotes/],
  [`echo "$(echo x) ${A}"`, /in double quotes/],
  [`echo \`echo ${A}\``, /in backquotes.*\$\(\.\.\.\)/s],
  [`echo x # ${A}`, /in a comment/],
  [`cat <<END\n${A}\nEND`, /in a here-document/],
  [`echo $${A}`, /directly after \$/],
  [`echo \\${A}`, /directly after a backslash/],
])('%j is refused', (shell, message) => {
  expect(() => check({ shell })).toThrow(message);
});

test('a setting in the script of a shell is refused, and as its argument allowed', () => {
  expect(() => check(['/bin/sh', '-c', `echo ${A}`])).toThrow(/script of sh.*'\{configuration\.a\}'\]/s);
  expect(() => check(['env', 'bash', '-ec', 'echo {configuration}'])).toThrow(/script of bash/);
  expect(() => check(['/bin/sh', '-c', 'echo "$1" {replicate}', 'sh', A])).not.toThrow();
});
