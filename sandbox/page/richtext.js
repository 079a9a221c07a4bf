// Turns a rich_text block into nodes: sections, lists, quotes and preformatted text.
import { el } from "./dom.js";
import { link, mention } from "./mrkdwn.js";

const TAGS = { bold: "b", italic: "i", strike: "s", code: "code" };

export function richText(block, names) {
  return el("div", { class: "rich" }, block.elements.map((part) => whole(part, names)));
}

function whole(part, names) {
  const inside = () => part.elements.map((element) => word(element, names));
  if (part.type === "rich_text_list") return list(part, names);
  if (part.type === "rich_text_quote") return el("blockquote", { dir: "auto" }, inside());
  if (part.type === "rich_text_preformatted") return el("pre", { dir: "auto" }, inside());
  return el("p", { dir: "auto" }, inside());
}

function list(part, names) {
  const inside = (item) => item.elements.map((element) => word(element, names));
  const items = part.elements.map((item) => el("li", { dir: "auto" }, inside(item)));
  const indent = `indent-${Math.min(part.indent ?? 0, 8)}`;
  return el(part.style === "ordered" ? "ol" : "ul", { class: indent, start: (part.offset ?? 0) + 1 }, items);
}

function word(element, names) {
  const node = bare(element, names);
  const styles = Object.keys(TAGS).filter((style) => element.style?.[style]);
  return styles.reduce((inner, style) => el(TAGS[style], {}, inner), node);
}

function bare(element, names) {
  switch (element.type) {
    case "text":
      return element.text;
    case "link":
      return link(element.url, element.text);
    case "user":
      return mention(`@${names(element.user_id) ?? element.user_id}`);
    case "channel":
      return mention(`#${names(element.channel_id) ?? element.channel_id}`);
    case "usergroup":
      return mention("@grupp", true);
    case "broadcast":
      return mention(`@${element.range}`, true);
    case "emoji":
      return emoji(element);
    case "date":
      return element.fallback ?? "";
    default:
      return "";
  }
}

function emoji({ name, unicode }) {
  if (!unicode) return `:${name}:`;
  return String.fromCodePoint(...unicode.split("-").map((part) => Number.parseInt(part, 16)));
}
