import { always, type Network, type Property, type View } from '../../src/index.js';
import { type CreditChainSize, creditChain } from './credit-chain.js';

/** One claim over all links, or the same for each link by itself. */
export type ChainClaims = 'one for all links' | 'one a link';

const SIZE: CreditChainSize = { links: 5, credits: 2, values: 2 };

const idOf = (at: number) => (at === 0 ? 'producer' : at === SIZE.links ? 'consumer' : `forwarder.${at}`);

/** Credits and items of a link, wherever they are, are as many as there were credits at first. */
function isKept(view: View, link: number): boolean {
  const [sender, receiver] = [idOf(link), idOf(link + 1)];
  const { credits } = view.context<{ credits: number }>(sender);
  const { buffer } = view.context<{ buffer: readonly number[] }>(receiver);
  const onTheWay = view.waiting(sender, receiver).length + view.waiting(receiver, sender).length;
  return credits + buffer.length + onTheWay === SIZE.credits;
}

/** The credit link chain with five links, and its claim that no credit is lost. */
export function chainWithClaims(claims: ChainClaims): Network {
  const links = Array.from({ length: SIZE.links }, (_, link) => link);
  const properties: Property[] =
    claims === 'one a link'
      ? links.map((link) => always(`credits of link ${link} are kept`, (view) => isKept(view, link)))
      : [always('credits are kept', (view) => links.every((link) => isKept(view, link)))];
  return creditChain(SIZE, properties);
}
