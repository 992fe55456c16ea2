import type { LoopContext, Member } from '../../../machines/serving/decode-loop.js';
import type { RequestLifeFault } from '../fault.js';

/** Tokens that a member brings to a step. */
const queryLength = ({ made }: Member, { tail, drafts }: LoopContext): number =>
  made === 0 ? tail : drafts + 1;

/** A step is classified by the number of tokens that each brings to it. */
export const prefillTakenForDecode: RequestLifeFault = {
  title: 'the rest of a prompt that is as long as the drafts and one token is taken for a decode step',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/6835',
  property: 'prefill-is-not-decoded of decode.0',
  configuration: { requests: 1, drafts: 1, tail: 2 },
  patch: {
    provide: {
      'decode-loop': {
        guards: {
          isDecodeBatch: ({ context }: { readonly context: LoopContext }) =>
            context.batch.every((member) => queryLength(member, context) === context.drafts + 1),
        },
      },
    },
  },
  counterexample: {
    tells:
      'the request is alone in the batch, and the rest of its prompt has two tokens, as many as a decode step with one draft: its first step runs as the graph of decode steps',
    steps: [
      'client.0 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
      "prefill.0.scheduler ⇒ decode.0.receive.0: PREFILL_DONE {attempt: 1, isWhole: true, node: 'prefill.0', request: 0}",
      'decode.0.receive.0 ⏱ land in alive.transferring',
      'decode.0.loop ⏱ step in stepping',
    ],
  },
};
