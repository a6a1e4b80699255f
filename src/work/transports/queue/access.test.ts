/** @file Addresses of queues: what they say, what they must not hold, and where a password comes from. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { InputError } from '../../../core/index.js';
import { isQueueAddress, parseQueueAddress, readQueueSecrets, withoutPassword } from './access.js';
import { QUEUE_PACKAGES } from './bullmq.js';

function refusal(call: () => unknown): InputError {
  try {
    call();
  } catch (error) {
    if (error instanceof InputError) return error;
  }
  throw new Error('It is not refused.');
}

function fileWith(text: string, mode: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-password-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'password');
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

describe('the address of a queue', () => {
  it.each([
    ['redis://box', { host: 'box', port: 6379, database: 0, isEncrypted: false }],
    ['redis://box:7000/3', { host: 'box', port: 7000, database: 3, isEncrypted: false }],
    ['rediss://anna@[::1]', { host: '::1', port: 6379, database: 0, username: 'anna', isEncrypted: true }],
    ['unix:///run/redis%20a/socket?db=2', { path: '/run/redis a/socket', database: 2, isEncrypted: false }],
  ])('%s says where the server is', (address, expected) => {
    expect(isQueueAddress(address)).toBe(true);
    expect(parseQueueAddress(address)).toEqual({ text: address, ...expected });
  });

  it.each([
    'redis://',
    'redis://box/x',
    'redis://box:port',
    'unix://host/socket',
    'http://box',
    'unix:///socket?db=-1',
  ])('%s is refused', (address) => {
    expect(refusal(() => parseQueueAddress(address)).code).toBe('queue-address');
  });

  it.each(['redis://anna:s3cr%40et@box', 'redis://:s3cr%40et@box', 'unix:///socket?password=s3cr%40et&db=1'])(
    '%s is refused for its password, which is not repeated',
    (address) => {
      const { code, message } = refusal(() => parseQueueAddress(address));
      expect(code).toBe('queue-password-in-address');
      expect(message).toContain('SUREFOOT_QUEUE_PASSWORD');
      expect(message).not.toContain('s3cr');
    },
  );

  it.each([
    ['rediss://anna:a@b:c@box:1/2', 'rediss://anna:***@box:1/2'],
    ['redis://anna:pass word@not a host', 'redis://anna:***@not a host'],
    ['/shared/a@b:c', '/shared/a@b:c'],
  ])('%s is shown without a password', (address, shown) => {
    expect(withoutPassword(address)).toBe(shown);
  });
});

describe('the password of a queue', () => {
  it('leaves the environment when it is read', () => {
    const environment = { SUREFOOT_QUEUE_PASSWORD: 'one', HOME: '/' };
    expect(readQueueSecrets({}, environment)).toEqual({ password: 'one' });
    expect(environment).toEqual({ HOME: '/' });
    // Both ends of a run may be in this process.
    expect(readQueueSecrets({}, environment)).toEqual({ password: 'one' });
    expect(readQueueSecrets({}, {})).toEqual({});
  });

  it('comes from a file rather, which its owner alone may read', () => {
    expect(readQueueSecrets({ passwordFile: fileWith('two \n', 0o600) }, { SUREFOOT_QUEUE_PASSWORD: 'one' })).toEqual({
      password: 'two ',
    });
    for (const mode of [0o640, 0o604, 0o666]) {
      const { code, message } = refusal(() => readQueueSecrets({ passwordFile: fileWith('two', mode) }, {}));
      expect(code).toBe('queue-password-file');
      expect(message).toMatch(/mode 06[046][046].*chmod 600/s);
    }
    expect(refusal(() => readQueueSecrets({ passwordFile: '/nowhere/at/all' }, {})).message).toContain(
      '/nowhere/at/all',
    );
  });
});

it('its packages are those of package.json, exactly', () => {
  const { peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { peerDependencies: object };
  expect(peerDependencies).toMatchObject(QUEUE_PACKAGES);
});
