import { graphLaunch } from '../../properties/graph-launch/family.js';
import { describeFaults } from '../support/faults.js';

describeFaults(graphLaunch);
