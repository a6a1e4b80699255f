/** @file Asks a Python which versions it has of itself and of the packages that a script imports. */
import { execFile } from 'node:child_process';
import type { CodeVersions } from '../../core/index.js';
import { readLoadedCode } from './loaded-code.js';

interface PythonQuestion {
  /** As the command names it. */
  readonly interpreter: string;
  /** As imports name them. */
  readonly packages: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Longer than any Python takes to start; the answer is no more than worth having. */
const PATIENCE_MS = 20_000;

/** Imports nothing of the user's: no package is run, their installation records are read. */
const SCRIPT = `
import sys
sys.path.pop(0)
import importlib.metadata, json
called = {"sklearn": "scikit-learn", "cv2": "opencv-python", "PIL": "pillow", "yaml": "PyYAML", "skimage": "scikit-image"}
versions = {"Python": ".".join(map(str, sys.version_info[:3]))}
for name in sys.argv[1:]:
    try:
        versions[name] = importlib.metadata.version(called.get(name, name))
    except Exception:
        pass
print(json.dumps({"versions": versions}))
`;

/** Empty where that Python does not answer. */
export function pythonVersions({ interpreter, packages, folder, environment }: PythonQuestion): Promise<CodeVersions> {
  const options = { cwd: folder, env: environment as NodeJS.ProcessEnv, timeout: PATIENCE_MS };
  return new Promise((resolve) => {
    execFile(interpreter, ['-c', SCRIPT, ...packages], options, (_, stdout) => {
      try {
        resolve(readLoadedCode(JSON.parse(stdout))?.versions ?? {});
      } catch {
        resolve({});
      }
    });
  });
}
