/**
 * @file Loads the rooms that stand below this one, one after another. Node opens all files that an import leads to at the same time: of the
 * whole house these were over 300, more than some systems allow a process.
 */

/** To be awaited before the first import of a command; measured with it: fewer than 140 files at the same time. */
export async function loadRooms(): Promise<void> {
  await import('../core/index.js');
  await import('../stats/index.js');
  await import('../experiment/index.js');
  await import('../engine/datasets/index.js');
  await import('../report/index.js');
}
