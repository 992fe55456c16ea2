import { searchChainByHand } from '../../peers/hand-written-chain.js';
import { measured } from './search.js';
import type { Perform } from './task.js';

export const perform: Perform<'by-hand'> = ({ links }) => measured(() => searchChainByHand(links));
