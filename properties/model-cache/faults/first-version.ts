import { sendTo } from 'xstate';
import type { Newest, QueryModel } from '../../../machines/cache/model-pool.js';
import { componentRef, type Fault } from '../../../src/index.js';

interface Given {
  readonly event: QueryModel;
}

export const firstVersion: Fault = {
  title: 'textbook: who asks for the newest version is told the first one that was known',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'newest-when-told of instance.0',
  configuration: { instances: 1, models: 1, switches: 1, releases: 1 },
  patch: {
    provide: {
      'model-pool': {
        actions: {
          answerNewest: sendTo(
            componentRef((given: Given & Parameters<ReturnType<typeof componentRef>>[0]) => given.event.from),
            ({ event: { model } }: Given): Newest => ({
              type: 'NEWEST',
              id: { model, version: 1 },
              isResident: false,
            }),
          ),
        },
      },
    },
  },
  counterexample: {
    tells:
      'version 2 is published; the instance asks for the newest version, and is told to switch to version 1',
    steps: ['environment ⇒ pool: PUBLISH', 'instance.0 ⏱ serve in serving'],
  },
};
