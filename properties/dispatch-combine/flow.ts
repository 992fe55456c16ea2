import type { UbPathContext } from '../../machines/interconnect/ub-path.js';
import type { SendingCoreContext } from '../../machines/moe/sending-core.js';
import type { DispatchCombineWiring } from '../../machines/networks/dispatch-combine/wiring.js';
import { always, monitor, type Property, type View } from '../../src/index.js';
import { issuedWhileUp } from '../monitors/issued-while-up.js';
import type { HardCases } from './hard-cases.js';
import { writesWithinCredits } from './monitors/writes-within-credits.js';

/** What a die has under way on the Unified Bus (docs/paper/facts.md 2): no more than it has credits for. */
export function withinCredits(wiring: DispatchCombineWiring, cases: HardCases): Property[] {
  const { credits } = wiring.shape;
  return wiring.dies.flatMap((die) => {
    const path = wiring.names.path(die);
    const cores = cases.sendingCores[die]!;
    const creditsOf = (view: View) => view.context<UbPathContext>(path).credits;
    const underWay = (view: View) =>
      cores.reduce((sum, core) => sum + view.context<SendingCoreContext>(core).issued.length, 0);
    return [
      monitor(
        `writes-within-credits of ${path}`,
        writesWithinCredits,
        { credits, cores },
        {
          from: [...cores, ...cases.dataWindows],
          // All credits are taken, and a write waits for one.
          hardCase: cores.map(
            (core) => (view: View) => creditsOf(view) === 0 && view.waiting(core, path).length > 0,
          ),
        },
      ),
      // A credit is with its path, or with a write that is under way: none is lost, and none is made. The margin is 0 or negative.
      always(`credits-conserved of ${path}`, {
        then: (view) => 0 - Math.abs(credits - creditsOf(view) - underWay(view)),
        hardCase: (view) => creditsOf(view) === 0,
      }),
    ];
  });
}

/** See `issuedWhileUp`. Only the link of the first die goes down. */
export function issuedOnlyWhileUp({ names }: DispatchCombineWiring, cases: HardCases): Property {
  const path = names.path(0);
  const cores = cases.sendingCores[0]!;
  const pathOf = Object.fromEntries([path, ...cores].map((id) => [id, path]));
  return monitor(
    `issued-while-up of ${path}`,
    issuedWhileUp,
    { pathOf },
    {
      from: Object.keys(pathOf),
      hardCase: cores.map(
        (core) => (view: View) => !view.matches(path, 'up') && view.waiting(core, path).length > 0,
      ),
    },
  );
}
