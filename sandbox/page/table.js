// Table blocks: real tables with a heading row, which scroll by themselves when they are wider than the window.
import { el } from "./dom.js";
import { richText } from "./richtext.js";

export function table(block, names) {
  const [heading, ...rows] = block.rows;
  const settings = block.column_settings ?? [];
  const cells = (tag, row) =>
    row.map((cell, index) => el(tag, attributes(tag, settings[index]), content(cell, names)));
  return el(
    "div",
    { class: "table", tabindex: "0", role: "group", "aria-label": "Tabell" },
    el(
      "table",
      { "aria-label": "Tabell" },
      el("thead", {}, el("tr", {}, cells("th", heading))),
      el("tbody", {}, rows.map((row) => el("tr", {}, cells("td", row)))),
    ),
  );
}

function attributes(tag, settings) {
  return { class: `align-${settings?.align ?? "left"}`, scope: tag === "th" ? "col" : undefined, dir: "auto" };
}

function content(cell, names) {
  return cell.type === "rich_text" ? richText(cell, names) : String(cell.text ?? cell.value ?? "");
}
