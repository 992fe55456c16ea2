import type { OperatorInput } from '../../machines/moe/fused-operator.js';
import type { Layout } from '../../machines/moe/window-layout.js';
import type { WiringParts } from './patch.js';

/** The operators of the last die compute with a layout that the others do not have. */
export const withLayoutOfLastDie =
  (change: (layout: Layout) => Layout): WiringParts['components'] =>
  (components, { dies }) =>
    Object.fromEntries(
      Object.entries(components).map(([id, component]) => {
        const input = component.input as Partial<OperatorInput> | undefined;
        if (input?.layout === undefined || input.die !== dies - 1) return [id, component];
        return [id, { ...component, input: { ...input, layout: change(input.layout) } }];
      }),
    );
