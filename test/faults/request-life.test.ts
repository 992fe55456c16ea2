import { requestLife } from '../../properties/request-life/family.js';
import { describeFaults } from '../support/faults.js';

describeFaults(requestLife);
