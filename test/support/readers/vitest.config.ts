import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.reader.ts'],
    globalSetup: 'src/core/assembly/build.mjs',
    testTimeout: 120_000,
  },
});
