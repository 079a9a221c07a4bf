// Fields for text, e-mail, addresses and numbers.
import { el } from "./dom.js";

const TYPES = { email_text_input: "email", url_text_input: "url", number_input: "text" };
const PAUSE = 400;

export function textField(element, { id, name, label, change }) {
  const isLong = element.multiline || element.type === "rich_text_input";
  const node = el(isLong ? "textarea" : "input", {
    id,
    class: isLong ? "field long" : "field",
    type: isLong ? undefined : (TYPES[element.type] ?? "text"),
    inputmode: element.type === "number_input" ? "decimal" : undefined,
    rows: isLong ? 3 : undefined,
    maxlength: element.max_length ?? 3000,
    placeholder: element.placeholder?.text,
    "aria-label": label,
    "data-name": name,
    autocomplete: "off",
    dir: "auto",
  });
  if (change) listen(node, element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"], change);
  return {
    node,
    target: node,
    value: () => node.value,
    restore: (value) => (node.value = value),
  };
}

/** Slack sends text when Enter is pressed, or at every pause in the typing. */
function listen(node, moments, change) {
  let timer = 0;
  if (moments.includes("on_character_entered")) {
    node.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => node.isConnected && change(), PAUSE);
    });
  }
  if (moments.includes("on_enter_pressed")) {
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      change();
    });
  }
}
