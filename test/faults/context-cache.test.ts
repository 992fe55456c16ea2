import { contextCache } from '../../properties/context-cache/family.js';
import { describeFaults } from '../support/faults.js';

// What the campaign takes many runs to find is in `npm run check:deep`.
describeFaults(contextCache, {}, [
  'past-the-gap',
  'lease-not-checked',
  'late-answer',
  'dead-writer',
  'left-over',
  'unread-first',
  'equal-tokens',
]);
