// Fields for dates and times. The browser's own date field follows the reader's language, so the day is also in words.
import { el, uid } from "./dom.js";

const DAY = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
const CLOCK = /^([01]?\d|2[0-3])[.:]?([0-5]\d)$/;

/** `2027-01-19` → `tisdag 19 januari 2027` */
export const dayInWords = (date) => new Intl.DateTimeFormat("sv-SE", DAY).format(new Date(`${date}T12:00:00Z`));

export function dateField(element, how) {
  const words = el("span", { class: "words", "aria-live": "polite" });
  const made = native("date", how, () => (words.textContent = made.value() ? dayInWords(made.value()) : ""));
  made.node.append(words);
  return made;
}

/** Unix seconds, in the reader's own zone, as Slack does. */
export function momentField(element, how) {
  const made = native("datetime-local", how);
  return {
    ...made,
    value: () => (made.value() ? String(new Date(made.value()).getTime() / 1000) : ""),
    restore: (seconds) => made.restore(local(new Date(Number(seconds) * 1000))),
  };
}

function local(moment) {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function native(type, { id, name, label, change }, shown = () => {}) {
  const input = el("input", { id, type, class: "field", "aria-label": label, "data-name": name, input: shown, change });
  return {
    node: el("span", { class: "moment" }, input),
    target: input,
    value: () => input.value,
    restore(value) {
      input.value = value;
      shown();
    },
  };
}

/** Written as Swedes write it, 13.00, on a 24-hour clock; kept as Slack wants it, 13:00. */
export function timeField(element, { id, name, label, change }) {
  const times = el("datalist", { id: uid("times") }, halfHours().map((time) => el("option", { value: time })));
  const input = el("input", {
    id,
    type: "text",
    class: "field time",
    inputmode: "numeric",
    maxlength: 5,
    placeholder: element.placeholder?.text ?? "13.00",
    list: times.id,
    "aria-label": label,
    "data-name": name,
    autocomplete: "off",
    change() {
      input.value = parts(input.value)?.join(".") ?? input.value;
      if (!problem()) change?.();
    },
  });
  const problem = () => (input.value.trim() && !parts(input.value) ? "Skriv en tid, till exempel 13.00." : null);
  return {
    node: el("span", { class: "moment" }, input, times),
    target: input,
    problem,
    value: () => parts(input.value)?.join(":") ?? "",
    restore: (value) => (input.value = value.replace(":", ".")),
  };
}

function parts(text) {
  const match = CLOCK.exec(text.trim());
  return match && [match[1].padStart(2, "0"), match[2]];
}

function halfHours() {
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
  return hours.flatMap((hour) => [`${hour}.00`, `${hour}.30`]);
}
