/** @file A shared folder against the transport suite. */
import { folderAdapter } from './folder-adapter.js';
import { describeTransport } from './transport-suite.js';

describeTransport('folder', folderAdapter);
