// Turns Slack's mrkdwn into nodes: bold, italic, strike, code, quotes, links, mentions, dates.
import { el } from "./dom.js";

const LINK = /^(https?:|mailto:|tel:)/i;
const BLOCKS = /```\n?([\s\S]+?)\n?```/;
const CONTROL = /<([^<>\n]+)>/;
const STYLES = [
  [/`([^`\n]+)`/, (match) => el("code", {}, plain(match[1]))],
  [CONTROL, (match, names) => control(match[1], names)],
  [styled("\\*"), (match, names) => el("b", {}, inline(match[2], names)), 1],
  [styled("_"), (match, names) => el("i", {}, inline(match[2], names)), 1],
  [styled("~"), (match, names) => el("s", {}, inline(match[2], names)), 1],
];

/** `names` says what a member or channel id is called. */
export function mrkdwn(text, names) {
  const block = BLOCKS.exec(text);
  if (!block) return lines(text, names);
  const after = text.slice(block.index + block[0].length).replace(/^\n/, "");
  return [
    ...lines(text.slice(0, block.index).replace(/\n$/, ""), names),
    el("pre", { dir: "auto" }, plain(block[1])),
    ...(after ? mrkdwn(after, names) : []),
  ];
}

/** A link that goes nowhere else than to the web, a mail program or a telephone. */
export function link(url, label) {
  if (!LINK.test(url)) return label || url;
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label || url.replace(/^mailto:/, ""));
}

export const mention = (text, loud = false) => el("span", { class: loud ? "mention loud" : "mention" }, text);

/** What somebody types is sent like this by Slack's own client: their signs stay signs. */
export const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** Whole lines: runs of quoted lines become quotes, the rest paragraphs that keep their line breaks. */
function lines(text, names) {
  if (!text) return [];
  const runs = [];
  for (const line of text.split("\n")) {
    const quote = /^(?:>|&gt;) ?(.*)$/.exec(line);
    const run = { quoted: Boolean(quote), text: quote ? quote[1] : line };
    const last = runs.at(-1);
    if (last?.quoted === run.quoted) last.text += `\n${run.text}`;
    else runs.push(run);
  }
  return runs.map((run) => el(run.quoted ? "blockquote" : "p", { dir: "auto" }, inline(run.text, names)));
}

/** The leftmost mark wins, and what is inside it is read again. */
function inline(text, names) {
  const nodes = [];
  for (let rest = text; rest; ) {
    const { match, build, from } = leftmost(rest);
    if (from) nodes.push(plain(rest.slice(0, from)));
    if (!match) break;
    nodes.push(build(match, names));
    rest = rest.slice(match.index + match[0].length);
  }
  return nodes;
}

/** A style needs a space or a sign before it; that character (`lead`) is kept outside. */
function leftmost(text) {
  let best = { match: null, from: text.length };
  for (const [pattern, build, lead] of STYLES) {
    const match = pattern.exec(text);
    const from = match ? match.index + (lead ? match[1].length : 0) : Infinity;
    if (from < best.from) best = { match, build, from };
  }
  return best;
}

function styled(mark) {
  return new RegExp(`(^|[\\s(\\[{"'”»–—.,:;!?*_~-])${mark}(?=\\S)([^\\n]*?\\S)${mark}(?![\\p{L}\\p{N}])`, "u");
}

function control(inside, names) {
  const [target, label] = split(inside, "|");
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("@")) return mention(`@${names(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith("#")) return mention(`#${names(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith("!subteam^")) return mention(plain(label ?? "@grupp"), true);
  if (target.startsWith("!")) return mention(`@${target.slice(1).split("^")[0]}`, true);
  return LINK.test(target) ? link(plain(target), label && plain(label)) : `<${plain(inside)}>`;
}

/** The fallback is shown: the sandbox has one time zone, and the bot writes its moments out in words. */
function date(target, fallback = "") {
  const url = target.split("^")[3];
  return url ? link(plain(url), plain(fallback)) : plain(fallback);
}

function split(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
