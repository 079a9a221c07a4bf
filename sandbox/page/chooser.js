// The page's select: a button that shows what is chosen and opens a picker; one or several, given or fetched.
import { el, uid } from "./dom.js";
import { picker } from "./picker.js";

const SEARCHABLE = 8;

export const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("sv");

/**
 * `groups`: [{text?, items: [{value, text, description?}]}], or `load(query)` that fetches such groups.
 * The value is an item or null; with `multiple`, a list of items.
 */
export function chooser(how) {
  const { name, label, labelledby, placeholder, multiple, max, optional, groups = [], load, least, change } = how;
  let chosen = [];
  const empty = placeholder || (multiple ? "Välj en eller flera" : "Välj");
  const shown = el("span", { class: "shown", id: uid("shown"), dir: "auto" });
  const caption = labelledby ?? uid("label");
  const button = el(
    "button",
    {
      type: "button",
      class: "choice",
      "aria-labelledby": `${caption} ${shown.id}`,
      "data-name": name,
      click: () => (list.isOpen() ? list.close() : open()),
      keydown: openByKey,
    },
    !labelledby && el("span", { class: "sr", id: caption }, label ?? empty),
    shown,
  );
  const list = picker({
    anchor: button,
    label: label ?? empty,
    find: load ?? matching,
    least: load ? least : 0,
    multiple,
    isChosen: (item) => chosen.some(({ value }) => value === item.value),
    pick,
  });

  function open(typed = "") {
    list.open({ typed, searchable: Boolean(load) || groups.flatMap(({ items }) => items).length >= SEARCHABLE });
  }

  function openByKey(event) {
    const isLetter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isLetter && event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    open(isLetter ? event.key : "");
  }

  function matching(query) {
    const fits = ({ text, description = "" }) => fold(`${text} ${description}`).includes(fold(query));
    const found = groups.map(({ text, items }) => ({ text, items: items.filter(fits) }));
    const none = { items: [{ value: null, text: "Inget val" }] };
    const canEmpty = optional && !multiple && chosen.length && !query;
    return [...(canEmpty ? [none] : []), ...found.filter(({ items }) => items.length)];
  }

  function pick(item) {
    const others = chosen.filter(({ value }) => value !== item.value);
    const isNew = others.length === chosen.length;
    if (multiple && isNew && max && chosen.length >= max) return `Du kan välja högst ${max}.`;
    if (multiple) chosen = isNew ? [...chosen, item] : others;
    else chosen = item.value === null ? [] : [item];
    draw();
    change?.();
  }

  function draw() {
    shown.textContent = chosen.map(({ text }) => text).join(", ") || empty;
    shown.classList.toggle("empty", !chosen.length);
  }

  draw();
  return {
    node: el("div", { class: "chooser" }, button, list.panel),
    target: button,
    value: () => (multiple ? chosen : (chosen[0] ?? null)),
    restore(value) {
      const wanted = [value ?? []].flat();
      const all = groups.flatMap(({ items }) => items);
      chosen = load ? wanted : all.filter((item) => wanted.some((one) => one.value === item.value));
      draw();
    },
  };
}
