// They are part of a network's description, but a reader looks for them among the properties.
export {
  always,
  alwaysPossible,
  eventually,
  everyComponentCanRest,
  leadsTo,
  monitor,
  reachable,
} from '../network/property-kit.js';
