/**
 * Installs the optional native parts at the exact versions of `peerDependencies`, without saving them: the
 * default install stays free of install scripts and native builds.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { peerDependencies = {} } = JSON.parse(
  readFileSync(new URL('package.json', import.meta.url), 'utf8'),
) as {
  peerDependencies?: Record<string, string>;
};
const packages = Object.entries(peerDependencies).map(([name, version]) => `${name}@${version}`);
if (packages.length === 0) console.log('This version has no optional native parts.');
else execFileSync('npm', ['install', '--no-save', ...packages], { stdio: 'inherit' });
