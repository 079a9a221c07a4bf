// Buttons and overflow menus, and the question some of them ask first.
import { confirmed } from "./confirm.js";
import { el } from "./dom.js";
import { option } from "./elements.js";
import { picker } from "./picker.js";

const LINK = /^(https?|mailto):/i;
const style = (element) => `button ${element.style ?? ""}`;

export function button(element, block, surface) {
  const attributes = {
    class: style(element),
    "aria-label": element.accessibility_label,
    "data-name": `${element.action_id}=${element.value ?? ""}`,
    dir: "auto",
  };
  if (element.url && LINK.test(element.url)) {
    const away = { href: element.url, target: "_blank", rel: "noopener noreferrer" };
    return el("a", { ...attributes, ...away, click: () => surface.press(block, element) }, element.text.text);
  }
  const node = el("button", { ...attributes, type: "button", click: once(press) }, element.text.text);

  async function press() {
    if (await confirmed(element.confirm)) await surface.press(block, element);
  }
  return node;
}

/** While an answer is on its way a second click does nothing; the button keeps its focus. */
export function once(work) {
  return async ({ currentTarget: node }) => {
    if (node.getAttribute("aria-busy") === "true") return;
    node.setAttribute("aria-busy", "true");
    try {
      await work();
    } finally {
      node.removeAttribute("aria-busy");
    }
  };
}

export function overflow(element, block, surface) {
  const items = element.options.map(option);
  const node = el(
    "button",
    { type: "button", class: "button more", "data-name": element.action_id, "aria-label": "Fler val", click: toggle },
    el("span", { "aria-hidden": "true" }, "•••"),
  );
  const list = picker({ anchor: node, label: "Fler val", find: () => [{ items }], pick: (item) => void choose(item) });

  function toggle() {
    if (list.isOpen()) list.close();
    else list.open({ searchable: false });
  }

  async function choose(item) {
    const { url } = element.options.find(({ value }) => value === item.value);
    if (url && LINK.test(url)) window.open(url, "_blank", "noopener,noreferrer");
    if (await confirmed(element.confirm)) await surface.pick(block, element, item.value);
  }
  return el("div", { class: "chooser overflow" }, node, list.panel);
}
