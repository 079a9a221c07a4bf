// Talks with the sandbox's server: reads screens, sends what a person does, hears that something changed.

/** Null when there is nobody of that name. */
export async function readScreen(as, channel) {
  const query = new URLSearchParams(Object.entries({ as, channel }).filter(([, value]) => value));
  const response = await fetch(`/screen?${query}`);
  if (response.status === 404 && as) return null;
  if (!response.ok) throw new Error(`/screen ${response.status}`);
  return response.json();
}

/** Always an answer: `{ok: true, …}`, or `{ok: false, error: "a sentence"}`. */
export async function post(path, body = {}) {
  try {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    const answer = await response.json();
    return { ok: response.ok, ...answer };
  } catch {
    return { ok: false, error: "Sandlådan svarade inte. Ingenting har skickats. Försök igen." };
  }
}

/** Calls `changed` at every news of a version. A hidden tab lets its connection go: browsers allow six per server. */
export function listen(since, changed) {
  let source = null;
  const open = () => {
    source = new EventSource(`/changes?since=${since()}`);
    source.addEventListener("message", (event) => changed(JSON.parse(event.data).version));
  };
  document.addEventListener("visibilitychange", () => {
    source?.close();
    if (!document.hidden) open();
  });
  open();
}
