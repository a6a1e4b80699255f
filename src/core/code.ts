/** @file Names the code of a training: the user's files that it ran, and the versions of the packages they import. */

/** SHA-256 of files' bytes as 64 hexadecimal digits, by path; for a file too large to hash, `N bytes`. */
export type CodeFiles = Readonly<Record<string, string>>;

/** Versions by name, e.g. `numpy` -> `2.1.0`. */
export type CodeVersions = Readonly<Record<string, string>>;

/**
 * SHA-256 of files' tokens by path, for sources whose comments and formatting can be told from the rest: files with equal ones are one
 * program.
 */
export type CodeTokens = Readonly<Record<string, string>>;

/** What a training itself says that it has loaded. */
export interface LoadedCode {
  /** By absolute path. */
  readonly files: CodeFiles;
  /** By the same paths, where they are known. */
  readonly tokens?: CodeTokens;
  readonly versions: CodeVersions;
}
