// Starts the page: reads the screen again whenever something changed, and hands it to each part.
import { listen, post, readScreen } from "./api.js";
import { clockView } from "./clock.js";
import { composer } from "./composer.js";
import { learn } from "./directory.js";
import { byId } from "./dom.js";
import { formView } from "./form.js";
import { homeView } from "./home.js";
import { conversation } from "./messages.js";
import { escaped } from "./mrkdwn.js";
import { HOME, go, where } from "./place.js";
import { sidebar } from "./sidebar.js";

const RETRY = 2000;
const LOST = "Ingen kontakt med sandlådan. Försöker igen …";

let screen = null;
let complaint = "";
let reading = null;
let isStale = false;

const links = { act, person: () => ({ as: screen.me.id, place: screen.place?.id }) };
const parts = {
  sidebar: sidebar({ become, visit }),
  messages: conversation(links),
  home: homeView(links),
  form: formView(links),
  clock: clockView({ act }),
  composer: composer({ send }),
};

/** One reading at a time; news during a reading cause exactly one more. */
function refresh() {
  isStale = true;
  reading ??= read().finally(() => (reading = null));
  return reading;
}

/** What was asked for somebody else or another place, before one moved on, is not shown. */
async function read() {
  while (isStale) {
    isStale = false;
    try {
      const { as, place } = where();
      const fresh = await readScreen(as, place === HOME ? "" : place);
      if (!fresh) go({ as: "", place: "" }, { replace: true });
      else if (as === where().as && place === where().place) render(fresh);
      isStale ||= place !== where().place || !fresh;
    } catch (error) {
      console.error(error);
      say(LOST);
      setTimeout(refresh, RETRY);
    }
  }
}

function render(fresh) {
  screen = fresh;
  learn(screen);
  const atHome = where().place === HOME;
  const here = atHome ? HOME : screen.place.id;
  go({ as: screen.me.id, place: here }, { replace: true });
  const unread = parts.sidebar.render(screen, here);
  const title = atHome ? "Hem" : `${screen.place.kind === "channel" ? "#" : ""}${screen.place.name}`;
  byId("place").textContent = title;
  document.title = `${unread ? `(${unread}) ` : ""}${title} – ${screen.team}`;
  byId("team").textContent = screen.team;
  byId("home").hidden = !atHome;
  byId("messages").hidden = atHome;
  byId("composer").hidden = atHome;
  if (atHome) parts.home.render(screen.home);
  else parts.messages.render(screen);
  parts.composer.render(screen);
  parts.clock.render(screen.clock);
  const notice = complaint || screen.notice;
  parts.form.render(screen.form, notice);
  say(screen.form ? "" : notice);
}

function say(text) {
  byId("notice").textContent = text ?? "";
  byId("notice").hidden = !text;
}

async function act(path, body) {
  const answer = await post(path, body);
  complaint = answer.ok ? "" : answer.error;
  await refresh();
  return answer;
}

function send(text) {
  if (text.startsWith("/")) return act("/do/command", { ...links.person(), text });
  return act("/do/say", { ...links.person(), text: escaped(text) });
}

/** A channel stays open when somebody else looks at it; conversations with the bot are each person's own. */
function become(as) {
  const { place } = where();
  const stays = place === HOME || screen.place.kind === "channel";
  go({ as, place: stays ? place : "" });
  return arrive();
}

function visit(place) {
  go({ as: screen.me.id, place });
  return arrive();
}

async function arrive() {
  complaint = "";
  await refresh();
  if (screen && where().place === HOME) await act("/do/home", { as: screen.me.id });
  byId("scroll").scrollTop = where().place === HOME ? 0 : byId("scroll").scrollHeight;
}

window.addEventListener("popstate", arrive);
await arrive();
if (screen && !byId("composer").hidden) parts.composer.focus();
listen(() => screen?.version ?? 0, (version) => version !== screen?.version && refresh());
