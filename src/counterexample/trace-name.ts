import { createHash } from 'node:crypto';

/** Characters of the network's name, and of the property's, in a file's name: file systems take 255 bytes in all. */
const PART_LENGTH_MAX = 60;

/** Names that stand for devices in Windows, whatever follows after a dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * The name of a trace's file, valid on every system: what it is about as far as plain letters tell it, and a digest of its content,
 * so that no two different traces meet.
 */
export function traceFileName(network: string, property: string, text: string): string {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const stem = [network, property].map(plainLetters).filter(Boolean).join('-');
  const safe = stem === '' ? 'trace' : DEVICE.test(stem) ? `trace-${stem}` : stem;
  return `${safe}-${digest}.trace.json`;
}

function plainLetters(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9.-]+/g, '-').replace(/\.{2,}/g, '.');
  return plain
    .replace(/^[-.]+/, '')
    .slice(0, PART_LENGTH_MAX)
    .replace(/[-.]+$/, '');
}
