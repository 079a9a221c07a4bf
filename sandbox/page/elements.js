// Reads Block Kit elements: which options they offer, what they start with, how their value travels.
import { channels, people } from "./directory.js";

export const isExternal = (element) => element.type.includes("external_select");
export const isMultiple = (element) => element.type.startsWith("multi_");
export const isSelect = (element) => element.type.endsWith("_select");

export const option = ({ value, text, description }) => ({ value, text: text.text, description: description?.text });

/** What a select offers, as groups; people and channels come from the workspace. */
export function offered(element) {
  if (element.options) return [{ items: element.options.map(option) }];
  if (element.option_groups) {
    return element.option_groups.map(({ label, options }) => ({ text: label.text, items: options.map(option) }));
  }
  return [{ items: element.type.includes("users_select") ? people() : channels() }];
}

const KINDS = [
  ...["value", "option", "options", "date", "time", "date_time"],
  ...["user", "users", "channel", "channels", "conversation", "conversations"],
];

/** The value an element starts with, in the page's own shape: text, an item, or a list of items. */
export function initial(element) {
  const kind = KINDS.find((name) => element[`initial_${name}`] !== undefined);
  return kind && own(element[`initial_${kind}`], element);
}

/** The same, from Slack's `view.state.values[block][action]`. */
export function remembered(state, element) {
  if (!state) return undefined;
  const key = ["value", ...KINDS.map((name) => `selected_${name}`)].find((name) => state[name] !== undefined);
  return key && own(state[key], element);
}

function own(value, element) {
  if (Array.isArray(value)) return value.map((one) => own(one, element));
  if (value?.text) return option(value);
  if (!isSelect(element)) return value ?? undefined;
  return [...people(), ...channels()].find((item) => item.value === value);
}

/** How a value goes to the server: text, an option's value, or for fetched options its text as well. */
export function raw(element, value) {
  if (Array.isArray(value)) return value.map((item) => raw(element, item));
  if (value && element.type === "datetimepicker") return Number(value);
  if (value && element.type === "rich_text_input") return richTextOf(value);
  if (!value || typeof value !== "object") return value === "" ? null : (value ?? null);
  return isExternal(element) ? { value: value.value, text: value.text } : value.value;
}

function richTextOf(text) {
  const section = { type: "rich_text_section", elements: [{ type: "text", text }] };
  return { type: "rich_text", elements: [section] };
}
