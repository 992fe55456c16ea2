/**
 * The shortest counterexample of each fault, step by step, as a reader of the bug report would tell it.
 */
export const counterexamples: Readonly<
  Record<string, { readonly tells: string; readonly steps: readonly string[] }>
> = {
  A1: {
    tells:
      'die 1 stores its flag at once, past its token that is still in the pipe: die 0 sees all flags, reads the slot and finds nothing there',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      'dispatch.0 ⇒ window.0.dispatch.0: FLAG {source: 0, item: 0, epoch: 1, counts: [0]}',
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1 ⏱ postCopies in sending',
      'dispatch.1 ⇒ window.0.dispatch.0: FLAG {source: 1, item: 0, epoch: 1, counts: [1]}',
      'dispatch.0 ⏱ copyOut in copying',
    ],
  },
  A2: {
    tells:
      'the token of die 1 has left the pipe (step 5) but is still on the fabric when the flag that speaks of it arrives (step 6)',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      'dispatch.0 ⇒ window.0.dispatch.0: FLAG {source: 0, item: 0, epoch: 1, counts: [0]}',
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1 ⏱ postCopies in sending',
      "dispatch.1 ⇒ ub.1: POST {window: 'window.0.dispatch.0', address: 1, copy: {of: 'dispatch', item: 0, source: 1, token: 0, choice: 0, expert: 0}, writer: 'dispatch.1'}",
      'dispatch.1 ⇒ window.0.dispatch.0: FLAG {source: 1, item: 0, epoch: 1, counts: [1]}',
      'dispatch.0 ⏱ copyOut in copying',
    ],
  },
  B1: {
    tells:
      'die 0 is done with dispatch and writes its combine result into the slot of die 1 that still holds an unread dispatch token',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: [[1]]}',
      'dispatch.0 ⏱ postCopies in sending',
      "dispatch.0 ⇒ ub.0: POST {window: 'window.1.shared.0', address: 0, copy: {of: 'dispatch', item: 0, source: 0, token: 0, choice: 0, expert: 1}, writer: 'dispatch.0'}",
      "ub.0 ⇒ window.1.shared.0: WRITE {address: 0, copy: {of: 'dispatch', item: 0, source: 0, token: 0, choice: 0, expert: 1}, writer: 'dispatch.0'}",
      'dispatch.0 ⇒ window.0.shared.0: FLAG {source: 0, item: 0, epoch: 1, counts: [0]}',
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1 ⏱ postCopies in sending',
      "dispatch.1 ⇒ ub.1: POST {window: 'window.0.shared.0', address: 1, copy: {of: 'dispatch', item: 0, source: 1, token: 0, choice: 0, expert: 0}, writer: 'dispatch.1'}",
      "ub.1 ⇒ window.0.shared.0: WRITE {address: 1, copy: {of: 'dispatch', item: 0, source: 1, token: 0, choice: 0, expert: 0}, writer: 'dispatch.1'}",
      'dispatch.1 ⇒ window.0.shared.0: FLAG {source: 1, item: 0, epoch: 1, counts: [1]}',
      'dispatch.0 ⏱ copyOut in copying',
      'expert.0 ⏱ compute in computing',
      'combine.0 ⏱ postResults in sending',
      "combine.0 ⇒ ub.0: POST {window: 'window.1.shared.0', address: 0, copy: {of: 'combine', item: 0, source: 1, token: 0, choice: 0, expert: 0}, writer: 'combine.0'}",
      "ub.0 ⇒ window.1.shared.0: WRITE {address: 0, copy: {of: 'combine', item: 0, source: 1, token: 0, choice: 0, expert: 0}, writer: 'combine.0'}",
    ],
  },
  B3: {
    tells:
      'the third microbatch stores its flag into the entry whose first flag nobody has acted on yet: that signal is lost',
    steps: [
      'environment ⇒ stream.0.0: ROUTE {routing: []}',
      'dispatch.0.0 ⇒ window.0.dispatch.0: FLAG {source: 0, item: 0, epoch: 1, counts: [0]}',
      'environment ⇒ stream.0.1: ROUTE {routing: []}',
      'environment ⇒ stream.0.2: ROUTE {routing: []}',
      'dispatch.0.2 ⇒ window.0.dispatch.0: FLAG {source: 0, item: 2, epoch: 5, counts: [0]}',
    ],
  },
  C4: {
    tells:
      'die 0 starts its third layer and finds the flags of the first in the cells, with epochs that look like the new ones',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      'dispatch.0 ⇒ window.0.dispatch.0: FLAG {source: 0, item: 0, epoch: 1, counts: [0]}',
      'dispatch.0 ⇒ window.1.dispatch.0: FLAG {source: 0, item: 0, epoch: 1, counts: [0]}',
      'environment ⇒ stream.1: ROUTE {routing: []}',
      'dispatch.1 ⇒ window.0.dispatch.0: FLAG {source: 1, item: 0, epoch: 1, counts: [0]}',
      'dispatch.1 ⇒ window.1.dispatch.0: FLAG {source: 1, item: 0, epoch: 1, counts: [0]}',
      'dispatch.0 ⏱ copyOut in copying',
      'expert.0 ⏱ compute in computing',
      'combine.0 ⇒ window.0.combine.0: ADD {source: 0, item: 0}',
      'combine.0 ⇒ window.1.combine.0: ADD {source: 0, item: 0}',
      'dispatch.1 ⏱ copyOut in copying',
      'expert.1 ⏱ compute in computing',
      'combine.1 ⇒ window.0.combine.0: ADD {source: 1, item: 0}',
      'combine.1 ⇒ window.1.combine.0: ADD {source: 1, item: 0}',
      'combine.0 ⏱ reduce in reducing',
      'environment ⇒ stream.0: ROUTE {routing: []}',
      'dispatch.0 ⇒ window.0.dispatch.1: FLAG {source: 0, item: 1, epoch: 3, counts: [0]}',
      'dispatch.0 ⇒ window.1.dispatch.1: FLAG {source: 0, item: 1, epoch: 3, counts: [0]}',
      'combine.1 ⏱ reduce in reducing',
      'environment ⇒ stream.1: ROUTE {routing: []}',
      'dispatch.1 ⇒ window.0.dispatch.1: FLAG {source: 1, item: 1, epoch: 3, counts: [0]}',
      'dispatch.1 ⇒ window.1.dispatch.1: FLAG {source: 1, item: 1, epoch: 3, counts: [0]}',
      'dispatch.0 ⏱ copyOut in copying',
      'expert.0 ⏱ compute in computing',
      'combine.0 ⇒ window.0.combine.1: ADD {source: 0, item: 1}',
      'dispatch.1 ⏱ copyOut in copying',
      'expert.1 ⏱ compute in computing',
      'combine.1 ⇒ window.0.combine.1: ADD {source: 1, item: 1}',
      'combine.0 ⏱ reduce in reducing',
      'environment ⇒ stream.0: ROUTE {routing: []}',
    ],
  },
  D3: {
    tells:
      'die 0 has no tokens, returns early and waits in combine; die 1 waits in dispatch for a flag that never comes',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      'expert.0 ⏱ compute in computing',
      'combine.0 ⇒ window.0.combine.0: ADD {source: 0, item: 0}',
      'combine.0 ⇒ window.1.combine.0: ADD {source: 0, item: 0}',
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1 ⏱ postCopies in sending',
      "dispatch.1 ⇒ ub.1: POST {window: 'window.0.dispatch.0', address: 1, copy: {of: 'dispatch', item: 0, source: 1, token: 0, choice: 0, expert: 0}, writer: 'dispatch.1'}",
      "ub.1 ⇒ window.0.dispatch.0: WRITE {address: 1, copy: {of: 'dispatch', item: 0, source: 1, token: 0, choice: 0, expert: 0}, writer: 'dispatch.1'}",
      'dispatch.1 ⇒ window.0.dispatch.0: FLAG {source: 1, item: 0, epoch: 1, counts: [1]}',
      'dispatch.1 ⇒ window.1.dispatch.0: FLAG {source: 1, item: 0, epoch: 1, counts: [0]}',
    ],
  },
};
