/** @file Secrets in foreign text are blotted out, whole or cut. */
import { expect, test } from 'vitest';
import { createMask, isSecretName } from './secrets.js';

const SECRET = 'hunter2-"quoted" & more';
const mask = createMask([SECRET, 'short', 'first line of it\nsecond line of it']);

test.each([
  [`before ${SECRET} after ${SECRET}`, 'before *** after ***'],
  [JSON.stringify({ token: SECRET }), '{"token":"***"}'],
  [`https://host/?key=${encodeURIComponent(SECRET)}`, 'https://host/?key=***'],
  ['  second line of it  ', '  ***  '],
  ['it says short', 'it says short'],
  [`cut at the end: ${SECRET.slice(0, 12)}`, 'cut at the end: ***'],
  [`"${SECRET.slice(0, 15)}..." is no number`, '"***..." is no number'],
  [`${SECRET.slice(-10)} is the rest of it`, '*** is the rest of it'],
  ['nothing of it', 'nothing of it'],
  [`over a line break: ${SECRET.slice(0, 5)}\n${SECRET.slice(5)}!`, 'over a line break: ***!'],
  [`at a carriage return: ${SECRET.slice(0, 11)}\r\n    ${SECRET.slice(11)}!`, 'at a carriage return: ***!'],
  [JSON.stringify(`${SECRET.slice(0, 4)}\n${SECRET.slice(4)}`), '"***"'],
  [`https://host/?key=${encodeURIComponent(SECRET).replaceAll('%20', '+')}&b=1`, 'https://host/?key=***&b=1'],
  [`one line ends in ${SECRET.slice(0, 12)}\nand another follows`, 'one line ends in ***\nand another follows'],
  [`exit code 3\n  ${SECRET.slice(-10)} is the rest of it`, 'exit code 3\n  *** is the rest of it'],
  ['first line of it\n  second line of it', '***'],
  ['first line of it\\nsecond line of it', '***'],
])('%j', (text, masked) => {
  expect(mask(text)).toBe(masked);
});

test('of two secrets, one in the other, nothing is left', () => {
  expect(createMask(['password', 'password-of-mine'])('password-of-mine, password')).toBe('***, ***');
});

test.each(['API_KEY', 'GITHUB_TOKEN', 'client_secret', 'PGPASSWORD', 'PASSWD'])(
  '%s is a secret by its name',
  (name) => {
    expect(isSecretName(name)).toBe(true);
    expect(isSecretName('LANG')).toBe(false);
  },
);

test('a single secret is one', () => {
  expect(createMask(['abcdefgh1'])('it is abcdefgh1')).toBe('it is ***');
});
