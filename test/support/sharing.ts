import type { Network, NetworkFamily } from '../../src/index.js';
import { AnswerSharing, SharedAnswers } from '../../src/engine/tables/shared-answers.js';

const known = new Map<NetworkFamily, NetworkFamily>();

/**
 * The family, whose networks ask XState once for all of them: faults and mutants leave most machines as they are. What it is like to ask
 * anew in each network is what exact counts are for, and `shared-answers.test.ts` compares the two.
 */
export function sharingFamily(family: NetworkFamily): NetworkFamily {
  const sharing = known.get(family) ?? sharingAnswers(family);
  known.set(family, sharing);
  return sharing;
}

function sharingAnswers(family: NetworkFamily): NetworkFamily {
  const answers = new AnswerSharing();
  return { ...family, build: (...given) => answers.sharing(family.build(...given)) };
}

/** A network that was made from another one, as one that shares what that does. */
export function sharingLike(origin: Network, network: Network): Network {
  return SharedAnswers.of(origin)?.sharedWith(network) ?? network;
}
