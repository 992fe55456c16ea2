import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isInstalled } from '../command.js';
import { packageRoot } from '../package-root.js';

/** Packages of bench/package.json, which `npm ci` of this package does not bring. */
type PeerPackage = '@informalsystems/quint' | 'onnxruntime-web';

/** Programs that a system brings, each with the option that it answers to. */
const VERSION_OPTIONS = { spin: '-V', rumur: '--version', cc: '--version' } as const;
/** Debian's packages of them. */
const SYSTEM_PACKAGES = { spin: 'spin', rumur: 'rumur', cc: 'gcc' } as const;

/** What somebody else wrote, and a benchmark needs. */
export type Peer = PeerPackage | keyof typeof VERSION_OPTIONS;

const FOLDER = join(packageRoot(), 'bench');

/** `undefined`: all are there; otherwise what to run, in a sentence. */
export async function whyMissing(peers: Iterable<Peer>): Promise<string | undefined> {
  const missing: Peer[] = [];
  for (const peer of new Set(peers)) if (!(await isThere(peer))) missing.push(peer);
  if (missing.length === 0) return undefined;
  const ofSystem = missing.flatMap((peer) => (isProgram(peer) ? [SYSTEM_PACKAGES[peer]] : []));
  const commands = [
    ...(ofSystem.length === 0 ? [] : [`apt-get install ${ofSystem.join(' ')}`]),
    ...(ofSystem.length === missing.length ? [] : ['npm ci --prefix bench']),
  ];
  return `Not installed: ${missing.join(', ')}; run ${commands.join(' and ')}.`;
}

/** Loads a peer. Its types are not known, since it need not be there when this is compiled. */
export async function loadPeer(peer: PeerPackage): Promise<unknown> {
  const missing = await whyMissing([peer]);
  if (missing !== undefined) throw new Error(missing);
  return createRequire(join(FOLDER, 'package.json'))(peer);
}

/** The file that a peer installs as a command. */
export function peerCommand(name: string): string {
  return join(FOLDER, 'node_modules', '.bin', name);
}

function isProgram(peer: Peer): peer is keyof typeof VERSION_OPTIONS {
  return Object.hasOwn(VERSION_OPTIONS, peer);
}

async function isThere(peer: Peer): Promise<boolean> {
  return isProgram(peer)
    ? isInstalled(peer, VERSION_OPTIONS[peer])
    : existsSync(join(FOLDER, 'node_modules', peer));
}
