/** A browser opens six connections to one host: more calls at once would only keep what the person clicks next waiting. */
const AT_ONCE = 5;

let underWay = 0;
const waiting = new Set<() => void>();

/**
 * Runs a call of a fan-out (one per row on screen) when it is its turn. A call whose signal aborts while it waits, because its row
 * scrolled away, gives its turn up and rejects with the signal's reason.
 */
export async function inTurn<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  await myTurn(signal);
  try {
    return await call();
  } finally {
    underWay -= 1;
    for (const start of waiting) {
      start();
      break;
    }
  }
}

function myTurn(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (underWay < AT_ONCE) {
    underWay += 1;
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const leave = () => {
      waiting.delete(start);
      signal.removeEventListener("abort", giveUp);
    };
    const start = () => {
      leave();
      underWay += 1;
      resolve();
    };
    const giveUp = () => {
      leave();
      reject(signal.reason instanceof Error ? signal.reason : new DOMException("Given up", "AbortError"));
    };
    waiting.add(start);
    signal.addEventListener("abort", giveUp);
  });
}
