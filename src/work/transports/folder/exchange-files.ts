/**
 * @file Port: the few things that a shared folder must be able to do. Any file system does, NFS and Lustre among them: nothing rests on
 * locks, on a shared clock, or on a list of names that is up to date.
 */

/** What is known of a name. */
export interface FileFacts {
  readonly isFolder: boolean;
  readonly uid: number;
  /** Permission bits alone. */
  readonly mode: number;
  /** Names that the file has. */
  readonly links: number;
  readonly bytes: number;
  /** When it was last written, on the file system's clock: for people. */
  readonly writtenMs: number;
}

/**
 * Contract: what is made is for its owner alone (0600, folders 0700). Every call that says nothing of it rejects where a folder
 * on the way is missing (`ENOENT`) and where the file system does not answer, with an error that has the `code` of the system. After
 * such an error the call may have been done or not.
 */
export interface ExchangeFiles {
  /**
   * Opened afresh for each reading, which on NFS asks the server. Undefined where there is none; empty where the name is that of a
   * link, a folder or a pipe, which are neither followed nor waited for.
   */
  read(path: string, from?: number, bytes?: number): Promise<Uint8Array | undefined>;
  /** A new file; false where the name is taken. Others may see it empty for a moment. */
  create(path: string, content: Uint8Array): Promise<boolean>;
  /** A new file whose content is on the disk when it resolves, its name perhaps not yet. */
  createDurable(path: string, content: Uint8Array): Promise<void>;
  /** Another name for a file, atomically; false where the name is taken. */
  link(path: string, name: string): Promise<boolean>;
  /** Atomically; takes the place of a file that is there. False where there is nothing to rename. */
  rename(path: string, name: string): Promise<boolean>;
  /** Nothing happens where there is none. */
  unlink(path: string): Promise<void>;
  /** False where the name is taken. */
  makeFolder(path: string): Promise<boolean>;
  /** An empty one; nothing happens where there is none, or where it is not empty. */
  removeFolder(path: string): Promise<void>;
  /** In no order; on NFS it may be a minute old. Undefined where there is no such folder. */
  list(path: string): Promise<readonly string[] | undefined>;
  facts(path: string): Promise<FileFacts | undefined>;
  /** Names in this folder are on the disk when it resolves. */
  sync(folder: string): Promise<void>;
}
