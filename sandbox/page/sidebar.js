// The left side: who one acts as, and the places that person can open. On a narrow screen it is a menu.
import { chooser } from "./chooser.js";
import { announce, byId, el, show } from "./dom.js";
import { HOME, address } from "./place.js";

const LANGUAGES = { en: "English" };

/** `become(id)` acts as somebody else, `visit(place)` opens a place. */
export function sidebar({ become, visit }) {
  let counts = new Map();
  byId("menu").addEventListener("click", () => toggle(!byId("side").classList.contains("open")));
  byId("side").addEventListener("keydown", (event) => event.key === "Escape" && toggle(false));

  function toggle(open) {
    byId("side").classList.toggle("open", open);
    byId("menu").setAttribute("aria-expanded", String(open));
    if (open) byId("side").querySelector("button, a").focus();
    else if (byId("side").contains(document.activeElement)) byId("menu").focus();
  }

  function render(screen, here) {
    const everyone = JSON.stringify([screen.me.id, screen.members]);
    show(byId("actor"), [{ id: "actor", key: everyone, build: () => actor(screen).node }]);
    show(byId("places"), groups(screen).map((group) => list(group, screen.me.id)));
    for (const place of [{ id: HOME, unread: 0 }, ...screen.places]) update(place, here);
    byId("whoami").textContent = screen.me.name;
    const unread = screen.places.reduce((sum, place) => sum + place.unread, 0);
    byId("menu-unread").replaceChildren(unread ? badge(unread) : "");
    tellNews(screen.places);
    return unread;
  }

  function tellNews(places) {
    for (const { id, name, unread } of places) if (unread > (counts.get(id) ?? unread)) announce(`Nytt i ${name}`);
    counts = new Map(places.map(({ id, unread }) => [id, unread]));
  }

  function actor({ me, members }) {
    const spoken = (locale) => LANGUAGES[locale.slice(0, 2)];
    const items = members.map(({ id, name, locale }) => ({ value: id, text: name, description: spoken(locale) }));
    const box = chooser({
      name: "actor",
      labelledby: "actor-label",
      label: "person",
      groups: [{ items }],
      change: () => become(box.value().value),
    });
    box.restore({ value: me.id });
    return box;
  }

  function list({ title, places }, as) {
    const names = places.map(({ id, name }) => [id, name]);
    const build = () => el("section", {}, el("h2", {}, title), el("ul", {}, places.map((place) => row(place, as))));
    return { id: title, key: JSON.stringify([as, names]), build };
  }

  function row({ id, name, kind }, as) {
    const open = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      toggle(false);
      visit(id);
    };
    const mark = kind === "channel" ? el("span", { class: "mark", "aria-hidden": "true" }, "#") : null;
    const label = el("span", { class: "name", dir: "auto" }, name);
    return el("li", {}, el("a", { href: address({ as, place: id }), "data-name": id, click: open }, mark, label));
  }

  return { render };
}

/** In place, so that a link is never swapped for another between press and release. */
function update({ id, unread }, here) {
  const link = document.querySelector(`#places [data-name="${CSS.escape(id)}"]`);
  link.classList.toggle("unread", unread > 0);
  if (id === here) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
  link.querySelector(".badge")?.remove();
  if (unread) link.append(badge(unread));
}

function groups({ places }) {
  const home = { id: HOME, name: "Hem", kind: HOME };
  return [
    { title: "Appen", places: [home, ...places.filter(({ kind }) => kind === "dm")] },
    { title: "Kanaler", places: places.filter(({ kind }) => kind === "channel") },
  ];
}

function badge(count) {
  return el("span", { class: "badge" }, String(count), el("span", { class: "sr" }, count === 1 ? " oläst" : " olästa"));
}
