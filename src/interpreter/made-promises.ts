import { promiseHooks } from 'node:v8';

let made = 0;
const count = () => {
  made++;
};

/** Does something, and tells whether a promise was made meanwhile, by an async function or in any other way. */
export function watchingPromises<T>(act: () => T, onMade: () => void): T {
  const before = made;
  const stop = promiseHooks.onInit(count) as () => void;
  try {
    return act();
  } finally {
    stop();
    if (made !== before) onMade();
  }
}
