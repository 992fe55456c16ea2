import type { Cell, WindowContext } from '../../machines/die/receive-window.js';
import type { Row } from '../../machines/moe/dense-output.js';
import type { ExpertContext } from '../../machines/moe/expert-ffn.js';
import type { Poll } from '../../machines/die/window-protocol.js';
import type { SendingCoreContext } from '../../machines/moe/sending-core.js';
import type { WaitingCoresContext } from '../../machines/moe/waiting-cores.js';
import type { DispatchCombineWiring } from '../../machines/networks/dispatch-combine/wiring.js';
import type { View } from '../../src/index.js';
import { type Group, shareOf } from './group.js';

type Situations = ((view: View) => boolean)[];

/** Claims about all dies are looked at in the first ones: all that are explored completely have no more, and of many some are a sample. */
export const DIES_MAX = 4;

const dieOf = (window: string): number => Number(window.split('.')[1]);

/** The situations that put the claims to the test, each of few components, so that it is cheap to look for. */
export class HardCases {
  /** Ids of all windows, and of those with data slots. */
  readonly windows: readonly string[];
  readonly dataWindows: readonly string[];
  /** Ids of the cores that send, by die. */
  readonly sendingCores: readonly (readonly string[])[];
  /** Ids of windows by die: of many dies there are too many to go through all for each. */
  private readonly byDie: Readonly<Record<'data' | 'status', readonly (readonly string[])[]>>;
  private readonly halves: number;
  /** Of the first dies: ids of their windows, of those with data slots, and of the cores that send. */
  private readonly some: Pick<HardCases, 'windows' | 'dataWindows' | 'sendingCores'>;

  constructor(private readonly wiring: DispatchCombineWiring) {
    const { names, dies, microbatches, cores, shape, components } = wiring;
    const ids = Object.keys(components);
    this.windows = ids.filter((id) => id.startsWith('window.') || id.startsWith('status.'));
    this.dataWindows = ids.filter((id) => id.startsWith('window.'));
    const byDie = { data: dies.map((): string[] => []), status: dies.map((): string[] => []) };
    for (const id of this.windows) byDie[id.startsWith('window.') ? 'data' : 'status'][dieOf(id)]!.push(id);
    this.byDie = byDie;
    this.halves = shape.buffers === 'two-halves' ? 2 : 1;
    this.sendingCores = dies.map((die) =>
      microbatches.flatMap((microbatch) =>
        [names.dispatch(die, microbatch), names.combine(die, microbatch)].flatMap((operator) =>
          cores.map((core) => names.core(operator, core)),
        ),
      ),
    );
    this.some = {
      windows: this.windows.filter((id) => dieOf(id) < DIES_MAX),
      dataWindows: this.dataWindows.filter((id) => dieOf(id) < DIES_MAX),
      sendingCores: this.sendingCores.slice(0, DIES_MAX),
    };
  }

  statusWindowsOf(die: number): readonly string[] {
    return this.byDie.status[die]!;
  }

  dataWindowsOf(die: number): readonly string[] {
    return this.byDie.data[die]!;
  }

  /** A slot has been written that its reader does not know of yet: it still polls for signals. */
  dataBeforeSignals(): Situations {
    const { dataWindows, windows } = this.some;
    return dataWindows.flatMap((window) => {
      const polled = windows.filter((id) => dieOf(id) === dieOf(window));
      return polled.map(
        (id) => (view: View) =>
          cellsOf(view, window).some(({ kind }) => kind === 'slot') && pollsAt(view, id).length > 0,
      );
    });
  }

  /** A slot holds what an operation has written there that was not the first one to use this part. */
  slotUsedAgain(): Situations {
    return this.some.dataWindows.map(
      (window) => (view) =>
        cellsOf(view, window).some((cell) => cell.kind === 'slot' && cell.copy.item >= this.halves),
    );
  }

  /** A cell holds the signal of an operation that is not the first one to use it. */
  signalCellUsedAgain(): Situations {
    return this.some.windows.map(
      (window) => (view) =>
        cellsOf(view, window).some((cell) => itemsOf(cell).some((item) => item >= this.halves)),
    );
  }

  /** The last slot that an operation may use is full: it holds the last token of a full batch. */
  lastSlotUsed(): Situations {
    const { tokens } = this.wiring.shape;
    return this.some.dataWindows.map(
      (window) => (view) =>
        cellsOf(view, window).some((cell) => cell.kind === 'slot' && cell.copy.token === tokens - 1),
    );
  }

  /** A core has put one token into the pipe, and has not yet put another one there. */
  coreAtSeveralStages(): Situations {
    return this.some.sendingCores.flat().map((core) => (view) => {
      const { unsent, loading, loaded, quantising, quantised, storing, posted, issued } =
        view.context<SendingCoreContext>(core);
      const before = [unsent, loading, loaded, quantising, quantised, storing];
      return before.some(({ length }) => length > 0) && posted.length + issued.length > 0;
    });
  }

