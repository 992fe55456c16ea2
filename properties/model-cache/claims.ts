import type { ModelInstanceContext } from '../../machines/cache/model-instance.js';
import type { ModelVersion, PoolContext } from '../../machines/cache/model-pool.js';
import type { ModelCacheWiring } from '../../machines/networks/model-cache/wiring.js';
import { always, leadsTo, monitor, type Property, reachable, type View } from '../../src/index.js';
import { broughtInOnce } from './monitors/brought-in-once.js';
import { leastUsedVersionGoes } from './monitors/least-used-version-goes.js';
import { newestWhenTold } from './monitors/newest-when-told.js';
import { switchedToItsTarget } from './monitors/switched-to-its-target.js';

const nameOf = (id: ModelVersion | null): string => (id === null ? '' : `${id.model}.${id.version}`);
const instanceOf = (view: View, instance: string) => view.context<ModelInstanceContext>(instance);
const poolOf = (view: View, pool: string) => view.context<PoolContext>(pool);
const isFull = ({ content, copies }: PoolContext): boolean => content.length >= copies;

/** Everything that must be true of the model cache (docs/paper/facts.md 10). */
export function modelCacheProperties(wiring: ModelCacheWiring): Property[] {
  const { instances, pool } = wiring;
  return [
    ...instances.flatMap((instance) => [
      oneVersion(wiring, instance),
      ...(wiring.shape.blocks > 1 ? [blocksInTheirPlaces(instance)] : []),
      monitor(`switched-to-its-target of ${instance}`, switchedToItsTarget, undefined, {
        from: [instance],
        ...newerThan(wiring, instance, (view) => instanceOf(view, instance).target),
      }),
      newestTold(wiring, instance),
      heldWhileLoaded(wiring, instance),
      switchEnds(instance),
    ]),
    monitor('brought-in-once', broughtInOnce, undefined, {
      from: [pool],
      // An instance is told that a version is not there, while it is on its way.
      hardCase: (view) =>
        poolOf(view, pool).content.some(
          ({ id, state }) =>
            state === 'fetching' &&
            instances.filter((each) => nameOf(instanceOf(view, each).target) === nameOf(id)).length > 1,
        ),
      ...(instances.length > 1 ? {} : { notApplicable: 'one instance asks for one version at a time' }),
    }),
    leastUsedGoes(wiring),
    withinPool(wiring),
    nothingHeld(wiring),
    ...witnesses(wiring),
  ];
}

/** The models that an instance is to serve. */
const modelsOf = ({ switches, models }: ModelCacheWiring['shape'], at: number): number[] =>
  Array.from({ length: switches }, (_, each) => (at + each) % models);

/** Whether an instance is to serve the model of which new versions are published. */
const servesFirst = (shape: ModelCacheWiring['shape'], at: number): boolean =>
  modelsOf(shape, at).includes(0);

/** A newer version of what an instance has chosen was published; without releases there is none. */
function newerThan(
  { pool, shape, instances }: ModelCacheWiring,
  instance: string,
  chosen: (view: View) => ModelVersion | null,
) {
  const isLoadingFirst = servesFirst(shape, instances.indexOf(instance));
  return {
    hardCase: (view: View): boolean => {
      const id = chosen(view);
      return id !== null && poolOf(view, pool).newest[id.model]! > id.version;
    },
    ...(shape.releases > 0 && isLoadingFirst ? {} : { notApplicable: 'no newer version is published' }),
  };
}

/** What an instance is told to switch to is the newest version there is by then. */
function newestTold({ pool, shape, instances }: ModelCacheWiring, instance: string): Property {
  return monitor(
    `newest-when-told of ${instance}`,
    newestWhenTold,
    { models: shape.models },
    {
      from: [pool, instance],
      // It is about to ask for a model of which there is a newer version than the first.
      hardCase: (view) => {
        const { models, switched } = instanceOf(view, instance);
        const wanted = models[switched];
        return (
          view.matches(instance, 'serving') && wanted !== undefined && poolOf(view, pool).newest[wanted]! > 1
        );
      },
      ...(shape.releases > 0 && servesFirst(shape, instances.indexOf(instance))
        ? {}
        : { notApplicable: 'no newer version is published' }),
    },
  );
}

/** The weights that an instance serves with are all of one version of one model, and it has all of them. */
function oneVersion(wiring: ModelCacheWiring, instance: string): Property {
  return always(
    `one-version of ${instance}`,
    {
      when: (view) => instanceOf(view, instance).switched > 0,
      then: (view) => {
        const { serving } = instanceOf(view, instance);
        return serving.every((block) => block !== null && nameOf(block) === nameOf(serving[0]!));
      },
      ...newerThan(wiring, instance, (view) => instanceOf(view, instance).loaded[0]!),
    },
    {
      about: (view) => {
        const { serving } = instanceOf(view, instance);
        const wrong = serving.findIndex((block) => nameOf(block) !== nameOf(serving[0]!));
        return { component: instance, path: ['serving', String(Math.max(wrong, 0))] };
      },
    },
  );
}

/** Each block that an instance serves with is the one whose place it is in. Whether one is missing, or of which version it is, are other claims' matters. */
const blocksInTheirPlaces = (instance: string): Property =>
  always(
    `blocks-in-their-places of ${instance}`,
    {
      when: (view) => instanceOf(view, instance).switched > 0,
      then: (view) => misplacedAt(instanceOf(view, instance)) < 0,
      // One block has been loaded, and another one is still to be.
      hardCase: (view) => {
        const { loaded } = instanceOf(view, instance);
        return loaded.includes(null) && loaded.some((block) => block !== null);
      },
    },
    {
      about: (view) => {
        const at = misplacedAt(instanceOf(view, instance));
        return { component: instance, path: ['serving', String(Math.max(at, 0))] };
      },
    },
  );

