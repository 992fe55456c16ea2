// As a whole: where it lacks the hooks, a sentence says so, which an import of them by their name would forestall.
import v8 from 'node:v8';

let made = 0;
const count = () => {
  made++;
};

/** Does something, and tells whether a promise was made meanwhile, by an async function or in any other way. */
export function watchingPromises<T>(act: () => T, onMade: () => void): T {
  const before = made;
  const stop = v8.promiseHooks.onInit(count) as () => void;
  try {
    return act();
  } finally {
    stop();
    if (made !== before) onMade();
  }
}
