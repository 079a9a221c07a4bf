// Checkboxes and radio buttons: a group of choices that are all in sight.
import { el, uid } from "./dom.js";
import { option } from "./elements.js";
import { textNode } from "./text.js";

export function boxes(element, { name, label, labelledby, optional, change }) {
  const isRadio = element.type === "radio_buttons";
  const group = uid("group");
  const items = element.options.map(option);
  const type = isRadio ? "radio" : "checkbox";
  const inputs = items.map(({ value }) =>
    el("input", { id: uid("box"), type, name: group, "data-name": `${name}/${value}`, change: changed }),
  );
  const rows = element.options.map(({ text, description }, index) =>
    el(
      "div",
      { class: "box-row" },
      inputs[index],
      el("label", { for: inputs[index].id }, textNode(text), description && el("small", {}, textNode(description))),
    ),
  );
  const clear = el("button", { type: "button", class: "plain", hidden: true, click: empty }, "Ta bort valet");
  const node = el(
    "div",
    { class: "boxes", role: isRadio ? "radiogroup" : "group", "aria-label": label, "aria-labelledby": labelledby },
    rows,
    isRadio && optional && clear,
  );

  function changed() {
    clear.hidden = !chosen().length;
    change?.();
  }

  function empty() {
    restore([]);
    inputs[0].focus();
    change?.();
  }

  const chosen = () => items.filter((_, index) => inputs[index].checked);

  function restore(value) {
    const wanted = [value ?? []].flat().map((item) => item.value);
    items.forEach((item, index) => (inputs[index].checked = wanted.includes(item.value)));
    clear.hidden = !chosen().length;
  }

  return {
    node,
    target: node,
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0]).focus(),
    value: () => (isRadio ? (chosen()[0] ?? null) : chosen()),
    restore,
  };
}
