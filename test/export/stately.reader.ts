// Goal: Stately finds the chart in its module. Method: its own extractor reads every chart of the catalogue back.

import { expect, it } from 'vitest';
import { exportStately } from '../../src/index.js';
import { extractedConfig } from '../support/readers/readers.js';
import { machines } from './charts.js';

it.each(machines)('%s', async (name, machine) => {
  interface Config {
    readonly states?: Readonly<Record<string, Config>>;
    readonly on?: object;
  }
  const names = ({ states = {}, on = {} }: Config): unknown => [
    Object.keys(on),
    Object.entries(states).map(([key, state]) => [key, names(state)]),
  ];
  expect(names((await extractedConfig(exportStately(machine, name))) as Config)).toEqual(
    names(machine.config as Config),
  );
});
