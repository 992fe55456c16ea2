import { switches } from '../../support/switches.js';

export const one = { ...switches(1), name: 'same' };
export const other = { ...switches(2), name: 'same' };
