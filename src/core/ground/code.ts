/** @file Names the code of a training: the user's files that it ran, and the versions of the packages they import. */

/** SHA-256 of files' bytes as 64 hexadecimal digits, by path; for a file too large to hash, `N bytes`. */
export type CodeFiles = Readonly<Record<string, string>>;

/** Versions by name, e.g. `numpy` -> `2.1.0`. */
export type CodeVersions = Readonly<Record<string, string>>;

/** What a training itself says that it has loaded. */
export interface LoadedCode {
  /** By absolute path. */
  readonly files: CodeFiles;
  readonly versions: CodeVersions;
}
