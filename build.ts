/** Builds `dist/`: JavaScript and types from `src/`, and the prepared database that new homes start from. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from './src/run/database.ts';

const root = import.meta.dirname;
rmSync(join(root, 'dist'), { recursive: true, force: true });
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});

// Opening a new home leaves the template in the cache folder (see src/run/database.ts).
const home = mkdtempSync(join(tmpdir(), 'longhand-build-'));
await (await openDatabase({ home })).close();
rmSync(home, { recursive: true, force: true });
const cache = join(root, 'node_modules/.cache/longhand');
for (const file of readdirSync(cache).filter((name) => /^template-.*\.tgz$/.test(name))) {
  cpSync(join(cache, file), join(root, 'dist/run', file));
}
