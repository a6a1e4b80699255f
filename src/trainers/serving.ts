/** @file The door to the other side of the protocol, apart from the room's first: its types are Node's, the library's are not. */
export { serveProtocol } from './command/serve-protocol.js';
