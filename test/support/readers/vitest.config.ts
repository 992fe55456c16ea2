import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.reader.ts'],
    globalSetup: 'bundle/assembly.mjs',
    testTimeout: 120_000,
  },
});
