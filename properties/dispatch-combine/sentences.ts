import type { Sentences } from '../sentences.js';

export const sentences: Sentences = {
  'flag-implies-data':
    'Who acts on flags finds the data that they speak of: what is read out of a slot was written there for it.',
  'no-overwrite':
    'No store goes into a slot that holds data nobody has read yet, nor over a flag that nobody has acted on.',
  'signals-of-their-operation': "A wait ends on the signals of its own operation, and on no other's.",
  'stores-within-window': 'No store ends outside of the slots that a window has.',
  'stages-in-order':
    'A token is stored only after it has been quantised, a result only after an expert has computed it.',
  'one-flag-per-peer':
    'Each die signals each die once in each FusedDispatch, and the experts begin only when all have.',
  'slots-read-once': 'What is stored in a slot is read out of it once, and only what was stored can be read.',
  'copies-arrive-once':
    'The experts of a die get what was counted for them: each copy once, as it was sent, in its place.',
  'computed-by-its-expert':
    'Each result that FusedCombine sends was computed by the expert that the gate chose.',
  'tokens-summed-once': 'Each token is summed once, on its own die, of one result of each of its experts.',
  'operator-order':
    'A microbatch runs FusedDispatch, experts and FusedCombine of each layer in this order, to the last layer.',
  'epoch-skew': 'No die has ended more than one FusedDispatch more than another.',
  'as-at-the-start':
    'When all dies have ended, everything is as at the start: slots, polls, flags, counters and credits.',
  'finishes-or-gives-up': 'Each die that lives finishes all layers, or gives up since a peer is dead.',
  'waits-end': 'Each wait comes to its end, since all has come or since somebody is dead.',
  'replicas-share-the-dies': 'The replicas of an expert serve equally many dies, or one more.',
  'dispatches-in-turn':
    'The FusedDispatches of a die begin item after item, whatever microbatch they are of.',
  'writes-within-credits': 'The writes of a die that are under way never exceed its credits.',
  'credits-conserved': 'Each credit is free or held by a write that is under way: none is lost or made.',
  'issued-while-up': 'Nothing is issued while a link is down.',
  'gives-up-for-the-dead-only': 'Nobody gives up unless a die has failed and a wait of his own has found so.',
  'blame-is-right': 'Whoever is blamed has failed, and all who have failed are blamed.',
  'stops-whole': 'A die fails as a whole: nothing on it goes on working.',
  'silent-after-failure': 'A die that has failed sends nothing any more.',
  'left-clean': 'Who has given up leaves nothing behind of what he had ended before.',
  'tells-of-the-dead': 'A die that has found others dead tells so to whoever probes it.',
  'heeds-the-dead': 'A wait that was told of a dead die is given up.',
  'nothing-after-giving-up': 'Who has given up does nothing more.',
  'all-give-up': 'Where one has given up, nobody is left waiting.',
  'gives-up-whole': 'A die gives up as a whole, with all of its microbatches.',
};
