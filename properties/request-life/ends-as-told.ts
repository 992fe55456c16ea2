import type { RequestLifeShape } from '../../machines/networks/request-life/parameters.js';
import type { ClientContext } from '../../machines/serving/serving-client.js';
import { always, type Property, type View } from '../../src/index.js';
import { hasEnded } from './situations.js';

/** Whether a request that has room may fail: as often as it is tried, or for good since no node of a kind is left. */
export function mayFailForGood(shape: RequestLifeShape): boolean {
  const { aborts, by, deaths, of, prefills, decodes, retries } = shape;
  const failures = (by === 'client' ? 0 : aborts) + deaths;
  const nodes = { prefill: prefills, decode: decodes, any: Math.min(prefills, decodes) }[of];
  return failures > retries || deaths >= nodes;
}

/** The state in which a client ends is the outcome that it was told, as the message has it: who goes by the state alone takes no failure for an answer. */
export const endsAsTold = (client: string): Property => {
  const toldTo = (view: View) => view.context<ClientContext>(client).told;
  return always(
    `ends-as-told of ${client}`,
    {
      then: (view) => {
        const told = toldTo(view);
        return told === '' ? !hasEnded(view, client) : view.matches(client, told);
      },
      // It is told something else than that it has its answer.
      hardCase: (view) => toldTo(view) === 'failed' || toldTo(view) === 'aborted',
    },
    { about: () => ({ component: client, path: ['told'] }) },
  );
};