const misplacedAt = ({ serving }: ModelInstanceContext): number =>
  serving.findIndex((held, at) => held !== null && held.block !== at);

/** While an instance loads a version the pool has it, all of it. */
const heldWhileLoaded = ({ pool, shape, instances }: ModelCacheWiring, instance: string): Property =>
  always(`held-while-loaded of ${instance}`, {
    when: (view) => view.matches(instance, 'loading'),
    then: (view) => {
      const { target } = instanceOf(view, instance);
      return poolOf(view, pool).content.some(
        ({ id, state }) => state === 'resident' && nameOf(id) === nameOf(target),
      );
    },
    // Another version is to be brought in, and there is no room for it.
    hardCase: (view) => {
      const { wanted } = poolOf(view, pool);
      return view.matches(instance, 'loading') && wanted.length > 0 && isFull(poolOf(view, pool));
    },
    ...(instances.length > 1 && shape.models + shape.releases > shape.copies
      ? {}
      : { notApplicable: 'there is room for everything that is asked for' }),
  });

/** Of several versions that may make room the one goes that was used least recently. */
const leastUsedGoes = ({ pool, shape, instances }: ModelCacheWiring): Property =>
  monitor('least-used-version-goes', leastUsedVersionGoes, undefined, {
    from: [pool],
    // An instance is about to ask for a version that is not there, the pool is full, and nobody loads two of those that it has.
    hardCase: (view) => {
      const { content, newest } = poolOf(view, pool);
      const mayGo = content.filter(({ state, held }) => state === 'resident' && held.length === 0);
      const isMissing = instances.some((instance) => {
        const { models, switched } = instanceOf(view, instance);
        const model = models[switched];
        if (model === undefined || !view.matches(instance, 'serving')) return false;
        return content.every(({ id }) => nameOf(id) !== nameOf({ model, version: newest[model]! }));
      });
      return isMissing && isFull(poolOf(view, pool)) && mayGo.length > 1;
    },
    ...(shape.copies > 1 && shape.models + shape.releases > shape.copies
      ? {}
      : { notApplicable: 'it has one copy at most, or room for all versions' }),
  });

/** The pool has no more copies than it has room for. The margin is in copies. */
const withinPool = ({ pool, shape }: ModelCacheWiring): Property =>
  always('within-pool', {
    then: (view) => shape.copies - poolOf(view, pool).content.length,
    hardCase: (view) => isFull(poolOf(view, pool)) && poolOf(view, pool).wanted.length > 0,
    ...(shape.models + shape.releases > shape.copies
      ? {}
      : { notApplicable: 'there is room for all versions' }),
  });

/** Who is to switch does so in the end, as often as it is to. */
const switchEnds = (instance: string): Property => {
  const hasSwitched = (view: View): boolean => {
    const { switched, models } = instanceOf(view, instance);
    const isDone = view.matches(instance, 'finished') && switched === models.length;
    return isDone || view.matches(instance, 'serving');
  };
  return leadsTo(`switch-ends of ${instance}`, (view) => !hasSwitched(view), hasSwitched);
};

/** At the end nobody has anything kept for him, and nobody waits. */
const nothingHeld = ({ pool, instances }: ModelCacheWiring): Property =>
  always('nothing-held', {
    when: (view) => instances.every((instance) => view.matches(instance, 'finished')),
    then: (view) => {
      const { content, waiting } = poolOf(view, pool);
      return waiting.length === 0 && content.every(({ held }) => held.length === 0);
    },
    hardCase: (view) => instances.every((instance) => view.matches(instance, 'finished')),
  });

function witnesses({ pool, instances, shape }: ModelCacheWiring): Property[] {
  const found = [
    reachable('all instances have switched', (view) =>
      instances.every((instance) => view.matches(instance, 'finished')),
    ),
    // Its own next one, for which nobody waits: what another instance waits for is not brought in ahead.
    reachable('a version is brought in while an instance still serves', (view) => {
      const { content, waiting } = poolOf(view, pool);
      return instances.some((instance) => {
        if (!view.matches(instance, 'prepared')) return false;
        const target = nameOf(instanceOf(view, instance).target);
        return (
          content.some(({ id, state }) => state === 'fetching' && nameOf(id) === target) &&
          waiting.every(({ id }) => nameOf(id) !== target)
        );
      });
    }),
  ];
  const served = instances.map((_, at) => modelsOf(shape, at));
  if (
    served.some((one, at) => served.some((other, by) => by > at && one.some((each) => other.includes(each))))
  ) {
    found.push(
      reachable('two instances load one copy', (view) =>
        poolOf(view, pool).content.some(({ held }) => held.length > 1),
      ),
    );
  }
  if (shape.releases > 0 && instances.filter((_, at) => servesFirst(shape, at)).length > 1) {
    found.push(
      reachable('instances serve two versions of one model', (view) => {
        const served = instances.map((instance) => instanceOf(view, instance).serving[0]);
        return served.some((one) =>
          served.some((other) => one?.model === other?.model && one?.version !== other?.version),
        );
      }),
    );
  }
  return found;
}
