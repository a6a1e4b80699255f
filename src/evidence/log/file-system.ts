/** @file Tells file systems that other machines share from those of this one alone: SQLite's shared memory works on these only. */
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** By the magic numbers of `statfs(2)`, and of file systems that bring their own. */
const SHARED: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0x19830326, 'BeeGFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x517b, 'SMB'],
  [0x00c36400, 'Ceph'],
  [0x65735546, 'FUSE'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x01021997, '9P'],
  [0x7461636f, 'OCFS2'],
  [0x01161970, 'GFS2'],
  [0xaad7aaea, 'PanFS'],
  [0x20030528, 'OrangeFS'],
  [0x786f4256, 'VirtualBox'],
]);

/** What the file system of this file is called where several machines may share it; undefined where it is this machine's alone. */
export function sharedFileSystem(path: string, typeOf: (folder: string) => number = systemType): string | undefined {
  try {
    // Signed in the answers of some systems.
    return SHARED.get(typeOf(dirname(path)) >>> 0);
  } catch {
    return undefined;
  }
}

function systemType(folder: string): number {
  return statfsSync(folder).type;
}
