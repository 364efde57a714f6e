// What this phone keeps by itself: messages that wait for signal, and the last of each talk.
const KEEP = 80; // messages of a talk that can be read without signal
let opening = null;
const memory = { waiting: new Map(), talks: new Map() }; // where the browser keeps nothing

function database() {
  if (!opening) {
    opening = new Promise((resolve) => {
      let request;
      try {
        request = indexedDB.open("saksi", 1);
      } catch (trouble) {
        resolve(null);
        return;
      }
      request.onupgradeneeded = () => {
        request.result.createObjectStore("waiting", { keyPath: "id" });
        request.result.createObjectStore("talks", { keyPath: "scope" });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
    });
  }
  return opening;
}

async function run(table, mode, work) {
  const base = await database();
  if (!base) return work(null);
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(table, mode);
    const request = work(transaction.objectStore(table));
    transaction.oncomplete = () => resolve(request ? request.result : undefined);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

// A waiting message: {id, scope, position, at, body, bytes?}. Kept before it is shown as waiting.
export function keep(message) {
  return run("waiting", "readwrite", (table) => {
    if (!table) memory.waiting.set(message.id, message);
    else table.put(message);
  }).catch(() => { memory.waiting.set(message.id, message); });
}

export function done(id) {
  memory.waiting.delete(id);
  return run("waiting", "readwrite", (table) => { if (table) table.delete(id); });
}

export async function waiting(scope) {
  const all = await run("waiting", "readonly", (table) => table && table.getAll()).catch(() => []);
  return (all || []).concat(Array.from(memory.waiting.values()))
    .filter((message) => message.scope === scope)
    .sort((one, other) => one.position - other.position);
}

export function keepTalk(scope, items) {
  return run("talks", "readwrite", (table) => {
    if (table) table.put({ scope, items: items.slice(-KEEP) });
  }).catch(() => undefined);
}

export async function talk(scope) {
  const found = await run("talks", "readonly", (table) => table && table.get(scope))
    .catch(() => undefined);
  return (found && found.items) || [];
}

export async function forget(scope) {
  for (const message of await waiting(scope)) await done(message.id);
  await run("talks", "readwrite", (table) => { if (table) table.delete(scope); })
    .catch(() => undefined);
  localStorage.removeItem("saksi.position." + scope);
}

export function nextPosition(scope, now) {
  // Grows with every message, also when the clock of the phone was set back.
  const name = "saksi.position." + scope;
  let last = 0;
  try {
    last = Number(localStorage.getItem(name)) || 0;
    last = Math.max(last + 1, Math.round(now));
    localStorage.setItem(name, String(last));
  } catch (trouble) {
    last = Math.round(now);
  }
  return last;
}
