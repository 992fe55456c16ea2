// Goal: the process itself, as commands see it: its streams, its interruptions, and readers that go away.

import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { processIo, tolerateClosedPipe } from '../../src/cli/process-io.js';

it('is interrupted by SIGINT, until nobody listens any more', () => {
  const before = process.listenerCount('SIGINT');
  const io = processIo();
  const unsubscribe = io.onInterrupt(() => {});
  expect(process.listenerCount('SIGINT')).toBe(before + 1);
  unsubscribe();
  expect(process.listenerCount('SIGINT')).toBe(before);
  expect(io).toMatchObject({ stdout: process.stdout, stderr: process.stderr, cwd: process.cwd() });
});

it('bears a reader that has read enough, and no other failure', () => {
  const stream = new EventEmitter();
  tolerateClosedPipe(stream);
  const failure = (code: string) => Object.assign(new Error(code), { code });
  expect(() => stream.emit('error', failure('EPIPE'))).not.toThrow();
  expect(() => stream.emit('error', failure('ENOSPC'))).toThrow('ENOSPC');
});
