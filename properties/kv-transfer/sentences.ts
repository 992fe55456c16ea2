import type { Sentences } from '../sentences.js';

export const sentences: Sentences = {
  'lands-in-own-pages': 'No write lands in a page that its transfer does not own.',
  'data-is-visible': 'No page is read, or kept by the prefix cache, before its data is visible.',
  'decodes-own-kv': 'Decode starts only on the complete and current KV of its own request.',
  'pages-return-once':
    'Every page comes back exactly once: only who has it lets it go, and with the last it is free.',
  'evicts-the-shortfall':
    'The prefix cache loses the pages that are wanted beyond those that are free, and no others.',
  'served-in-order': 'Who has waited longest for pages, for a record slot or for an engine is served first.',
  'retries-within-bound': 'What ends in an error is posted anew no more often than it may be.',
  'decode-pages-come-back': 'No page of a decode node that lives is held for ever.',
  'records-come-back': 'No record slot of a decode node that lives is held for ever.',
  'prefill-pages-come-back':
    'No page of a prefill node that lives is held for ever, whoever has died; what is kept for others is kept by the prefix cache, where there is one.',
  'freed-after-its-writer':
    'A page is free only when nothing that was posted can be written into it, or read out of it, any more.',
  'renewal-protects': 'What a living request still needs is held: its lease does not run out.',
  'held-for-somebody':
    'Prefill computes, holds and writes only for a decode side that waits for it, or whose word that it does not is on its way: the lease is for who is dead.',
  'address-of-this-epoch': 'An address is used only with the incarnation of the node that has told it.',
  'ends-with-a-reason': 'Every transfer ends on both sides, and the decode side knows how.',
  'reason-is-right': 'How a transfer has ended is told as it was: nobody is said to be lost who lives.',
  'every-component-can-rest': 'Each component can come to rest again.',
};
