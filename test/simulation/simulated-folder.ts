/** @file The shared folder on the simulated file system. */
import { createFolderCoordinator, createFolderWorker } from '../../src/work/transports/index.js';
import type { SimulatedTransport } from './processes.js';
import type { TransportSetup, TransportUnderTest } from './simulate.js';
import { SimulatedServer, simulatedFiles } from './simulated-files.js';

const PATH = '/exchange';

export const simulatedFolder: TransportUnderTest = { open: openFolder, isExact: false };

function openFolder({ world, leaseMs, random, faults, referee }: TransportSetup): SimulatedTransport {
  const server = new SimulatedServer();
  const [root, name] = server.parent(PATH);
  root.children.set(name, { kind: 'folder', children: new Map() });
  let tokens = 0;
  const newToken = () => (tokens++).toString(16).padStart(12, '0');
  return {
    leaseMs,
    coordinator: async (run, machine) => {
      const files = simulatedFiles({ world, random, faults, server, machine });
      const common = { files, clock: machine, path: PATH, newToken };
      const end = await createFolderCoordinator({ ...common, run, leaseMs, owner: machine.name, isGone: () => false });
      return referee.watchCoordinator(end);
    },
    worker: async (machine) => {
      const files = simulatedFiles({ world, random, faults, server, machine });
      const common = { files, clock: machine, path: PATH, newToken };
      return referee.watchWorker(createFolderWorker({ ...common, uid: 1, random: () => random.uniform() }), machine);
    },
    remains: () =>
      server
        .all()
        .filter(
          (path) => path.startsWith(`${PATH}/offered/`) && path.includes('/batches/') && !path.includes('/.over-'),
        ),
  };
}
