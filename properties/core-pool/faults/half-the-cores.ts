import { enqueueActions } from 'xstate';
import type { Request } from '../../../machines/die/core-pool.js';
import type { KernelContext } from '../../../machines/die/kernel.js';
import { componentRef } from '../../../src/index.js';
import type { CorePoolFault } from '../fault.js';

const VECTOR_CORES_TO_A_MATRIX_CORE = 2;

export const halfTheCores: CorePoolFault = {
  title:
    'a kernel of vector cores is launched on as many as there are matrix cores: half of them have no part in it',
  link: 'https://github.com/huawei-csl/pto-kernels/pull/36',
  property: 'leases-are-held of pool.0',
  configuration: { dies: 2, layers: 1, idleDies: 0, rebalance: 'never', streams: 'moe' },
  patch: {
    provide: {
      kernel: {
        actions: {
          request: enqueueActions(({ context, enqueue }) => {
            const { self, pool, stream, cores } = context as KernelContext;
            const launched = { ...cores, aiv: cores.aiv / VECTOR_CORES_TO_A_MATRIX_CORE };
            const request: Request = { type: 'REQUEST', kernel: self, stream, cores: launched };
            enqueue.sendTo(componentRef(pool), request);
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'dispatch-notify asks for half of the vector cores of its stream and gets them: the others have no part in it',
    steps: ['die.0.dispatch-notify.0 ⏱ launch in ready'],
  },
};