  /** A die polls for the flags of all, and has some of them: by a core that has some of its own, or by cores of which some have all. */
  flagMissing(die: number): Situations {
    const { names, microbatches } = this.wiring;
    const ofCores = microbatches.map((microbatch) => (view: View) => {
      const { open, shares } = view.context<WaitingCoresContext>(
        names.waiting(names.dispatch(die, microbatch)),
      );
      return open > 0 && open < shares.length;
    });
    const ofOne = this.statusWindowsOf(die).map(
      (window) => (view: View) => pollsAt(view, window).some((poll) => isPartlyThere(view, window, poll)),
    );
    return this.wiring.shape.cores === 1 ? ofOne : [...ofOne, ...ofCores];
  }

  /** The experts of a die compute. */
  expertsWithRows(die: number): Situations {
    const { names, microbatches } = this.wiring;
    return microbatches.map(
      (microbatch) => (view) =>
        view.context<Pick<ExpertContext, 'rows'>>(names.expert(die, microbatch)).rows.length > 0,
    );
  }

  /** The experts of a die compute with rows of two dies, or for two experts; or with two rows, where replicas may leave one die to it. */
  expertsWithRowsOfTwo(die: number, group: Group): Situations {
    const { names, microbatches } = this.wiring;
    const nameOf = (row: Row): string => {
      if (row === null) return '';
      const ofOne = `${row.source}.${row.expert}`;
      return shareOf(group, row.expert) < group.dies ? `${ofOne}.${row.token}` : ofOne;
    };
    return microbatches.map((microbatch) => (view) => {
      const { rows } = view.context<Pick<ExpertContext, 'rows'>>(names.expert(die, microbatch));
      return new Set(rows.map(nameOf)).size > 1;
    });
  }

  /** One of several replicas of an expert has rows of as many dies as one may serve. */
  replicaHasItsShare(group: Group): Situations {
    const { names, microbatches, dies } = this.wiring;
    return dies.slice(0, DIES_MAX).flatMap((die) =>
      microbatches.map((microbatch) => (view: View) => {
        const { rows } = view.context<Pick<ExpertContext, 'rows'>>(names.expert(die, microbatch));
        return rows.some((row) => {
          if (row === null || shareOf(group, row.expert) === group.dies) return false;
          const sources = rows.flatMap((other) => (other?.expert === row.expert ? [other.source] : []));
          return new Set(sources).size === shareOf(group, row.expert);
        });
      }),
    );
  }

  /** A slot of a die is full. */
  slotsFull(die: number): Situations {
    return this.dataWindowsOf(die).map(
      (window) => (view) => cellsOf(view, window).some(({ kind }) => kind === 'slot'),
    );
  }

  /** A die waits for the results of its own tokens. */
  resultsAwaited(die: number, microbatch: number): Situations {
    const waiting = this.wiring.names.waiting(this.wiring.names.combine(die, microbatch));
    return [(view) => view.matches(waiting, 'polling')];
  }

  /** A microbatch has ended a layer, and it is another one's turn. */
  gateWaitsForTurn(die: number): Situations {
    const { names, microbatches, shape } = this.wiring;
    return microbatches.map((microbatch) => (view) => {
      const stream = names.stream(die, microbatch);
      const { turns, layer } = view.context<{ readonly turns: number; readonly layer: number }>(stream);
      return turns === 0 && layer === shape.layers - 1 && view.matches(stream, 'gating');
    });
  }

  /** The next die is in a later layer than this one, or an earlier one: with every other die there would be too many pairs to look at. */
  peerInAnotherLayer(die: number, microbatch: number): Situations {
    const { names, dies } = this.wiring;
    const layerOf = (view: View, each: number) =>
      view.context<{ readonly layer: number }>(names.stream(each, microbatch)).layer;
    return [(view) => layerOf(view, (die + 1) % dies.length) !== layerOf(view, die)];
  }
}

const cellsOf = (view: View, window: string): readonly Cell[] =>
  Object.values(view.context<WindowContext>(window).cells);

const pollsAt = (view: View, window: string): readonly Poll[] => view.context<WindowContext>(window).polls;

function itemsOf(cell: Cell): readonly number[] {
  if (cell.kind === 'flag') return [cell.item];
  return cell.kind === 'counter' ? cell.adds.map(({ item }) => item) : [];
}

/** Some of what a poll waits for is there, whatever it is, and not all: else it would have ended. */
function isPartlyThere(view: View, window: string, poll: Poll): boolean {
  const { cells } = view.context<WindowContext>(window);
  return poll.cells.some(({ address }) => cells[address] !== undefined);
}
