import { defineConfig } from 'vitest/config';

/** The tests that need a browser: `npm run test:page`. */
export default defineConfig({
  test: {
    include: ['test/report/page/**/*.browser.ts'],
    globalSetup: ['bundle/assembly.mjs', 'page/build.mjs'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    execArgv: ['--max-semi-space-size=64'],
  },
});
