/** @file The shared folder as a kind of transport. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { Transport } from '../transport.js';
import { createFolderCoordinator, createFolderWorker } from './index.js';
import { lookAtFolder, requireFolder } from './look-at.js';
import { nodeFiles } from './node-files.js';

const here = { files: nodeFiles, uid: process.getuid?.() };
const newToken = () => randomBytes(6).toString('hex');

export const FOLDER: Transport = {
  addresses: 'a folder that the run and all of its workers see, such as /shared/exchange',
  fits: (address) => !/^[a-z][a-z\d+.-]*:\/\//i.test(address),
  requireText: () => {},
  check: (path) => requireFolder(here, path),
  coordinator: async (path, run, host, { leaseMs }) => {
    await requireFolder(here, path);
    const lease = leaseMs === undefined ? {} : { leaseMs };
    return createFolderCoordinator({ ...host, ...lease, files: nodeFiles, path, run, newToken });
  },
  worker: async (path, { clock }, { accepts, passOver }) => {
    await requireFolder(here, path);
    const end = createFolderWorker({ ...here, clock, newToken, random: Math.random, path, accepts, passOver });
    return { end, isOwnOffer: (run) => end.isOwnOffer(run) };
  },
  look: (path, passOver) => lookAtFolder(nodeFiles, path, passOver),
  mayBeOwn: true,
  absolute: (path) => resolve(path),
  shown: (path) => path,
};
