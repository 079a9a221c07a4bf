// Builds the page out of data, always as text: nothing a person has written can become markup.

let count = 0;

/** A fresh id, for labels and descriptions that point at each other. */
export const uid = (prefix) => `${prefix}-${(count += 1)}`;

export const byId = (id) => document.getElementById(id);

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const shown = new WeakMap();

/**
 * Makes `parent` show `items` ({id, key, build}) in order. An item whose key is unchanged keeps its node,
 * and with it focus, scroll and what somebody is typing; a rebuilt one gets the focus its predecessor had.
 */
export function show(parent, items) {
  const before = shown.get(parent) ?? new Map();
  const after = new Map();
  for (const { id, key, build } of items) {
    const old = before.get(id);
    after.set(id, old?.key === key ? old : { key, node: build() });
  }
  const lost = focusIn([...before].filter(([id, { node }]) => after.get(id)?.node !== node));
  for (const [id, { node }] of before) if (after.get(id)?.node !== node) node.remove();
  let next = parent.firstChild;
  for (const { node } of after.values()) {
    if (node === next) next = next.nextSibling;
    else parent.insertBefore(node, next);
  }
  shown.set(parent, after);
  if (lost) refocus(parent, after.get(lost.id)?.node, lost.name);
}

function focusIn(leaving) {
  const active = document.activeElement;
  const home = leaving.find(([, { node }]) => node.contains(active));
  return home && { id: home[0], name: active.dataset.name };
}

/** To the control of the same name, else to the first one in what came instead. */
function refocus(parent, node, name) {
  const named = [...(node ?? parent).querySelectorAll("[data-name]")].find((control) => control.dataset.name === name);
  (named ?? node?.querySelector("button, input, textarea, a[href]"))?.focus({ preventScroll: true });
}

const MOST_TOLD = 5;
let told = [];

/** Whoever listens may be behind: the last few stay. The same words again are said again. */
export function announce(text) {
  if (!text) return;
  if (!told.length) setTimeout(speak);
  told.push(text);
}

function speak() {
  const place = byId("announcer");
  place.append(...told.map((text) => el("span", {}, `${text} `)));
  while (place.childElementCount > MOST_TOLD) place.firstElementChild.remove();
  told = [];
}
