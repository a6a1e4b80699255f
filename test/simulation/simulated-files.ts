/**
 * @file A shared file system of the simulation: one tree on a server, and clients on machines with all that a network file system does to
 * them. Calls wait while a machine is cut off; answers get lost, or are those of a call that was sent twice; lists are old; a file that is
 * being made is seen empty.
 */
import type { Random } from '../../src/core/index.js';
import type { ExchangeFiles } from '../../src/work/transports/index.js';
import type { LinkFaults } from './link.js';
import type { Machine } from './machine.js';
import type { SimulatedClock } from './simulated-clock.js';

interface File {
  readonly kind: 'file';
  bytes: Uint8Array;
  links: number;
  writtenMs: number;
}

interface Folder {
  readonly kind: 'folder';
  readonly children: Map<string, File | Folder>;
}

/** How old a list may be. */
const MOST_LIST_AGE_MS = 5000;

export class SimulatedServer {
  readonly #root: Folder = { kind: 'folder', children: new Map() };

  find(path: string): File | Folder | undefined {
    let node: File | Folder | undefined = this.#root;
    for (const part of partsOf(path)) node = node?.kind === 'folder' ? node.children.get(part) : undefined;
    return node;
  }

  /** The folder that a name is in, which must be there. */
  parent(path: string): readonly [Folder, string] {
    const parts = partsOf(path);
    const name = parts.pop() as string;
    const folder = this.find(parts.join('/'));
    if (folder?.kind !== 'folder') throw systemError('ENOENT');
    return [folder, name];
  }

  /** Paths of all that is there. */
  all(folder: Folder = this.#root, path = ''): string[] {
    return [...folder.children].flatMap(([name, node]) => {
      const own = `${path}/${name}`;
      return [own, ...(node.kind === 'folder' ? this.all(node, own) : [])];
    });
  }
}

export interface ClientOptions {
  readonly world: SimulatedClock;
  readonly random: Random;
  readonly faults: LinkFaults;
  readonly server: SimulatedServer;
  readonly machine: Machine;
}

export function simulatedFiles({ world, random, faults, server, machine }: ClientOptions): ExchangeFiles {
  const lists = new Map<string, { readonly names: readonly string[]; readonly atMs: number }>();
  /** Waits for the network, does it, and brings the answer back. */
  const call = <Answer>(run: () => Answer, isRepeatable = true): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const isFaulty = random.uniform() < faults.share / 4;
      const fate = isFaulty ? random.below(4) : -1;
      const awayMs = Math.max(0, machine.cutOffUntilMs - world.nowMs(), faults.outageUntilMs - world.nowMs());
      const latency = () => 0.2 + random.uniform() * 3 + (fate === 3 ? random.uniform() * 10_000 : 0);
      const answer = (give: () => void) => machine.after(latency(), give);
      if (fate === 0) {
        answer(() => reject(systemError('EIO')));
        return;
      }
      world.after(awayMs + latency(), () => {
        try {
          const first = run();
          // Sent twice: the answer to the second one is heard.
          const value = fate === 1 && isRepeatable ? run() : first;
          answer(() => (fate === 2 ? reject(systemError('EIO')) : resolve(value)));
        } catch (error) {
          answer(() => reject(error));
        }
      });
    });
  const makeFile = (path: string, bytes: Uint8Array): boolean => {
    const [folder, name] = server.parent(path);
    if (folder.children.has(name)) return false;
    folder.children.set(name, { kind: 'file', bytes, links: 1, writtenMs: world.nowMs() });
    return true;
  };
  const fill = (path: string, bytes: Uint8Array): void => {
    const found = server.find(path);
    if (found?.kind === 'file') found.bytes = bytes;
  };
  return {
    read: (path, from = 0, bytes) =>
      call(() => {
        const found = server.find(path);
        if (found?.kind !== 'file') return undefined;
        return found.bytes.slice(from, bytes === undefined ? undefined : from + bytes);
      }),
    create: async (path, content) => {
      const isMade = await call(() => makeFile(path, new Uint8Array()));
      if (isMade && content.length > 0) await call(() => fill(path, content));
      return isMade;
    },
    createDurable: (path, content) =>
      call(() => {
        if (!makeFile(path, content)) throw systemError('EEXIST');
      }, false),
    link: (path, name) =>
      call(() => {
        const file = server.find(path);
        const [folder, last] = server.parent(name);
        if (file?.kind !== 'file') throw systemError('ENOENT');
        if (folder.children.has(last)) return false;
        folder.children.set(last, file);
        file.links++;
        return true;
      }),
    rename: (path, name) =>
      call(() => {
        const node = server.find(path);
        if (node === undefined) return false;
        const [from, first] = server.parent(path);
        const [to, last] = server.parent(name);
        from.children.delete(first);
        to.children.set(last, node);
        return true;
      }),
    unlink: (path) =>
      call(() => {
        const found = server.find(path);
        if (found === undefined) return;
        const [folder, name] = server.parent(path);
        folder.children.delete(name);
        if (found.kind === 'file') found.links--;
      }),
    makeFolder: (path) =>
      call(() => {
        const [folder, name] = server.parent(path);
        if (folder.children.has(name)) return false;
        folder.children.set(name, { kind: 'folder', children: new Map() });
        return true;
      }),
    removeFolder: (path) =>
      call(() => {
        const found = server.find(path);
        if (found?.kind !== 'folder' || found.children.size > 0) return;
        const [folder, name] = server.parent(path);
        folder.children.delete(name);
      }),
    list: (path) =>
      call(() => {
        const old = lists.get(path);
        if (old !== undefined && world.nowMs() - old.atMs < MOST_LIST_AGE_MS && random.uniform() < faults.share * 4)
          return old.names;
        const found = server.find(path);
        if (found?.kind !== 'folder') return undefined;
        const names = [...found.children.keys()];
        lists.set(path, { names, atMs: world.nowMs() });
        return names;
      }),
    facts: (path) =>
      call(() => {
        const found = server.find(path);
        if (found === undefined) return undefined;
        const isFolder = found.kind === 'folder';
        const shared = { isFolder, uid: 1, mode: isFolder ? 0o700 : 0o600 };
        if (found.kind === 'folder') return { ...shared, links: 2, bytes: 0, writtenMs: 0 };
        return { ...shared, links: found.links, bytes: found.bytes.length, writtenMs: found.writtenMs };
      }),
    sync: () => call(() => {}),
  };
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
