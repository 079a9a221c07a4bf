// Makes the control for each Block Kit element that holds a value, all with the same few verbs.
import { boxes } from "./boxes.js";
import { chooser } from "./chooser.js";
import { el } from "./dom.js";
import { initial, isExternal, isMultiple, isSelect, offered, raw } from "./elements.js";
import { dateField, momentField, timeField } from "./moments.js";
import { textField } from "./texts.js";

const MAKERS = {
  plain_text_input: textField,
  email_text_input: textField,
  url_text_input: textField,
  number_input: textField,
  rich_text_input: textField,
  datepicker: dateField,
  timepicker: timeField,
  datetimepicker: momentField,
  checkboxes: boxes,
  radio_buttons: boxes,
};

export const holdsValue = (element) => element.type in MAKERS || isSelect(element);

/**
 * A control: `node` to show, `target` that takes focus and descriptions, `value()`, `restore(value)`, `raw()`,
 * and `problem()`: what is wrong with what was written, if anything.
 * `how` it is named and heard: {block, name, id?, label | labelledby, optional, change?}.
 */
export function control(element, surface, how) {
  const make = isSelect(element) ? select : (MAKERS[element.type] ?? unknown);
  const made = make(element, how, surface);
  const start = initial(element);
  if (start !== undefined) made.restore(start);
  return { problem: () => null, ...made, raw: () => raw(element, made.value()) };
}

function unknown({ type }) {
  const node = el("p", { class: "unknown", tabindex: "-1" }, `Sandlådan kan inte visa elementet ”${type}”.`);
  return { node, target: node, value: () => null, restore: () => undefined };
}

function select(element, how, surface) {
  const external = isExternal(element);
  return chooser({
    ...how,
    placeholder: element.placeholder?.text,
    multiple: isMultiple(element),
    max: element.max_selected_items,
    groups: external ? [] : offered(element),
    load: external ? (query) => surface.options(how.block, element, query) : undefined,
    least: element.min_query_length ?? 3,
  });
}
