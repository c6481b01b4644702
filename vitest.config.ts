import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './scripts/closing-line-reporter.ts';

export default defineConfig({
  test: {
    include: [
      'apps/*/src/**/*.test.ts',
      'packages/*/src/**/*.test.ts',
      'simulators/src/**/*.test.ts',
      'scripts/**/*.test.ts',
      'e2e/**/*.test.ts',
    ],
    globalSetup: ['apps/server/src/testing/global-setup.ts'],
    reporters: ['dot', new ClosingLineReporter()],
    // Each file has a database, ports and folders of its own. Two at a time also where there are but two cores: many wait for processes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // A condition is waited for as long as a busy machine needs: the default second says nothing about the promise.
    expect: { poll: { timeout: 60_000 } },
  },
});
