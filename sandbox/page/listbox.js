// A list of options with one of them active, moved by arrow keys while focus stays in the field that owns it.
import { el, uid } from "./dom.js";

/** `choose` gets the picked item, {value, text, description?}. */
export function listbox({ label, multiple = false, choose }) {
  const several = multiple ? "true" : undefined;
  const node = el("div", {
    id: uid("list"),
    class: "list",
    role: "listbox",
    "aria-label": label,
    "aria-multiselectable": several,
  });
  let owner = null;
  let options = [];
  let active = -1;

  function fill(groups) {
    options = [];
    node.replaceChildren(...groups.map(section));
    activate(-1);
  }

  function section({ text, items }) {
    if (!text) return el("div", { role: "presentation" }, items.map(row));
    const heading = el("div", { class: "group", "aria-hidden": "true", dir: "auto" }, text);
    return el("div", { role: "group", "aria-label": text }, heading, items.map(row));
  }

  function row(item) {
    const option = el(
      "div",
      { id: uid("option"), class: "option", role: "option", "aria-selected": "false", click: () => choose(item) },
      el("span", { dir: "auto" }, item.text),
      item.description && el("small", { dir: "auto" }, item.description),
    );
    options.push({ item, node: option });
    return option;
  }

  function mark(isChosen) {
    for (const { item, node: option } of options) option.setAttribute("aria-selected", String(isChosen(item)));
  }

  function activate(index) {
    options[active]?.node.classList.remove("active");
    active = Math.min(index, options.length - 1);
    owner?.removeAttribute("aria-activedescendant");
    const now = options[active]?.node;
    if (!now) return;
    now.classList.add("active");
    now.scrollIntoView({ block: "nearest" });
    owner?.setAttribute("aria-activedescendant", now.id);
  }

  /** True when the key was one of the list's own. */
  function move(key) {
    const last = options.length - 1;
    if (key === "ArrowDown") activate(active >= last ? 0 : active + 1);
    else if (key === "ArrowUp") activate(active <= 0 ? last : active - 1);
    else return false;
    return true;
  }

  return {
    node,
    fill,
    mark,
    move,
    activate,
    ownedBy: (element) => (owner = element),
    size: () => options.length,
    active: () => options[active]?.item ?? null,
    indexOf: (isWanted) => options.findIndex(({ item }) => isWanted(item)),
  };
}
