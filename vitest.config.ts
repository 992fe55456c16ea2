import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    // The default leaves one core idle: on two cores that would be half of them.
    maxWorkers: '100%',
    // No test changes a module: each is loaded once for all files of a worker.
    isolate: false,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'machines/**/*.ts', 'properties/**/*.ts'],
      reporter: ['text-summary', 'html'],
    },
  },
});
