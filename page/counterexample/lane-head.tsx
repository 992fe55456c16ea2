import type { Lanes } from './lanes.js';
import { colourOf } from './colours.js';

interface Props {
  readonly lanes: Lanes;
  readonly onToggle: (group: string) => void;
}

/** The names of the columns, which stay in sight. */
export function LaneHead({ lanes: { lanes, groups }, onToggle }: Props) {
  return (
    <div class="lane-head">
      <span class="what">Step</span>
      <div class="groups">
        {groups.map(({ name, count, canUnfold, isOpen }) => (
          <div key={name} style={{ flex: count, color: colourOf(groups, name) }}>
            {name !== '' &&
              (canUnfold ? (
                <button
                  type="button"
                  class="group"
                  aria-expanded={isOpen}
                  style={{ color: colourOf(groups, name) }}
                  onClick={() => onToggle(name)}
                >
                  <span aria-hidden="true">{isOpen ? '▾ ' : '▸ '}</span>
                  {breakable(name)}
                </button>
              ) : (
                <span class="group">{breakable(name)}</span>
              ))}
            <div class="names">
              {lanes
                .filter((lane) => lane.group === name)
                .map((lane) => (
                  <span key={lane.key} title={lane.title}>
                    {lane.name === name ? '' : breakable(lane.name)}
                  </span>
                ))}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}

/** A long name may go on in the next line before a word. */
const breakable = (name: string): string => name.replaceAll(/([.-])(?=[a-z])/g, '$1\u200b');
