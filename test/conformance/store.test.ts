/** @file Every store against the store suite. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Store } from '../../src/core/index.js';
import { createMemoryStore, createSqliteStore, openSqliteStore } from '../../src/evidence/log/index.js';
import { sampleHead } from '../evidence/log/sample-log.js';
import { temporaryFolder } from '../evidence/log/temporary-folder.js';
import { describeStore } from './store-suite.js';

describeStore('memory', { create: () => createMemoryStore(sampleHead) });

const paths = new WeakMap<Store, string>();

describeStore('sqlite', {
  create: () => {
    const path = join(temporaryFolder(), 'log.sqlite');
    const store = createSqliteStore(path, sampleHead);
    paths.set(store, path);
    onTestFinished(() => store.close());
    return store;
  },
  reopen: (store) => {
    store.close();
    const reopened = openSqliteStore(paths.get(store) as string);
    onTestFinished(() => reopened.close());
    return reopened;
  },
});
