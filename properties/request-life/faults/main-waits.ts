import { sendTo } from 'xstate';
import { componentRef } from '../../../src/index.js';
import type { RequestLifeFault } from '../fault.js';

/** The main thread is told of a transfer when it starts, and takes no step until it has landed. */
export const mainWaits: RequestLifeFault = {
  title:
    'the main thread of a decode node waits for a transfer that has been started, and for ever if it breaks',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/4754',
  kinship: 'its kind',
  property: 'main-thread-never-waits of decode.0',
  configuration: { requests: 2, decodes: 1 },
  patch: {
    chart: {
      'decode-receive': ({ states }) => {
        states!.alive!.states!.transferring!.entry = ['pin', 'tellStarted'];
      },
      'decode-loop': ({ states }) => {
        states!.idle!.on!.TRANSFER_STARTED = {};
        states!.stepping!.on!.TRANSFER_STARTED = 'awaitingTransfer';
        states!.awaitingTransfer = {
          on: {
            READY: { target: 'stepping', actions: 'noteReady' },
            DROP: { actions: 'drop' },
            TRANSFER_STARTED: {},
          },
        };
      },
    },
    provide: {
      'decode-receive': {
        actions: { tellStarted: sendTo(componentRef('loop'), { type: 'TRANSFER_STARTED' }) },
      },
    },
  },
  counterexample: {
    tells:
      'request 0 is decoded; the transfer of request 1 begins (step 9), and the main thread stops to wait for it',
    steps: [
      'client.0 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
      "prefill.0.scheduler ⇒ decode.0.receive.0: PREFILL_DONE {attempt: 1, isWhole: true, node: 'prefill.0', request: 0}",
      'decode.0.receive.0 ⏱ land in alive.transferring',
      'client.1 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
      "prefill.0.scheduler ⇒ decode.0.receive.1: PREFILL_DONE {attempt: 1, isWhole: true, node: 'prefill.0', request: 1}",
    ],
  },
};
