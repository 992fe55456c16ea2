import { enqueueActions } from 'xstate';
import type { CubeContext, CubeObservation, Route } from '../../../machines/moe/gemm-cube.js';
import { componentRef, type Fault } from '../../../src/index.js';

export const untoldVectors: Fault = {
  title:
    'where no expert of a device has tokens, not all of its cores are told so, and the operation does not end',
  link: 'https://github.com/tenstorrent/tt-metal/issues/55996',
  kinship: 'its kind',
  property: 'finishes of aiv.0',
  configuration: { experts: 1, vectors: 1, routing: 'any' },
  patch: {
    provide: {
      'gemm-cube': {
        actions: {
          tellRoute: enqueueActions(({ context, event, enqueue }) => {
            const route = event as Route;
            const routed: CubeObservation = { type: 'ROUTED', busy: route.busy };
            enqueue.emit(routed);
            if (route.busy.length === 0) return;
            for (const { core } of (context as CubeContext).vectors)
              enqueue.sendTo(componentRef(core), route);
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'no expert has tokens: the matrix core is done at once, and the vector core has not been told and waits',
    steps: ['environment ⇒ aic: ROUTE {busy: []}'],
  },
};
