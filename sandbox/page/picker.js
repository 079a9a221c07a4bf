// The panel that opens under a button: a search field when there is much to choose from, and the list.
import { el } from "./dom.js";
import { listbox } from "./listbox.js";
import { popup } from "./popup.js";

const TYPING = 150;

/**
 * `find(query)` answers with groups [{text?, items}], at once or later; `least` is how much one must type first.
 * `pick(item)` may answer with a sentence that says why not.
 */
export function picker({ anchor, label, find, least = 0, multiple = false, isChosen = () => false, pick }) {
  let asked = 0;
  let timer = 0;
  const list = listbox({ label, multiple, choose });
  const search = el("input", {
    type: "text",
    class: "search",
    role: "combobox",
    "aria-label": `Sök: ${label}`,
    "aria-expanded": "true",
    "aria-autocomplete": "list",
    "aria-controls": list.node.id,
    autocomplete: "off",
    spellcheck: "false",
    placeholder: "Sök",
    input: () => look(TYPING),
  });
  const status = el("p", { class: "status", role: "status" });
  const panel = el("div", { class: "panel", keydown: onKey }, search, list.node, status);
  const pop = popup(panel, anchor, () => {
    clearTimeout(timer);
    anchor.setAttribute("aria-expanded", "false");
  });
  anchor.setAttribute("aria-haspopup", "listbox");
  anchor.setAttribute("aria-expanded", "false");

  function open({ searchable, typed = "" }) {
    search.hidden = !searchable;
    search.value = typed;
    const holder = searchable ? search : list.node;
    list.node.tabIndex = searchable ? -1 : 0;
    list.ownedBy(holder);
    pop.open();
    anchor.setAttribute("aria-expanded", "true");
    holder.focus({ preventScroll: true });
    look();
  }

  function shut() {
    pop.close();
    anchor.focus({ preventScroll: true });
  }

  /** Only the answer to the newest question is shown. */
  function look(wait = 0) {
    clearTimeout(timer);
    const query = search.value.trim();
    const turn = (asked += 1);
    if (query.length < least) return fill([], `Skriv minst ${least} tecken.`);
    const found = wait ? null : find(query);
    if (Array.isArray(found)) return fill(found);
    status.textContent = "Söker …";
    timer = setTimeout(async () => {
      const groups = await (found ?? find(query));
      if (turn === asked && pop.isOpen()) fill(groups);
    }, wait);
  }

  function fill(groups, why = "Inget stämmer med det du skrev.") {
    list.fill(groups);
    list.mark(isChosen);
    const chosen = list.indexOf(isChosen);
    list.activate(chosen < 0 && (search.value || search.hidden) ? 0 : chosen);
    status.textContent = list.size() ? "" : why;
    pop.place();
  }

  function choose(item) {
    status.textContent = pick(item) ?? "";
    list.mark(isChosen);
    if (!multiple) shut();
  }

  function onKey(event) {
    if (event.key === "Tab") return shut();
    const isMine = list.move(event.key);
    if (!isMine && event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") shut();
    else if (event.key === "Enter" && list.active()) choose(list.active());
  }

  return { panel, open, close: pop.close, isOpen: pop.isOpen };
}
