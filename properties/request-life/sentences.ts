import type { Sentences } from '../sentences.js';

export const sentences: Sentences = {
  'every-request-ends':
    'A client that has asked is told the end: its whole answer, or that it has left, or why there is none.',
  'ends-as-told':
    'The state in which a client ends is the outcome that it was told: an answer, that it has left, or that its request has failed.',
  'nothing-after-the-end': 'No token comes to a client that was told the end.',
  'answer-in-order':
    'The tokens of an answer come in their order, each once, however many attempts have made them.',
  'own-tokens':
    'Each token that comes to a client was computed for its own request, and not for another one of the batch.',
  'tokens-of-this-attempt':
    'Each token that comes to a client is of the attempt that is under way; one that has been given up adds nothing to the answer.',
  'retries-within-bound': 'A request is tried so many times at most.',
  'prefilled-once': 'The prompt of an attempt is given to one prefill node, once.',
  'decoded-by-one': 'A request is not decoded by two living nodes at once.',
  'decodes-own-kv': 'Who is decoded has the KV of its own prompt, all of it, computed for this attempt.',
  'grows-into-a-page':
    'Who has made a second token has got the page that its answer needs beyond those of its prompt.',
  'told-when-made':
    'Each token that is told has been made: who waits for a page tells none before it has one.',
  'admitted-can-finish':
    'There are pages enough for all who have some to come to their end, one after the other.',
  'pages-return-once': 'A page that is taken was free, comes back once, and does come back.',
  'sources-return-once': 'The pages of an attempt at a prefill node come back once, and do come back.',
  'prompts-computed-whole':
    'What a prefill node tells as computed has each chunk of its prompt that no stored prefix has, computed once.',
  'prompts-in-turn': 'A prefill node begins prompts in the order in which they have come to it.',
  'held-while-read':
    'What a prefill node has computed is held as long as it is read: by the transfer to its decode node, or to be stored.',
  'all-parts-end':
    'Each part of a transfer that has begun lands, or breaks: none is forgotten, and none is waited for that has come.',
  'overtaken-at-most': 'Who waits for pages is overtaken by so many at most that came later.',
  'main-thread-never-waits': 'While somebody is in the batch, the main thread makes steps.',
  'joins-at-boundaries': 'Who is in a step at its end was in it at its beginning.',
  'prefill-is-not-decoded':
    "A step in which the rest of somebody's prompt is computed does not run as the graph of decode steps.",
  'waits-for-work-only':
    'A decode node waits only for a prefill node that has the work, or whose word is on its way.',
  'works-on-open-only':
    'A decode node is at work on a request only if it is open, or word that it is over is on its way.',
  'computes-for-who-waits':
    'A prefill node computes a prompt only if a decode node waits for it, or word that it does not is on its way.',
  'fails-for-cause':
    'A request is tried again, or fails, at most once for each thing that has gone wrong with it.',
  'answered-at-once':
    'The router answers within the step in which it is asked, by ROUTED or NO_NODE: who asks may be told to abort in the next one, and must know the node by then.',
  'no-work-for-the-dead': 'A node gets no more work when the router has been told that it is down.',
  'none-left-is-true':
    'Who asks for a node is told that none is left only if all nodes of that kind have died.',
  'loads-are-right':
    'The router counts for a node what it has been given and what is not over: prompts that are to be computed, requests that are decoded or will be.',
  'lightest-is-chosen':
    'The router gives work to a node that has no more of it than any other of its kind that is up.',
  'reason-is-right': 'Why its request has failed, as a client is told, is what has happened.',
  'broken-gives-no-token': 'An attempt whose transfer has broken gives its client no token.',
  'blame-names-the-dead': 'Whoever is taken for dead has died.',
};
