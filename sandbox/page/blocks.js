// Shows Block Kit blocks; the same code serves messages, forms and the Home tab.
import { button, overflow } from "./buttons.js";
import { nameOf } from "./directory.js";
import { el, show, uid } from "./dom.js";
import { inputBlock, loneControl } from "./fields.js";
import { holdsValue } from "./inputs.js";
import { richText } from "./richtext.js";
import { table } from "./table.js";
import { textNode } from "./text.js";

const KINDS = {
  section,
  header: (block) => el(`h${(block.level ?? 1) + 2}`, { class: "header", dir: "auto" }, block.text.text),
  divider: () => el("hr"),
  context: (block) => el("div", { class: "context" }, block.elements.map(small)),
  actions: (block, surface) =>
    el("div", { class: "actions" }, block.elements.map((element) => interactive(element, block, surface))),
  input: inputBlock,
  image: (block) => picture(block),
  rich_text: (block) => richText(block, nameOf),
  table: (block) => table(block, nameOf),
  alert: (block) => el("div", { class: `alert ${block.level ?? ""}` }, textNode(block.text)),
  markdown: (block) => el("p", { class: "markdown", dir: "auto" }, block.text),
};

/**
 * A surface is where blocks stand: `press(block, element)`, `pick(block, element, value)`,
 * `options(block, element, query)`, and `fields`, a Map of the controls in it.
 */
export function blockNode(block, surface) {
  const kind = KINDS[block.type];
  const node = kind ? kind(block, surface) : unknown(`blocket ”${block.type}”`);
  node.classList.add("block");
  return node;
}

/** Unchanged blocks keep their nodes; fields of blocks that are gone are forgotten. */
export function showBlocks(parent, blocks, surface) {
  const item = (block) => ({ id: block.block_id, key: JSON.stringify(block), build: () => blockNode(block, surface) });
  show(parent, blocks.map(item));
  const here = new Set(blocks.map((block) => block.block_id));
  for (const [name, { block }] of surface.fields) if (!here.has(block.block_id)) surface.fields.delete(name);
}

function section(block, surface) {
  const id = uid("section");
  const fields = (block.fields ?? []).map((field) => textNode(field));
  return el(
    "div",
    { class: "section" },
    el(
      "div",
      { class: "section-text", id },
      block.text && textNode(block.text),
      fields.length > 0 && el("div", { class: "columns" }, fields),
    ),
    block.accessory && el("div", { class: "accessory" }, interactive(block.accessory, block, surface)),
  );
}

function interactive(element, block, surface) {
  if (element.type === "button") return button(element, block, surface);
  if (element.type === "overflow") return overflow(element, block, surface);
  if (element.type === "image") return small(element);
  if (holdsValue(element)) return loneControl(element, block, surface);
  return unknown(`elementet ”${element.type}”`);
}

const unknown = (what) => el("p", { class: "unknown" }, `Sandlådan kan inte visa ${what}.`);

function small(element) {
  if (element.type !== "image") return textNode(element);
  return el("img", { src: source(element), alt: element.alt_text });
}

function picture(block) {
  const title = block.title && el("figcaption", { dir: "auto" }, block.title.text);
  return el("figure", {}, title, el("img", { src: source(block), alt: block.alt_text }));
}

const source = (image) => image.image_url ?? image.slack_file?.url ?? "";
