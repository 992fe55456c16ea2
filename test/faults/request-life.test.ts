import { requestLife } from '../../properties/request-life/family.js';
import { describeFaults } from '../support/faults.js';

// What the campaign takes many runs to find is in `npm run check:deep`.
describeFaults(requestLife, {}, ['repeated-tokens']);
