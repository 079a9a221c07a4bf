// The conversation in the middle: days, messages, and a view that follows what is new without pulling readers away.
import { blockNode } from "./blocks.js";
import { example } from "./completion.js";
import { nameOf } from "./directory.js";
import { announce, byId, el, show } from "./dom.js";
import { dayInWords } from "./moments.js";
import { mrkdwn } from "./mrkdwn.js";
import { surface } from "./surface.js";
import { welcome } from "./welcome.js";

const NEAR = 80;

export function conversation(links) {
  const scroll = byId("scroll");
  const newer = byId("newer");
  let seen = { place: null, ids: new Set() };
  let atEnd = true;
  newer.addEventListener("click", toEnd);
  scroll.addEventListener("scroll", () => {
    atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
    if (atEnd) newer.hidden = true;
  });
  new ResizeObserver(() => atEnd && toEnd()).observe(byId("messages"));

  function render(screen) {
    const { place, messages } = screen;
    const isSame = seen.place === place.id;
    const fresh = messages.filter((message) => !seen.ids.has(idOf(message)));
    const follow = !isSame || atEnd || fresh.some(({ mine, ephemeral }) => mine || ephemeral);
    show(byId("messages"), messages.length ? items(messages, screen.shortcuts) : [welcome(screen, example(screen))]);
    if (follow) toEnd();
    else if (fresh.length) newer.hidden = false;
    if (isSame) fresh.filter(({ mine }) => !mine).forEach(({ author, text }) => announce(`${author}: ${spoken(text)}`));
    seen = { place: place.id, ids: new Set(messages.map(idOf)) };
  }

  function items(messages, shortcuts) {
    return messages.flatMap((message, index) => {
      const day = message.at.slice(0, 10);
      const isNewDay = day !== messages[index - 1]?.at.slice(0, 10);
      const build = () => messageNode(message, links, shortcuts);
      const row = { id: idOf(message), key: JSON.stringify(message), build };
      return isNewDay ? [{ id: day, key: day, build: () => dayNode(day) }, row] : [row];
    });
  }

  function toEnd() {
    scroll.scrollTop = scroll.scrollHeight;
    newer.hidden = true;
  }

  return { render };
}

const idOf = ({ ts, ephemeral }) => `${ts}${ephemeral ? "e" : ""}`;

const spoken = (text) => el("div", {}, mrkdwn(text, nameOf)).textContent;

const dayNode = (day) => el("li", { class: "day" }, el("h2", {}, el("time", { datetime: day }, dayInWords(day))));

function messageNode(message, links, shortcuts) {
  const { author, is_bot: isBot, ephemeral, edited, at } = message;
  return el(
    "li",
    { class: ephemeral ? "message only-you" : "message" },
    face(author, isBot),
    el(
      "article",
      { "aria-label": `${author}, ${clockTime(at)}` },
      el(
        "p",
        { class: "byline" },
        el("b", { dir: "auto" }, author),
        isBot && el("span", { class: "tag" }, "APP"),
        el("time", { datetime: at }, clockTime(at)),
        edited && el("span", { class: "edited" }, "(redigerat)"),
        !isBot && shortcuts.map((shortcut) => shortcutNode(shortcut, message, links)),
      ),
      ephemeral && el("p", { class: "eyes-only" }, "Bara synligt för dig"),
      content(message, links),
    ),
  );
}

/** What Slack keeps in the menu of a message. */
function shortcutNode({ callback_id, name }, { ts }, { act, person }) {
  const use = () => act("/do/shortcut", { ...person(), ts, callback_id });
  return el("button", { type: "button", class: "shortcut", click: use }, name);
}

function content({ ts, ephemeral, text, blocks = [], files = [] }, links) {
  const place = surface({ where: "message", ts, ephemeral }, links);
  const alone = el("div", { class: "text" }, mrkdwn(text, nameOf));
  const words = blocks.length ? blocks.map((block) => blockNode(block, place)) : alone;
  return el("div", { class: "blocks" }, words, files.map(attachment));
}

function attachment({ name, title, picture, spoken }) {
  const label = title ?? name;
  if (!picture) return el("p", { class: "file", dir: "auto" }, label);
  return el("figure", { class: "file" }, el("img", { src: picture, alt: spoken || label }));
}

function face(author, isBot) {
  if (isBot) return el("img", { class: "face", src: "/page/icon.svg", alt: "", width: 36, height: 36 });
  const initials = author.match(/(?<!\p{L})\p{L}/gu) ?? [];
  return el("span", { class: "face", "aria-hidden": "true" }, initials.slice(0, 2).join("").toUpperCase());
}

/** The server gives local time with its offset, so the digits are already right. */
const clockTime = (at) => at.slice(11, 16).replace(":", ".");
