/** @file What stands under a path, in words: of a pipe or a device nobody knows where it ends. */

/** What the file system says of it; the `Stats` of Node are one. */
export interface FileState {
  isFile(): boolean;
  isDirectory(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
}

/** @example fileKind(statSync('/dev/zero')) // 'a device' */
export function fileKind(state: FileState): 'a file' | 'a folder' | 'a pipe' | 'a socket' | 'a device' {
  if (state.isFile()) return 'a file';
  if (state.isDirectory()) return 'a folder';
  if (state.isFIFO()) return 'a pipe';
  return state.isSocket() ? 'a socket' : 'a device';
}
