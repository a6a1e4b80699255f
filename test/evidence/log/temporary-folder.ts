/** @file Folders that go with their test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder, removed when the running test has finished. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'surefoot test # %20 '));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
