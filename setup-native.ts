/**
 * Installs the optional native parts at the exact versions of `peerDependencies`: the default install stays free of
 * install scripts and native builds.
 *
 * They get a folder of their own below `node_modules`, and a link beside the other packages. So npm's tree and lock
 * file stay as they are, and of the binaries for every platform and GPU, 1 GB, only those for this machine's processor
 * come or stay. No install script runs. `npm ci` removes all of it.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const root = import.meta.dirname;
const { peerDependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  peerDependencies?: Record<string, string>;
};

/** The package with the binary for this machine, where a package keeps its binaries apart. */
const binaries: Record<string, Record<string, string>> = {
  'node-llama-cpp': {
    'linux-x64': '@node-llama-cpp/linux-x64',
    'linux-arm64': '@node-llama-cpp/linux-arm64',
    'linux-arm': '@node-llama-cpp/linux-armv7l',
    'linux-riscv64': '@node-llama-cpp/linux-riscv64',
    'darwin-arm64': '@node-llama-cpp/mac-arm64-metal',
    'darwin-x64': '@node-llama-cpp/mac-x64',
    'win32-x64': '@node-llama-cpp/win-x64',
    'win32-arm64': '@node-llama-cpp/win-arm64',
  },
};

/** The folder, inside a package that brings the libraries of all machines, that has them by platform and processor. */
const libraries: Record<string, string> = { 'onnxruntime-node': 'bin/napi-v6' };

const packages = Object.entries(peerDependencies);
if (packages.length === 0) console.log('This version has no optional native parts.');
for (const [name, version] of packages) install(name, version);

function install(name: string, version: string): void {
  const known = binaries[name];
  const binary = known?.[`${process.platform}-${process.arch}`];
  if (known !== undefined && binary === undefined) {
    console.error(`\`${name}\` has no binary for ${process.platform}-${process.arch}; it is left out.`);
    process.exitCode = 1;
    return;
  }
  const folder = join(root, 'node_modules/.native', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const wanted = [name, ...(binary === undefined ? [] : [binary])].map((each) => `${each}@${version}`);
  const npm = ['install', '--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact'];
  // On Windows npm is a script, which only a shell starts; every word is ours.
  execFileSync('npm', [...npm, ...wanted], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const installed = join(folder, 'node_modules', name);
  if (!keepOwnLibrary(name, installed)) return;
  const link = join(root, 'node_modules', name);
  rmSync(link, { recursive: true, force: true });
  symlinkSync(installed, link, 'junction');
  console.log(`${name} ${version} is ready.`);
}

/** Removes what is for other machines; false where there is nothing for this one. */
function keepOwnLibrary(name: string, installed: string): boolean {
  const inside = libraries[name];
  if (inside === undefined) return true;
  const { platform, arch } = process;
  const folder = join(installed, inside);
  if (!existsSync(join(folder, platform, arch))) {
    console.error(`\`${name}\` has no library for ${platform}-${arch}; it is left out.`);
    process.exitCode = 1;
    return false;
  }
  const removeOthers = (parent: string, kept: string): void => {
    for (const each of readdirSync(parent))
      if (each !== kept) rmSync(join(parent, each), { recursive: true, force: true });
  };
  removeOthers(folder, platform);
  removeOthers(join(folder, platform), arch);
  return true;
}
