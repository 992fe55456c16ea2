import type { EventEmitter } from 'node:events';
import type { CliIo } from './io.js';

/** The process itself. */
export function processIo(): CliIo {
  for (const stream of [process.stdout, process.stderr]) tolerateClosedPipe(stream);
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    onInterrupt: (listener) => {
      process.on('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
  };
}

/** Whoever reads may have read enough (`| head`): that is no error of what was written. */
export function tolerateClosedPipe(stream: EventEmitter): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
